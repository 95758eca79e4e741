/**
 * The course of a conversation as others see it: the same shapes live, as they are recorded, and as they are read again.
 * What was said stands in `transcript` only, and what tools were told and told in `toolText`, so that it can be withheld,
 * and removed, on its own.
 */
import { z } from 'zod';
import type { ConversationEvent } from '../session/conversation-events.ts';
import { momentsOf, waterfall } from '../session/turns/waterfall.ts';

const tokens = z.object({ speech: z.int(), text: z.int() });
const moment = z.object({
  at: z.iso.datetime(),
  tMs: z.int().describe('since the conversation began'),
  n: z.int().describe('counts the events of a conversation; a restarted broker begins anew'),
});

export const turnEventSchema = z.object({
  generation: z.int(),
  marks: z.record(z.string(), z.int()).describe('milliseconds since the first mark'),
  spans: z.record(z.string(), z.int()).describe('milliseconds'),
  playedMs: z.number().nullable(),
  interrupted: z.boolean(),
});

export const sessionEventSchema = z.discriminatedUnion('kind', [
  moment.extend({ kind: z.literal('started'), restored: z.boolean(), voice: z.string() }),
  moment.extend({
    kind: z.literal('settings').describe('what is set for it is known, or has changed'),
    voice: z.string(),
    recording: z.boolean(),
    configRevision: z.int().nullable(),
  }),
  moment.extend({
    kind: z.literal('opened'),
    startup: z.record(z.string(), z.int()).describe('milliseconds, part by part'),
    startupMs: z.int(),
  }),
  moment.extend({ kind: z.literal('state'), from: z.string(), to: z.string(), cause: z.string() }),
  moment.extend({
    kind: z.literal('transcript'),
    role: z.enum(['user', 'assistant']),
    stage: z.enum(['speculative', 'final']).describe('what the assistant is about to say, or what was said'),
    text: z.string(),
    generation: z.int(),
  }),
  moment.extend({ kind: z.literal('turn'), ...turnEventSchema.shape }),
  moment.extend({ kind: z.literal('modelFailed'), reason: z.string() }),
  moment.extend({ kind: z.literal('modelRenewed'), inAnswer: z.boolean() }),
  moment.extend({ kind: z.literal('phrase'), phrase: z.string() }),
  moment.extend({
    kind: z.literal('toolUse'),
    toolUseId: z.string(),
    name: z.string(),
    source: z.string().describe('where the tool is from, like mcp:weather'),
  }),
  moment.extend({
    kind: z.literal('toolText'),
    toolUseId: z.string(),
    part: z.enum(['arguments', 'result']),
    text: z.string().describe('JSON'),
  }),
  moment.extend({
    kind: z.literal('toolResult'),
    toolUseId: z.string(),
    name: z.string(),
    source: z.string(),
    code: z.string().nullable().describe('why it failed'),
    durationMs: z.int(),
  }),
  moment.extend({
    kind: z.literal('usage'),
    input: tokens,
    output: tokens,
    cost: z.number().describe('all since the conversation began'),
  }),
  moment.extend({ kind: z.literal('ended'), reason: z.string(), continued: z.boolean() }),
  moment.extend({ kind: z.literal('cut').describe('more happened than is recorded of one conversation') }),
]);

/** Kinds that hold what people said, or may. */
export const TEXT_KINDS = ['transcript', 'toolText'] as const;

export const isText = (kind: string): boolean => (TEXT_KINDS as readonly string[]).includes(kind);

export type SessionEvent = z.infer<typeof sessionEventSchema>;

type Parts = SessionEvent extends infer Event
  ? Event extends SessionEvent
    ? Omit<Event, 'at' | 'tMs' | 'n'>
    : never
  : never;

/** `used`: all since it began. */
export function partsOf(
  event: ConversationEvent,
  used: { readonly input: UsedTokens; readonly output: UsedTokens; readonly cost: number },
): Parts {
  switch (event.kind) {
    case 'started':
      return { kind: 'started', restored: event.restored, voice: event.voice };
    case 'opened': {
      const { parts, totalMs } = event.startup;
      return { kind: 'opened', startup: { ...parts }, startupMs: totalMs };
    }
    case 'turn': {
      const { generation, marks, playedMs } = event.turn;
      const moments = momentsOf(marks);
      return {
        kind: 'turn',
        generation,
        marks: Object.fromEntries(moments.map(({ mark, atMs }) => [mark, atMs])),
        spans: { ...waterfall(moments).spans },
        playedMs,
        interrupted: marks.interrupted !== undefined,
      };
    }
    // The model's own words may name accounts: they are for the log.
    case 'modelFailed':
      return { kind: 'modelFailed', reason: event.reason };
    case 'usage':
      return { kind: 'usage', input: { ...used.input }, output: { ...used.output }, cost: used.cost };
    case 'ended':
      return { kind: 'ended', reason: event.reason, continued: event.continued };
    case 'state':
    case 'transcript':
    case 'settings':
    case 'modelRenewed':
    case 'phrase':
    case 'toolUse':
    case 'toolText':
    case 'toolResult':
      return { ...event };
  }
}

export interface UsedTokens {
  readonly speech: number;
  readonly text: number;
}
