import { beforeEach, describe, expect, test } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { ScriptedModel } from '../../testing/scripted-model.ts';
import { Figures } from '../../telemetry/figures.ts';
import type { ModelError, ModelSession, OpenOptions } from '../voice-model.ts';
import { type GateOptions, type GuardedModel, guardModel } from './gate.ts';

let clock: FakeClock;
let model: ScriptedModel;
let figures: Figures;
let gate: GuardedModel;

beforeEach(() => {
  clock = new FakeClock();
  model = new ScriptedModel();
  figures = new Figures();
  gate = guarded();
});

const guarded = (more: Partial<GateOptions> = {}): GuardedModel =>
  guardModel(model, { maxStreams: 2, queueTimeoutMs: 20_000, clock, figures, random: () => 1, ...more });

class Opening {
  readonly abort = new AbortController();
  waiting = 0;
  session: ModelSession | undefined;
  error: ModelError | undefined;
  ended: ModelError | null | undefined;

  constructor(name: string, place: OpenOptions['place']) {
    gate
      .open({
        sessionId: name,
        settings: {} as OpenOptions['settings'],
        history: [],
        place,
        onWaiting: () => this.waiting++,
        onEvent: () => {},
        onEnded: (failure) => {
          this.ended = failure;
        },
        signal: this.abort.signal,
      })
      .then(
        (session) => {
          this.session = session;
        },
        (error: ModelError) => {
          this.error = error;
        },
      );
  }
}

/** What was promised so far has happened. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function open(name: string, place: OpenOptions['place'] = 'new'): Promise<Opening> {
  const opening = new Opening(name, place);
  await settle();
  return opening;
}

const opened = (): string[] => model.conversations.map(({ options }) => options.sessionId);

describe('the quota', () => {
  test('a place is free again when the stream really ended, and who lost a stream comes first', async () => {
    const first = await open('first');
    await open('second');
    const fresh = await open('fresh');
    const again = await open('again', 'again');
    const later = await open('later', 'again');
    expect(opened()).toEqual(['first', 'second']);
    expect([fresh.waiting, again.waiting, later.waiting]).toEqual([1, 1, 1]);
    expect(figures.snapshot()).toMatchObject({ model_streams_open: 2, model_streams_waiting: 3 });

    await first.session?.close();
    await settle();
    expect(first.ended).toBeNull();
    model.conversations[1]!.fail('MODEL_FAILED');
    await settle();
    expect(opened().slice(2)).toEqual(['again', 'later']);
    model.conversations[2]!.fail('MODEL_TIMEOUT');
    await settle();
    expect(opened().at(-1)).toBe('fresh');
    expect(fresh.waiting).toBe(1);
    expect(figures.snapshot()).toMatchObject({ model_streams_open: 2, model_streams_waiting: 0 });
  });

  test('openings count; one that is refused or given up gives its place back', async () => {
    model.manual = true;
    const first = await open('first');
    const second = await open('second');
    await open('third');
    await open('fourth');
    expect(opened()).toHaveLength(2);
    first.abort.abort();
    model.conversations[1]!.refuse('MODEL_ACCESS_DENIED');
    await settle();
    expect(opened()).toEqual(['first', 'second', 'third', 'fourth']);
    expect(first.error?.reason).toBe('REQUESTED');
    expect(second.error?.reason).toBe('MODEL_ACCESS_DENIED');
  });

  test('a stream beside another does not wait', async () => {
    await open('first');
    expect((await open('beside', 'second')).session).toBeDefined();
    const refused = await open('beside too', 'second');
    expect(refused).toMatchObject({
      error: { reason: 'MODEL_THROTTLED', recovery: 'backoff' },
      waiting: 0,
    });
    expect(figures.value('model_second_refused_total')).toBe(1);
  });

  test('who waits too long, or gives up, leaves the line', async () => {
    await open('first');
    await open('second');
    const patient = await open('patient');
    const leaving = await open('leaving');
    leaving.abort.abort();
    clock.advance(20_000);
    await settle();
    expect(leaving.error?.reason).toBe('REQUESTED');
    expect(patient.error).toMatchObject({ reason: 'MODEL_THROTTLED', recovery: 'backoff' });
    expect(patient.error?.message).toMatch(/All 2 streams .* 20 s/);
    expect(figures.snapshot()).toMatchObject({ model_queue_timeouts_total: 1, model_streams_waiting: 0 });
  });

  test('without patience, or with too many in line, it refuses at once', async () => {
    gate = guarded({ maxStreams: 1, queueTimeoutMs: 0 });
    await open('first');
    expect(await open('second')).toMatchObject({ error: { reason: 'MODEL_THROTTLED' }, waiting: 0 });
    gate = guarded({ maxStreams: 1, maxWaiting: 1 });
    await open('first');
    await open('waits');
    expect(await open('too many')).toMatchObject({ error: { reason: 'MODEL_THROTTLED' }, waiting: 0 });
  });

  test('a stream that ends in the moment it opens was never open', async () => {
    model.manual = true;
    const opening = await open('first');
    model.conversation.accept();
    model.conversation.fail('MODEL_FAILED');
    await settle();
    expect(opening).toMatchObject({ error: { reason: 'MODEL_FAILED' }, session: undefined });
    expect(opening.ended).toBeUndefined();
    expect(figures.value('model_streams_open')).toBe(0);
  });
});

describe('a service that throttles', () => {
  beforeEach(() => {
    model.manual = true;
    gate = guarded({ maxStreams: 10 });
  });

  const throttle = async (): Promise<void> => {
    model.conversation.refuse('MODEL_THROTTLED', 'backoff');
    await settle();
  };

  test('is asked again by one at a time, after waits that grow', async () => {
    const first = await open('first');
    await throttle();
    const second = await open('second');
    expect([first.waiting, second.waiting]).toEqual([1, 1]);
    for (const delayMs of [500, 1000, 2000, 4000]) {
      const asked = opened().length;
      clock.advance(delayMs - 1);
      expect(opened()).toHaveLength(asked);
      clock.advance(1);
      expect(opened().slice(asked)).toEqual(['first']);
      await throttle();
    }
    expect(first.waiting).toBe(1);
    expect(figures.value('model_throttled_total')).toBe(5);

    clock.advance(8000);
    model.conversation.accept();
    await settle();
    // Then one by one, until nobody waits.
    expect(opened().at(-1)).toBe('second');
    const third = await open('third');
    expect(opened().at(-1)).toBe('second');
    model.conversation.accept();
    await settle();
    expect(opened().at(-1)).toBe('third');
    model.conversation.accept();
    await settle();
    expect([first, second, third].every(({ session }) => session)).toBe(true);
    await open('fourth');
    await open('fifth');
    expect(opened().slice(-2)).toEqual(['fourth', 'fifth']);
  });

  test('is not asked for longer than the line may take', async () => {
    const opening = await open('first');
    while (!opening.error) {
      await throttle();
      clock.advance(500);
      await settle();
    }
    expect(clock.now()).toBe(21_000);
    expect(opening.error).toMatchObject({ reason: 'MODEL_THROTTLED', recovery: 'backoff' });
    expect(clock.pending).toBe(0);
  });

  test('refuses a second stream for good', async () => {
    const opening = await open('beside', 'second');
    await throttle();
    expect(opening).toMatchObject({ error: { reason: 'MODEL_THROTTLED' }, waiting: 0 });
    expect(opened()).toHaveLength(1);
  });
});

describe('an endpoint that fails', () => {
  const failedOpening = async (reason: 'MODEL_FAILED' | 'MODEL_ACCESS_DENIED' = 'MODEL_FAILED') => {
    model.manual = true;
    const opening = await open('x');
    if (opening.error) return opening;
    model.conversation.refuse(reason, reason === 'MODEL_FAILED' ? 'reopen' : 'none');
    await settle();
    return opening;
  };

  test('is left alone for a while, then tried by one', async () => {
    for (let i = 0; i < 5; i++) await failedOpening();
    const refused = await failedOpening();
    expect(opened()).toHaveLength(5);
    expect(refused.error).toMatchObject({ reason: 'MODEL_FAILED', recovery: 'backoff' });
    expect(refused.error?.message).toMatch(/tried again in 5 s.*scripted refusal/);
    expect(figures.snapshot()).toMatchObject({ model_breaker_opened_total: 1, model_breaker_open: 1 });
    clock.advance(1000);
    const state = { breaker: 'open', retryInMs: 4000, lastFailure: 'MODEL_FAILED', streams: 0 };
    expect(gate.state).toMatchObject(state);

    clock.advance(4000);
    const trial = await open('trial');
    const other = await open('other');
    expect(other.error?.recovery).toBe('backoff');
    expect(gate.state).toMatchObject({ breaker: 'half-open', retryInMs: 0, streams: 1, maxStreams: 2 });
    model.conversation.accept();
    await settle();
    expect(trial.session).toBeDefined();
    await open('next');
    expect(opened().at(-1)).toBe('next');
    expect(figures.value('model_breaker_open')).toBe(0);
  });

  test('streams that die before they answer are failures; those that answered, or lived, are not', async () => {
    const live = async (until: (i: number) => void): Promise<void> => {
      for (let i = 0; i < 6; i++) {
        await open('x');
        until(i);
        model.conversation.fail('MODEL_FAILED');
        await settle();
      }
    };
    await live(() => model.conversation.say(1, 20));
    await live(() => clock.advance(10_000));
    expect(figures.value('model_breaker_opened_total')).toBe(0);
    await live(() => model.conversation.emit({ kind: 'userText', text: 'hello' }));
    expect(figures.value('model_breaker_opened_total')).toBe(1);
  });

  test('refusals of the account, and openings that were given up, say nothing about it', async () => {
    for (let i = 0; i < 6; i++) await failedOpening('MODEL_ACCESS_DENIED');
    for (let i = 0; i < 6; i++) {
      const opening = await open('x');
      opening.abort.abort();
      await settle();
    }
    expect(opened()).toHaveLength(12);
  });
});

test('closing refuses those that wait, closes the model and leaves no timer', async () => {
  const first = await open('first');
  const second = await open('second');
  const waiting = await open('waiting');
  first.session?.abort();
  second.session?.abort();
  gate.close();
  gate.close();
  await settle();
  expect(waiting.error?.reason).toBe('SHUTDOWN');
  expect((await open('late')).error?.reason).toBe('SHUTDOWN');
  expect(model.closed).toBe(true);
  expect(clock.pending).toBe(0);
});
