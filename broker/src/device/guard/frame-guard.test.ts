import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connect, packet, publish, subscribe } from '../../../test/device/raw-packets.ts';
import { DEVICE_LIMITS } from '../device-limits.ts';
import { topicField } from '../publish-frame.ts';
import { FrameGuard, type GuardOwner } from './frame-guard.ts';

/** Plays the connection's part: closes on what a connection closes on, and counts. */
class FakeOwner implements GuardOwner {
  readonly guard: FrameGuard;
  readonly events: string[] = [];
  paused = false;

  constructor(now: () => number = () => 0) {
    this.guard = new FrameGuard(this, DEVICE_LIMITS, now);
    this.guard.on('data', (chunk: Buffer) => this.events.push(`aedes ${chunk[0]! >> 4}`));
  }

  onConnect(): void {
    queueMicrotask(() => this.guard.open(topicField('p1/a/ua')));
  }
  onRefused(returnCode: number): void {
    this.#end(`refused ${returnCode}`);
  }
  onAudio(buffer: Buffer, start: number, end: number): void {
    this.events.push(`audio ${buffer.toString('hex', start, end)}`);
  }
  onPublish(topic: string, payload: Buffer): boolean {
    this.events.push(`publish ${topic} ${payload.toString('hex')}`);
    return true;
  }
  onAcknowledge(packetId: number): void {
    this.events.push(`acknowledge ${packetId}`);
  }
  onDisconnect(): void {
    this.events.push('disconnect');
  }
  onViolation(_kind: string, rule: string): void {
    this.#end(rule);
  }
  onThrottled(): void {
    this.events.push('throttled');
  }
  onPause(paused: boolean): void {
    this.paused = paused;
  }
  onWrite(): void {}
  onDestroy(): void {}

  #end(why: string): void {
    this.events.push(why);
    this.guard.destroy();
  }
}

const CONNECT = connect({ clientId: 'a', username: '', password: 'x' });
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function opened(now?: () => number): Promise<FakeOwner> {
  const owner = new FakeOwner(now);
  owner.guard.receive(CONNECT, 0);
  expect(owner.paused).toBe(true);
  await turn();
  expect(owner.paused).toBe(false);
  owner.events.length = 0;
  return owner;
}

test('audio takes the fast lane, by the exact topic and QoS 0 only', async () => {
  const { guard, events } = await opened();
  guard.receive(publish('p1/a/ua', Buffer.from([1, 2])), 0);
  guard.receive(publish('p1/a/ua', Buffer.from([3]), { qos: 1, id: 7 }), 0);
  guard.receive(publish('p1/a/uax', Buffer.from([4])), 0);
  guard.receive(publish('p1/b/ua', Buffer.from([5])), 0);
  guard.receive(publish('p1/a/ua', Buffer.from([6]), { retain: true }), 0);
  guard.receive(publish('p1/a/ua', Buffer.alloc(0)), 0);
  expect(events).toEqual([
    'audio 0102',
    'publish p1/a/ua 03',
    'acknowledge 7',
    'publish p1/a/uax 04',
    'publish p1/b/ua 05',
    'publish p1/a/ua 06',
    'audio ',
  ]);
});

test('what comes with the CONNECT waits for sign-in', async () => {
  const owner = new FakeOwner();
  owner.guard.receive(Buffer.concat([CONNECT, publish('p1/a/ua', Buffer.from([1]))]), 0);
  expect(owner.guard.heldBytes).toBeLessThan(200);
  owner.guard.receive(publish('p1/a/ua', Buffer.from([2])), 0);
  expect(owner.events).toEqual([]);
  await turn();
  expect(owner.events.filter((event) => event.startsWith('audio'))).toEqual(['audio 01', 'audio 02']);
});

test('a device over its rate waits for its tokens, and loses nothing', async () => {
  let now = 0;
  const owner = await opened(() => now);
  const frame = publish('p1/a/ua', Buffer.from([1]));
  owner.guard.receive(Buffer.concat(Array.from({ length: 400 }, () => frame)), 0);
  const { messagesPerSecond, burstS } = DEVICE_LIMITS;
  const audio = (): number => owner.events.filter((event) => event.startsWith('audio')).length;
  expect(audio()).toBe(messagesPerSecond * burstS + 1);
  expect(owner.paused).toBe(true);
  now = 1000;
  owner.guard.resumeInput();
  expect(audio()).toBe(400);
  expect(owner.paused).toBe(false);
});

test('any bytes, cut anywhere, end in order or in a violation', async () => {
  const wild = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        publish('p1/a/ua', Buffer.from([1])),
        subscribe(3, 'a/b'),
        packet(0xc0),
        publish('p1/a/uc', Buffer.from([2]), { qos: 1, id: 3 }),
      ),
    },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)) },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(wild, { maxLength: 30 }),
      fc.array(fc.nat(3000), { maxLength: 20 }),
      async (pieces, cuts) => {
        const bytes = Buffer.concat(pieces);
        const whole = await opened();
        whole.guard.receive(bytes, 0);
        const cutUp = await opened();
        let from = 0;
        for (const edge of [...cuts.filter((cut) => cut < bytes.length), bytes.length].toSorted(
          (a, b) => a - b,
        )) {
          cutUp.guard.receive(bytes.subarray(from, edge), 0);
          from = edge;
        }
        await turn();
        const own = (owner: FakeOwner): string[] =>
          owner.events.filter((event) => !event.startsWith('aedes'));
        expect(own(cutUp)).toEqual(own(whole));
        whole.guard.destroy();
        cutUp.guard.destroy();
      },
    ),
    { numRuns: 300 },
  );
});

test('random first bytes never throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
      const owner = new FakeOwner();
      owner.guard.receive(Buffer.from(bytes), 0);
      owner.guard.destroy();
    }),
    { numRuns: 1000 },
  );
});

test('a mutated CONNECT never throws', () => {
  const valid = connect({
    clientId: 'a',
    username: 'a',
    password: 'x',
    will: { topic: 'p1/a/uc', payload: 'bye' },
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { maxLength: 4 }), (edits) => {
      const bytes = Buffer.from(valid);
      for (const [at, value] of edits) bytes[at] = value;
      const owner = new FakeOwner();
      owner.guard.receive(bytes, 0);
      owner.guard.destroy();
    }),
    { numRuns: 2000 },
  );
});
