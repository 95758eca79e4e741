/** Who waits for a place: conversations that lost their stream before new ones, and each in the order they came. */
import type { OpenOptions } from '../voice-model.ts';

export interface Waiting {
  readonly request: Pick<OpenOptions, 'place'>;
}

export class WaitingLine<Ticket extends Waiting> {
  readonly #again: Ticket[] = [];
  readonly #fresh: Ticket[] = [];

  get length(): number {
    return this.#again.length + this.#fresh.length;
  }

  add(ticket: Ticket): void {
    this.#lineOf(ticket).push(ticket);
  }

  /** For one whose turn it was and who could not go. */
  putBack(ticket: Ticket): void {
    this.#lineOf(ticket).unshift(ticket);
  }

  next(): Ticket | undefined {
    return this.#again.shift() ?? this.#fresh.shift();
  }

  has(ticket: Ticket): boolean {
    return this.#lineOf(ticket).includes(ticket);
  }

  /** False when it does not wait. */
  remove(ticket: Ticket): boolean {
    const line = this.#lineOf(ticket);
    const at = line.indexOf(ticket);
    if (at >= 0) line.splice(at, 1);
    return at >= 0;
  }

  takeAll(): Ticket[] {
    return [...this.#again.splice(0), ...this.#fresh.splice(0)];
  }

  #lineOf({ request }: Ticket): Ticket[] {
    return request.place === 'again' ? this.#again : this.#fresh;
  }
}
