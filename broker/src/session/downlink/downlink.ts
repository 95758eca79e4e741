/** The answer on its way to the device: paced, encoded, numbered, and taken back when the user interrupts. */
import { AudioFlag, sequenceDifference, toWireTime } from '@pipit/protocol';
import { type EncoderOptions, createOpusEncoder } from '../../audio/opus.ts';
import { peaksOf } from '../../audio/peaks.ts';
import { Pacer } from '../../audio/pacer.ts';
import { type SentFrame, SentFrames } from '../../audio/sent-frames.ts';
import type { Clock } from '../../clock.ts';
import type { DeviceLink } from '../../device/device-link.ts';

/** The part of a link that it uses. */
export type DownlinkLink = Pick<DeviceLink, 'audio' | 'send' | 'sendAudio' | 'dropAudio'>;

export interface DownlinkOptions {
  readonly link: DownlinkLink;
  readonly session: number;
  /** Of the model's audio. */
  readonly sampleRateHz: number;
  readonly codec: Pick<EncoderOptions, 'bitrate' | 'complexity' | 'application'>;
  readonly maxBufferedMs: number;
  readonly clock: Clock;
  /** Hot path: a packet was given to the link, which may have refused it; when it is to be heard. */
  readonly onFrameSent: (frame: SentFrame, playAtMs: number, isSent: boolean) => void;
  readonly onFirstFrame: (generation: number) => void;
  readonly onDrained: (generation: number) => void;
  readonly onStarved: () => void;
  readonly onFed: () => void;
}

/** What the device may have lost with its link: what it was ahead of playback, and what was under way. */
const KEPT_MS = 30_000;

export class Downlink {
  readonly #options: DownlinkOptions;
  readonly #pacer: Pacer;
  #generation = 0;
  #sequence = 0;
  #framesSent = 0;
  #framesDropped = 0;
  #firstOfAnswer = true;
  /** What is left of the broker's own words when an answer begins: they are said to their end. */
  #before = { generation: 0, frames: 0 };
  /** The answer was sent to its end. */
  #drained = true;
  readonly #sent: SentFrames;

  constructor(options: DownlinkOptions) {
    this.#options = options;
    const { frameDurationMs, playbackSampleRateHz, leadMs } = options.link.audio;
    const { sampleRateHz } = options;
    this.#sent = new SentFrames(KEPT_MS / frameDurationMs);
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
      onFrame: (packet, playAtMs, last, pcm) =>
        this.#sendNew(packet, playAtMs, last, peaksOf(pcm, sampleRateHz)),
      onFrameAgain: (frame, playAtMs, last) => this.#sendFrame(frame, playAtMs, last),
      onDrained: (marked) => this.#onDrained(marked),
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

  /** Of the answer that waits, and what was sent and may be missed, in bytes. */
  get heldBytes(): number {
    const { sampleRateHz } = this.#options;
    return (this.#pacer.bufferedMs * sampleRateHz * 2) / 1000 + this.#sent.bytes;
  }

  start(generation: number): void {
    const leftFrames = this.#pacer.bufferedMs / this.#options.link.audio.frameDurationMs;
    this.#before = {
      generation: this.#generation,
      frames: this.#drained ? 0 : Math.floor(leftFrames),
    };
    this.#begin(generation);
  }

  #begin(generation: number): void {
    this.#generation = generation;
    this.#firstOfAnswer = true;
    this.#drained = false;
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
    this.#before.frames = 0;
    this.#drained = true;
    this.#sent.forget(generation);
    link.dropAudio(session, generation);
    link.send({ kind: 'flush', value: { session, generation } });
  }

  /** The link is lost: keeps up to `maxMs` of the answer. */
  hold(maxMs: number): void {
    this.#pacer.hold(maxMs);
  }

  /**
   * The device is back, and the packet of this sequence number is the first that it does not have; undefined when it
   * does not want what it missed.
   */
  resume(nextSequence: number | undefined): void {
    const missing = nextSequence === undefined ? [] : this.#sent.from(nextSequence);
    const [first] = missing;
    // What a device says of itself may be nonsense.
    const gone = first ? sequenceDifference(first.sequence, nextSequence!) : 0;
    this.#framesDropped += Math.min(Math.max(0, gone), this.#framesSent);
    // The end of the answer may have been lost as well, or alone.
    const kept = nextSequence !== undefined && this.#sent.of(this.#generation).length > 0;
    if (this.#drained && kept) this.#pacer.end();
    this.#pacer.release(missing);
  }

  /** The sequence number of the first packet that a device lacks which says that it has this. */
  missingFrom(has: { readonly generation: number; readonly nextSequence: number }): number | undefined {
    if (has.generation > 0) return has.nextSequence;
    return this.#sent.of(this.#generation)[0]?.sequence;
  }

  /** The device is back; what was cut off is said again from its beginning, as the answer `generation`. */
  repeat(generation: number): void {
    const { link, session } = this.#options;
    const again = this.#sent.of(this.#generation);
    link.send({ kind: 'flush', value: { session, generation: this.#generation } });
    this.#sent.forget(this.#generation);
    const renumbered = again.map(({ packet, peaks }) => {
      const frame = { generation, sequence: this.#sequence, packet, peaks };
      this.#sequence = (this.#sequence + 1) >>> 0;
      this.#sent.add(frame);
      return frame;
    });
    if (this.#drained) this.#pacer.end();
    this.#before.frames = 0;
    this.#begin(generation);
    this.#pacer.release(renumbered);
  }

  close(): void {
    this.#pacer.close();
  }

  #sendNew(packet: Uint8Array, playAtMs: number, last: boolean, peaks: readonly number[]): void {
    const sequence = this.#sequence;
    this.#sequence = (this.#sequence + 1) >>> 0;
    const isBefore = this.#before.frames > 0;
    const generation = isBefore ? this.#before.generation : this.#generation;
    if (isBefore) this.#before.frames--;
    const frame = { generation, sequence, packet, peaks };
    this.#sent.add(frame);
    this.#sendFrame(frame, playAtMs, last || (isBefore && this.#before.frames === 0));
  }

  #sendFrame(frame: SentFrame, playAtMs: number, last: boolean): void {
    const { generation, sequence, packet } = frame;
    const captureTimeMs = toWireTime(playAtMs);
    const flags = last ? AudioFlag.END : AudioFlag.NONE;
    const { session, link } = this.#options;
    const sent = link.sendAudio({ session, generation, sequence, captureTimeMs, packet, flags });
    if (sent) this.#framesSent++;
    else this.#framesDropped++;
    this.#options.onFrameSent(frame, playAtMs, sent);
    if (!this.#firstOfAnswer || generation !== this.#generation) return;
    this.#firstOfAnswer = false;
    this.#options.onFirstFrame(this.#generation);
  }

  #onDrained(marked: boolean): void {
    // The end was known only after the last frame had gone: it is told by a message without packets.
    if (!marked) this.#sendEnd();
    this.#drained = true;
    this.#options.onDrained(this.#generation);
  }

  #sendEnd(): void {
    const { session, link, clock } = this.#options;
    link.sendAudio({
      session,
      generation: this.#generation,
      sequence: this.#sequence,
      captureTimeMs: toWireTime(clock.now()),
      packet: undefined,
      flags: AudioFlag.END,
    });
  }
}
