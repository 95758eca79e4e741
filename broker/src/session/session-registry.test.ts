import { expect, test } from 'vitest';
import { Figures } from '../telemetry/figures.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { type RegisteredSession, type SessionLimits, SessionRegistry } from './session-registry.ts';

const MB = 1024 * 1024;

class FakeSession implements RegisteredSession {
  readonly sessionId: string;
  readonly deviceId: string;
  isAway = false;
  isQuiet = true;
  isEnding = false;
  memoryBytes = MB;

  constructor(name: string, parts: Partial<FakeSession> = {}) {
    this.sessionId = name;
    this.deviceId = `device-${name}`;
    Object.assign(this, parts);
  }
}

function makeRegistry(limits: Partial<SessionLimits> = {}) {
  const clock = new FakeClock();
  const figures = new Figures();
  const evicted: string[] = [];
  const registry = new SessionRegistry<FakeSession>({
    limits: { maxSessions: 10, maxMemoryBytes: 1e12, checkIntervalMs: 1000, minQuietMs: 5000, ...limits },
    clock,
    figures,
    evict: (session) => {
      evicted.push(session.sessionId);
      session.isEnding = true;
    },
  });
  /** One after the other, a millisecond apart. */
  const fill = (count: number, parts: (n: number) => Partial<FakeSession> = () => ({})): FakeSession[] =>
    Array.from({ length: count }, (_, n) => {
      const session = new FakeSession(String(n), parts(n));
      registry.add(session);
      clock.advance(1);
      return session;
    });
  return { registry, clock, figures, evicted, fill };
}

test('up to 80 % of the limit nobody is ended; beyond it, the longest unused makes room', () => {
  const { registry, clock, evicted, fill } = makeRegistry();
  const sessions = fill(8);
  clock.advance(60_000);
  expect(evicted).toEqual([]);
  registry.add(new FakeSession('ninth'));
  registry.touch(sessions[0]!);
  clock.advance(1000);
  expect(evicted).toEqual(['1']);
  expect(registry.figures).toMatchObject({ count: 9, evicted: 1 });
});

test('at least a tenth goes at a time', () => {
  const { registry, clock, evicted, fill } = makeRegistry({ maxSessions: 100, checkIntervalMs: 1e6 });
  fill(81);
  clock.advance(6000);
  registry.check();
  expect(evicted).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8']);
});

test('first those whose device is away, then the quiet ones, and none that is in mid-sentence or was used just now', () => {
  const { registry, clock, evicted, fill } = makeRegistry({ maxSessions: 30, checkIntervalMs: 1e6 });
  const sessions = fill(30, (n) => ({ isAway: n === 20, isQuiet: n !== 0 && n < 22 }));
  clock.advance(6000);
  registry.touch(sessions[1]!);
  registry.check();
  expect(evicted).toEqual(['20', '2', '3']);
});

test('a full house lets somebody in only in the place of one that nobody misses', () => {
  const { registry, clock, evicted, fill } = makeRegistry({ maxSessions: 2, checkIntervalMs: 1e9 });
  const [first] = fill(2, () => ({ isQuiet: false }));
  clock.advance(60_000);
  expect(registry.hasRoomFor('new')).toBe(false);
  expect(registry.hasRoomFor('device-0')).toBe(true);
  expect(evicted).toEqual([]);
  first!.isQuiet = true;
  expect(registry.hasRoomFor('new')).toBe(true);
  expect(evicted).toEqual(['0']);
});

test('memory is given back down to 80 % by those that are dispensable, and by anybody only above the limit', () => {
  const { clock, evicted, fill } = makeRegistry({ maxSessions: 1000, maxMemoryBytes: 10 * MB });
  const sessions = fill(5, (n) => ({ isQuiet: n > 2, memoryBytes: 1.7 * MB }));
  clock.advance(6000);
  expect(evicted).toEqual(['3']);
  sessions[0]!.memoryBytes = 9 * MB;
  clock.advance(1000);
  expect(evicted).toEqual(['3', '4', '0']);
});

test('an empty registry keeps no timer', () => {
  const { registry, clock, fill } = makeRegistry();
  const [one] = fill(1);
  expect(clock.pending).toBe(1);
  registry.delete(one!);
  expect(clock.pending).toBe(0);
  registry.touch(one!);
  expect(registry.size).toBe(0);
});
