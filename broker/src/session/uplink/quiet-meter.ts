/** Tells speech from what a room sounds like without, well enough to know where a piece may be left out or doubled. */
import { powerAt } from './gain.ts';

/** Always quiet, as a room at night; and never quiet, as a voice across the room. */
const SURELY_QUIET = powerAt(-55);
const NEVER_QUIET = powerAt(-35);
const LEAST_FLOOR = powerAt(-70);
/** So much above the floor is still the room: 6 dB. */
const ABOVE_FLOOR = 4;
/** The floor follows a drop at once and a rise by 1 dB a second. */
const FALL = 0.3;
const RISE_PER_MS = 10 ** (0.1 / 1000);

export class QuietMeter {
  #floor = SURELY_QUIET;

  /** Hot path: whether these samples, `durationMs` long, are no louder than the room. */
  isQuiet(pcm: Int16Array, durationMs: number): boolean {
    let sum = 0;
    for (let i = 0; i < pcm.length; i++) sum += pcm[i]! * pcm[i]!;
    // Digital silence says nothing about the room.
    if (sum === 0) return true;
    const power = sum / pcm.length;
    this.#floor =
      power < this.#floor
        ? Math.max(LEAST_FLOOR, this.#floor + (power - this.#floor) * FALL)
        : Math.min(power, this.#floor * RISE_PER_MS ** durationMs);
    return power <= Math.max(SURELY_QUIET, Math.min(NEVER_QUIET, this.#floor * ABOVE_FLOOR));
  }
}
