/**
 * Who listens to recordings: once in a while for each person and piece, however many parts a player asks for, and
 * whichever part it asks for first.
 */
import type { Clock } from '../../clock.ts';

const ONCE_IN_MS = 600_000;
const MAX_REMEMBERED = 10_000;

export class ListeningLog {
  readonly #clock: Clock;
  /** Told longest ago first. */
  readonly #toldAt = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether this is to be told. */
  isNews(listener: string, piece: string): boolean {
    const key = `${listener} ${piece}`;
    const now = this.#clock.now();
    const last = this.#toldAt.get(key);
    if (last !== undefined && now - last < ONCE_IN_MS) return false;
    this.#toldAt.delete(key);
    this.#toldAt.set(key, now);
    const [oldest] = this.#toldAt.keys();
    if (this.#toldAt.size > MAX_REMEMBERED) this.#toldAt.delete(oldest!);
    return true;
  }
}
