import { expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import type { OpusEncoder } from './opus.ts';
import { Pacer, type PacerOptions } from './pacer.ts';

const RATE = 24_000;
const FRAME_MS = 60;
const ms = (length: number): Int16Array => new Int16Array((length * RATE) / 1000).fill(1);

function setUp(options: Partial<PacerOptions> = {}) {
  const clock = new FakeClock(0);
  const frames: { at: number; playAt: number; samples: number; last: boolean }[] = [];
  const told: string[] = [];
  const encoder: OpusEncoder = {
    samplesPerFrame: (RATE * FRAME_MS) / 1000,
    encode: (pcm) => Uint8Array.of(pcm.filter((sample) => sample === 1).length / 24),
    reset: () => told.push('reset'),
    close: () => told.push('encoder closed'),
  };
  const pacer = new Pacer({
    encoder,
    sampleRateHz: RATE,
    frameDurationMs: FRAME_MS,
    leadMs: 200,
    maxBufferedMs: 10_000,
    clock,
    onFrame: (packet, playAt, last) => frames.push({ at: clock.now(), playAt, samples: packet[0]!, last }),
    onFrameAgain: ({ sequence }, playAt, last) =>
      frames.push({ at: clock.now(), playAt, samples: -sequence, last }),
    onDrained: (marked) => told.push(marked ? 'drained, marked' : 'drained'),
    onStarved: () => told.push('starved'),
    onFed: () => told.push('fed'),
    ...options,
  });
  return { clock, frames, told, pacer };
}

test('sends the lead at once and the rest in real time', () => {
  const { clock, frames, pacer } = setUp();
  pacer.write(ms(600));
  expect(frames.map((frame) => frame.at)).toEqual([0, 0, 0, 0]);
  clock.advance(1000);
  expect(frames.map((frame) => frame.at)).toEqual([0, 0, 0, 0, 40, 100, 160, 220, 280, 340]);
  expect(frames.map((frame) => frame.playAt)).toEqual([0, 60, 120, 180, 240, 300, 360, 420, 480, 540]);
});

test('the last frame says so, and is filled up with silence', () => {
  const { clock, frames, told, pacer } = setUp();
  pacer.write(ms(150));
  pacer.end();
  clock.advance(1000);
  expect(frames.map(({ samples, last }) => [samples, last])).toEqual([
    [60, false],
    [60, false],
    [30, true],
  ]);
  expect(told).toContain('drained, marked');
});

test('an end that comes after the last frame is told as such', () => {
  const { clock, told, pacer } = setUp();
  pacer.write(ms(120));
  clock.advance(500);
  pacer.end();
  expect(told.at(-1)).toBe('drained');
});

test('a flush forgets the answer and says how much was not sent', () => {
  const { clock, frames, pacer } = setUp();
  pacer.write(ms(600));
  expect(pacer.flush()).toBe(600 - 240);
  clock.advance(1000);
  expect(frames).toHaveLength(4);
  pacer.write(ms(60));
  expect(frames.at(-1)).toMatchObject({ at: 1000, playAt: 1000 });
});

test('a model slower than real time is noticed, and the lead is built again', () => {
  const { clock, frames, told, pacer } = setUp();
  pacer.write(ms(120));
  expect(told).toEqual(['starved']);
  clock.advance(1000);
  pacer.write(ms(120));
  expect(told).toEqual(['starved', 'fed', 'starved']);
  expect(frames.slice(2).map((frame) => frame.playAt)).toEqual([1000, 1060]);
});

test('an answer that is too long loses its end, counted', () => {
  const { pacer } = setUp({ maxBufferedMs: 1000 });
  pacer.write(ms(3000));
  expect(pacer.droppedMs).toBe(2000);
  expect(pacer.bufferedMs).toBeLessThanOrEqual(1000);
});

test('closing twice is fine and leaves no timer', () => {
  const { clock, pacer } = setUp();
  pacer.write(ms(600));
  pacer.close();
  pacer.close();
  expect(clock.pending).toBe(0);
});

test('a piece shorter than a frame is noticed when nothing follows', () => {
  const { told, pacer } = setUp();
  pacer.write(ms(20));
  expect(told).toEqual(['starved']);
  pacer.end();
  expect(told).toEqual(['starved', 'drained, marked']);
});

test('a mark belongs to its own answer', () => {
  const { told, pacer } = setUp();
  pacer.write(ms(60));
  pacer.end();
  pacer.end();
  expect(told).toEqual(['starved', 'drained', 'drained']);
  pacer.write(ms(30));
  pacer.end();
  pacer.end();
  expect(told.slice(-2)).toEqual(['drained, marked', 'drained']);
});

test('closing from within a frame is the end of it', () => {
  const { frames, told, pacer } = setUp({ onFrame: () => pacer.close() });
  pacer.write(ms(600));
  pacer.write(ms(600));
  pacer.end();
  expect(frames).toEqual([]);
  expect(told).toEqual(['reset', 'encoder closed']);
});

test('holds the answer back while the device is away, and sends again what was lost before it goes on', () => {
  const { clock, frames, told, pacer } = setUp();
  pacer.write(ms(600));
  const before = frames.length;
  pacer.hold(1000);
  clock.advance(5000);
  pacer.write(ms(600));
  pacer.write(ms(600));
  expect(frames).toHaveLength(before);
  expect(pacer.bufferedMs).toBe(1000);
  expect(pacer.droppedMs).toBe(600 + 600 + 600 - 4 * 60 - 1000);
  pacer.end();
  const again = (sequence: number) => ({
    generation: 1,
    sequence,
    packet: Uint8Array.of(1),
    peaks: [],
  });
  pacer.release([again(3), again(4)]);
  clock.advance(3000);
  expect(frames.slice(before, before + 3).map((frame) => frame.samples)).toEqual([-3, -4, 60]);
  const playTimes = frames.slice(before).map((frame) => frame.playAt);
  expect(playTimes).toEqual(playTimes.map((_, i) => playTimes[0]! + i * 60));
  expect(frames.at(-1)!.last).toBe(true);
  expect(told).toContain('drained, marked');
});
