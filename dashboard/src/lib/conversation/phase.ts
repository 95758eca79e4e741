/** What a conversation is doing, as the broker names it. */
import type { Catalogue } from '#lib/messages/catalogue.ts';
import { en } from '#lib/messages/en/index.ts';

export type Phase = keyof Catalogue['conversation']['phases'];

/** A word of a later broker is one that is not known. */
export const phaseOf = (name: string): Phase =>
  Object.hasOwn(en.conversation.phases, name) ? (name as Phase) : 'unknown';
