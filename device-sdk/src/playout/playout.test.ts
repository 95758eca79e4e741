import { AudioFlag } from '@pipit/protocol';
import { describe, expect, test } from 'vitest';
import type { OpusDecoder } from '../codec/opus.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import type { AudioSink } from './audio-sink.ts';
import { type PlaybackMark, Playout } from './playout.ts';

const FRAME_MS = 20;
const format = { sampleRateHz: 16_000, frameDurationMs: FRAME_MS, frameSamples: 320 };

/** "Decodes" a packet to samples of its first byte's value. */
const decoder: OpusDecoder = {
  decode: (packet) => (packet[0] === 255 ? undefined : new Int16Array(320).fill(packet[0]! * 100)),
  conceal: () => new Int16Array(320).fill(-1),
  close: () => {},
};

class RecordingSink implements AudioSink {
  readonly frames: { atMs: number; value: number }[] = [];
  flushed = 0;
  answers = 0;
  readonly #clock: FakeClock;
  readonly latency: number;
  constructor(clock: FakeClock, latencyMs = 0) {
    this.#clock = clock;
    this.latency = latencyMs;
  }
  open() {}
  write(pcm: Int16Array) {
    this.frames.push({ atMs: this.#clock.now(), value: pcm.at(-1)! });
  }
  latencyMs = () => this.latency;
  flush() {
    this.flushed++;
  }
  endOfAnswer() {
    this.answers++;
  }
  close() {}
}

function make(latencyMs = 0) {
  const clock = new FakeClock(1000);
  const told: string[] = [];
  const tell = (what: string) => (mark: PlaybackMark) =>
    void told.push(`${what} ${mark.generation} ${mark.playedMs} @${mark.deviceTimeMs - 1000}`);
  const playout = new Playout({
    clock,
    format,
    capacityMs: 1000,
    progressIntervalMs: 100,
    onStarted: tell('started'),
    onProgress: tell('progress'),
    onFinished: tell('finished'),
    onIdle: () => void told.push(`idle @${clock.now() - 1000}`),
  });
  const sink = new RecordingSink(clock, latencyMs);
  const detach = playout.attach(sink, () => decoder);
  const send = (generation: number, values: number[], { end = true, sequence = 0 } = {}) =>
    playout.push({
      session: 1,
      generation,
      sequence,
      captureTimeMs: 0,
      packets: values.map((value) => Uint8Array.of(value)),
      flags: end ? AudioFlag.END : 0,
    });
  return { clock, told, playout, sink, send, detach };
}

describe('playout', () => {
  test('plays a frame every frame duration and tells when', () => {
    const { clock, told, sink, send } = make();
    send(1, [1, 2, 3, 4]);
    clock.advance(500);
    expect(sink.frames.map((f) => f.atMs - 1000)).toEqual([0, 20, 40, 60]);
    expect(sink.frames.map((f) => f.value)).toEqual([100, 200, 300, 400]);
    expect(told).toEqual(['started 1 0 @0', 'finished 1 80 @80', 'idle @80']);
    expect(sink.answers).toBe(1);
    expect(clock.pending).toBe(0);
  });

  test('counts in what the sink holds back', () => {
    const { clock, told, send } = make(50);
    send(1, [1, 2]);
    clock.advance(500);
    expect(told).toEqual(['started 1 0 @50', 'finished 1 40 @90', 'idle @90']);
  });

  test('plays a second answer after the first', () => {
    const { clock, told, sink, send } = make();
    send(1, [1, 2]);
    send(2, [3, 4]);
    clock.advance(500);
    expect(sink.frames.map((f) => f.value)).toEqual([100, 200, 300, 400]);
    expect(told).toEqual([
      'started 1 0 @0',
      'finished 1 40 @40',
      'started 2 0 @40',
      'finished 2 40 @80',
      'idle @80',
    ]);
  });

  test('a new answer ends an older one whose end got lost', () => {
    const { clock, sink, send } = make();
    send(1, [1, 2, 3], { end: false });
    send(2, [9]);
    clock.advance(500);
    expect(sink.frames.map((f) => f.value)).toEqual([100, 200, 300, 900]);
  });

  test('tells progress while it plays', () => {
    const { clock, told, send } = make();
    send(
      1,
      Array.from({ length: 15 }, (_, i) => i + 1),
    );
    clock.advance(1000);
    expect(told.filter((line) => line.startsWith('progress'))).toEqual([
      'progress 1 120 @100',
      'progress 1 220 @200',
    ]);
  });

  test('a flush is silence at once, knows what was heard, and covers what comes later', () => {
    const { clock, told, playout, sink, send } = make(10);
    send(1, [1, 2, 3, 4, 5, 6], { end: false });
    clock.advance(45);
    expect(playout.flush(1)).toBe(50);
    expect(sink.flushed).toBe(1);
    expect(send(1, [7, 8], { sequence: 6 })).toBe(false);
    clock.advance(500);
    expect(sink.frames).toHaveLength(3);
    expect(playout.figures.stale).toBe(2);
    expect(told.at(-1)).toBe('idle @45');
    // Asked again, the answer is the same.
    expect(playout.flush(1)).toBe(60);
    expect(send(2, [9])).toBe(true);
    clock.advance(100);
    expect(sink.frames.at(-1)!.value).toBe(900);
  });

  test('a flush of an old answer does not touch the new one', () => {
    const { clock, playout, sink, send } = make();
    send(1, [1]);
    clock.advance(100);
    send(2, [2, 3]);
    clock.advance(1);
    expect(playout.flush(1)).toBe(20);
    clock.advance(100);
    expect(sink.frames.map((f) => f.value)).toEqual([100, 200, 300]);
  });

  test('a corrupt packet costs one frame and a counter', () => {
    const { clock, playout, sink, send } = make();
    send(1, [1, 255, 3]);
    clock.advance(200);
    expect(sink.frames.map((f) => f.value)).toEqual([100, -1, 300]);
    expect(playout.figures.corrupt).toBe(1);
  });

  test('joins sound and silence without clicks', () => {
    const { clock, sink, send } = make();
    send(1, [1, 2], { end: false });
    clock.advance(400);
    // Two concealed frames, the second faded out to its last sample, then silence.
    expect(sink.frames.slice(0, 6).map((f) => f.value)).toEqual([100, 200, -1, 0, 0, 0]);
  });

  test('keeps its marks without any sink', () => {
    const { clock, told, send, detach } = make();
    detach();
    send(1, [1, 2]);
    clock.advance(200);
    expect(told).toEqual(['started 1 0 @0', 'finished 1 40 @40', 'idle @40']);
  });

  test('is driven by a sink with a clock of its own', () => {
    const { clock, told, playout, send, detach } = make();
    detach();
    let pull: () => Int16Array | undefined = () => undefined;
    playout.attach(
      { open: () => {}, write: () => {}, close: () => {}, demand: (p) => void (pull = p) },
      () => decoder,
    );
    expect(pull()).toBeUndefined();
    send(1, [1, 2]);
    clock.advance(300);
    expect(told).toEqual([]);
    expect([pull()?.[319], pull()?.[319], pull()]).toEqual([100, 200, undefined]);
    expect(told).toEqual(['started 1 0 @300', 'finished 1 40 @300', 'idle @300']);
  });

  test('leaves nothing behind when closed', () => {
    const { clock, playout, sink, send } = make();
    send(1, [1, 2, 3]);
    clock.advance(25);
    playout.close();
    playout.close();
    expect(clock.pending).toBe(0);
    expect(sink.flushed).toBe(1);
    expect(send(1, [4], { sequence: 3 })).toBe(false);
  });
});
