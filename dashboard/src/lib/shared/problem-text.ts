/** A failure in words: the broker's own, or that it could not be asked. */
import { Problem, UNREACHABLE } from '#lib/broker/problem.ts';
import { m } from '#lib/messages/index.svelte.ts';

export function problemText(error: unknown): string {
  if (!(error instanceof Problem)) return error instanceof Error ? error.message : String(error);
  return error.code === UNREACHABLE ? m().common.unreachable : error.message;
}
