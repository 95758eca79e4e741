/** Waiting that ends, whatever becomes of the work. */
import type { Clock } from '../clock.ts';

/** Whether the work was done in time. Rejects as the work does; what it does later is nobody's business. */
export function isDoneWithin(work: Promise<unknown>, ms: number, clock: Clock): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => resolve(false));
    work.then(() => resolve(true), reject).finally(cancel);
  });
}

/** Whoever does not wait any more leaves the work to the others. @throws what `onAbort` gives, when the signal comes first */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal, onAbort: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(onAbort());
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
