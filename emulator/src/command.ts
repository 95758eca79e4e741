/** The emulator's command line; mounted by other programs as a command of theirs. */
import { readFile } from 'node:fs/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { createEmulator, type EmulatorOptions } from './emulator.ts';
import { type Fault, type FaultOptions, faultSyntax, parseFault } from './faults/fault.ts';
import { type Behaviour, defaultBehaviour, defaultLimits } from './nova/settings.ts';
import { createNarrator, type Narrator } from './narrator.ts';

interface Flags {
  host: string;
  port: number;
  tlsKey?: string;
  tlsCert?: string;
  brain: 'local' | 'scripted';
  modelsDir?: string;
  endpointing: 'quick' | 'nova';
  workers: number;
  llmUrl?: string;
  llmModel: string;
  llmKeyEnv?: string;
  timeScale: number;
  concurrency: number;
  streamSeconds: number;
  idleSeconds: number;
  verifyKey?: string;
  verifySecretEnv: string;
  fault: { fault: Fault; options: FaultOptions }[];
  bargeIn: Behaviour['bargeIn'];
  finalText: Behaviour['finalText'];
  completionStart: Behaviour['completionStart'];
  audioSpeed: number;
  userSpeechEvents: boolean;
  strictHistory: boolean;
  explain: boolean;
  doubleEncodedTools: boolean;
  reply: string[];
  json: boolean;
}

/** A fresh command, named `emulator`. Its action ends when the process is told to stop (SIGINT, SIGTERM). */
export function emulatorCommand(): Command {
  return new Command('emulator')
    .description(
      "Amazon Nova Sonic on this machine: Bedrock's bidirectional stream with real ears and a real voice",
    )
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <port>', 'port to listen on; 0 takes a free one', wholeNumber(0, 65_535), 8787)
    .option('--tls-key <file>', 'PEM key; with --tls-cert the endpoint is https')
    .option('--tls-cert <file>', 'PEM certificate')
    .addOption(
      choice(
        '--brain <brain>',
        'local hears and speaks, scripted only pretends',
        ['local', 'scripted'],
        'local',
      ),
    )
    .option('--models-dir <folder>', 'where the weights of the ears are kept')
    .addOption(
      choice(
        '--endpointing <profile>',
        "quick turns, or the service's longer pauses",
        ['quick', 'nova'],
        'quick',
      ),
    )
    .option('--workers <threads>', 'threads for the ears, and as many for the voice', wholeNumber(1, 64), 1)
    .option(
      '--llm-url <url>',
      'OpenAI-compatible endpoint that answers in the place of the built-in dialogue',
    )
    .option('--llm-model <name>', 'model to ask there', 'default')
    .option('--llm-key-env <variable>', 'environment variable that holds its API key')
    .option('--reply <text>', 'an answer of the scripted brain; may be repeated', collect, [] as string[])
    .option('--time-scale <factor>', 'how fast the clock of the session limits runs', positive, 1)
    .option(
      '--concurrency <streams>',
      'streams at the same time',
      wholeNumber(1, 100_000),
      defaultLimits.concurrentStreams,
    )
    .option('--stream-seconds <seconds>', 'life of a stream', positive, defaultLimits.streamMs / 1000)
    .option('--idle-seconds <seconds>', 'longest gap in the input', positive, defaultLimits.idleMs / 1000)
    .option('--verify-key <accessKeyId>', 'verify signatures made with this access key')
    .option('--verify-secret-env <variable>', 'environment variable with its secret', 'AWS_SECRET_ACCESS_KEY')
    .option('--fault <fault>', `fault of the next streams, may be repeated: ${faultSyntax}`, collectFault, [])
    .addOption(
      choice(
        '--barge-in <variant>',
        'how an interruption looks',
        ['full', 'marker', 'stop-reason', 'silent'],
        defaultBehaviour.bargeIn,
      ),
    )
    .addOption(
      choice(
        '--final-text <when>',
        'when FINAL text comes',
        ['played', 'immediate', 'none'],
        defaultBehaviour.finalText,
      ),
    )
    .addOption(
      choice(
        '--completion-start <when>',
        'when completionStart comes',
        ['first-turn', 'prompt'],
        defaultBehaviour.completionStart,
      ),
    )
    .option(
      '--audio-speed <factor>',
      'pace of the answer in multiples of real time; 0 is as fast as possible',
      notNegative,
      0,
    )
    .option('--no-user-speech-events', 'leave userSpeechStart and userSpeechEnd away')
    .option('--no-strict-history', 'let neighbouring history messages have the same role')
    .option('--no-explain', "refuse in the service's words only")
    .option('--double-encoded-tools', 'encode the arguments of tool calls twice', false)
    .option('--json', 'one JSON object a line', false)
    .action((flags: Flags) => run(flags));
}

/** Runs the command with these arguments, without the program's name: `['--port', '0']`. */
export async function runEmulatorCommand(argv: readonly string[]): Promise<void> {
  await emulatorCommand().parseAsync([...argv], { from: 'user' });
}

async function run(flags: Flags): Promise<void> {
  const narrator = createNarrator(print, flags.json);
  const emulator = await createEmulator(await readOptions(flags, narrator));
  narrator.listening(emulator.url, flags.brain);
  // Only now: until here, a signal ends the program at once, in the middle of a download, too.
  await stopSignal();
  const stats = emulator.stats();
  await emulator.close();
  narrator.stopped(stats);
}

async function readOptions(flags: Flags, narrator: Narrator): Promise<EmulatorOptions> {
  if ((flags.tlsKey === undefined) !== (flags.tlsCert === undefined)) {
    throw new Error('--tls-key and --tls-cert belong together: give both or none');
  }
  const llmKey = flags.llmKeyEnv === undefined ? undefined : environment(flags.llmKeyEnv, '--llm-key-env');
  return {
    host: flags.host,
    port: flags.port,
    brain: flags.brain,
    timeScale: flags.timeScale,
    faults: flags.fault,
    onEvent: (event) => narrator.event(event),
    ...(flags.tlsKey !== undefined &&
      flags.tlsCert !== undefined && {
        tls: { key: await readFile(flags.tlsKey), cert: await readFile(flags.tlsCert) },
      }),
    local: {
      modelsDir: flags.modelsDir,
      endpointingProfile: flags.endpointing,
      workers: flags.workers,
      onProgress: (progress) => narrator.progress(progress),
      onTrouble: (message) => narrator.trouble(message),
      ...(flags.llmUrl !== undefined && {
        llm: { url: flags.llmUrl, model: flags.llmModel, apiKey: llmKey },
      }),
    },
    ...(flags.reply.length > 0 && { script: { replies: flags.reply.map((text) => ({ text })) } }),
    ...(flags.verifyKey !== undefined && {
      credentials: {
        accessKeyId: flags.verifyKey,
        secretAccessKey: environment(flags.verifySecretEnv, '--verify-secret-env'),
      },
    }),
    limits: {
      concurrentStreams: flags.concurrency,
      streamMs: flags.streamSeconds * 1000,
      idleMs: flags.idleSeconds * 1000,
    },
    behaviour: {
      bargeIn: flags.bargeIn,
      finalText: flags.finalText,
      completionStart: flags.completionStart,
      audioSpeed: flags.audioSpeed,
      userSpeechEvents: flags.userSpeechEvents,
      strictHistory: flags.strictHistory,
      explain: flags.explain,
      doubleEncodedToolInput: flags.doubleEncodedTools,
    },
  };
}

const choice = (flags: string, description: string, choices: readonly string[], byDefault: string) =>
  new Option(flags, description).choices(choices).default(byDefault);

const print = (line: string) => process.stdout.write(`${line}\n`);

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

function environment(name: string, flag: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${flag} names the environment variable ${name}, which is not set`);
  return value;
}

const wholeNumber = (min: number, max: number) => (text: string) => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
  }
  return value;
};

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < Infinity)) throw new InvalidArgumentError('Expected a number greater than 0.');
  return value;
}

function notNegative(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value < Infinity)) {
    throw new InvalidArgumentError('Expected 0 or a number greater than 0.');
  }
  return value;
}

const collect = (text: string, all: string[]) => [...all, text];

function collectFault(text: string, all: Flags['fault']): Flags['fault'] {
  try {
    return [...all, parseFault(text)];
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}
