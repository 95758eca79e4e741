import { constantFrom, dictionary, double, property, assert } from 'fast-check';
import { expect, test } from 'vitest';
import { Figures } from '../../telemetry/figures.ts';
import { SpanFigures } from './span-figures.ts';
import type { TurnMark, TurnMarks } from './turn-log.ts';
import { LEG_NAMES, momentsOf, waterfall } from './waterfall.ts';

const marks = dictionary(
  constantFrom(...(Object.keys(LEG_NAMES) as TurnMark[])),
  double({ min: -1e7, max: 1e7, noNaN: true }),
);

test('the sum of the legs is the whole, whichever marks are missing or out of order', () => {
  assert(
    property(marks, (any: TurnMarks) => {
      const moments = momentsOf(any);
      const { legs, wholeMs, spans } = waterfall(moments);
      const times = Object.values(any) as number[];
      expect(moments).toHaveLength(times.length);
      expect(legs).toHaveLength(Math.max(0, times.length - 1));
      expect(legs.reduce((sum, { ms }) => sum + ms, 0)).toBe(wholeMs);
      if (times.length > 0) expect(wholeMs).toBe(Math.round(Math.max(...times) - Math.min(...times)));
      for (const [i, leg] of legs.entries()) {
        expect(leg.ms).toBeGreaterThanOrEqual(0);
        expect(leg.from).toBe(moments[i]!.mark);
        expect(leg.to).toBe(moments[i + 1]!.mark);
      }
      for (const ms of Object.values(spans)) expect(ms).toBeLessThanOrEqual(wholeMs);
    }),
  );
});

test('an ordinary turn, part by part', () => {
  const { legs, wholeMs, spans } = waterfall(
    momentsOf({
      firstFrameSent: 1650,
      speechEnd: 1000.4,
      speechEndDetected: 1400,
      firstModelAudio: 1600,
      playbackStarted: 1730,
    }),
  );
  expect(legs.map(({ name, ms }) => [name, ms])).toEqual([
    ['endpointing', 400],
    ['thinking', 200],
    ['bridge', 50],
    ['network + buffer', 80],
  ]);
  expect(wholeMs).toBe(730);
  expect(spans).toEqual({ endpointing: 400, thinking: 200, bridge: 50, delivery: 80, response: 730 });
});

test('figures tell of the last turns only', () => {
  const figures = new Figures();
  const spans = new SpanFigures(figures);
  expect(figures.value('session_response_p95_ms')).toBe(0);
  const turn = (ms: number) => spans.add(waterfall(momentsOf({ speechEnd: 0, playbackStarted: ms })));
  for (let i = 0; i < 400; i++) turn(9000);
  for (let i = 1; i <= 512; i++) turn(i);
  expect(figures.value('session_response_p50_ms')).toBe(256);
  expect(figures.value('session_response_p95_ms')).toBe(487);
  expect(figures.value('session_flush_p50_ms')).toBe(0);
});
