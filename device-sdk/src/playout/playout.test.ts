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
  const failures: string[] = [];
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
    onWaiting: () => {},
    onIdle: () => void told.push(`idle @${clock.now() - 1000}`),
    onSinkFailed: (error) => void failures.push((error as Error).message),
  });
  const sink = new RecordingSink(clock, latencyMs);
  const detach = playout.attach(sink, () => decoder);
  const send = (generation: number, values: number[], { end = true, sequence = 0 } = {}) =>
    playout.push({
      session: 1,
      generation,
      sequence,
      captureTimeMs: 5000 + sequence * FRAME_MS,
      packets: values.map((value) => Uint8Array.of(value)),
      flags: end ? AudioFlag.END : 0,
    });
  return { clock, told, failures, playout, sink, send, detach };
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
      'progress 1 100 @100',
      'progress 1 200 @200',
    ]);
  });

  test('a flush is silence at once, knows what was heard, and covers what comes later', () => {
    const { clock, told, playout, sink, send } = make(10);
    send(1, [1, 2, 3, 4, 5, 6], { end: false });
    clock.advance(45);
    // Three frames were given; the first was heard from 10 ms on.
    expect(playout.flush(1)).toBe(35);
    expect(sink.flushed).toBe(1);
    expect(send(1, [7, 8], { sequence: 6 })).toBe(false);
    clock.advance(500);
    expect(sink.frames).toHaveLength(3);
    expect(playout.figures.stale).toBe(2);
    expect(told.at(-1)).toBe('idle @45');
    // Asked again, the answer is the same.
    expect(playout.flush(1)).toBe(35);
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

  test('knows where it stands, playing, over, flushed, and after a restart of the broker', () => {
    const { clock, playout, sink, send } = make();
    expect(playout.position).toBeUndefined();
    send(1, [1, 2, 3, 4], { end: false, sequence: 0xffff_fffe });
    // One packet is missing between these and the last.
    send(1, [9], { end: false, sequence: 3 });
    clock.advance(50);
    expect(playout.position).toEqual({ generation: 1, nextSequence: 2, playedMs: 50 });
    send(1, [5, 6, 7], { sequence: 2 });
    clock.advance(1000);
    expect(playout.position).toEqual({ generation: 1, nextSequence: 5, playedMs: 140 });
    send(2, [1, 2, 3]);
    clock.advance(50);
    playout.flush(2);
    expect(playout.position).toEqual({ generation: 2, nextSequence: 3, playedMs: 50 });
    send(3, [1, 2, 3]);
    clock.advance(25);
    playout.restart();
    expect(sink.flushed).toBe(2);
    expect([playout.position, playout.isIdle, playout.newestGeneration]).toEqual([undefined, true, 0]);
    expect(send(1, [7])).toBe(true);
    clock.advance(100);
    expect(sink.frames.at(-1)!.value).toBe(700);
  });

  test('held, waits for the rest of an answer without giving it up', () => {
    const { clock, told, playout, sink, send } = make();
    send(1, [1, 2, 3], { end: false });
    playout.hold();
    clock.advance(30_000);
    expect(playout.figures).toMatchObject({ starvations: 0, waited: 0 });
    expect(sink.frames).toHaveLength(5);
    expect(playout.position).toEqual({ generation: 1, nextSequence: 3, playedMs: 60 });
    playout.release();
    clock.advance(1000);
    send(1, [4, 5], { sequence: 3 });
    clock.advance(1000);
    expect(sink.frames.slice(-2).map((f) => f.value)).toEqual([400, 500]);
    expect(told.at(-2)).toMatch(/^finished 1 100 /);
  });

  test('catches up after the speaker stood still, also when nobody listens', () => {
    const { clock, told, playout, send, detach } = make();
    detach();
    let pull: () => Int16Array | undefined = () => undefined;
    const stop = playout.attach(
      { open: () => {}, write: () => {}, close: () => {}, demand: (p) => void (pull = p) },
      () => decoder,
    );
    const values = Array.from({ length: 50 }, (_, i) => i + 1);
    send(1, values.slice(0, 25), { end: false });
    pull();
    clock.advance(600);
    send(1, values.slice(25), { sequence: 25 });
    stop();
    clock.advance(2000);
    const { skippedMs, played } = playout.figures;
    expect(played).toBe(50);
    expect(skippedMs).toBeGreaterThanOrEqual(60);
    // It took so much less, and the place in the answer is its end.
    expect(told.at(-2)).toMatch(/^finished 1 1000 /);
    expect(Number(/@(\d+)/.exec(told.at(-2)!)![1])).toBeLessThan(600 + 1000 - skippedMs + 25);
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
    // The second frame was taken ahead; it is over a frame's duration later.
    clock.advance(300);
    expect(told).toEqual(['started 1 0 @300', 'finished 1 40 @320', 'idle @320']);
  });

  test('changes its driver in the middle of an answer without playing a frame twice as fast', () => {
    const { clock, playout, send, detach } = make();
    detach();
    send(1, [1, 2, 3, 4, 5, 6, 7, 8]);
    clock.advance(30);
    let pull: () => Int16Array | undefined = () => undefined;
    const written: number[] = [];
    const stop = playout.attach(
      {
        open: () => {},
        write: (pcm) => void written.push(pcm[319]!),
        close: () => {},
        demand: (p) => void (pull = p),
      },
      () => decoder,
    );
    clock.advance(20);
    expect(written).toEqual([]);
    expect([pull()?.[319], pull()?.[319]]).toEqual([300, 400]);
    stop();
    clock.advance(1000);
    expect(playout.figures.played).toBe(8);
    expect(playout.isIdle).toBe(true);
  });

  test('what the sink still holds of a finished answer can be taken back', () => {
    const { clock, told, playout, sink, send } = make(100);
    send(1, [1, 2, 3]);
    clock.advance(70);
    expect(playout.isIdle).toBe(false);
    // All three frames were given by 40 ms and would have been heard by 160 ms.
    expect(playout.flush(1)).toBe(0);
    expect(sink.flushed).toBe(1);
    clock.advance(1000);
    expect(told).toEqual(['started 1 0 @100', 'idle @70']);
  });

  test('a flush that comes late leaves the next answer in the sink', () => {
    const { clock, playout, sink, send } = make(100);
    send(1, [1, 2]);
    send(2, [3, 4, 5, 6]);
    clock.advance(65);
    // The sink holds the end of the first answer and the beginning of the second.
    playout.flush(1);
    expect(sink.flushed).toBe(0);
  });

  test('a sink that fails is detached and told; the others play on', () => {
    const { clock, failures, playout, sink, send } = make();
    playout.attach(
      {
        open: () => {},
        write: () => {
          throw new Error('no space left on device');
        },
        close: () => {},
      },
      () => decoder,
    );
    send(1, [1, 2, 3]);
    clock.advance(500);
    expect(failures).toEqual(['no space left on device']);
    expect(sink.frames).toHaveLength(3);
    expect(playout.isIdle).toBe(true);
  });

  test('an answer of no audio at all ends at once, and one without even an end is none', () => {
    const { clock, told, playout, send } = make();
    send(1, [], { end: false });
    expect(playout.isIdle).toBe(true);
    send(2, []);
    expect(playout.isIdle).toBe(false);
    clock.advance(100);
    expect(told).toEqual(['idle @0']);
    expect(clock.pending).toBe(0);
  });

  test('of more answers than it holds the oldest goes and is counted', () => {
    const { clock, told, playout, send } = make();
    for (let generation = 1; generation <= 5; generation++) {
      send(generation, [generation, generation]);
      if (generation === 1) clock.advance(1);
    }
    expect(playout.figures.overflowed).toBe(1);
    clock.advance(1000);
    expect(told.filter((line) => line.startsWith('finished'))).toEqual([
      'finished 1 20 @20',
      'finished 2 40 @60',
      'finished 3 40 @100',
      'finished 4 40 @140',
      'finished 5 40 @180',
    ]);
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
