/**
 * Half duplex for devices that hear themselves: how much of the microphone reaches the model while the device plays.
 * All times are of the device's clock, modulo 2^32. Buttons and wake words do not pass here.
 */
import { wireTimeDifference } from '@pipit/protocol';

export interface EchoGateOptions {
  readonly policy: 'mute' | 'attenuate';
  /** How long a room and a loudspeaker sound on, in milliseconds. */
  readonly tailMs: number;
  readonly attenuationDb: number;
  /** False while the microphone is not to be touched. Default: always true. */
  readonly applies?: () => boolean;
}

/** A time of playback. */
interface Playback {
  readonly fromMs: number;
  /** Last frame sent for it is heard by then; undefined when that was not told. */
  expectedEndMs: number | undefined;
  /** With the tail; undefined while it plays. */
  untilMs: number | undefined;
}

/** Frames of the microphone may come so much later than what is told of playback; then they are let through. */
const PAST_PLAYBACKS = 4;
/** Playback may be held up by so much and still be going on; then its end is taken as lost, or the device would stay deaf. */
const OVERDUE_MS = 3000;
/** The longest playback when its length was not told: longer than any answer. */
const MAX_PLAYBACK_MS = 600_000;

export class EchoGate {
  readonly #tailMs: number;
  readonly #gain: number;
  readonly #applies: () => boolean;
  readonly #playbacks: Playback[] = [];
  /** Capture time of the newest audio seen, which stands for "now" where a device's time is not known. */
  #newestMs: number | undefined;

  constructor({ policy, tailMs, attenuationDb, applies = () => true }: EchoGateOptions) {
    this.#applies = applies;
    this.#tailMs = tailMs;
    this.#gain = policy === 'mute' ? 0 : 10 ** (-attenuationDb / 20);
  }

  /**
   * A frame of an answer was sent. The first begins the playback as far as we know: the device cannot play before, and
   * word of its start comes later than the first echo may. Undefined where the clocks are not compared yet.
   */
  frameSent(deviceTimeMs: number | undefined, durationMs: number): void {
    const at = deviceTimeMs ?? this.#newestMs;
    const current = this.#current;
    if (current) {
      // Played after what was sent before, or at once when that has run out.
      const { expectedEndMs } = current;
      const from =
        expectedEndMs === undefined || at === undefined ? (expectedEndMs ?? at) : laterOf(expectedEndMs, at);
      if (from !== undefined) current.expectedEndMs = wire(from + durationMs);
    } else if (at !== undefined) {
      this.#begin(at, wire(at + durationMs));
    }
  }

  playbackStarted(deviceTimeMs: number): void {
    // Muted since the first frame was sent, which was before.
    if (!this.#current) this.#begin(deviceTimeMs, undefined);
  }

  /** Undefined where the device did not say when: as of the newest audio seen. */
  playbackEnded(deviceTimeMs: number | undefined): void {
    const current = this.#current;
    if (!current) return;
    const at = deviceTimeMs ?? this.#newestMs ?? current.fromMs;
    // A playback that ended before it began, by a clock that was set, leaves its tail.
    current.untilMs = wire(laterOf(at, current.fromMs) + this.#tailMs);
  }

  /** What to multiply samples by that were captured then: 1 outside of playback. Hot path. */
  gainAt(captureTimeMs: number, durationMs = 0): number {
    if (this.#newestMs === undefined || wireTimeDifference(captureTimeMs, this.#newestMs) > 0) {
      this.#newestMs = captureTimeMs;
    }
    const endMs = captureTimeMs + durationMs;
    for (const playback of this.#playbacks) {
      const sinceMs = wireTimeDifference(endMs, playback.fromMs);
      if (sinceMs < 0) continue;
      const untilMs = playback.untilMs ?? this.#presumedEndOf(playback);
      if (wireTimeDifference(captureTimeMs, untilMs) < 0) return this.#applies() ? this.#gain : 1;
    }
    return 1;
  }

  get #current(): Playback | undefined {
    const last = this.#playbacks.at(-1);
    if (!last || last.untilMs !== undefined) return undefined;
    // One whose end was lost is over.
    const overdue =
      this.#newestMs !== undefined && wireTimeDifference(this.#newestMs, this.#presumedEndOf(last)) >= 0;
    return overdue ? undefined : last;
  }

  #presumedEndOf({ fromMs, expectedEndMs }: Playback): number {
    return expectedEndMs === undefined
      ? wire(fromMs + MAX_PLAYBACK_MS)
      : wire(expectedEndMs + OVERDUE_MS + this.#tailMs);
  }

  #begin(fromMs: number, expectedEndMs: number | undefined): void {
    this.#playbacks.push({ fromMs, expectedEndMs, untilMs: undefined });
    if (this.#playbacks.length > PAST_PLAYBACKS) this.#playbacks.shift();
  }
}

const wire = (ms: number): number => Math.floor(ms) >>> 0;
const laterOf = (a: number, b: number): number => (wireTimeDifference(a, b) >= 0 ? a : b);
