/** What an error of the SDK means. */
/** A message that is none. Late answers and streams that were cut come the same way, and are no nonsense. */
export const isUnreadable = (error: Error): boolean =>
  error instanceof SyntaxError || error.name === 'ZodError';

/** The SDK has no other name for it, and for its tries to open it again. */
export const isStreamCut = (error: Error): boolean =>
  /^(SSE stream disconnected|Failed to (re)?open SSE stream|Failed to reconnect|Maximum reconnection)/.test(
    error.message,
  );

/** What lies at the bottom of it: the layers above only say that something failed. */
export function rootOf(error: unknown): string {
  let words = 'It cannot be reached.';
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    if (at.message) words = at.message;
  }
  return words;
}
