/** What an error of the SDK means. */
import { SdkError, SdkErrorCode, SdkHttpError, SseError, type Transport } from '@modelcontextprotocol/client';
import { ToolError } from '../tool-source.ts';

/** What the server itself said of a request, by JSON-RPC. */
export const isAnswer = (error: unknown): boolean =>
  typeof (error as { code?: unknown } | undefined)?.code === 'number';

/**
 * It has been started anew, or has ended the session (MCP specification, "Session Management"). With servers of the old
 * kind, the session is the stream.
 */
export const isSessionOver = (error: unknown, { sessionId }: Transport): boolean =>
  SseError.isInstance(error) ||
  (sessionId !== undefined && SdkHttpError.isInstance(error) && error.status === 404);

/** Nobody, or something in between, has answered. */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof ToolError || isAnswer(error)) return false;
  if (SdkHttpError.isInstance(error)) return error.status >= 500;
  // The SDK's own mean that it was closed, or has read an answer that makes no sense.
  return SdkError.isInstance(error) ? error.code === SdkErrorCode.SendFailed : true;
}

/** An answer to something that nobody waits for any more. */
export const isLate = (error: Error): boolean => error.message.startsWith('Received a ');

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
