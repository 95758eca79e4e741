/** Listens to the broker's tone: counts its frames as they come, and plays it as an answer is played. */
import { type Audio, AudioFlag, type ToneMeasure, ToneMeter, wireTimeDifference } from '@pipit/protocol';
import type { Clock } from '../clock.ts';
import type { OpusDecoder } from '../codec/opus.ts';
import type { AudioFormat } from '../playout/audio-sink.ts';
import { type PlaybackMark, Playout } from '../playout/playout.ts';

export interface DownlinkProbeOptions {
  readonly clock: Clock;
  readonly format: AudioFormat;
  /** How far ahead of playing the broker sends. */
  readonly leadMs: number;
  readonly playoutBufferMs: number;
  readonly toneHz: number;
  /** Undefined for a device without a codec: then the tone is counted, not judged. */
  readonly decoder: OpusDecoder | undefined;
  /** The broker's clock now, modulo 2^32; undefined when it is not known. */
  readonly brokerTimeMs: () => number | undefined;
  /** All of it has come that will. */
  readonly onComplete: () => void;
  readonly onStarted: (mark: PlaybackMark) => void;
  readonly onFinished: (mark: PlaybackMark) => void;
}

/** The self-test's tone is the first and only answer. */
const GENERATION = 1;

export class DownlinkProbe {
  readonly #options: DownlinkProbeOptions;
  readonly #playout: Playout;
  readonly #meter: ToneMeter | undefined;
  readonly #delaysMs: number[] = [];
  #received = 0;
  #expected = 0;

  constructor(options: DownlinkProbeOptions) {
    const { clock, format, decoder, toneHz, onStarted, onFinished } = options;
    this.#options = options;
    this.#playout = new Playout({
      clock,
      format,
      capacityMs: options.playoutBufferMs,
      progressIntervalMs: 0,
      onStarted,
      onProgress: () => {},
      onFinished,
      onWaiting: () => {},
      onIdle: () => {},
      onSinkFailed: () => {},
    });
    if (!decoder) return;
    const meter = new ToneMeter(toneHz, format.sampleRateHz);
    this.#meter = meter;
    this.#playout.attach({ open: () => {}, write: (pcm) => meter.add(pcm), close: () => {} }, () => decoder);
  }

  get received(): number {
    return this.#received;
  }

  get lost(): number {
    return Math.max(0, this.#expected - this.#received);
  }

  get jitterMs(): number {
    return this.#playout.figures.jitterMs;
  }

  get concealed(): number {
    return this.#playout.figures.concealed;
  }

  /** From the broker to here, the median; undefined when the clocks are not compared. */
  get delayMs(): number | undefined {
    const sorted = this.#delaysMs.sort((a, b) => a - b);
    return sorted[sorted.length >> 1];
  }

  get tone(): ToneMeasure | undefined {
    return this.#meter?.measure;
  }

  onAudio(audio: Audio): void {
    if (audio.generation !== GENERATION) return;
    this.#received += audio.packets.length;
    this.#expected = Math.max(this.#expected, audio.sequence + audio.packets.length);
    this.#measureDelay(audio);
    this.#playout.push(audio);
    if (audio.flags & AudioFlag.END) this.#options.onComplete();
  }

  close(): void {
    this.#playout.close();
  }

  /** What is within the lead goes out at once; what comes later leaves the broker one lead before it is to be played. */
  #measureDelay({ captureTimeMs, sequence, packets }: Audio): void {
    const { leadMs, format, brokerTimeMs } = this.#options;
    const nowMs = brokerTimeMs();
    if (nowMs === undefined || packets.length === 0 || sequence * format.frameDurationMs <= leadMs) return;
    this.#delaysMs.push(Math.max(0, wireTimeDifference(nowMs, captureTimeMs) + leadMs));
  }
}
