/** One entry as one line of JSON, and what of a file's text can be read as such. */
import { Reason, type ReasonName } from '@pipit/protocol';
import { z } from 'zod';
import type { ConversationEntry } from './conversation-store.ts';

const moment = { sessionId: z.string().min(1), at: z.number() };
const entrySchema: z.ZodType<ConversationEntry> = z.discriminatedUnion('kind', [
  z.object({
    ...moment,
    kind: z.literal('opened'),
    number: z.number(),
    frameDurationMs: z.number(),
    mode: z.number(),
  }),
  z.object({
    ...moment,
    kind: z.literal('message'),
    role: z.enum(['user', 'assistant']),
    text: z.string(),
    generation: z.number(),
    interrupted: z.boolean().exactOptional(),
  }),
  z.object({
    ...moment,
    kind: z.literal('ended'),
    reason: z.enum(Object.keys(Reason) as [ReasonName]),
  }),
]);

/** With its line feed; JSON has none inside. */
export const lineOf = (entry: ConversationEntry): string => `${JSON.stringify(entry)}\n`;

/** Lines that are no entries (torn by a crash or a full disk) are passed over. */
export function entriesOf(text: string): ConversationEntry[] {
  const entries: ConversationEntry[] = [];
  for (const line of text.split('\n')) {
    const entry = entryOf(line);
    if (entry) entries.push(entry);
  }
  return entries;
}

/** Undefined when it is none. */
export function entryOf(line: string): ConversationEntry | undefined {
  try {
    return entrySchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
