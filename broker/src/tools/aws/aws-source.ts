/** What the sources of tools that stand on Amazon's services have in common. */
import type { Logger } from 'pino';
import { ToolError } from '../tool-source.ts';
import type { AwsClients } from './aws-clients.ts';

export interface AwsSourceOptions {
  readonly clients: AwsClients;
  /** With the ids of the conversation. */
  readonly log: Logger;
}

/** A text among the arguments of a model, cut where a service would refuse it. @throws {ToolError} INVALID_ARGUMENTS */
export function textOf(args: Readonly<Record<string, unknown>>, name: string, maxChars: number): string {
  const value = args[name];
  if (typeof value !== 'string' || value.trim() === '')
    throw new ToolError('INVALID_ARGUMENTS', `Say in "${name}" what is wanted, in words.`);
  return value.trim().slice(0, maxChars).toWellFormed();
}

/** @throws {ToolError} UNKNOWN_TOOL */
export function requireTool(name: string, own: string): void {
  if (name !== own) throw new ToolError('UNKNOWN_TOOL', 'There is no such tool now.');
}

/** For lists that never change. */
export const neverChanges = (): (() => void) => () => {};
