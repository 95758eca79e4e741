/** Errors that are told to whoever uses a sandbox, who may be anybody, and of which only the log says all. */
import type { Logger } from 'pino';
import { ToolError } from '../tool-source.ts';

/** @param cause may name addresses, paths and sockets of the broker's machine */
export function inLog(log: Logger | undefined, words: string, cause: unknown): ToolError {
  log?.warn({ err: cause }, words);
  return new ToolError('UNAVAILABLE', `${words} The log of the broker says why.`, { cause });
}
