/**
 * What the device's microphone sends, on its way to the model: Opus to PCM, gaps concealed, held while the model is
 * being opened, and silence on a clock when nothing comes, because the model must hear something all the time.
 */
import { type Audio, AudioFlag, sequenceDifference } from '@pipit/protocol';
import { DECODED_SAMPLE_RATE_HZ, type OpusDecoder } from '../audio/opus.ts';
import type { Clock } from '../clock.ts';
import type { UplinkRoute } from './lifecycle.ts';

export interface UplinkOptions {
  readonly decoder: OpusDecoder;
  readonly frameDurationMs: number;
  readonly clock: Clock;
  /** Held while the model is being opened; over it, the oldest goes. */
  readonly maxHeldMs: number;
  readonly fillSilence: boolean;
  /** PCM at 16 kHz for the model. */
  readonly forward: (pcm: Int16Array) => void;
}

export interface UplinkFigures {
  frames: number;
  /** Missing in sequence. */
  lost: number;
  /** Duplicate or out of order; not used. */
  stale: number;
  corrupt: number;
  /** Held audio given up. */
  heldDropped: number;
}

/** Silence goes to the model in pieces of this length. */
const SILENCE_MS = 60;
const SILENCE = new Int16Array((DECODED_SAMPLE_RATE_HZ * SILENCE_MS) / 1000);
/** An open microphone may be this late before silence takes its place: longer than usual jitter. */
const QUIET_AFTER_MS = 240;
/** Longer gaps are not guessed at; the model just hears the words move together. */
const MAX_CONCEALED_MS = 300;
/** A jump in sequence beyond this is no loss but a sender that counts anew: about half a minute of frames. */
const MAX_SEQUENCE_JUMP = 1500;
/** After a pause of the whole process, silence that was missed for longer than this is not made up for. */
const MAX_FILLED_MS = 1000;
/** Shorter pieces are joined: an event to the model costs the same whatever its length. */
const MIN_CHUNK_MS = 40;

export class Uplink {
  readonly figures: UplinkFigures = { frames: 0, lost: 0, stale: 0, corrupt: 0, heldDropped: 0 };
  readonly #options: UplinkOptions;
  #route: UplinkRoute = 'buffer';
  #held: Int16Array[] = [];
  #heldMs = 0;
  #nextSequence: number | undefined;
  /** Up to here the model has heard something. */
  #coveredUntilMs: number;
  #microphoneOpen = true;
  #cancelTick: () => void;
  #joined: Int16Array | undefined;

  constructor(options: UplinkOptions) {
    this.#options = options;
    this.#coveredUntilMs = options.clock.now();
    this.#cancelTick = options.fillSilence ? this.#schedule() : () => {};
  }

  setRoute(route: UplinkRoute): void {
    if (route === this.#route) return;
    this.#route = route;
    if (route !== 'forward') return;
    const held = this.#held;
    this.#held = [];
    this.#heldMs = 0;
    for (const pcm of held) this.#options.forward(pcm);
    this.#coveredUntilMs = this.#options.clock.now();
  }

  /** Hot path: one message of one or more packets. */
  accept(audio: Audio): void {
    if (this.#route === 'drop' || this.#route === 'refuse') return;
    this.#microphoneOpen = true;
    let sequence = audio.sequence;
    const afterSilence = (audio.flags & AudioFlag.AFTER_SILENCE) !== 0;
    for (const packet of audio.packets) {
      if (this.#inOrder(sequence, afterSilence)) {
        this.#nextSequence = (sequence + 1) >>> 0;
        this.figures.frames++;
        this.#take(packet);
      }
      sequence = (sequence + 1) >>> 0;
    }
    if (audio.flags & AudioFlag.END) this.quiet();
  }

  /** The user's turn is over for the device: silence follows at once. */
  quiet(): void {
    this.#microphoneOpen = false;
    this.#flushJoined();
  }

  close(): void {
    this.#cancelTick();
    this.#route = 'drop';
    this.#held = [];
    this.#joined = undefined;
    this.#options.decoder.close();
  }

  /** Conceals what is missing before this packet; false when the packet is too late to be of use. */
  #inOrder(sequence: number, afterSilence: boolean): boolean {
    const missing = this.#nextSequence === undefined ? 0 : sequenceDifference(sequence, this.#nextSequence);
    if (Math.abs(missing) > MAX_SEQUENCE_JUMP) return true;
    if (missing < 0) {
      this.figures.stale++;
      return false;
    }
    if (missing === 0 || afterSilence) return true;
    this.figures.lost += missing;
    const concealable = Math.floor(MAX_CONCEALED_MS / this.#options.frameDurationMs);
    for (let i = 0; i < Math.min(missing, concealable); i++) {
      const pcm = this.#options.decoder.conceal();
      if (pcm) this.#emit(pcm);
    }
    return true;
  }

  #take(packet: Uint8Array): void {
    const pcm = this.#options.decoder.decode(packet);
    if (pcm) return this.#emit(pcm);
    this.figures.corrupt++;
    const concealed = this.#options.decoder.conceal();
    if (concealed) this.#emit(concealed);
  }

  #emit(pcm: Int16Array): void {
    const joined = this.#joined ? join(this.#joined, pcm) : pcm;
    const ms = (joined.length * 1000) / DECODED_SAMPLE_RATE_HZ;
    this.#joined = ms < MIN_CHUNK_MS ? joined : undefined;
    if (!this.#joined) this.#deliver(joined);
  }

  #flushJoined(): void {
    if (this.#joined) this.#deliver(this.#joined);
    this.#joined = undefined;
  }

  #deliver(pcm: Int16Array): void {
    this.#coveredUntilMs = this.#options.clock.now();
    if (this.#route === 'forward') return this.#options.forward(pcm);
    this.#held.push(pcm);
    this.#heldMs += (pcm.length * 1000) / DECODED_SAMPLE_RATE_HZ;
    while (this.#heldMs > this.#options.maxHeldMs && this.#held.length > 1) {
      this.#heldMs -= (this.#held.shift()!.length * 1000) / DECODED_SAMPLE_RATE_HZ;
      this.figures.heldDropped++;
    }
  }

  #schedule(): () => void {
    return this.#options.clock.after(SILENCE_MS, () => {
      this.#cancelTick = this.#schedule();
      this.#fillSilence();
    });
  }

  #fillSilence(): void {
    if (this.#route !== 'forward') return;
    const now = this.#options.clock.now();
    const patienceMs = this.#microphoneOpen ? QUIET_AFTER_MS : SILENCE_MS;
    if (now - this.#coveredUntilMs < patienceMs) return;
    this.#flushJoined();
    this.#coveredUntilMs = Math.max(this.#coveredUntilMs, now - MAX_FILLED_MS);
    // Once quiet, stay in step with the clock without waiting again.
    this.#microphoneOpen = false;
    for (; now - this.#coveredUntilMs >= SILENCE_MS; this.#coveredUntilMs += SILENCE_MS)
      this.#options.forward(SILENCE);
  }
}

function join(first: Int16Array, second: Int16Array): Int16Array {
  const joined = new Int16Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
