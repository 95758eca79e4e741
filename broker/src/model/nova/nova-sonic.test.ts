import { type Emulator, type Fault, createEmulator } from '@pipit/emulator';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../clock.ts';
import {
  ModelError,
  type ModelEvent,
  type ModelSession,
  type OpenOptions,
  type VoiceModel,
} from '../voice-model.ts';
import { createNovaSonic } from './nova-sonic.ts';

const settings = {
  systemPrompt: 'Be brief. '.repeat(300),
  voice: 'matthew',
  maxTokens: 1024,
  topP: 0.9,
  temperature: 0.7,
  endpointing: 'HIGH',
} as const;

const speech = Int16Array.from({ length: 960 }, (_, i) => 8000 * Math.sin(i / 4));
const silence = new Int16Array(960);

let emulator: Emulator;
let model: VoiceModel;
let events: ModelEvent[];
let ended: Promise<ModelError | null>;
let onEnded: (failure: ModelError | null) => void;
let pump: NodeJS.Timeout | undefined;

beforeEach(async () => {
  emulator = await createEmulator({ brain: 'scripted', script: { silenceMs: 200, speechMs: 60 } });
  model = newModel(emulator.url);
  events = [];
  ended = new Promise((resolve) => {
    onEnded = resolve;
  });
});

afterEach(async () => {
  clearInterval(pump);
  model.close();
  await emulator.close();
});

function newModel(endpoint: string, more: object = {}): VoiceModel {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  return createNovaSonic({
    modelId: 'amazon.nova-2-sonic-v1:0',
    region: 'us-east-1',
    endpoint,
    credentials,
    clock: systemClock,
    ...more,
  });
}

const open = (more: Partial<OpenOptions> = {}): Promise<ModelSession> =>
  model.open({
    sessionId: 's',
    settings,
    history: [],
    place: 'new',
    onEvent: (event) => events.push(event),
    onEnded: (failure) => onEnded(failure),
    signal: new AbortController().signal,
    ...more,
  });

/** Speaks for 300 ms, then is silent, in real time as a session would be. */
function speak(session: ModelSession): void {
  let sent = 0;
  clearInterval(pump);
  pump = setInterval(() => session.sendAudio(sent++ < 5 ? speech : silence), 60);
}

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
};

test('a turn: heard, answered, ended, metered', async () => {
  const session = await open();
  speak(session);
  await until(() => events.some((event) => event.kind === 'answerEnded'));
  await until(() => events.some((event) => event.kind === 'assistantText' && event.stage === 'final'));
  const kinds = events.map((event) => event.kind);
  for (const kind of [
    'userSpeechStarted',
    'userSpeechEnded',
    'userText',
    'assistantText',
    'audio',
    'answerEnded',
    'usage',
  ] as const) {
    expect(kinds).toContain(kind);
  }
  const audioMs = events.reduce(
    (sum, event) => sum + (event.kind === 'audio' ? event.pcm.length / 24 : 0),
    0,
  );
  expect(audioMs).toBe(1600);
  expect(new Set(events.flatMap((event) => ('answer' in event ? [event.answer] : [])))).toEqual(new Set([1]));
  await session.close();
  await session.close();
  expect(await ended).toBeNull();
  expect(emulator.stats()).toMatchObject({ openStreams: 0, failed: 0 });
});

test('speech into an answer interrupts it, and the next answer has the next number', async () => {
  const session = await open();
  speak(session);
  await until(() => events.some((event) => event.kind === 'audio'));
  speak(session);
  await until(() =>
    events.some((event) => event.kind === 'interrupted' || (event.kind === 'audio' && event.answer === 2)),
  );
  await until(() => events.some((event) => event.kind === 'audio' && event.answer === 2));
  session.abort();
  expect(await ended).toBeNull();
});

describe('refused at open', () => {
  const refusals: [Fault & { kind: 'error' }, string, RegExp][] = [
    [{ kind: 'error', error: 'ThrottlingException' }, 'MODEL_THROTTLED', /quota/],
    [{ kind: 'error', error: 'AccessDeniedException' }, 'MODEL_ACCESS_DENIED', /credentials/],
    [{ kind: 'error', error: 'ValidationException' }, 'MODEL_FAILED', /settings/],
  ];
  test.each(refusals)('%j', async (fault, reason, advice) => {
    emulator.faults.add(fault);
    const error = await open().catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ModelError);
    expect(error).toMatchObject({ reason });
    expect((error as Error).message).toMatch(advice);
  });

  test('nobody listens at the endpoint', async () => {
    model = newModel('http://127.0.0.1:1');
    await expect(open()).rejects.toMatchObject({
      reason: 'MODEL_FAILED',
      message: expect.stringMatching(/endpoint/),
    });
  });

  test('a wrong model id', async () => {
    model = newModel(emulator.url, { modelId: 'some.other-model-v1:0' });
    await expect(open()).rejects.toBeInstanceOf(ModelError);
  });

  test('given up by the caller', async () => {
    emulator.faults.add({ kind: 'delay', forMs: 60_000 });
    const abort = new AbortController();
    const opening = open({ signal: abort.signal });
    abort.abort();
    await expect(opening).rejects.toMatchObject({ reason: 'REQUESTED', recovery: 'none' });
    await until(() => emulator.stats().openStreams === 0);
  });
});

describe('broken in the middle', () => {
  const breaks: [Fault, string][] = [
    [{ kind: 'error', error: 'ModelTimeoutException', afterOutputEvents: 1 }, 'MODEL_TIMEOUT'],
    [{ kind: 'error', error: 'ThrottlingException', afterOutputEvents: 1 }, 'MODEL_THROTTLED'],
    [{ kind: 'error', error: 'ModelStreamErrorException', afterOutputEvents: 1 }, 'MODEL_FAILED'],
    [{ kind: 'reset', afterOutputEvents: 1 }, 'MODEL_FAILED'],
    [{ kind: 'kill-socket', afterOutputEvents: 1 }, 'MODEL_FAILED'],
    [{ kind: 'truncated-frame', afterOutputEvents: 1 }, 'MODEL_FAILED'],
    [{ kind: 'bad-crc', afterOutputEvents: 1 }, 'MODEL_FAILED'],
  ];
  test.each(breaks)('%j is a failure, never a silent end', async (fault, reason) => {
    emulator.faults.add(fault);
    // The break may come before or after the stream counts as open.
    const failure = await open().then(
      (session) => {
        speak(session);
        return ended;
      },
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ reason });
    await until(() => emulator.stats().openStreams === 0);
  });
});

test('a model that does not read costs the oldest audio, not memory', async () => {
  model = newModel(emulator.url, { maxQueuedAudioMs: 1200 });
  emulator.faults.add({ kind: 'slow-reader', afterOutputEvents: 1 });
  const session = await open();
  const before = process.memoryUsage().rss;
  for (let i = 0; i < 5000; i++) {
    session.sendAudio(speech);
    if (i % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(session.droppedMs).toBeGreaterThan(100_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
  session.abort();
});

test('a model that does not end is left after a while', async () => {
  model = newModel(emulator.url, { closeTimeoutMs: 50 });
  const session = await open();
  emulator.faults.inject({ kind: 'hang' });
  await session.close();
  expect(await ended).toBeNull();
});
