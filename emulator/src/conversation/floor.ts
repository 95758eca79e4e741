/**
 * Who may speak: the user, or one answer at a time. An answer that waits for a tool gives the floor up and queues
 * for it when the result is there.
 */

export class Floor {
  #holder: object | undefined;
  #userSpeaks = false;
  #queue: { holder: object; resolve: (granted: boolean) => void }[] = [];

  get holder(): object | undefined {
    return this.#holder;
  }

  /** The user begins to speak: nobody gets the floor before `userDone()`. The present holder keeps it until released. */
  userSpeaks(): void {
    this.#userSpeaks = true;
  }

  userDone(): void {
    this.#userSpeaks = false;
    this.#grant();
  }

  /** Takes the floor ahead of the queue. */
  seize(holder: object): void {
    this.#holder = holder;
  }

  /** Resolves with true when `holder` has the floor, with false when the floor was closed. */
  take(holder: object): Promise<boolean> {
    return new Promise((resolve) => {
      this.#queue.push({ holder, resolve });
      this.#grant();
    });
  }

  release(holder: object): void {
    if (this.#holder !== holder) return;
    this.#holder = undefined;
    this.#grant();
  }

  close(): void {
    const waiting = this.#queue;
    this.#queue = [];
    for (const { resolve } of waiting) resolve(false);
  }

  #grant(): void {
    if (this.#holder || this.#userSpeaks) return;
    const next = this.#queue.shift();
    if (!next) return;
    this.#holder = next.holder;
    next.resolve(true);
  }
}
