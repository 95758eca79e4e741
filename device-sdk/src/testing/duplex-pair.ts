/** Two streams, each the other's far end: a connection without a network. */
import { Duplex } from 'node:stream';

class Half extends Duplex {
  other!: Half;
  #waiting: (() => void) | undefined;

  override _read(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    // The writer goes on when the other side has room.
    if (this.other.push(chunk)) done();
    else this.other.#waiting = done;
  }

  override _final(done: () => void): void {
    this.other.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    done(error);
    if (!this.other.destroyed) queueMicrotask(() => this.other.destroy());
  }
}

export function duplexPair(): [Duplex, Duplex] {
  const [a, b] = [new Half(), new Half()];
  a.other = b;
  b.other = a;
  return [a, b];
}
