/** A conversation as the API shows it. */
import { z } from 'zod';
import type { SessionNames } from '../../history/queries/session-names.ts';
import type { SessionRow } from '../../history/queries/sessions.ts';

const time = z.iso.datetime();
const tokens = z.object({ speech: z.int(), text: z.int() });

export const sessionSchema = z.object({
  id: z.uuid(),
  deviceId: z.string(),
  deviceName: z.string().nullable().describe('as it is called today; null when it is there no more'),
  userId: z.uuid().nullable().describe('for whom: as it was created, else the owner of the device'),
  userName: z.string().nullable(),
  workspace: z.string().nullable(),
  status: z.enum(['prepared', 'open', 'ended']),
  startedAt: time,
  openedAt: time.nullable().describe('since when the model hears'),
  lastAt: time,
  endedAt: time.nullable(),
  endReason: z.string().nullable(),
  modelId: z.string().nullable(),
  voice: z.string().nullable(),
  configRevision: z.int().nullable(),
  messages: z.int(),
  turns: z.int(),
  interruptions: z.int(),
  failures: z.int().describe('streams of the model that failed'),
  renewals: z.int().describe('streams of the model that took over from another'),
  durationMs: z.int(),
  tokens: z.object({ input: tokens, output: tokens }),
  cost: z.number().describe('US dollars, by records.prices'),
  startup: z
    .record(z.string(), z.number())
    .nullable()
    .describe('what the start took, part by part, and in total; milliseconds'),
  hasAudio: z.boolean().describe('whether there is, or was, a recording of its sound'),
});

export const listedSessionSchema = sessionSchema.extend({
  phase: z.string().nullable().describe('while it is under way in this broker, like "listening"'),
});

export const sessionDetailSchema = listedSessionSchema.extend({
  totals: z.record(z.string(), z.unknown()).nullable().describe('frames and the like, once it has ended'),
});

export type SessionView = z.infer<typeof sessionSchema>;

/** To a millionth: what adding up has left beyond that is no money. */
export const roundedCost = (usd: number): number => Math.round(usd * 1e6) / 1e6;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export function sessionView(row: SessionRow & SessionNames): SessionView {
  const prepared = row.modelId === null && row.openedAt === null && row.messageCount === 0;
  return {
    id: row.id,
    deviceId: row.deviceId,
    deviceName: row.deviceName,
    userId: row.userId,
    userName: row.userName,
    workspace: row.workspace,
    status: row.endedAt ? 'ended' : prepared ? 'prepared' : 'open',
    startedAt: row.startedAt.toISOString(),
    openedAt: iso(row.openedAt),
    lastAt: row.lastAt.toISOString(),
    endedAt: iso(row.endedAt),
    endReason: row.endReason,
    modelId: row.modelId,
    voice: row.voice,
    configRevision: row.configRevision,
    messages: row.messageCount,
    turns: row.turnCount,
    interruptions: row.interruptionCount,
    failures: row.failureCount,
    renewals: row.renewalCount,
    durationMs: row.durationMs,
    tokens: {
      input: { speech: row.inputSpeechTokens, text: row.inputTextTokens },
      output: { speech: row.outputSpeechTokens, text: row.outputTextTokens },
    },
    cost: roundedCost(row.cost),
    startup: row.startup,
    hasAudio: row.hasAudio,
  };
}
