/** Users for sandboxes, where the broker or Docker may choose them: numbers that nobody else has, as systemd takes them. */
import { ToolError } from '../tool-source.ts';

/** `DynamicUser=` of systemd. */
const FIRST = 61_184;
const LAST = 65_519;

export class SandboxUsers {
  readonly #taken = new Set<number>();
  /** Brokers side by side do not begin with the same. */
  #next = FIRST + Math.floor(Math.random() * (LAST - FIRST));

  /** @throws {ToolError} UNAVAILABLE when there is none left */
  take(): number {
    if (this.#taken.size > LAST - FIRST) throw new ToolError('UNAVAILABLE', 'There are too many sandboxes.');
    do this.#next = this.#next === LAST ? FIRST : this.#next + 1;
    while (this.#taken.has(this.#next));
    this.#taken.add(this.#next);
    return this.#next;
  }

  giveBack(uid: number): void {
    this.#taken.delete(uid);
  }
}
