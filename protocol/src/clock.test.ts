import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockSample, toWireTime, wireTimeDifference } from './index.ts';

test('differences are right across the wrap', () => {
  expect(wireTimeDifference(5, 0xff_ff_ff_fb)).toBe(10);
  expect(wireTimeDifference(0xff_ff_ff_fb, 5)).toBe(-10);
  expect(toWireTime(2 ** 32 + 7.9)).toBe(7);
});

test('offset and round trip are found whatever the clocks and the way', () => {
  const uint32 = fc.integer({ min: 0, max: 0xff_ff_ff_ff });
  const delay = fc.integer({ min: 0, max: 5000 });
  fc.assert(
    fc.property(
      uint32,
      fc.integer({ min: -1_000_000, max: 1_000_000 }),
      delay,
      delay,
      (origin, offset, way, held) => {
        const receive = toWireTime(origin + way + offset + 2 ** 33);
        const transmit = toWireTime(receive + held);
        const destination = toWireTime(origin + way + held + way);
        const sample = clockSample(origin, receive, transmit, destination);
        expect(sample).toEqual({ offsetMs: offset, roundTripMs: 2 * way });
      },
    ),
  );
});
