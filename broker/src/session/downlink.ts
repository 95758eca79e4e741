/** The answer on its way to the device: paced, encoded, numbered, and taken back when the user interrupts. */
import { AudioFlag, toWireTime } from '@pipit/protocol';
import { type EncoderOptions, createOpusEncoder } from '../audio/opus.ts';
import { Pacer } from '../audio/pacer.ts';
import type { Clock } from '../clock.ts';
import type { DeviceLink } from '../device/device-link.ts';

export interface DownlinkOptions {
  readonly link: DeviceLink;
  readonly session: number;
  /** Of the model's audio. */
  readonly sampleRateHz: number;
  readonly codec: Pick<EncoderOptions, 'bitrate' | 'complexity' | 'application'>;
  readonly maxBufferedMs: number;
  readonly clock: Clock;
  readonly onFirstFrame: (generation: number) => void;
  readonly onDrained: (generation: number) => void;
  readonly onStarved: () => void;
  readonly onFed: () => void;
}

export class Downlink {
  readonly #options: DownlinkOptions;
  readonly #pacer: Pacer;
  #generation = 0;
  #sequence = 0;
  #framesSent = 0;
  #framesDropped = 0;
  #firstOfAnswer = true;

  constructor(options: DownlinkOptions) {
    this.#options = options;
    const { frameDurationMs, playbackSampleRateHz, leadMs } = options.link.audio;
    const { sampleRateHz } = options;
    this.#pacer = new Pacer({
      encoder: createOpusEncoder({
        ...options.codec,
        sampleRateHz: sampleRateHz as 24000,
        frameDurationMs,
        playbackSampleRateHz,
      }),
      sampleRateHz,
      frameDurationMs,
      leadMs,
      maxBufferedMs: options.maxBufferedMs,
      clock: options.clock,
      onFrame: (packet, playAtMs, last) => this.#send(packet, playAtMs, last),
      onDrained: (marked) => this.#drained(marked),
      onStarved: options.onStarved,
      onFed: options.onFed,
    });
  }

  get framesSent(): number {
    return this.#framesSent;
  }

  /** Frames that the link refused or the answer was too long for. */
  get framesDropped(): number {
    return this.#framesDropped + Math.ceil(this.#pacer.droppedMs / this.#options.link.audio.frameDurationMs);
  }

  start(generation: number): void {
    this.#generation = generation;
    this.#firstOfAnswer = true;
  }

  write(pcm: Int16Array): void {
    this.#pacer.write(pcm);
  }

  end(): void {
    this.#pacer.end();
  }

  /** Takes back what the device has not got yet and tells it to forget what it has. */
  flush(generation: number): void {
    const { link, session } = this.#options;
    this.#pacer.flush();
    link.dropAudio(session, generation);
    link.send({ kind: 'flush', value: { session, generation } });
  }

  close(): void {
    this.#pacer.close();
  }

  #send(packet: Uint8Array, playAtMs: number, last: boolean): void {
    this.#write(packet, playAtMs, last ? AudioFlag.END : AudioFlag.NONE);
    if (!this.#firstOfAnswer) return;
    this.#firstOfAnswer = false;
    this.#options.onFirstFrame(this.#generation);
  }

  #drained(marked: boolean): void {
    // The end was known only after the last frame had gone: it is told by a message without packets.
    if (!marked) this.#write(undefined, this.#options.clock.now(), AudioFlag.END);
    this.#options.onDrained(this.#generation);
  }

  #write(packet: Uint8Array | undefined, playAtMs: number, flags: number): void {
    const sent = this.#options.link.sendAudio({
      session: this.#options.session,
      generation: this.#generation,
      sequence: this.#sequence,
      captureTimeMs: toWireTime(playAtMs),
      packet,
      flags,
    });
    if (!packet) return;
    this.#sequence = (this.#sequence + 1) >>> 0;
    if (sent) this.#framesSent++;
    else this.#framesDropped++;
  }
}
