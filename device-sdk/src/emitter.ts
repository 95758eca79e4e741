/** Rare facts as typed events. A listener that throws is reported and hurts nobody else. */

type Listener<Payload> = (payload: Payload) => void;

export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>();
  /** Those who wait in `once`. */
  readonly #waiting = new Set<(error: Error) => void>();
  readonly #onListenerError: (error: unknown) => void;
  #end: Error | undefined;

  constructor(onListenerError: (error: unknown) => void) {
    this.#onListenerError = onListenerError;
  }

  /** Returns the function that removes the listener. */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    let set = this.#listeners.get(name);
    if (!set) this.#listeners.set(name, (set = new Set()));
    set.add(listener);
    return () => set.delete(listener);
  }

  /**
   * The next event of this name that fits. Rejects with the signal's reason, or with the error of `end`. It may be
   * awaited later, or never: its rejection does not count as unhandled.
   */
  once<Name extends keyof Events>(
    name: Name,
    signal?: AbortSignal,
    fits: (payload: Events[Name]) => boolean = () => true,
  ): Promise<Events[Name]> {
    const next = new Promise<Events[Name]>((resolve, reject) => {
      if (this.#end) return reject(this.#end);
      if (signal?.aborted) return reject(signal.reason as Error);
      const settle = (finish: () => void) => {
        off();
        this.#waiting.delete(fail);
        signal?.removeEventListener('abort', onAbort);
        finish();
      };
      const fail = (error: Error) => settle(() => reject(error));
      const onAbort = () => fail(signal!.reason as Error);
      const off = this.on(name, (payload) => fits(payload) && settle(() => resolve(payload)));
      this.#waiting.add(fail);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
    next.catch(() => {});
    return next;
  }

  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): void {
    const set = this.#listeners.get(name);
    if (!set) return;
    // Who begins to listen now hears the next event, not this one; who stops now does not hear it.
    const listeners = Array.from(set);
    for (const listener of listeners) {
      if (!set.has(listener)) continue;
      try {
        (listener as Listener<Events[Name]>)(payload);
      } catch (error) {
        this.#onListenerError(error);
      }
    }
  }

  /** Nothing happens any more: listeners are forgotten, and who waits is told why. */
  end(error: Error): void {
    if (this.#end) return;
    this.#end = error;
    for (const fail of this.#waiting) fail(error);
    this.#listeners.clear();
  }
}
