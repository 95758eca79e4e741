/** Everybody who reads one kind of thing from a session, each with a bounded queue of their own. */
import { AsyncQueue } from '../async-queue.ts';

/** Items held for a reader that does not read; then the oldest goes. */
const QUEUE_CAPACITY = 512;

export class Readers<Item> {
  readonly #queues = new Set<AsyncQueue<Item>>();
  #ended = false;

  /** A new reader, from now on. `onDone` is called once, when it stops reading or all has ended. */
  open(onDone?: () => void): AsyncQueue<Item> {
    const queue: AsyncQueue<Item> = new AsyncQueue({
      capacity: QUEUE_CAPACITY,
      onDone: () => {
        this.#queues.delete(queue);
        onDone?.();
      },
    });
    this.#queues.add(queue);
    if (this.#ended) queue.end();
    return queue;
  }

  push(item: Item): void {
    for (const queue of this.#queues) queue.push(item);
  }

  get isEmpty(): boolean {
    return this.#queues.size === 0;
  }

  /** What is queued is still read. Who comes later reads nothing. */
  end(): void {
    this.#ended = true;
    for (const queue of this.#queues) queue.end();
  }
}
