/** How loud both sides of a conversation were in the last seconds, for a small picture. */

/** From one value to the next. */
const STEP_MS = 100;
/** Ten seconds. */
export const SLOTS = 100;

export class LevelHistory {
  readonly #user = new Uint8Array(SLOTS);
  readonly #assistant = new Uint8Array(SLOTS);
  /** The slot after the newest, counted since the page began. */
  #end = 0;

  /** What came now was heard just before. */
  add(user: readonly number[], assistant: readonly number[], nowMs: number): void {
    const count = Math.max(user.length, assistant.length);
    const now = Math.floor(nowMs / STEP_MS);
    // Values that come close together belong one behind the other.
    const first = Math.abs(now - count - this.#end) <= 3 ? this.#end : now - count;
    for (let slot = this.#end; slot < Math.min(first, this.#end + SLOTS); slot++) this.#set(slot, 0, 0);
    for (let i = 0; i < count; i++) this.#set(first + i, user[i] ?? 0, assistant[i] ?? 0);
    this.#end = first + count;
  }

  /** From the oldest to now: both sides. False when nothing has been heard for so long. */
  draw(nowMs: number, each: (place: number, user: number, assistant: number) => void): boolean {
    const now = Math.floor(nowMs / STEP_MS);
    let isHeard = false;
    for (let i = 0; i < SLOTS; i++) {
      const slot = now - SLOTS + i;
      if (slot < 0 || slot >= this.#end || slot < this.#end - SLOTS) continue;
      const [user, assistant] = [this.#user[slot % SLOTS]!, this.#assistant[slot % SLOTS]!];
      if (user === 0 && assistant === 0) continue;
      isHeard = true;
      each(i, user, assistant);
    }
    return isHeard;
  }

  #set(slot: number, user: number, assistant: number): void {
    if (slot < 0) return;
    this.#user[slot % SLOTS] = user;
    this.#assistant[slot % SLOTS] = assistant;
  }
}
