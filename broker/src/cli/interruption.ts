/** Ctrl-C and SIGTERM for commands that clean up behind themselves. */
import { UsageError } from './output.ts';

/** Stopped from outside before it was done; the exit code is the shell's for Ctrl-C. */
export class StoppedError extends UsageError {
  override readonly name = 'StoppedError';
  readonly exitCode = 130;

  constructor() {
    super('Stopped.');
  }
}

/** What is not cleaned up by then is left to the operating system. */
const GRACE_MS = 3000;
/** Of that, for what is still being made: it may be writing where the command is about to clean up. */
const GIVE_AWAY_MS = 1500;

/**
 * Runs the command with a signal that comes, with a StoppedError, at the first SIGINT or SIGTERM. The second one, or
 * the end of the grace, ends the process at once: no stage of a command can keep it.
 */
export async function interruptible<Result>(
  command: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const stop = new AbortController();
  const giveUp = () => process.exit(130);
  const onSignal = () => {
    if (stop.signal.aborted) giveUp();
    setTimeout(giveUp, GRACE_MS).unref();
    stop.abort(new StoppedError());
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    return await command(stop.signal);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

/**
 * What is being made, unless the signal comes first; then it is given away as soon as it is made, and waited for a moment.
 * @throws the signal's reason.
 */
export function unlessStopped<Thing>(
  making: Promise<Thing>,
  signal: AbortSignal,
  giveAway: (thing: Thing) => Promise<void>,
): Promise<Thing> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      const stopped = () => reject(signal.reason as Error);
      const timer = setTimeout(stopped, GIVE_AWAY_MS);
      void making
        .then(giveAway)
        .catch(() => {})
        .finally(() => {
          clearTimeout(timer);
          stopped();
        });
    };
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    making.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
