/** What is to be written of conversations: changes that can be added up while they wait, and rows. Pure. */

/** Of a conversation, or of a device in an hour; all of them add up. */
export interface Counts {
  messages: number;
  turns: number;
  interruptions: number;
  failures: number;
  renewals: number;
  durationMs: number;
  inputSpeechTokens: number;
  inputTextTokens: number;
  outputSpeechTokens: number;
  outputTextTokens: number;
  /** In US dollars. */
  cost: number;
  /** From the end of the question to the first sound of the answer, of those turns that know it. */
  responseMsSum: number;
  responseCount: number;
}

export const noCounts = (): Counts => ({
  messages: 0,
  turns: 0,
  interruptions: 0,
  failures: 0,
  renewals: 0,
  durationMs: 0,
  inputSpeechTokens: 0,
  inputTextTokens: 0,
  outputSpeechTokens: 0,
  outputTextTokens: 0,
  cost: 0,
  responseMsSum: 0,
  responseCount: 0,
});

export function addCounts(to: Counts, counts: Readonly<Counts>): void {
  for (const key of Object.keys(counts) as (keyof Counts)[]) to[key] += counts[key];
}

/** What is known now and was not before; times in milliseconds since 1970. */
export interface SessionFacts {
  readonly startedAt?: number;
  readonly openedAt?: number;
  readonly endedAt?: number;
  readonly endReason?: string;
  readonly modelId?: string;
  readonly voice?: string;
  readonly configRevision?: number;
  readonly startup?: Readonly<Record<string, number>>;
  readonly totals?: object;
  /** There is a recording of its sound. */
  readonly hasAudio?: boolean;
}

export interface SessionChange {
  readonly sessionId: string;
  readonly deviceId: string;
  /** Of the newest event, in milliseconds since 1970. */
  readonly at: number;
  readonly facts: SessionFacts;
  readonly adds: Readonly<Counts>;
}

/** Both, the newer one second. */
export function mergedSession(old: SessionChange, next: SessionChange): SessionChange {
  const adds = noCounts();
  addCounts(adds, old.adds);
  addCounts(adds, next.adds);
  return { ...next, at: Math.max(old.at, next.at), facts: { ...old.facts, ...next.facts }, adds };
}

export interface UsageChange {
  readonly deviceId: string;
  /** Its beginning, in milliseconds since 1970. */
  readonly hour: number;
  readonly sessions: number;
  readonly adds: Readonly<Counts>;
}

export const usageKey = ({ deviceId, hour }: UsageChange): string => `${hour} ${deviceId}`;

export function mergedUsage(old: UsageChange, next: UsageChange): UsageChange {
  const adds = noCounts();
  addCounts(adds, old.adds);
  addCounts(adds, next.adds);
  return { ...next, sessions: old.sessions + next.sessions, adds };
}

/** What a device had of a tool in an hour. */
export interface ToolUseChange {
  readonly deviceId: string;
  /** Its beginning, in milliseconds since 1970. */
  readonly hour: number;
  /** `device`, or like `mcp:` and the id of a server. */
  readonly source: string;
  /** As the model knew it. */
  readonly name: string;
  readonly calls: number;
  /** Timeouts among them. */
  readonly failures: number;
  readonly timeouts: number;
  readonly durationMs: number;
  readonly maxMs: number;
}

export const toolUseKey = ({ deviceId, hour, source, name }: ToolUseChange): string =>
  JSON.stringify([hour, deviceId, source, name]);

export function mergedToolUse(old: ToolUseChange, next: ToolUseChange): ToolUseChange {
  return {
    ...next,
    calls: old.calls + next.calls,
    failures: old.failures + next.failures,
    timeouts: old.timeouts + next.timeouts,
    durationMs: old.durationMs + next.durationMs,
    maxMs: Math.max(old.maxMs, next.maxMs),
  };
}

export interface TurnRow {
  readonly sessionId: string;
  readonly deviceId: string;
  readonly at: number;
  readonly generation: number;
  /** The mark's name to milliseconds since the first mark. */
  readonly marks: Readonly<Record<string, number>>;
  readonly playedMs: number | null;
  readonly interrupted: boolean;
  readonly spans: Readonly<Record<string, number>>;
}

export interface EventRow {
  readonly sessionId: string;
  readonly at: number;
  readonly kind: string;
  readonly payload: object;
}

export interface RecordBatch {
  readonly sessions: readonly SessionChange[];
  readonly usage: readonly UsageChange[];
  readonly toolUse: readonly ToolUseChange[];
  readonly turns: readonly TurnRow[];
  readonly events: readonly EventRow[];
}
