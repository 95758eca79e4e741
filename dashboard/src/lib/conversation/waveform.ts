/** One side's outline on the time line of a conversation: a byte for each 20 ms, as far as it is known. */
export const STEP_MS = 20;
/** What counts as sound when it is told in words: -40 dB. */
const AUDIBLE = 25;
/** Six hours: what is later is not drawn. */
const MAX_SLOTS = (6 * 3_600_000) / STEP_MS;

export class Waveform {
  #values = new Uint8Array(3000);
  #end = 0;

  get endMs(): number {
    return this.#end * STEP_MS;
  }

  /** Coarser values are spread out. The same piece may come again. */
  set(fromMs: number, stepMs: number, values: ArrayLike<number>): void {
    const spread = Math.max(1, Math.round(stepMs / STEP_MS));
    const first = Math.max(0, Math.round(fromMs / STEP_MS));
    const end = Math.min(MAX_SLOTS, first + values.length * spread);
    if (end <= first) return;
    this.#reserve(end);
    for (let slot = first; slot < end; slot++) {
      const value = values[Math.floor((slot - first) / spread)]!;
      // The record is coarser than what came live: what is known better stays.
      if (spread === 1 || this.#values[slot] === 0) this.#values[slot] = value;
    }
    this.#end = Math.max(this.#end, end);
  }

  /** The loudest in this time; 0 where nothing is known. */
  loudest(fromMs: number, toMs: number): number {
    const first = Math.max(0, Math.floor(fromMs / STEP_MS));
    const end = Math.min(this.#end, Math.max(first + 1, Math.ceil(toMs / STEP_MS)));
    let loudest = 0;
    for (let slot = first; slot < end; slot++) loudest = Math.max(loudest, this.#values[slot]!);
    return loudest;
  }

  /** How long there was sound, roughly. */
  get audibleMs(): number {
    let slots = 0;
    for (let slot = 0; slot < this.#end; slot++) if (this.#values[slot]! > AUDIBLE) slots++;
    return slots * STEP_MS;
  }

  #reserve(slots: number): void {
    if (slots <= this.#values.length) return;
    const larger = new Uint8Array(Math.max(slots, this.#values.length * 2));
    larger.set(this.#values);
    this.#values = larger;
  }
}

export const bytesOf = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
