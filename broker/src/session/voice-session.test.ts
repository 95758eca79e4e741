import {
  type DeviceBody,
  type DeviceMessage,
  type Init,
  ListenMode,
  REASON_TEXTS,
  Reason,
  Role,
  SessionState,
  TranscriptStage,
  toWireTime,
} from '@pipit/protocol';
import { pino } from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { createOpusEncoder } from '../audio/opus.ts';
import type { DeviceLinkHandler } from '../device/device-link.ts';
import { Figures } from '../telemetry/figures.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { FakeLink } from '../testing/fake-link.ts';
import { ScriptedModel } from '../testing/scripted-model.ts';
import type { ConversationEvent } from './conversation-events.ts';
import { PastConversations } from './turns/past-conversations.ts';
import { SessionHost } from './session-host.ts';

const settings = {
  systemPrompt: '',
  voice: 'v',
  maxTokens: 1,
  topP: 1,
  temperature: 1,
  endpointing: 'HIGH',
} as const;
const deadlinesMs = {
  open: 10_000,
  queue: 30_000,
  silence: 60_000,
  answer: 15_000,
  stall: 15_000,
  grace: 60_000,
  drain: 3000,
  farewell: 10_000,
};

let clock: FakeClock;
let model: ScriptedModel;
let link: FakeLink;
let host: SessionHost;
let device: DeviceLinkHandler;
let events: ConversationEvent[];

beforeEach(() => {
  clock = new FakeClock(100_000);
  model = new ScriptedModel();
  link = new FakeLink();
  events = [];
  host = makeHost();
  device = host.accept(link);
});

const LIMITS = { maxSessions: 10, maxMemoryBytes: 1e9, checkIntervalMs: 5000, minQuietMs: 15_000 };

function makeHost(options: Partial<ConstructorParameters<typeof SessionHost>[0]> = {}): SessionHost {
  return new SessionHost({
    model,
    settings,
    deadlinesMs,
    echo: { echo: 'off', echoTailMs: 0, echoAttenuationDb: 0 },
    renewal: { afterMs: 360_000, byMs: 450_000 },
    resume: 'continue',
    maxAwayAnswerMs: 60_000,
    past: new PastConversations({ store: undefined, maxAgeMs: 0, restoreAgeMs: 0 }),
    wallClock: () => 0,
    random: () => 0.5,
    codec: { bitrate: 32_000, complexity: 0, application: 'restricted_lowdelay' },
    maxHeldMs: 5000,
    maxAnswerMs: 60_000,
    limits: LIMITS,
    clock,
    observe: (_context, event) => events.push(event),
    log: pino({ level: 'silent' }),
    figures: new Figures(),
    ...options,
  });
}

let messageId = 0;
function say<Kind extends DeviceBody['kind']>(
  kind: Kind,
  value: Init<Extract<DeviceBody, { kind: Kind }>['value']>,
  to = device,
): void {
  const body = { kind, value } as DeviceMessage['body'];
  to.onMessage({ version: 1, messageId: ++messageId, correlationId: 0, deadlineMs: 0, body });
}

const encoder = createOpusEncoder({
  sampleRateHz: 16_000,
  frameDurationMs: 60,
  playbackSampleRateHz: 16_000,
  bitrate: 24_000,
  complexity: 0,
  application: 'voip',
});
const packet = encoder.encode(new Int16Array(960).map((_, i) => 5000 * Math.sin(i / 5)));

function microphone(session: number, sequence: number, flags = 0): void {
  const captureTimeMs = toWireTime(clock.now() - 60);
  device.onAudio({ session, generation: 0, sequence, captureTimeMs, flags, packets: [packet] });
}

/** Lets promises that are settled already have their say. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function open(session = 1): Promise<void> {
  say('sessionOpen', { session, frameDurationMs: 60, mode: ListenMode.ALWAYS_OPEN });
  await settle();
}

const states = (): number[] => link.of('stateChanged').map((value) => value.state ?? 0);
const turns = () => events.filter((event) => event.kind === 'turn').map((event) => event.turn);
const ended = () => events.find((event) => event.kind === 'ended');

describe('opening', () => {
  test('audio that comes before the model listens is heard by it', async () => {
    model.manual = true;
    microphone(1, 0);
    say('sessionOpen', { session: 1, frameDurationMs: 60 });
    microphone(1, 1);
    expect(states()).toEqual([SessionState.OPENING]);
    model.conversation.accept();
    await settle();
    expect(model.conversation.heard).toHaveLength(2);
    expect(link.of('sessionOpened')).toHaveLength(1);
    expect(states()).toEqual([SessionState.OPENING, SessionState.LISTENING]);
  });

  test.each(['MODEL_THROTTLED', 'MODEL_ACCESS_DENIED'] as const)(
    'a refusal (%s) is told with its reason',
    async (reason) => {
      model.manual = true;
      await open();
      model.conversation.refuse(reason);
      await settle();
      expect(link.of('sessionRejected')[0]).toMatchObject({
        reason: Reason[reason],
        text: REASON_TEXTS[reason].text,
      });
      expect(ended()).toMatchObject({ reason, detail: 'scripted refusal' });
      expect(host.size).toBe(0);
    },
  );

  test('a model that does not answer is given up, and nothing stays open', async () => {
    model.manual = true;
    await open();
    clock.advance(deadlinesMs.open);
    expect(link.of('sessionRejected')[0]).toMatchObject({ reason: Reason.OPEN_TIMEOUT });
    model.conversation.accept();
    await settle();
    expect(clock.pending).toBe(0);
    expect(host.size).toBe(0);
  });

  test('a device is not kept waiting longer than it said', async () => {
    model.manual = true;
    const body = {
      kind: 'sessionOpen',
      value: { session: 1, frameDurationMs: 60, mode: 0, turnReports: false },
    } as const;
    device.onMessage({ version: 1, messageId: 1, correlationId: 0, deadlineMs: 2000, body });
    clock.advance(2000);
    expect(link.of('sessionRejected')[0]).toMatchObject({ reason: Reason.OPEN_TIMEOUT });
  });

  test('a full host refuses, and says so', async () => {
    host = makeHost({ limits: { ...LIMITS, maxSessions: 1 } });
    device = host.accept(link);
    await open();
    const second = new FakeLink('device-2');
    say('sessionOpen', { session: 5, frameDurationMs: 60 }, host.accept(second));
    expect(second.of('sessionRejected')[0]).toMatchObject({ reason: Reason.CAPACITY, session: 5 });
  });

  test('bad requests are answered: number 0, odd frames, the same session twice', async () => {
    say('sessionOpen', { session: 0 });
    expect(link.of('error')[0]).toMatchObject({ field: 'sessionOpen.session' });
    say('sessionOpen', { session: 1, frameDurationMs: 25 });
    expect(link.of('sessionRejected')[0]).toMatchObject({ reason: Reason.UNSUPPORTED_AUDIO });
    await open(2);
    await open(2);
    expect(link.of('error')).toHaveLength(2);
    say('interrupt', { session: 9 });
    expect(link.of('error')).toHaveLength(3);
    say('sessionClose', { session: 2 });
    await settle();
    await open(2);
    expect(link.of('error')).toHaveLength(4);
    expect(host.size).toBe(0);
  });

  test('a refused one leaves the one that is open', async () => {
    await open(1);
    say('sessionOpen', { session: 0 });
    say('sessionOpen', { session: 2, frameDurationMs: 25 });
    await settle();
    expect(link.of('sessionClosed')).toEqual([]);
    model.conversation.say(1, 60);
    expect(link.frames.at(-1)!.session).toBe(1);
  });

  test('in a full host, a device may still replace its own', async () => {
    host = makeHost({ limits: { ...LIMITS, maxSessions: 1 } });
    device = host.accept(link);
    await open(1);
    await open(2);
    expect(link.of('sessionClosed')[0]).toMatchObject({ session: 1, reason: Reason.REPLACED });
    expect(link.of('sessionOpened').at(-1)).toMatchObject({ session: 2 });
  });

  test('a device that opens without end has a few conversations, not all of them', async () => {
    for (let session = 1; session <= 50; session++) say('sessionOpen', { session, frameDurationMs: 60 });
    expect(host.size).toBeLessThanOrEqual(3);
    model.manualClose = true;
    await settle();
    for (let session = 51; session <= 100; session++) await open(session);
    expect(host.size).toBe(3);
    expect(model.conversations.length).toBeLessThan(60);
    expect(link.of('sessionRejected').at(-1)).toMatchObject({ reason: Reason.FLOOD });
    clock.advance(deadlinesMs.drain);
    expect(host.size).toBe(1);
  });
});

describe('a turn', () => {
  beforeEach(() => open());

  test('is heard, answered in real time, and told with its marks', () => {
    link.deviceClock = { offsetMs: 5000, roundTripMs: 1 };
    microphone(1, 0);
    clock.advance(500);
    model.conversation.emit(
      { kind: 'userSpeechStarted', atMs: 0 },
      { kind: 'userSpeechEnded', atMs: 60 },
      { kind: 'userText', text: 'hello there' },
    );
    clock.advance(100);
    model.conversation.say(1, 600, 'hi');
    model.conversation.emit({ kind: 'answerEnded', answer: 1 });
    say('playbackStarted', { session: 1, generation: 1, deviceTimeMs: clock.now() + 5000 - 10 });
    model.conversation.emit({ kind: 'assistantText', answer: 1, stage: 'final', text: 'hi' });
    clock.advance(1000);
    say('playbackFinished', { session: 1, generation: 1, playedMs: 600, deviceTimeMs: clock.now() + 4000 });

    expect(states()).toEqual([
      SessionState.OPENING,
      SessionState.LISTENING,
      SessionState.SPEAKING,
      SessionState.LISTENING,
    ]);
    expect(link.frames.map((frame) => frame.sequence)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(new Set(link.frames.map((frame) => frame.generation))).toEqual(new Set([1]));
    expect(link.frames.at(-1)!.flags).toBe(1);
    const [turn] = turns();
    expect(turn).toMatchObject({ generation: 1, heard: 'hello there', said: 'hi', playedMs: 600 });
    const start = 100_000;
    expect(turn!.marks).toEqual({
      speechEnd: start,
      speechEndDetected: start + 500,
      transcript: start + 500,
      firstModelAudio: start + 600,
      firstFrameSent: start + 600,
      playbackStarted: start + 590,
      finished: start + 940,
      playbackFinished: start + 600,
    });
  });

  test('its texts go to the device, each with role, stage and answer', () => {
    model.conversation.emit({ kind: 'userText', text: 'tell me' });
    model.conversation.say(1, 100, 'x'.repeat(1500));
    model.conversation.emit({ kind: 'assistantText', answer: 1, stage: 'final', text: 'done' });
    const transcripts = link.of('transcript');
    expect(
      transcripts.map(({ role, stage, generation, continued }) => [role, stage, generation, continued]),
    ).toEqual([
      [Role.USER, TranscriptStage.FINAL, 1, false],
      [Role.ASSISTANT, TranscriptStage.SPECULATIVE, 1, true],
      [Role.ASSISTANT, TranscriptStage.SPECULATIVE, 1, false],
      [Role.ASSISTANT, TranscriptStage.FINAL, 1, false],
    ]);
    expect(transcripts[1]!.text).toHaveLength(1024);
  });

  test('an answer that ends later than its audio is still marked as ended', () => {
    model.conversation.say(1, 120);
    clock.advance(1000);
    model.conversation.emit({ kind: 'answerEnded', answer: 1 });
    expect(link.frames.at(-1)).toMatchObject({ packet: undefined, flags: 1, generation: 1 });
  });

  test('a model that stalls in its answer is replaced, and asked again', async () => {
    const [first] = model.conversations;
    model.conversation.say(1, 120);
    clock.advance(deadlinesMs.stall + 1);
    await settle();
    expect(states().at(-1)).toBe(SessionState.LISTENING);
    expect(first!.ending).toBe('aborted');
    model.conversation.say(1, 120);
    expect(states().at(-1)).toBe(SessionState.SPEAKING);
    expect(link.frames.at(-1)!.generation).toBeGreaterThan(1);
  });

  test('so is one that stalls before there is a whole frame', async () => {
    model.conversation.say(1, 20);
    expect(states().at(-1)).toBe(SessionState.SPEAKING);
    clock.advance(deadlinesMs.stall);
    await settle();
    expect(states().at(-1)).toBe(SessionState.LISTENING);
    expect(model.conversations).toHaveLength(2);
  });

  test('so is one that has understood and does not answer', async () => {
    model.conversation.emit({ kind: 'userText', text: 'hello' });
    clock.advance(deadlinesMs.answer);
    await settle();
    expect(model.conversations).toHaveLength(2);
    expect(states().at(-1)).toBe(SessionState.LISTENING);
  });

  test('speech counts as such, though the model tells of it only by its words', () => {
    clock.advance(deadlinesMs.silence - 1000);
    model.conversation.emit({ kind: 'userText', text: 'hello' });
    model.conversation.say(1, 60);
    model.conversation.emit({ kind: 'answerEnded', answer: 1 });
    clock.advance(deadlinesMs.silence - 1000);
    model.conversation.emit({ kind: 'userText', text: ' ' });
    clock.advance(1000);
    expect(states().at(-1)).toBe(SessionState.CLOSING);
    expect(link.of('transcript')).toHaveLength(1);
  });

  test('the model hears silence in real time while it speaks in pieces itself', () => {
    for (let i = 0; i < 50; i++) {
      model.conversation.say(1, 60);
      clock.advance(50);
    }
    expect(model.conversation.sentMs).toBeGreaterThanOrEqual(2300);
  });

  test('what the model meant to say is what it said, if it does not tell and nobody interrupts', async () => {
    model.conversation.say(1, 60, 'planned');
    model.conversation.emit({ kind: 'answerEnded', answer: 1 });
    say('playbackFinished', { session: 1, generation: 1, playedMs: 60 });
    model.conversation.say(2, 600, 'planned too');
    say('interrupt', { session: 1 });
    say('flushed', { session: 1, generation: 2, playedMs: 10 });
    expect(turns().map(({ said }) => said)).toEqual(['planned', '']);
  });
});

describe('an interruption', () => {
  beforeEach(async () => {
    await open();
    model.conversation.say(1, 2000, 'a long answer');
  });

  const signals = {
    'by the model': () => model.conversation.emit({ kind: 'interrupted' }),
    'by speech': () => model.conversation.emit({ kind: 'userSpeechStarted', atMs: 0 }),
    'by the device': () => say('interrupt', { session: 1 }),
    'by push to talk': () => say('listenStart', { session: 1, mode: ListenMode.PUSH_TO_TALK }),
  };

  test.each(Object.entries(signals))(
    '%s flushes once and lets nothing of the old answer through',
    (_name, interrupt) => {
      const before = link.frames.length;
      interrupt();
      interrupt();
      model.conversation.say(1, 500);
      model.conversation.emit({ kind: 'interrupted' });
      clock.advance(3000);
      expect(link.of('flush')).toEqual([{ session: 1, generation: 1 }]);
      expect(link.dropped).toEqual([1]);
      expect(link.frames).toHaveLength(before);
      say('flushed', { session: 1, generation: 1, playedMs: 140 });
      expect(turns()[0]).toMatchObject({ generation: 1, playedMs: 140, marks: { flushed: clock.now() } });
      expect(turns()[0]!.marks.interrupted).toBeDefined();
      model.conversation.say(2, 60);
      expect(link.frames.at(-1)!.generation).toBe(2);
    },
  );

  test('reaches the end of an answer that the device has but has not played', () => {
    model.conversation.emit({ kind: 'answerEnded', answer: 1 });
    clock.advance(1850);
    expect(states().at(-1)).toBe(SessionState.LISTENING);
    model.conversation.emit({ kind: 'userSpeechStarted', atMs: 0 }, { kind: 'interrupted' });
    expect(link.of('flush')).toEqual([{ session: 1, generation: 1 }]);

    model.conversation.say(2, 60);
    model.conversation.emit({ kind: 'answerEnded', answer: 2 });
    say('playbackFinished', { session: 1, generation: 2, playedMs: 60 });
    model.conversation.emit({ kind: 'userSpeechStarted', atMs: 0 });
    expect(link.of('flush')).toHaveLength(1);
  });

  test('by a model that tells only the words: the next answer does not wait for the rest of this one', () => {
    model.conversation.emit({ kind: 'userText', text: 'late words of the question itself' });
    model.conversation.say(2, 60);
    expect(link.of('flush')).toEqual([]);
    model.conversation.emit({ kind: 'userText', text: 'stop' });
    expect(link.of('flush')).toEqual([]);
    model.conversation.say(3, 60, 'well');
    expect(link.of('flush')).toEqual([{ session: 1, generation: 1 }]);
    expect(link.frames.at(-1)!.generation).toBe(2);
    expect(link.of('transcript').at(-1)).toMatchObject({ text: 'well', generation: 2 });
    say('flushed', { session: 1, generation: 1, playedMs: 100 });
    expect(turns()[0]).toMatchObject({ heard: 'late words of the question itself' });
  });

  test('is none when the model has more to say: one answer follows the other', () => {
    model.conversation.emit({ kind: 'answerEnded', answer: 1 });
    model.conversation.say(2, 600, 'and then');
    model.conversation.emit({ kind: 'answerEnded', answer: 2 });
    clock.advance(5000);
    expect(link.of('flush')).toEqual([]);
    expect(new Set(link.frames.map((frame) => frame.generation))).toEqual(new Set([1]));
    expect(link.of('transcript').at(-1)).toMatchObject({ text: 'and then', generation: 1 });
    expect(link.frames).toHaveLength(Math.ceil(2600 / 60));
  });

  test('reaches an answer that is announced and not yet heard', () => {
    say('interrupt', { session: 1 });
    model.conversation.emit({ kind: 'assistantText', answer: 2, stage: 'speculative', text: 'soon' });
    say('interrupt', { session: 1 });
    model.conversation.say(2, 600);
    expect(link.frames.every((frame) => frame.generation === 1)).toBe(true);
    expect(link.of('flush')).toHaveLength(1);
    model.conversation.say(3, 60);
    expect(link.frames.at(-1)!.generation).toBe(2);
  });

  test('with no answer playing changes nothing', () => {
    say('interrupt', { session: 1 });
    say('interrupt', { session: 1 });
    expect(link.of('flush')).toHaveLength(1);
  });
});

describe('the end', () => {
  beforeEach(() => open());

  const nothingLeft = () => {
    expect(host.size).toBe(0);
    expect(clock.pending).toBe(0);
    expect(model.conversation.ending).toBeDefined();
  };

  test('at the device’s wish', async () => {
    say('sessionClose', { session: 1 });
    await settle();
    expect(link.of('sessionClosed')[0]).toMatchObject({ reason: Reason.REQUESTED });
    expect(model.conversation.ending).toBe('closed');
    nothingLeft();
  });

  test('after long silence', async () => {
    clock.advance(deadlinesMs.silence);
    await settle();
    expect(link.of('sessionClosed')[0]).toMatchObject({ reason: Reason.SILENCE });
    nothingLeft();
  });

  test('when the link is lost and nobody comes back', async () => {
    model.conversation.say(1, 5000);
    device.onClosed('DEVICE_LOST');
    clock.advance(deadlinesMs.grace - 1);
    expect(host.size).toBe(1);
    clock.advance(1);
    await settle();
    expect(ended()).toMatchObject({ reason: 'DEVICE_LOST' });
    nothingLeft();
  });

  test('when the model fails for good', async () => {
    model.conversation.say(1, 5000);
    model.conversation.fail('MODEL_ACCESS_DENIED', 'none');
    await settle();
    expect(link.of('sessionClosed')[0]).toMatchObject({ reason: Reason.MODEL_ACCESS_DENIED });
    expect(ended()).toMatchObject({ reason: 'MODEL_ACCESS_DENIED', detail: 'scripted failure' });
    expect(link.of('flush')).toEqual([{ session: 1, generation: 1 }]);
    expect(turns()[0]!.marks.interrupted).toBeUndefined();
    expect(host.size).toBe(0);
    expect(clock.pending).toBe(0);
  });

  test('the model may go on talking for a moment, and nobody hears it', async () => {
    model.manualClose = true;
    say('sessionClose', { session: 1 });
    const before = link.sent.length;
    model.conversation.say(1, 600, 'but');
    model.conversation.emit({ kind: 'userText', text: 'bye' });
    expect(link.sent).toHaveLength(before);
    expect(link.frames).toEqual([]);
    clock.advance(deadlinesMs.drain);
    expect(model.conversation.ending).toBe('aborted');
    expect(host.size).toBe(0);
  });

  test('when the host closes, which waits for it and refuses new ones', async () => {
    await host.close('INTERNAL');
    expect(link.of('sessionClosed')[0]).toMatchObject({ reason: Reason.INTERNAL });
    nothingLeft();
    await host.close('INTERNAL');
    await open(2);
    expect(link.of('sessionRejected')[0]).toMatchObject({ reason: Reason.INTERNAL });
  });

  test('when the broker stops, the device is told nothing: it will find its conversation again', async () => {
    model.conversation.say(1, 5000);
    const before = link.sent.length;
    const closing = host.close('SHUTDOWN', { drainMs: 8000 });
    model.conversation.emit({ kind: 'answerEnded', answer: 1 });
    clock.advance(5000);
    expect(host.size).toBe(1);
    say('playbackFinished', { session: 1, generation: 1, playedMs: 5000 });
    await closing;
    expect(link.sent.slice(before).map(({ kind }) => kind)).toEqual(['stateChanged']);
    nothingLeft();
  });

  test('when the broker stops in an answer that does not end in time', async () => {
    model.conversation.say(1, 60_000);
    const closing = host.close('SHUTDOWN', { drainMs: 8000 });
    clock.advance(8000);
    await closing;
    nothingLeft();
  });

  test('another session takes its place', async () => {
    await open(2);
    await settle();
    expect(link.of('sessionClosed')[0]).toMatchObject({ session: 1, reason: Reason.REPLACED });
    expect(host.size).toBe(1);
    model.conversation.say(1, 60);
    expect(link.frames.at(-1)!.session).toBe(2);
  });

  test('its totals are told', async () => {
    microphone(1, 0);
    microphone(1, 2);
    model.conversation.emit({
      kind: 'usage',
      input: { speech: 10, text: 2 },
      output: { speech: 0, text: 0 },
    });
    model.conversation.emit({ kind: 'usage', input: { speech: 5, text: 0 }, output: { speech: 7, text: 1 } });
    model.conversation.say(1, 60);
    say('sessionClose', { session: 1 });
    await settle();
    expect(ended()).toMatchObject({
      totals: {
        turns: 1,
        framesIn: 2,
        framesLost: 1,
        framesOut: 1,
        input: { speech: 15, text: 2 },
        output: { speech: 7, text: 1 },
      },
    });
  });
});

test('a listener that throws hurts nobody', async () => {
  host = makeHost({
    observe: () => {
      throw new Error('listener');
    },
  });
  device = host.accept(link);
  await open();
  expect(link.of('sessionOpened')).toHaveLength(1);
});

describe('a fault of our own ends this session with INTERNAL, and nothing else', () => {
  const fault = new Error('boom');
  const boom = () => {
    throw fault;
  };
  let errors: unknown[];
  let other: FakeLink;

  beforeEach(async () => {
    errors = [];
    const log = pino({ level: 'error' }, { write: (line) => errors.push(JSON.parse(line)) });
    host = makeHost({ log });
    device = host.accept(link);
    other = new FakeLink('device-2');
    const neighbour = host.accept(other);
    say('sessionOpen', { session: 7, frameDurationMs: 60 }, neighbour);
    await settle();
  });

  const faults: Record<string, () => void | Promise<void>> = {
    'in a timer': async () => {
      await open();
      model.conversation.say(1, 2000);
      link.sendAudio = boom;
      clock.advance(200);
    },
    'in a model event': async () => {
      await open();
      const send = link.send.bind(link);
      link.send = (body) => (body.kind === 'transcript' ? boom() : send(body));
      model.conversation.emit({ kind: 'userText', text: 'hello' });
    },
    'in the microphone’s way': async () => {
      await open();
      model.conversation.sendAudio = boom;
      microphone(1, 0);
    },
    'in a message of the device': async () => {
      await open();
      Object.defineProperty(link, 'deviceClock', { get: boom });
      say('playbackStarted', { session: 1, generation: 1, deviceTimeMs: 1 });
    },
    'in opening the model': async () => {
      model.open = boom;
      await open();
    },
    'in what the model throws': async () => {
      model.open = () => Promise.reject(fault);
      await open();
    },
    'in closing the model': async () => {
      await open();
      model.conversation.close = () => Promise.reject(fault);
      say('sessionClose', { session: 1 });
      await settle();
    },
  };

  test.each(Object.entries(faults))('%s', async (_name, cause) => {
    await cause();
    await settle();
    const [last] = [...link.of('sessionClosed'), ...link.of('sessionRejected')];
    expect(last).toMatchObject({ session: 1, reason: Reason.INTERNAL });
    expect(errors).toMatchObject([
      { msg: 'session failed', err: { stack: expect.stringMatching(/boom\n/) } },
    ]);
    expect(events.filter((event) => event.kind === 'ended')).toMatchObject([{ reason: 'INTERNAL' }]);
    expect(host.size).toBe(1);
    model.conversations[0]!.say(1, 60);
    expect(other.frames).toHaveLength(1);
    await host.close('SHUTDOWN');
    expect(clock.pending).toBe(0);
  });

  test('even when the end itself cannot be told', async () => {
    await open();
    link.send = boom;
    model.conversation.abort = boom;
    say('sessionClose', { session: 1 });
    await settle();
    expect(host.size).toBe(1);
    await host.close('SHUTDOWN');
    expect(clock.pending).toBe(0);
  });
});

test('a host that is closed twice at once tells both when all have ended', async () => {
  await open();
  await Promise.all([host.close('SHUTDOWN'), host.close('SHUTDOWN')]);
  expect(host.size).toBe(0);
});
