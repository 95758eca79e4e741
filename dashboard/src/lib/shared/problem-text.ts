/** A failure in words: the broker's own, or that it could not be asked. */
import { Problem, UNREACHABLE } from '#lib/broker/problem.ts';
import { m } from '#lib/messages/index.svelte.ts';

export function problemText(error: unknown): string {
  if (!(error instanceof Problem)) {
    // Also what the router has made of an error.
    const { message } = (error ?? {}) as { readonly message?: unknown };
    return typeof message === 'string' ? message : String(error);
  }
  return error.code === UNREACHABLE ? m().common.unreachable : error.message;
}
