import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connect, packet, publish, subscribe } from '../../../test/device/raw-packets.ts';
import { PacketScanner, type PacketSink } from './packet-scanner.ts';

interface Scan {
  readonly packets: string[];
  readonly malformed: number;
}

function scan(chunks: readonly Buffer[], stopAfterEach = false): Scan {
  const seen = { packets: [] as string[], malformed: 0 };
  const sink: PacketSink = {
    header: (_first, length) => length <= 20_000,
    packet(first, buffer, start, body, end) {
      expect(buffer[start]).toBe(first);
      expect(body).toBeGreaterThan(start);
      seen.packets.push(buffer.toString('hex', start, end));
      return !stopAfterEach;
    },
    malformedLength: () => {
      seen.malformed++;
    },
  };
  const scanner = new PacketScanner(sink);
  for (const chunk of chunks) {
    let at = 0;
    // As the guard does: what was left is offered again.
    while (at < chunk.length && seen.malformed === 0) at = scanner.push(chunk, at);
  }
  return seen;
}

const mqttPacket = fc.oneof(
  fc
    .record({ topic: fc.string({ maxLength: 20 }), payload: fc.uint8Array({ maxLength: 400 }) })
    .map(({ topic, payload }) => publish(topic, payload)),
  fc.uint8Array({ maxLength: 3 }).map((body) => packet(0xc0, body)),
  fc.constantFrom(connect({ clientId: 'a' }), subscribe(1, 'a', 'b')),
  fc.constant(publish('p1/a/ua', Buffer.alloc(17_000, 7))),
);

function cut(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const edges = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].toSorted(
    (a, b) => a - b,
  );
  return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
}

test('where chunks begin and end does not matter', () => {
  fc.assert(
    fc.property(
      fc.array(mqttPacket, { maxLength: 12 }),
      fc.array(fc.nat(40_000), { maxLength: 40 }),
      fc.boolean(),
      (packets, cuts, stop) => {
        const bytes = Buffer.concat(packets);
        const expected = { packets: packets.map((one) => one.toString('hex')), malformed: 0 };
        expect(scan(cut(bytes, cuts), stop)).toEqual(expected);
      },
    ),
    { numRuns: 300 },
  );
});

test('byte by byte is the same', () => {
  const packets = [
    connect({ clientId: 'a' }),
    publish('a', Buffer.alloc(300, 1)),
    packet(0xc0),
    subscribe(1, 'x'),
  ];
  const bytes = Buffer.concat(packets);
  expect(scan([...bytes].map((byte) => Buffer.from([byte]))).packets).toEqual(
    packets.map((one) => one.toString('hex')),
  );
});

test('random bytes never throw, and cuts do not change what is seen', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 2000 }),
      fc.array(fc.nat(2000), { maxLength: 20 }),
      (bytes, cuts) => {
        const buffer = Buffer.from(bytes);
        const whole = scanUntilRefused([buffer]);
        expect(scanUntilRefused(cut(buffer, cuts))).toEqual(whole);
      },
    ),
    { numRuns: 1000 },
  );
});

/** Stops for good at the first header that is refused, as the guard does by closing. */
function scanUntilRefused(chunks: readonly Buffer[]): string[] {
  const seen: string[] = [];
  let stopped = false;
  const scanner = new PacketScanner({
    header: (_first, length) => {
      stopped = length > 1000;
      return !stopped;
    },
    packet: (_first, buffer, start, _body, end) => {
      seen.push(buffer.toString('hex', start, end));
      return true;
    },
    malformedLength: () => {
      stopped = true;
    },
  });
  for (const chunk of chunks) if (!stopped) scanner.push(chunk);
  return seen;
}

test('holds exactly the packet that is not complete', () => {
  const scanner = new PacketScanner({ header: () => true, packet: () => true, malformedLength: () => {} });
  scanner.push(Buffer.from([0x30]));
  expect(scanner.heldBytes).toBe(1);
  scanner.push(Buffer.from([0x90]));
  scanner.push(Buffer.from([0x4e, 1]));
  expect(scanner.heldBytes).toBe(3 + 10_000);
  scanner.push(Buffer.alloc(9999));
  expect(scanner.heldBytes).toBe(0);
});
