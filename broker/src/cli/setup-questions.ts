/** What `pipit setup` asks, in this order. Meaning, range and default of a setting are the schema's. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Texts by setting; what is empty is not set. */
export type Answers = ReadonlyMap<string, string>;

export interface Question {
  /** The setting, like `mqtt.port`. */
  readonly path: string;
  /** Without dashes. */
  readonly flag: string;
  readonly text: string;
  /** Asked only then. Default: always. */
  readonly when?: (answers: Answers) => boolean;
  /** An answer must be given: nothing is no answer. */
  readonly required?: true;
  /** What is wrong with an answer, besides what the schema says. */
  readonly check?: (answer: string, before: Answers) => string | undefined;
}

const hasCertificate = (answers: Answers): boolean => Boolean(answers.get('mqtt.tls.certFile'));

export const QUESTIONS: readonly Question[] = [
  { path: 'dataDir', flag: 'data-dir', text: 'Folder for what must last', check: folderProblem },
  {
    path: 'database.url',
    flag: 'database-url',
    text: 'PostgreSQL, like postgresql://user:password@host:5432/pipit; empty for the embedded database',
  },
  {
    path: 'model.provider',
    flag: 'model',
    text: 'Model: local is the emulator on this machine, bedrock is Amazon',
  },
  {
    path: 'model.region',
    flag: 'region',
    text: 'AWS region of the model',
    when: (answers) => answers.get('model.provider') === 'bedrock',
  },
  { path: 'mqtt.host', flag: 'mqtt-host', text: 'Address on which devices are listened for' },
  { path: 'mqtt.port', flag: 'mqtt-port', text: 'Port for MQTT' },
  {
    path: 'mqtt.websocketPort',
    flag: 'websocket-port',
    text: 'Port for MQTT over WebSocket',
    check: portProblem,
  },
  {
    path: 'mqtt.tls.certFile',
    flag: 'tls-cert',
    text: 'PEM file with the certificate chain for MQTT over TLS; empty for none',
    check: fileProblem,
  },
  {
    path: 'mqtt.tls.keyFile',
    flag: 'tls-key',
    text: 'PEM file with its private key',
    when: hasCertificate,
    required: true,
    check: fileProblem,
  },
  { path: 'http.host', flag: 'http-host', text: 'Address for API and health' },
  { path: 'http.port', flag: 'http-port', text: 'Port for API and health', check: portProblem },
  {
    path: 'http.publicUrl',
    flag: 'public-url',
    text: 'Where people find it, like https://pipit.example.com; empty when nowhere else',
  },
  { path: 'log.file', flag: 'log-file', text: 'File for the log, besides standard error; empty for none' },
];

/** Each port is listened on once; 0 is any that is free. */
function portProblem(answer: string, before: Answers): string | undefined {
  const taken = QUESTIONS.find(
    ({ path }) => /port$/i.test(path) && Number(answer) > 0 && Number(before.get(path)) === Number(answer),
  );
  return taken && `${answer} is the port of ${taken.path} already`;
}

function fileProblem(answer: string): string | undefined {
  if (!existsSync(answer)) return `the file ${resolve(answer)} does not exist`;
  return canBe(answer, constants.R_OK) ? undefined : `the file ${resolve(answer)} cannot be read by you`;
}

/** It need not exist yet, but whoever makes it must be allowed to. */
function folderProblem(answer: string): string | undefined {
  let there = resolve(answer);
  while (!existsSync(there)) there = dirname(there);
  if (!statSync(there).isDirectory()) return `${there} is a file`;
  return canBe(there, constants.W_OK) ? undefined : `the folder ${there} cannot be written by you`;
}

function canBe(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
