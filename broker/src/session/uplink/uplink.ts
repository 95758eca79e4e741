/**
 * What the device's microphone sends, on its way to the model: Opus to PCM, held while the model is being opened, gaps
 * concealed or filled, and silence on a clock when nothing comes, because the model must hear something all the time.
 *
 * The model's time follows the capture times. Where silence had to stand for audio that came after all, or the device's
 * clock is not as fast as ours, the difference is worked off where nobody speaks: a piece of quiet is left out, or
 * heard twice.
 */
import { type Audio, AudioFlag, sequenceDifference } from '@pipit/protocol';
import { DECODED_SAMPLE_RATE_HZ, type OpusDecoder } from '../../audio/opus.ts';
import type { Clock } from '../../clock.ts';
import { CaptureClock } from '../../audio/capture-clock.ts';
import type { EchoGate } from './echo-gate.ts';
import { applyGain, muteBelow, powerAt } from './gain.ts';
import { HeldAudio } from './held-audio.ts';
import type { UplinkRoute } from '../lifecycle/lifecycle.ts';
import { PcmJoiner } from './pcm-joiner.ts';
import { QuietMeter } from './quiet-meter.ts';
import { TokenBucket } from './token-bucket.ts';

export interface UplinkOptions {
  readonly decoder: OpusDecoder;
  readonly frameDurationMs: number;
  readonly clock: Clock;
  /** Held while the model is being opened; over it, the oldest goes. */
  readonly maxHeldMs: number;
  readonly fillSilence: boolean;
  /** Of a device that hears itself. */
  readonly echoGate?: Pick<EchoGate, 'gainAt'>;
  /** Hot path: what the microphone caught, and when, by the device's clock; not to be kept or changed. */
  readonly onCaptured?: (pcm: Int16Array, captureTimeMs: number) => void;
  /** Packets that should have come before this time are missing. */
  readonly onLost?: (packets: number, captureTimeMs: number) => void;
  /** PCM at 16 kHz for the model; not to be changed. */
  readonly forward: (pcm: Int16Array) => void;
}

export interface UplinkFigures {
  readonly frames: number;
  /** Missing in sequence. */
  readonly lost: number;
  /** Duplicate or out of order; not used. */
  readonly stale: number;
  readonly corrupt: number;
  /** Frames made up in place of lost or corrupt ones. */
  readonly concealed: number;
  /** Held pieces given up. */
  readonly heldDropped: number;
  /** Frames of a device that sends more than time goes by. */
  readonly surplusDropped: number;
  /** Frames kept from the model, wholly or in part, because the device was playing. */
  readonly gated: number;
  /** Silence that the model heard in place of audio, of any cause. */
  readonly silenceFilledMs: number;
  /** Quiet that was left out because the model was ahead, and that was heard twice because it was behind. */
  readonly quietLeftOutMs: number;
  readonly quietDoubledMs: number;
  /** How far the model's time is ahead of ours now; negative: behind. */
  readonly aheadMs: number;
}

/** Silence goes to the model in pieces of this length. */
const SILENCE_MS = 60;
const SAMPLES_PER_MS = DECODED_SAMPLE_RATE_HZ / 1000;
const SILENCE = new Int16Array(SILENCE_MS * SAMPLES_PER_MS);
/**
 * How late an open microphone may be before silence takes its place. Amid a word, lateness is the network's, since a
 * pause would have been heard: silence would tear the word. In a pause, it is as long as messages and their jitter ask.
 */
const SPEECH_PATIENCE_MS = 1000;
const PAUSE_PATIENCE_MS = 100;
const MAX_PAUSE_PATIENCE_MS = 500;
/** Longer gaps are silence, not speech that could be guessed at. */
const MAX_CONCEALED_MS = 300;
/** A jump in sequence beyond this is no loss but a sender that counts anew: about half a minute of frames. */
const MAX_SEQUENCE_JUMP = 1500;
/** Silence that was missed for longer is not made up for: a pause of the whole process, a microphone that was shut. */
const MAX_FILLED_MS = 1000;
const MAX_INSERTED_MS = 2000;
/** The model's time may be so far from ours before it is corrected. */
const IN_STEP_MS = 60;
/** A pause is corrected after so long, one piece in four, which moves the end of a turn but little; and a long one freely. */
const PAUSE_MS = 300;
const LONG_PAUSE_MS = 2000;
const PIECES_BETWEEN = 3;
/** Of an attenuated echo, what is no louder: models hear words even in a whisper of it, and a voice nearby is louder. */
const FAINT = powerAt(-48);
/** Over a real-time rate, a device may send so much at once: what piled up while its link stalled. */
const MAX_BURST_MS = 30_000;
const MAX_RATE = 1.01;

export class Uplink {
  readonly #options: UplinkOptions;
  readonly #figures = {
    frames: 0,
    lost: 0,
    stale: 0,
    corrupt: 0,
    concealed: 0,
    surplusDropped: 0,
    gated: 0,
    silenceFilledMs: 0,
    quietLeftOutMs: 0,
    quietDoubledMs: 0,
  };
  readonly #held: HeldAudio;
  readonly #joiner: PcmJoiner;
  readonly #meter = new QuietMeter();
  readonly #bucket: TokenBucket;
  #capture = new CaptureClock();
  #route: UplinkRoute = 'buffer';
  #nextSequence: number | undefined;
  /** From when silence counts while nothing was captured yet. */
  #silentSinceMs: number;
  /** Silence heard, or left out on purpose, since the newest audio. */
  #coveredMs = 0;
  #microphoneOpen = true;
  /** The newest frame was quiet. */
  #inPause = true;
  /** This device leaves out silence by itself. */
  #pausesItself = false;
  #quietMs = LONG_PAUSE_MS;
  #piecesSinceCorrection = 0;
  #gain = 1;
  /** The last time, silence waited because this process came late. */
  #heldUp = false;
  #cancelTick: () => void = () => {};

  constructor(options: UplinkOptions) {
    this.#options = options;
    this.#held = new HeldAudio({ maxMs: options.maxHeldMs });
    this.#joiner = new PcmJoiner((pcm) => this.#deliver(pcm));
    this.#bucket = new TokenBucket({
      clock: options.clock,
      capacity: MAX_BURST_MS,
      perMs: MAX_RATE,
    });
    this.#silentSinceMs = options.clock.now();
    if (options.fillSilence) this.#schedule();
  }

  /** Of audio that waits, in bytes. */
  get heldBytes(): number {
    return this.#held.bytes;
  }

  get figures(): UplinkFigures {
    return {
      ...this.#figures,
      heldDropped: this.#held.dropped,
      aheadMs: Math.round(this.#capture.aheadMs),
    };
  }

  setRoute(route: UplinkRoute): void {
    if (route === this.#route) return;
    this.#route = route;
    if (route === 'forward') {
      for (const pcm of this.#held.takeAll()) this.#options.forward(pcm);
      if (this.#capture.dueAtMs === undefined) this.#silentSinceMs = this.#options.clock.now();
    } else if (route !== 'buffer') {
      // What comes after that belongs to nothing that was heard before.
      this.#joiner.clear();
      this.#capture = new CaptureClock();
      this.#nextSequence = undefined;
      this.#silentSinceMs = this.#options.clock.now();
      this.#coveredMs = 0;
    }
  }

  /** Hot path: one message of one or more packets. */
  accept({ sequence, captureTimeMs, flags, packets }: Audio): void {
    if (this.#route === 'drop' || this.#route === 'refuse') return;
    const { frameDurationMs } = this.#options;
    const afterSilence = (flags & AudioFlag.AFTER_SILENCE) !== 0;
    if (afterSilence && this.#microphoneOpen && this.#figures.frames > 0) this.#pausesItself = true;
    let placed = false;
    for (let i = 0; i < packets.length; i++) {
      const missing = this.#missingBefore((sequence + i) >>> 0);
      if (missing < 0) {
        this.#figures.stale++;
        continue;
      }
      const capturedAtMs = (captureTimeMs + i * frameDurationMs) >>> 0;
      if (!placed) {
        this.#place(capturedAtMs, (packets.length - i) * frameDurationMs, missing, afterSilence);
        placed = true;
      }
      this.#nextSequence = (sequence + i + 1) >>> 0;
      this.#figures.frames++;
      this.#take(packets[i]!, capturedAtMs);
    }
    if (placed) this.#microphoneOpen = true;
    if (flags & AudioFlag.END) this.quiet();
  }

  /** The user's turn is over for the device: silence follows at once. */
  quiet(): void {
    this.#microphoneOpen = false;
    this.#joiner.flush();
  }

  close(): void {
    this.#cancelTick();
    this.#route = 'drop';
    this.#held.takeAll();
    this.#joiner.clear();
    this.#options.decoder.close();
  }

  /** Frames missing before this one; negative when it is too late to be of use. */
  #missingBefore(sequence: number): number {
    if (this.#nextSequence === undefined) return 0;
    const missing = sequenceDifference(sequence, this.#nextSequence);
    return Math.abs(missing) > MAX_SEQUENCE_JUMP ? 0 : missing;
  }

  /** Lets the model hear the pause before a message, as far as it has not heard silence instead already. */
  #place(captureTimeMs: number, durationMs: number, missing: number, afterSilence: boolean): void {
    const { clock, frameDurationMs, decoder } = this.#options;
    const covered = this.#coveredMs;
    let gapMs = this.#capture.place(
      {
        captureTimeMs,
        durationMs,
        contiguous: missing === 0 && !afterSilence,
        presumedGapMs: covered > 0 ? covered : missing * frameDurationMs,
      },
      clock.now(),
    );
    this.#coveredMs = 0;
    if (missing > 0 && !afterSilence) {
      this.#figures.lost += missing;
      this.#options.onLost?.(missing, captureTimeMs);
      const concealable = covered > 0 ? 0 : Math.floor(MAX_CONCEALED_MS / frameDurationMs);
      for (let i = 0; i < Math.min(missing, concealable); i++) {
        const pcm = decoder.conceal();
        if (!pcm) break;
        this.#figures.concealed++;
        this.#hear(pcm, false);
        gapMs -= pcm.length / SAMPLES_PER_MS;
      }
    }
    // What was concealed is on the time line as part of the gap.
    const insertedMs = Math.min(MAX_INSERTED_MS, gapMs - covered);
    if (insertedMs > 0 && this.#bucket.take(insertedMs, MAX_BURST_MS / 2)) this.#insert(insertedMs);
    else if (insertedMs < 0) this.#capture.heardMore(-insertedMs);
  }

  #take(packet: Uint8Array, captureTimeMs: number): void {
    const { decoder, frameDurationMs } = this.#options;
    let pcm = decoder.decode(packet);
    if (!pcm) {
      this.#figures.corrupt++;
      pcm = decoder.conceal();
      if (pcm) this.#figures.concealed++;
    }
    const durationMs = pcm ? pcm.length / SAMPLES_PER_MS : frameDurationMs;
    this.#capture.advance(durationMs);
    if (!pcm) return;
    if (!this.#bucket.take(durationMs)) {
      this.#figures.surplusDropped++;
      return;
    }
    this.#options.onCaptured?.(pcm, captureTimeMs);
    const gain = this.#options.echoGate?.gainAt(captureTimeMs, durationMs) ?? 1;
    if (gain !== 1 || this.#gain !== 1) applyGain(pcm, this.#gain, gain);
    if (gain !== 1) {
      this.#figures.gated++;
      muteBelow(pcm, FAINT);
    }
    this.#gain = gain;
    this.#hear(pcm, true);
  }

  /** Audio of the microphone, or a likeness of it. */
  #hear(pcm: Int16Array, mayCorrect: boolean): void {
    const durationMs = pcm.length / SAMPLES_PER_MS;
    this.#inPause = this.#meter.isQuiet(pcm, durationMs);
    this.#quietMs = this.#inPause ? this.#quietMs + durationMs : 0;
    const correction = mayCorrect ? this.#correction() : 'none';
    if (correction === 'leave out') {
      this.#capture.heardMore(-durationMs);
      this.#figures.quietLeftOutMs += durationMs;
      return;
    }
    this.#joiner.write(pcm);
    if (correction !== 'double') return;
    this.#joiner.write(pcm.slice());
    this.#capture.heardMore(durationMs);
    this.#figures.quietDoubledMs += durationMs;
  }

  /** What is to become of a piece of quiet, so that the model's time comes back to ours. */
  #correction(): 'none' | 'leave out' | 'double' {
    if (this.#quietMs < PAUSE_MS) return 'none';
    const aheadMs = this.#capture.aheadMs;
    const freely = this.#quietMs >= LONG_PAUSE_MS && aheadMs > 0;
    if (Math.abs(aheadMs) <= IN_STEP_MS || (!freely && this.#piecesSinceCorrection < PIECES_BETWEEN)) {
      this.#piecesSinceCorrection++;
      return 'none';
    }
    this.#piecesSinceCorrection = 0;
    return aheadMs > 0 ? 'leave out' : 'double';
  }

  #insert(ms: number): void {
    for (let left = Math.round(ms * SAMPLES_PER_MS); left > 0; left -= SILENCE.length) {
      this.#joiner.write(left >= SILENCE.length ? SILENCE : SILENCE.subarray(0, left));
    }
    this.#quietMs += ms;
    this.#figures.silenceFilledMs += ms;
  }

  #deliver(pcm: Int16Array): void {
    if (this.#route === 'forward') this.#options.forward(pcm);
    else this.#held.push(pcm);
  }

  #schedule(): void {
    const dueAt = this.#options.clock.now() + SILENCE_MS;
    this.#cancelTick = this.#options.clock.after(SILENCE_MS, () => {
      this.#schedule();
      // When this process was held up, audio may be waiting to be read: it comes before silence.
      const heldUp = this.#options.clock.now() - dueAt >= SILENCE_MS;
      if (!heldUp || this.#heldUp) this.#fillSilence();
      this.#heldUp = heldUp && !this.#heldUp;
    });
  }

  #fillSilence(): void {
    if (this.#route !== 'forward') return;
    const dueAtMs = this.#capture.dueAtMs ?? this.#silentSinceMs;
    let lateMs = this.#options.clock.now() - dueAtMs - this.#coveredMs - this.#patienceMs;
    if (lateMs < SILENCE_MS) return;
    this.#joiner.flush();
    if (lateMs > MAX_FILLED_MS) {
      this.#coveredMs += lateMs - MAX_FILLED_MS;
      lateMs = MAX_FILLED_MS;
    }
    for (; lateMs >= SILENCE_MS; lateMs -= SILENCE_MS) {
      this.#coveredMs += SILENCE_MS;
      this.#quietMs += SILENCE_MS;
      if (this.#correction() === 'leave out') {
        this.#capture.heardMore(-SILENCE_MS);
        this.#figures.quietLeftOutMs += SILENCE_MS;
      } else {
        this.#options.forward(SILENCE);
        this.#figures.silenceFilledMs += SILENCE_MS;
      }
    }
  }

  /** How late audio may be before silence takes its place. */
  get #patienceMs(): number {
    const { dueAtMs, messageMs, jitterMs } = this.#capture;
    if (dueAtMs === undefined) return PAUSE_PATIENCE_MS;
    // Of the next message only the end would be due now.
    if (!this.#microphoneOpen) return messageMs;
    if (!this.#inPause && !this.#pausesItself) return SPEECH_PATIENCE_MS;
    return Math.min(MAX_PAUSE_PATIENCE_MS, messageMs + PAUSE_PATIENCE_MS + jitterMs);
  }
}
