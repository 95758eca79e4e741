/** A broker that is killed or restarted in the middle of conversations. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { PipitDevice } from '@pipit/device-sdk';
import { type Message, createEmulator, createScriptedParts } from '@pipit/emulator';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openStore } from '../src/compose/store.ts';
import { type Config } from '../src/config/schema.ts';
import { loadConfig } from '../src/config/load.ts';
import { DatabaseDeviceStore } from '../src/fleet/database-device-store.ts';
import { DatabaseConversationStore } from '../src/history/database-conversation-store.ts';
import { BrokerProcess, type LogLine } from '../soak/broker-process.ts';
import { speakUntil } from './whole-broker.ts';

let folder: string;
let emulator: Awaited<ReturnType<typeof createEmulator>>;
let broker: BrokerProcess;
let device: PipitDevice;
let secret: string;
let config: Config;
/** What the model knew in each turn, the question among it. */
let known: Message[][];
/** Hears what the broker logs. */
let onLine: (line: LogLine) => void = () => {};
let talking: ChildProcess | undefined;

beforeEach(async () => {
  known = [];
  folder = await mkdtemp(join(tmpdir(), 'pipit-restart-'));
  config = loadConfig({ environment: {}, flags: { dataDir: folder } });
  emulator = await createEmulator({
    brain: {
      ...createScriptedParts({
        replies: [{ text: 'An answer of some length.', audioMs: 2500 }],
        transcripts: ['my name is Anna', 'what is my name'],
        silenceMs: 200,
      }),
      createMind: () => ({
        async *reply({ history }) {
          known.push([...history]);
          yield { kind: 'say', text: 'An answer of some length.' };
        },
      }),
    },
  });
  const settings: Record<string, string | number> = {
    'model.endpoint': emulator.url,
    'mqtt.host': '127.0.0.1',
    'mqtt.port': 0,
    'mqtt.websocketPort': 0,
    'http.port': 0,
    'log.level': 'debug',
  };
  broker = new BrokerProcess({
    folder,
    settings,
    onLine: (line) => onLine(line),
    // None lives long enough for V8's optimizing compiler.
    nodeFlags: ['--liftoff-only'],
  });
  const database = await openStore(config, pino({ level: 'silent' }));
  ({ secret } = await new DatabaseDeviceStore(database).add('kitchen'));
  await database.close();
  await broker.start();
  // The next one listens where this one did.
  settings['mqtt.port'] = broker.port!;
  device = newDevice();
  await device.connect();
});

afterEach(async () => {
  onLine = () => {};
  talking?.kill('SIGKILL');
  await device.close();
  await broker.stop('SIGKILL');
  await emulator.close();
  await rm(folder, { recursive: true });
});

/** `pipit talk` with a recorded question, and what it printed. */
function talk() {
  const main = join(import.meta.dirname, '..', 'src', 'main.ts');
  const question = join(import.meta.dirname, '..', '..', 'fixtures', 'speech', 'question-08.wav');
  const flags = ['--conditions=pipit-source', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, main, 'talk', '--in', question, '--json'], {
    cwd: folder,
    env: {
      ...process.env,
      PIPIT_URL: `mqtt://127.0.0.1:${broker.port}`,
      PIPIT_DEVICE_ID: 'kitchen',
      PIPIT_DEVICE_SECRET: secret,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  talking = child;
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  return once(child, 'close').then(([code]) => ({ code: code as number, ...output }));
}

const newDevice = () =>
  new PipitDevice({
    url: `mqtt://127.0.0.1:${broker.port}`,
    deviceId: 'kitchen',
    secret,
    capabilities: { echoCancellation: true },
    reconnect: { minDelayMs: 50, maxDelayMs: 200, maxAttempts: 1000 },
  });

/** Of the device, oldest first; while no broker runs. */
async function stored(): Promise<string[]> {
  const database = await openStore(config, pino({ level: 'silent' }));
  const store = new DatabaseConversationStore({ database, retentionMs: 86_400_000 });
  const last = await store.last('kitchen', { maxAgeMs: 86_400_000 });
  await store.close();
  await database.close();
  return last?.messages.map(({ role, text }) => `${role}: ${text}`) ?? [];
}

const name: Message = { role: 'USER', text: 'my name is Anna' };
const answer: Message = { role: 'ASSISTANT', text: 'An answer of some length.' };

async function askInto(mode: 'ALWAYS_OPEN' | 'PUSH_TO_TALK' = 'ALWAYS_OPEN') {
  const session = await device.openSession({ mode });
  await session.waitForState('LISTENING');
  const acknowledged: string[] = [];
  session.on('transcript', ({ role, recorded, text }) => {
    if (role === 'USER' && recorded) acknowledged.push(text);
  });
  await speakUntil(session, 300, session.once('playbackStarted'));
  return { session, acknowledged };
}

test('killed in an answer, it loses no acknowledged word, and the question is answered after all', async () => {
  const { session, acknowledged } = await askInto();
  await vi.waitFor(() => expect(acknowledged).toEqual(['my name is Anna']), 2000);
  expect(await broker.stop('SIGKILL')).toBe('SIGKILL');
  await session.waitForState('SUSPENDED');
  expect(await stored()).toEqual(['user: my name is Anna']);
  const resumed = session.once('resumed');
  await broker.start();
  expect(await resumed).toMatchObject({ restored: true });
  expect((await session.once('playbackFinished')).playedMs).toBeGreaterThanOrEqual(2460);
  await session.close();
  expect(await broker.stop('SIGTERM')).toBe(0);
  expect((await stored()).at(-1)).toBe('assistant: An answer of some length.');
  expect(known).toEqual([[name], [name]]);
});

test('told to stop in an answer, it says it to the end; the conversation goes on with the next broker', async () => {
  const { session } = await askInto();
  const finished = session.once('playbackFinished');
  const disconnected = device.once('disconnected');
  const stopped = broker.stop('SIGTERM');
  expect((await finished).playedMs).toBeGreaterThanOrEqual(2460);
  expect(await stopped).toBe(0);
  expect((await disconnected).reason).toBe('SHUTDOWN');
  expect(session.state).toBe('SUSPENDED');
  const resumed = session.once('resumed');
  await broker.start();
  expect(await resumed).toMatchObject({ restored: true });
  await session.waitForState('LISTENING');
  const again = await speakUntil(session, 300, session.once('playbackFinished'));
  expect(again.generation).toBe(1);
  expect(known.at(-1)!.slice(0, 2)).toEqual([name, answer]);
  const all = [
    'user: my name is Anna',
    'assistant: An answer of some length.',
    'user: my name is Anna',
    'assistant: An answer of some length.',
  ];
  expect(await broker.stop('SIGTERM')).toBe(0);
  expect(await stored()).toEqual(all);
});

test('a device that lost its power, and its memory, finds a model that remembers', async () => {
  const { session } = await askInto();
  await session.once('playbackFinished');
  // No goodbye: the plug was pulled.
  const forgetful = newDevice();
  await forgetful.connect();
  await device.close();
  device = forgetful;
  const { session: next } = await askInto();
  await next.once('playbackFinished');
  expect(known.at(-1)!.slice(0, 2)).toEqual([name, answer]);
});

test('killed in a question, it does not know it: talk says so, and asks again', async () => {
  await device.close();
  const listening = new Promise<void>((resolve) => {
    onLine = ({ msg, to }) => msg === 'session state' && to === 'listening' && resolve();
  });
  const told = talk();
  await listening;
  // The question takes longer than this.
  expect(await broker.stop('SIGKILL')).toBe('SIGKILL');
  await broker.start();
  const { code, stdout, stderr } = await told;
  expect(stderr).toMatch(/does not know the question: it is asked again/);
  expect(code).toBe(0);
  expect(JSON.parse(stdout.trim())).toMatchObject({ said: ['An answer of some length.'] });
});
