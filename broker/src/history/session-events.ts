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
  startMs: z.int().nullable().default(null).describe('of the first mark, on the time line of the events'),
  uplinkMs: z
    .number()
    .nullable()
    .default(null)
    .describe('from the microphone to the broker, as far as the clocks are compared'),
});

const peaksSchema = z.object({
  side: z.enum(['user', 'assistant']),
  fromMs: z.int().describe('of the first value, on the time line of the events'),
  stepMs: z.int().describe('from one value to the next'),
  values: z.string().describe('bytes in base64: the square root of the loudest sample, 255 at full scale'),
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
    stage: z
      .enum(['speculative', 'final', 'cut'])
      .describe(
        'what the assistant is about to say; what was said; what was heard of an answer that was cut off',
      ),
    text: z.string(),
    unsaid: z.string().optional().describe('of an answer that was cut off: what was not heard'),
    generation: z.int(),
  }),
  moment.extend({ kind: z.literal('turn'), ...turnEventSchema.shape }),
  moment.extend({
    kind: z.literal('interrupted'),
    generation: z.int(),
    heardMs: z.int().describe('of the answer, by when it was sent; the turn has what the device says'),
  }),
  moment.extend({
    kind: z.literal('peaks').describe('waveforms of what was heard and said, while there is sound'),
    peaks: z.array(peaksSchema),
    lost: z.array(z.object({ tMs: z.int(), packets: z.int() })).describe('of the microphone'),
  }),
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

/** All but waveforms, which are many and go a way of their own. */
export type CountedEvent = Exclude<ConversationEvent, { kind: 'peaks' }>;

/** What the conversation as a whole adds to an event. */
export interface Surroundings {
  /** Now, on the time line of the events. */
  readonly tMs: number;
  /** All since it began. */
  readonly used: { readonly input: UsedTokens; readonly output: UsedTokens; readonly cost: number };
}

export function partsOf(event: CountedEvent, { tMs, used }: Surroundings): Parts {
  switch (event.kind) {
    case 'started':
      return { kind: 'started', restored: event.restored, voice: event.voice };
    case 'opened': {
      const { parts, totalMs } = event.startup;
      return { kind: 'opened', startup: { ...parts }, startupMs: totalMs };
    }
    case 'turn': {
      const { generation, marks, playedMs, uplinkMs } = event.turn;
      const moments = momentsOf(marks);
      const first = Math.min(...Object.values(marks));
      return {
        kind: 'turn',
        generation,
        marks: Object.fromEntries(moments.map(({ mark, atMs }) => [mark, atMs])),
        spans: { ...waterfall(moments).spans },
        playedMs,
        interrupted: marks.interrupted !== undefined,
        startMs: moments.length > 0 ? Math.round(tMs - (event.atMs - first)) : null,
        uplinkMs: uplinkMs === null ? null : Math.round(uplinkMs),
      };
    }
    case 'interrupted':
      return { ...event, heardMs: Math.round(event.heardMs) };
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
