/** Conversations that outlive the model's stream, whole: SDK, MQTT, session, AWS SDK, emulator. */
import type { DeviceSession } from '@pipit/device-sdk';
import { expect, test } from 'vitest';
import { WholeBroker, speak, until, utter } from './whole-broker.ts';

/** The model's minute is a second here: eight minutes, renewed from six on, by seven and a half at the latest. */
const LIMITS = { streamMs: 8000 };
const RENEWAL = { 'session.renewAfterMs': 6000, 'session.renewByMs': 7500 };

/** Longest time in an answer without its sound, beyond the pace of its frames. */
async function longestGap(session: DeviceSession): Promise<number> {
  let gapMs = 0;
  let last: { generation: number; at: number } | undefined;
  session.on('playbackFinished', () => (last = undefined));
  session.on('flushed', () => (last = undefined));
  const frameMs = session.playbackFormat.frameDurationMs;
  for await (const { generation } of session.packets()) {
    const at = performance.now();
    if (last?.generation === generation) gapMs = Math.max(gapMs, at - last.at - frameMs);
    last = { generation, at };
  }
  return gapMs;
}

test('half an hour of talk over streams of eight minutes loses no question and no word of an answer', async () => {
  const replies = Array.from({ length: 40 }, (_, i) => ({
    text: `Answer ${i}.`,
    audioMs: [400, 1300, 700, 1000][i % 4]!,
  }));
  await using whole = await WholeBroker.start({
    limits: LIMITS,
    settings: RENEWAL,
    // An answer is under way for a while, and comes to its end within what is left of a stream at its latest renewal.
    behaviour: { audioSpeed: 3 },
    script: { replies, silenceMs: 120 },
  });
  const device = await whole.device('kitchen', { capabilities: { echoCancellation: true } });
  const session = await device.openSession({ mode: 'ALWAYS_OPEN' });
  await session.waitForState('LISTENING');
  const gap = longestGap(session);
  const startedAt = performance.now();
  let asked = 0;
  while (performance.now() - startedAt < 30_000) {
    const stop = new AbortController();
    const speaking = speak(session, 200 + 100 * (asked % 5), stop.signal);
    await session.once('playbackFinished');
    stop.abort();
    await speaking;
    asked++;
  }
  const turns = await until(() => {
    const all = whole.events.flatMap((event) => (event.kind === 'turn' ? [event.turn] : []));
    return all.length >= asked && all;
  });
  await session.close();

  // Each stream says the answers in order from the first one: none is missing, none is said twice, none is cut.
  const numbers = turns.map(({ said }) => replies.findIndex(({ text }) => text === said));
  const starts = numbers.filter((number) => number === 0).length;
  for (const [i, number] of numbers.entries()) {
    expect(number === 0 || number === numbers[i - 1]! + 1, numbers.join(' ')).toBe(true);
    expect(turns[i]!.playedMs).toBeGreaterThanOrEqual(replies[number]!.audioMs - 60);
    expect(turns[i]!.marks.interrupted).toBeUndefined();
  }
  expect(turns).toHaveLength(asked);
  expect(turns.every(({ heard }) => heard === 'scripted turn')).toBe(true);
  const renewals = whole.events.filter(({ kind }) => kind === 'modelRenewed').length;
  expect(renewals).toBeGreaterThanOrEqual(3);
  expect(starts).toBeLessThanOrEqual(renewals + 1);
  expect(whole.emulator.stats().failed).toBe(0);
  const { lost, concealed, starvations, late } = session.figures.playout;
  expect({ lost, concealed, starvations, late }).toEqual({ lost: 0, concealed: 0, starvations: 0, late: 0 });
  console.log(`${asked} turns over ${renewals + 1} streams, longest gap ${(await gap).toFixed(0)} ms`);
}, 60_000);

test('with a quota of one stream, the conversation changes it at a pause', async () => {
  await using whole = await WholeBroker.start({
    limits: { ...LIMITS, concurrentStreams: 1 },
    settings: { ...RENEWAL, 'model.maxStreams': 1 },
  });
  const device = await whole.device('kitchen', { capabilities: { echoCancellation: true } });
  const session = await device.openSession({ mode: 'ALWAYS_OPEN' });
  await whole.event('modelRenewed');
  const finished = session.once('playbackFinished');
  const stop = new AbortController();
  const speaking = speak(session, 300, stop.signal);
  await finished;
  stop.abort();
  await speaking;
  expect(whole.emulator.stats().mostOpenStreams).toBe(1);
  expect(session.endReason).toBeUndefined();
});

test.each([
  { kind: 'reset' },
  { kind: 'kill-socket' },
  { kind: 'error', error: 'ModelStreamErrorException' },
  { kind: 'error', error: 'ModelTimeoutException' },
  { kind: 'error', error: 'ThrottlingException' },
  { kind: 'truncated-frame' },
  { kind: 'bad-crc' },
  { kind: 'hang' },
] as const)(
  'a stream that ends by %j in the middle of a question is replaced, and the question answered',
  async (fault) => {
    await using whole = await WholeBroker.start({ script: { replies: [{ text: 'Yes.', audioMs: 600 }] } });
    const device = await whole.device('kitchen', { capabilities: { echoCancellation: true } });
    const session = await device.openSession({ mode: 'ALWAYS_OPEN' });
    await session.waitForState('LISTENING');
    const finished = session.once('playbackFinished');
    await utter(session, 200);
    whole.emulator.faults.inject(fault);
    const stop = new AbortController();
    const speaking = speak(session, 900, stop.signal);
    expect((await finished).playedMs).toBe(600);
    stop.abort();
    await speaking;
    const { turn } = await whole.event('turn');
    expect(turn).toMatchObject({ heard: 'scripted turn', said: 'Yes.' });
    expect(session.endReason).toBeUndefined();
  },
);
