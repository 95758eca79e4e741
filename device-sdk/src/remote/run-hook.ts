/** Runs what the application gave for a setting or a command: it may throw, reject, or never come back. */
import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';

export type HookEnd<Result> =
  | { readonly ok: true; readonly value: Result }
  /** What it threw, or that it took too long. */
  | { readonly ok: false; readonly text: string };

export interface HookRun<Result> {
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** The device is closed: nobody waits any more. */
  readonly closed: AbortSignal;
  readonly run: (signal: AbortSignal) => Result | Promise<Result>;
}

/** Never rejects. What comes after the timeout is forgotten; the hook's signal tells it. */
export async function runHook<Result>(options: HookRun<Result>): Promise<HookEnd<Result>> {
  const { clock, timeoutMs, closed, run } = options;
  const stop = new AbortController();
  const { signal } = stop;
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  const onClosed = () => stop.abort(closed.reason);
  const onLate = () => stop.abort(new Error(`It did not end within ${Math.round(timeoutMs)} ms.`));
  closed.addEventListener('abort', onClosed, { once: true });
  const timer = clock.after(timeoutMs, onLate);
  try {
    const value = await Promise.race([aborted, Promise.resolve(signal).then(run)]);
    return { ok: true, value };
  } catch (error) {
    return { ok: false, text: messageOf(error) };
  } finally {
    timer.cancel();
    closed.removeEventListener('abort', onClosed);
  }
}
