/** The command line as a user meets it: processes, output, exit codes. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, afterEach, beforeEach, vi } from 'vitest';
import { openDatabase } from '../../src/store/open-database.ts';

// Each test starts several processes, one after the other.
vi.setConfig({ testTimeout: 300_000 });

const main = join(import.meta.dirname, '..', '..', 'src', 'main.ts');
export const question = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'speech', 'question-08.wav');
const nodeFlags = ['--conditions=pipit-source', '--disable-warning=ExperimentalWarning'];

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line of standard output. */
  readonly json: Record<string, unknown>;
}

export interface LaunchOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** A program that runs ours, with its own arguments. */
  readonly before?: readonly string[];
  /** With V8's optimizing compiler, as everybody has it; without, what runs for a moment takes half of the time. */
  readonly isOptimized?: boolean;
}

let folder: string;
const running = new Map<ChildProcessByStdio<null, Readable, Readable>, Promise<Result>>();
let prepared: Promise<string> | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pipit-cli-'));
});
afterEach(async () => {
  for (const child of running.keys()) child.kill('SIGKILL');
  await Promise.all(running.values());
  await rm(folder, { recursive: true });
});
afterAll(async () => {
  if (prepared) await rm(await prepared, { recursive: true });
});

/** In the folder of this test, where commands run. */
export const fileNamed = (...names: string[]): string => join(folder, ...names);

/** For tests of something else than how it is made: that takes longer than most commands. */
export async function haveDatabase(): Promise<void> {
  await cp(await (prepared ??= prepare()), fileNamed('data'), { recursive: true });
}

async function prepare(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pipit-cli-data-'));
  const database = await openDatabase({
    dataDir,
    minConnections: 0,
    maxConnections: 1,
    acquireTimeoutMs: 10_000,
    statementTimeoutMs: 10_000,
    log: pino({ level: 'silent' }),
  });
  await database.close();
  return dataDir;
}

export function launch(args: readonly string[], options: LaunchOptions = {}) {
  const { environment, before = [], isOptimized = false } = options;
  const flags = [...nodeFlags, ...(isOptimized ? [] : ['--liftoff-only'])];
  const [command, ...rest] = [...before, process.execPath, ...flags, main, ...args];
  const env = { ...process.env, PIPIT_DATA_DIR: fileNamed('data'), ...environment };
  const child = spawn(command!, rest, {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child);
    const last = output.stdout.trim().split('\n').at(-1) ?? '';
    const json = (last.startsWith('{') ? JSON.parse(last) : {}) as Record<string, unknown>;
    return { code: code as number, ...output, json } satisfies Result;
  });
  running.set(child, ended);
  return { child, output, ended };
}

export const pipit = (args: string[], environment: Record<string, string> = {}): Promise<Result> =>
  launch(args, { environment }).ended;

export const onFreePorts = [
  'mqtt.port=0',
  'mqtt.websocketPort=0',
  'http.port=0',
  'model.brain=scripted',
].flatMap((setting) => ['--set', setting]);

/** A broker on free ports; resolves when it listens. */
export async function startBroker(options: LaunchOptions = {}) {
  const broker = launch(['start', '--json', ...onFreePorts], options);
  while (!broker.output.stdout.includes('\n')) {
    if (broker.child.exitCode !== null) throw new Error(broker.output.stderr);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { ports } = JSON.parse(broker.output.stdout) as { ports: Record<string, number> };
  return { ...broker, ports };
}

/** Sends the signal when the text has appeared on standard error, and waits for the end. */
export async function interruptAt(text: RegExp, args: string[], environment: Record<string, string> = {}) {
  const { child, output, ended } = launch(args, { environment });
  while (!text.test(output.stderr)) {
    if (child.exitCode !== null) throw new Error(output.stderr);
    await new Promise((resolve) => setImmediate(resolve));
  }
  child.kill('SIGINT');
  return ended;
}
