import { expect, test } from 'vitest';
import { goneBy, seriesOf } from './telemetry.ts';

const reading = (second: number, readings: object) => ({
  at: new Date(second * 1000).toISOString(),
  readings: readings as Record<string, unknown>,
});

test('what was measured has a line, and what never was has none', () => {
  const { times, lines } = seriesOf([
    reading(0, { signalDbm: -60, playout: { jitterMs: 5 } }),
    reading(10, { playout: { jitterMs: 7 } }),
    reading(20, { signalDbm: -62, temperatureCelsius: Number.NaN }),
  ]);
  expect(times).toEqual([0, 10_000, 20_000]);
  expect([...lines]).toEqual([
    ['signalDbm', [-60, null, -62]],
    ['playout.jitterMs', [5, 7, null]],
  ]);
  expect(seriesOf([]).lines.size).toBe(0);
});

test('while the device was away the line is broken', () => {
  const { times, lines } = seriesOf(
    [0, 10, 20, 30, 300, 310].map((second) => reading(second, { batteryPercent: second })),
  );
  expect(times).toEqual([0, 10_000, 20_000, 30_000, 40_000, 300_000, 310_000]);
  expect(lines.get('batteryPercent')).toEqual([0, 10, 20, 30, null, 300, 310]);
});

test('reasons are counted, the most frequent first', () => {
  const event = (second: number, reason: string | null, kind = 'offline') => ({
    at: new Date(second * 1000).toISOString(),
    kind,
    reason,
  });
  const events = [event(30, 'KEEP_ALIVE'), event(20, null), event(15, 'KEEP_ALIVE'), event(1, 'FLOOD')];
  expect(goneBy([...events, event(40, null, 'online')], new Date(10_000))).toEqual([
    { reason: 'KEEP_ALIVE', count: 2 },
    { reason: 'UNSPECIFIED', count: 1 },
  ]);
});
