/** The numbers of a report: what the broker has counted, put into steps, compared, and as rows of a file. */
import type { operations } from '#lib/broker/gen/schema.d.ts';
import { csvOf } from '#lib/shared/csv.ts';

type Items<Name extends 'getUsage' | 'getUsageOfDevices' | 'getUsageOfTools'> =
  operations[Name]['responses'][200]['content']['application/json']['items'][number];
export type Usage = Items<'getUsage'>;
export type DeviceUsage = Items<'getUsageOfDevices'>;
export type ToolUsage = Items<'getUsageOfTools'>;

/** Of a step, or of all of a span. */
export interface Figures {
  readonly start: string;
  readonly conversations: number;
  readonly turns: number;
  readonly minutes: number;
  readonly speechIn: number;
  readonly textIn: number;
  readonly speechOut: number;
  readonly textOut: number;
  readonly tokens: number;
  readonly cost: number;
  readonly interruptions: number;
  readonly failures: number;
  /** Null where nobody waited. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

export type Figure = Exclude<keyof Figures, 'start'>;

const nothing = (start: string): Figures => ({
  start,
  conversations: 0,
  turns: 0,
  minutes: 0,
  speechIn: 0,
  textIn: 0,
  speechOut: 0,
  textOut: 0,
  tokens: 0,
  cost: 0,
  interruptions: 0,
  failures: 0,
  p50Ms: null,
  p95Ms: null,
});

function figuresOf(usage: Usage): Figures {
  const { input, output } = usage.tokens;
  return {
    start: usage.start,
    conversations: usage.sessions,
    turns: usage.turns,
    minutes: usage.durationMs / 60_000,
    speechIn: input.speech,
    textIn: input.text,
    speechOut: output.speech,
    textOut: output.text,
    tokens: input.speech + input.text + output.speech + output.text,
    cost: usage.cost,
    interruptions: usage.interruptions,
    failures: usage.failures,
    p50Ms: usage.responseP50Ms,
    p95Ms: usage.responseP95Ms,
  };
}

/** One for each step; what the broker leaves out has had no use. */
export function inSteps(starts: readonly string[], usages: readonly Usage[]): Figures[] {
  const byStart = new Map(usages.map((usage) => [usage.start, usage]));
  return starts.map((start) => {
    const usage = byStart.get(start);
    return usage ? figuresOf(usage) : nothing(start);
  });
}

/** Of a span that was asked for as one. */
export const inAll = (usages: readonly Usage[]): Figures => (usages[0] ? figuresOf(usages[0]) : nothing(''));

/** As a part of what was: 0.25 for a quarter more. Null where there was nothing to compare with. */
export function difference(now: number | null, before: number | null): number | null {
  if (now === null || before === null || before === 0) return null;
  return (now - before) / before;
}

const COLUMNS: readonly Figure[] = [
  'conversations',
  'turns',
  'minutes',
  'speechIn',
  'textIn',
  'speechOut',
  'textOut',
  'tokens',
  'cost',
  'interruptions',
  'failures',
  'p50Ms',
  'p95Ms',
];

const rounded = (figure: Figure, value: number | null): number | null =>
  value === null ? null : figure === 'cost' ? Math.round(value * 1e6) / 1e6 : Math.round(value * 100) / 100;

/** The very numbers that are shown, with English names as the broker's own files have them. */
export const csvOfSteps = (steps: readonly Figures[]): string =>
  csvOf(
    ['start', ...COLUMNS],
    steps.map((step) => [step.start, ...COLUMNS.map((figure) => rounded(figure, step[figure]))]),
  );

export const csvOfDevices = (items: readonly DeviceUsage[]): string =>
  csvOf(
    ['device', 'cost', 'conversations', 'turns', 'minutes', 'tokens'],
    items.map(({ deviceId, cost, sessions, turns, durationMs, tokens: { input, output } }) => [
      deviceId,
      rounded('cost', cost),
      sessions,
      turns,
      rounded('minutes', durationMs / 60_000),
      input.speech + input.text + output.speech + output.text,
    ]),
  );

export const csvOfTools = (items: readonly ToolUsage[]): string =>
  csvOf(
    ['tool', 'source', 'calls', 'failures', 'timeouts', 'meanMs', 'maxMs'],
    items.map(({ name, source, calls, failures, timeouts, meanMs, maxMs }) => [
      name,
      source,
      calls,
      failures,
      timeouts,
      meanMs,
      maxMs,
    ]),
  );
