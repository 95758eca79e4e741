/**
 * Answers paced as a broker paces them, through a simulated network, to a playout: all on a fake clock, so that minutes
 * of listening take a second and a seed gives the same minutes again.
 */
import { opusCodec } from '@pipit/device-sdk/node';
import { duplexPair, FakeClock, type NetworkConditions, SimulatedNetwork } from '@pipit/device-sdk/testing';
import { type Audio, AudioFlag } from '@pipit/protocol';
import { type PlaybackMark, Playout } from '../src/playout/playout.ts';
import type { PlayoutFigures } from '../src/playout/figures.ts';

export interface StoryOptions {
  /** Of one answer; the answers follow each other with a pause. */
  readonly packets: readonly Uint8Array[];
  readonly frameDurationMs: number;
  readonly sampleRateHz: number;
  readonly packetsPerMessage: number;
  readonly durationMs: number;
  readonly conditions: Partial<NetworkConditions>;
  readonly seed: number;
  readonly leadMs?: number;
  readonly pauseMs?: number;
}

export interface Moment {
  readonly atMs: number;
  readonly figures: PlayoutFigures;
  /** Place in the answer; undefined while nothing plays, as the following. */
  readonly playedMs: number | undefined;
  /** How much later this place is heard than the broker meant it to be. */
  readonly lateMs: number | undefined;
  /** Of that, what the network's undisturbed delay and its jitter ask for. */
  readonly neededMs: number;
}

export interface Story {
  /** Every 10 ms. */
  readonly moments: readonly Moment[];
  /** What was heard, without the silence between answers. */
  readonly heard: readonly Int16Array[];
  readonly finished: readonly PlaybackMark[];
}

const SAMPLING_MS = 10;
const BATCH_MS = 200;
const SIZE_BYTES = 4;

export async function listen(options: StoryOptions): Promise<Story> {
  const { frameDurationMs, sampleRateHz, durationMs, conditions, seed, leadMs = 200 } = options;
  const clock = new FakeClock();
  const frameSamples = (sampleRateHz * frameDurationMs) / 1000;
  const format = { sampleRateHz, frameDurationMs, frameSamples };
  const heard: Int16Array[] = [];
  const finished: PlaybackMark[] = [];
  const moments: Moment[] = [];
  const playout = new Playout({
    clock,
    format,
    capacityMs: 4000,
    progressIntervalMs: 0,
    onStarted: () => {},
    onProgress: () => {},
    onFinished: (mark) => void finished.push(mark),
    onWaiting: () => {},
    onIdle: () => {},
    onSinkFailed: (error) => {
      throw error;
    },
  });
  const decoder = await opusCodec.createDecoder({ sampleRateHz, frameDurationMs });
  const write = (pcm: Int16Array) => void heard.push(pcm);
  playout.attach({ open: () => {}, close: () => {}, write }, () => decoder);

  const network = new SimulatedNetwork({ conditions, seed, clock });
  const [far, broker] = duplexPair();
  const near = network.wrap(far);
  const messages: Audio[] = [];
  near.on('data', (data: Buffer) => {
    for (let at = 0; at < data.length; at += SIZE_BYTES) playout.push(messages[data.readUInt32LE(at)]!);
  });
  const startsMs = new Map<number, number>();
  sendAnswers(options, clock, (audio) => {
    if (audio.sequence === 0) startsMs.set(audio.generation, audio.captureTimeMs);
    const number = Buffer.alloc(SIZE_BYTES);
    number.writeUInt32LE(messages.push(audio) - 1);
    broker.write(number);
  });
  const sample = () => {
    const { figures, position } = playout;
    const playedMs = playout.isIdle || !position?.playedMs ? undefined : position.playedMs;
    const lateMs = playedMs && clock.now() - startsMs.get(position!.generation)! - playedMs;
    const neededMs = (conditions.delayMs ?? 0) + Math.max(0, figures.targetMs - leadMs);
    moments.push({ atMs: clock.now(), figures, playedMs, lateMs, neededMs });
    clock.after(SAMPLING_MS, sample);
  };
  sample();
  for (let at = 0; at < durationMs; at += BATCH_MS) {
    clock.advance(BATCH_MS);
    // Streams finish their writes on the real loop.
    await new Promise((resolve) => setImmediate(resolve));
  }
  playout.close();
  decoder.close();
  await network.close();
  return { moments, heard, finished };
}

/** A message goes out when its first packet is `leadMs` from being played. */
function sendAnswers(options: StoryOptions, clock: FakeClock, send: (audio: Audio) => void): void {
  const { packets, frameDurationMs, packetsPerMessage, leadMs = 200, pauseMs = 300 } = options;
  const answer = (generation: number, startMs: number): void => {
    const next = (sequence: number): void => {
      const playMs = startMs + sequence * frameDurationMs;
      clock.after(Math.max(0, playMs - leadMs - clock.now()), () => {
        const some = packets.slice(sequence, sequence + packetsPerMessage);
        const isLast = sequence + packetsPerMessage >= packets.length;
        const flags = isLast ? AudioFlag.END : 0;
        send({ session: 1, generation, sequence, captureTimeMs: playMs, packets: some, flags });
        if (!isLast) return next(sequence + packetsPerMessage);
        const afterMs = startMs + packets.length * frameDurationMs + pauseMs;
        clock.after(afterMs - clock.now(), () => answer(generation + 1, afterMs));
      });
    };
    next(0);
  };
  clock.after(1000, () => answer(1, clock.now()));
}
