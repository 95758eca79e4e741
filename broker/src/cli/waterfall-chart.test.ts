import { expect, test } from 'vitest';
import type { Moment } from '../session/turns/waterfall.ts';
import { waterfallChart } from './waterfall-chart.ts';

const TURN: readonly Moment[] = [
  { mark: 'speechEnd', atMs: 0 },
  { mark: 'speechEndDetected', atMs: 400 },
  { mark: 'transcript', atMs: 401 },
  { mark: 'firstModelAudio', atMs: 600 },
  { mark: 'firstFrameSent', atMs: 640 },
  { mark: 'playbackStarted', atMs: 800 },
  { mark: 'finished', atMs: 9000 },
  { mark: 'playbackFinished', atMs: 9400 },
];

test('each leg begins where the one before ended', () => {
  expect(waterfallChart(TURN, { columns: 69 })).toEqual([
    'endpointing       ████████████████████                        400 ms',
    'transcription                         ▏                         1 ms',
    'thinking                              ██████████              199 ms',
    'bridge                                          ██             40 ms',
    'network + buffer                                  ████████    160 ms',
    'sending                                                  ▸   8200 ms',
    'playing                                                  ▸    400 ms',
    'whole                                                        9400 ms',
  ]);
});

test.each([10, 20, 39, 40, 80, 300])(
  'in %i columns the printed parts add up to the printed whole',
  (columns) => {
    const lines = waterfallChart(TURN, { columns });
    const times = lines.map((line) => Number(/(\d+) ms$/.exec(line)![1]));
    const whole = times.pop();
    expect(times.reduce((sum, ms) => sum + ms, 0)).toBe(whole);
    expect(whole).toBe(9400);
    const widest = Math.max(...lines.map(({ length }) => length));
    expect(widest).toBeLessThanOrEqual(Math.max(columns, 28));
  },
);

test('a turn of which little is known', () => {
  expect(waterfallChart([], { columns: 80 })).toHaveLength(1);
  const faint = (text: string) => `(${text})`;
  const [only, ...more] = waterfallChart([{ mark: 'finished', atMs: 0 }], { columns: 30, faint });
  expect(only).toMatch(/^\(whole +0 ms\)$/);
  expect(more).toEqual([]);
});
