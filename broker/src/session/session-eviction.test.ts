/** What a person notices when the broker needs room. */
import { ListenMode, Reason } from '@pipit/protocol';
import { expect, test } from 'vitest';
import { MemoryConversationStore } from '../history/memory-conversation-store.ts';
import { FakeLink } from '../testing/fake-link.ts';
import { SessionBench, settle } from '../testing/session-bench.ts';

const LIMITS = { maxSessions: 1, maxMemoryBytes: 1e9, checkIntervalMs: 1000, minQuietMs: 5000 };

const openFrom = (bench: SessionBench, deviceId: string): FakeLink => {
  const link = new FakeLink(deviceId);
  const handler = bench.host.accept(link);
  const value = { session: 7, frameDurationMs: 60, mode: ListenMode.AUTOMATIC, turnReports: false };
  const body = { kind: 'sessionOpen', value } as const;
  handler.onMessage({ version: 1, messageId: 1, correlationId: 0, deadlineMs: 0, body });
  return link;
};

test('a quiet conversation makes room for a new one: its device hears why, may come back, and nothing is left behind', async () => {
  const bench = await new SessionBench({ limits: LIMITS }).open();
  bench.clock.advance(6000);
  const other = openFrom(bench, 'device-2');
  await settle();
  expect(bench.link.of('sessionClosed')[0]).toMatchObject({ session: 1, reason: Reason.CAPACITY });
  expect(other.of('sessionOpened')).toHaveLength(1);
  expect(bench.host.registryFigures).toMatchObject({ count: 1, evicted: 1 });

  bench.clock.advance(6000);
  const again = openFrom(bench, 'device-1');
  await settle();
  expect(again.of('sessionOpened')).toHaveLength(1);
  expect(other.of('sessionClosed')[0]).toMatchObject({ reason: Reason.CAPACITY });

  await bench.host.close('REQUESTED');
  expect(bench.host.size).toBe(0);
  expect(bench.clock.pending).toBe(0);
  expect(bench.figures.value('session_memory_bytes')).toBe(0);
});

test('who is being answered keeps the conversation, and the newcomer is told that the broker is full', async () => {
  const bench = await new SessionBench({ limits: LIMITS }).open();
  bench.ask('how is the weather');
  bench.conversation.say(1, 8000);
  bench.clock.advance(6000);
  const other = openFrom(bench, 'device-2');
  await settle();
  expect(other.of('sessionRejected')[0]).toMatchObject({ reason: Reason.CAPACITY });
  expect(bench.link.of('sessionClosed')).toEqual([]);
});

test('a device that was away learns on its return that its conversation made room', async () => {
  const store = new MemoryConversationStore();
  const bench = await new SessionBench({ limits: LIMITS, store }).open();
  bench.lose();
  bench.clock.advance(1);
  openFrom(bench, 'device-2');
  await settle();
  bench.comeBack({ generation: 0, nextSequence: 0, playedMs: 0 });
  await settle();
  expect(bench.link.of('sessionClosed')[0]).toMatchObject({ reason: Reason.CAPACITY });
  expect(bench.host.registryFigures.evicted).toBe(1);
});

test('a waiting answer counts as memory, and is given back', async () => {
  const bench = await new SessionBench().open();
  const emptyBytes = bench.host.registryFigures.memoryBytes;
  bench.ask('tell me a long story');
  bench.conversation.say(1, 20_000);
  // 24 kHz, 16 bits: 48 bytes for each millisecond that waits.
  expect(bench.host.registryFigures.memoryBytes - emptyBytes).toBeGreaterThan(18_000 * 48);
  bench.clock.advance(60_000);
  expect(bench.host.registryFigures.memoryBytes - emptyBytes).toBeLessThan(1_000_000);
});

test('a program ends a conversation by its id', async () => {
  const bench = await new SessionBench().open();
  const { sessionId = '' } = bench.link.of('sessionOpened')[0]!;
  expect(bench.host.end('other', 'REQUESTED')).toBe(false);
  expect(bench.host.end(sessionId, 'REQUESTED')).toBe(true);
  await settle();
  expect(bench.link.of('sessionClosed')[0]).toMatchObject({ reason: Reason.REQUESTED });
});

test('the start is told in parts that add up', async () => {
  const bench = await new SessionBench().open();
  const opened = bench.events.find((event) => event.kind === 'opened');
  const { parts = {}, totalMs } = opened?.startup ?? {};
  expect(Object.keys(parts)).toEqual(['accept', 'history', 'model']);
  expect(Object.values(parts).reduce((sum, ms) => sum + ms, 0)).toBe(totalMs);
  expect(bench.events[0]).toMatchObject({ kind: 'started', restored: false, voice: 'v' });
});
