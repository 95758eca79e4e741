/**
 * The waveforms of a conversation while it goes on: the outline of both sides at the times at which they were heard, and
 * how many packets of the microphone were lost where. Told a few times a second, and only while there is sound.
 */
import { PEAK_MS, peaksOf } from '../audio/peaks.ts';
import type { Clock } from '../clock.ts';

export type Side = 'user' | 'assistant';

/** A piece of one side without a gap. */
export interface PeakRun {
  readonly side: Side;
  /** Of the first value, on the session's clock. */
  readonly atMs: number;
  /** As `peaksOf` gives them. */
  readonly values: readonly number[];
}

export interface LostPackets {
  readonly atMs: number;
  readonly packets: number;
}

export interface WaveformsOptions {
  readonly clock: Clock;
  readonly tell: (runs: readonly PeakRun[], lost: readonly LostPackets[]) => void;
}

interface Spoken {
  readonly generation: number;
  readonly peaks: readonly number[];
  readonly playAtMs: number;
}

const TELL_EVERY_MS = 250;
/** Times of messages jitter: so far off, one still follows on the one before. */
const SLACK_MS = 120;
/** Silence up to here is part of a run. */
const MAX_FILLED = 25;
/** What is older was told long ago, or its time is a lie. */
const MAX_AGE_MS = 30_000;

export class Waveforms {
  readonly #options: WaveformsOptions;
  readonly #user = new Lane('user');
  readonly #assistant = new Lane('assistant');
  /** With the device, and not heard yet. */
  #coming: Spoken[] = [];
  #lost: LostPackets[] = [];
  /** Of the answer that was heard last. */
  #heard = { generation: 0, ms: 0 };
  #cancelTimer: (() => void) | undefined;
  #closed = false;

  constructor(options: WaveformsOptions) {
    this.#options = options;
  }

  /** Hot path: of the microphone, and when it was captured, on our clock. */
  heard(pcm: Int16Array, sampleRateHz: number, atMs: number): void {
    const now = this.#options.clock.now();
    const durationMs = (pcm.length * 1000) / sampleRateHz;
    this.#user.put(
      Math.min(now - durationMs, Math.max(now - MAX_AGE_MS, atMs)),
      peaksOf(pcm, sampleRateHz),
      durationMs,
    );
    this.#arm();
  }

  /** So many packets that were captured before then never came. */
  lost(packets: number, atMs: number): void {
    const now = this.#options.clock.now();
    this.#lost.push({ packets, atMs: Math.min(now, Math.max(now - MAX_AGE_MS, atMs)) });
    this.#arm();
  }

  /** Hot path: of an answer, as it was given to the device's link; when it is to be heard. */
  said(generation: number, peaks: readonly number[], playAtMs: number): void {
    this.#coming.push({ generation, peaks, playAtMs });
    this.#arm();
  }

  /** What of this answer was to be heard from now on is not. Returns the milliseconds that were. */
  cut(generation: number): number {
    this.#play();
    this.#coming = this.#coming.filter((spoken) => spoken.generation !== generation);
    return this.#heard.generation === generation ? this.#heard.ms : 0;
  }

  /** Tells what is left. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#tell();
    this.#closed = true;
  }

  #arm(): void {
    if (this.#closed) return;
    this.#cancelTimer ??= this.#options.clock.after(TELL_EVERY_MS, () => {
      this.#cancelTimer = undefined;
      this.#tell();
      if (this.#coming.length > 0) this.#arm();
    });
  }

  #tell(): void {
    if (this.#coming.length > 0) this.#play();
    const runs = [...this.#user.take(), ...this.#assistant.take()];
    const lost = this.#lost;
    if (runs.length === 0 && lost.length === 0) return;
    this.#lost = [];
    this.#options.tell(runs, lost);
  }

  #play(): void {
    const now = this.#options.clock.now();
    for (let next = this.#coming[0]; next && next.playAtMs <= now; next = this.#coming[0]) {
      this.#coming.shift();
      const { generation, peaks, playAtMs } = next;
      const durationMs = peaks.length * PEAK_MS;
      if (generation !== this.#heard.generation) this.#heard = { generation, ms: 0 };
      this.#heard.ms += durationMs;
      this.#assistant.put(playAtMs, peaks, durationMs);
    }
  }
}

/** One side: what was not told yet, in runs. */
class Lane {
  readonly #side: Side;
  /** Of the newest sound, on the clock. */
  #untilMs = -Infinity;
  /** The slot after the newest value. */
  #next = 0;
  #runs: { slot: number; values: number[] }[] = [];

  constructor(side: Side) {
    this.#side = side;
  }

  put(atMs: number, peaks: readonly number[], durationMs: number): void {
    const startMs = Math.abs(atMs - this.#untilMs) <= SLACK_MS ? this.#untilMs : atMs;
    this.#untilMs = startMs + durationMs;
    const slot = Math.round(startMs / PEAK_MS);
    let run = this.#runs.at(-1);
    if (!run || slot - this.#next > MAX_FILLED) {
      run = { slot: Math.max(slot, this.#next), values: [] };
      this.#runs.push(run);
    } else for (; this.#next < slot; this.#next++) run.values.push(0);
    // What is told of already stays as it was.
    for (let i = Math.max(0, this.#next - slot); i < peaks.length; i++) run.values.push(peaks[i]!);
    this.#next = Math.max(this.#next, slot + peaks.length);
  }

  take(): PeakRun[] {
    const side = this.#side;
    const runs = this.#runs;
    if (runs.length === 0) return [];
    this.#runs = [];
    return runs.map(({ slot, values }) => ({ side, atMs: slot * PEAK_MS, values }));
  }
}
