import { describe, expect, it } from 'vitest';
import { TurnDetector, type TurnStep } from './turn-detector.ts';

const SPEECH = [0.9, -20] as const;
const LIKELY = [0.6, -20] as const;
const SILENCE = [0.05, -60] as const;

function detect(
  ...runs: (readonly [frame: readonly [probability: number, levelDb: number], count: number])[]
) {
  const detector = new TurnDetector({ frameMs: 32 });
  const steps: TurnStep[] = [];
  for (const [frame, count] of runs) for (let i = 0; i < count; i++) steps.push(detector.take(...frame));
  return { detector, steps: steps.filter((step) => step.kind !== 'none') };
}

describe('TurnDetector', () => {
  it('starts with the second frame of clear speech and names the first', () => {
    const { steps, detector } = detect([SILENCE, 5], [SPEECH, 2]);
    expect(steps).toEqual([{ kind: 'start', frame: 5 }]);
    expect(detector.speaking).toBe(true);
  });

  it('wants three frames of likely speech', () => {
    expect(detect([LIKELY, 2]).steps).toEqual([]);
    expect(detect([LIKELY, 3]).steps).toEqual([{ kind: 'start', frame: 0 }]);
  });

  it('takes a single frame for a click', () => {
    expect(detect([SPEECH, 1], [SILENCE, 3], [LIKELY, 2], [SILENCE, 3]).steps).toEqual([]);
  });

  it('tells of a breath, and of speech after it', () => {
    const { steps } = detect([SPEECH, 10], [SILENCE, 5], [SPEECH, 2]);
    expect(steps).toEqual([
      { kind: 'start', frame: 0 },
      { kind: 'breath', frame: 10 },
      { kind: 'resume', frame: 15 },
    ]);
  });

  it('is not kept from the end of a turn by a click in the pause', () => {
    const { detector, steps } = detect([SPEECH, 10], [SILENCE, 6], [SPEECH, 1], [SILENCE, 6]);
    expect(steps.at(-1)).toEqual({ kind: 'breath', frame: 10 });
    expect(detector.pauseMs).toBe(13 * 32);
    expect(detector.speechEndFrame).toBe(10);
  });

  it('counts a frame far below the loudest as silence, whatever its probability', () => {
    const { detector } = detect([SPEECH, 10], [[0.9, -65], 4]);
    expect(detector.pauseMs).toBe(4 * 32);
  });

  it('finds the next turn after one is ended', () => {
    const { detector } = detect([SPEECH, 10], [SILENCE, 13]);
    detector.endTurn();
    expect([SPEECH, SPEECH].map((frame) => detector.take(...frame)).at(-1)).toEqual({
      kind: 'start',
      frame: 23,
    });
  });
});
