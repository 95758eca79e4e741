/** What was used and what it cost. */
import { z } from 'zod';
import { type ToolUsageRow, toolUsage } from '../../history/queries/tool-usage.ts';
import { type UsageRow, usageByDevice, usageByTime } from '../../history/queries/usage.ts';
import { viewerOf } from '../../history/queries/viewer.ts';
import type { Queries } from '../../store/database.ts';
import { principalOf } from '../access.ts';
import type { Routes } from '../api.ts';
import { type CsvColumn, sendCsv, wantsCsv } from '../habits/csv.ts';
import { boundedSpan, deviceQuery, spanQuery, timeZoneQuery } from '../time-lists.ts';
import { roundedCost } from './session-schemas.ts';

export interface UsageRoutesOptions {
  readonly queries: Queries;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const tokens = z.object({ speech: z.int(), text: z.int() });
const usage = {
  sessions: z.int().describe('that began then'),
  turns: z.int(),
  messages: z.int(),
  interruptions: z.int(),
  failures: z.int(),
  durationMs: z.int(),
  tokens: z.object({ input: tokens, output: tokens }),
  cost: z.number().describe('US dollars, by records.prices'),
  meanResponseMs: z.number().nullable(),
};
const byTimeSchema = z.object({
  start: z.string().describe('local time of the time zone'),
  ...usage,
  responseP50Ms: z
    .int()
    .nullable()
    .describe('to 2 % for all devices; for some, as long as their turns are kept'),
  responseP95Ms: z.int().nullable(),
});
const byDeviceSchema = z.object({ deviceId: z.string(), ...usage });

const toolSchema = z.object({
  source: z.string().describe('`device`, or `mcp:` and the id of the server'),
  name: z.string().describe('as the model knows it'),
  calls: z.int(),
  failures: z.int().describe('timeouts among them'),
  timeouts: z.int(),
  meanMs: z.number(),
  maxMs: z.number(),
});

const view = (row: UsageRow) => ({
  sessions: row.sessions,
  turns: row.turns,
  messages: row.messages,
  interruptions: row.interruptions,
  failures: row.failures,
  durationMs: row.durationMs,
  tokens: {
    input: { speech: row.inputSpeechTokens, text: row.inputTextTokens },
    output: { speech: row.outputSpeechTokens, text: row.outputTextTokens },
  },
  cost: roundedCost(row.cost),
  meanResponseMs: row.meanResponseMs,
});

type View = ReturnType<typeof view>;

const CSV: readonly CsvColumn<View>[] = [
  { header: 'sessions', value: ({ sessions }) => sessions },
  { header: 'turns', value: ({ turns }) => turns },
  { header: 'messages', value: ({ messages }) => messages },
  { header: 'interruptions', value: ({ interruptions }) => interruptions },
  { header: 'failures', value: ({ failures }) => failures },
  { header: 'durationMs', value: ({ durationMs }) => durationMs },
  { header: 'inputSpeechTokens', value: ({ tokens }) => tokens.input.speech },
  { header: 'inputTextTokens', value: ({ tokens }) => tokens.input.text },
  { header: 'outputSpeechTokens', value: ({ tokens }) => tokens.output.speech },
  { header: 'outputTextTokens', value: ({ tokens }) => tokens.output.text },
  { header: 'cost', value: ({ cost }) => cost },
  { header: 'meanResponseMs', value: ({ meanResponseMs }) => meanResponseMs },
];

const TOOL_CSV: readonly CsvColumn<ToolUsageRow>[] = [
  { header: 'source', value: ({ source }) => source },
  { header: 'name', value: ({ name }) => name },
  { header: 'calls', value: ({ calls }) => calls },
  { header: 'failures', value: ({ failures }) => failures },
  { header: 'timeouts', value: ({ timeouts }) => timeouts },
  { header: 'meanMs', value: ({ meanMs }) => meanMs },
  { header: 'maxMs', value: ({ maxMs }) => maxMs },
];

/** By `by`: how much is looked at when nothing is said, and at most. */
const DAYS = {
  hour: { usual: 2, most: 31 },
  day: { usual: 31, most: 731 },
  week: { usual: 92, most: 3660 },
  month: { usual: 366, most: 3660 },
  span: { usual: 31, most: 3660 },
} as const;

const byTimeQuery = z.strictObject({
  by: z
    .enum(['hour', 'day', 'week', 'month', 'span'])
    .default('day')
    .describe('weeks begin on Monday; span: all of it as one'),
  ...deviceQuery,
  ...spanQuery,
  timeZone: timeZoneQuery,
});

const byDeviceQuery = z.strictObject({
  ...deviceQuery,
  ...spanQuery,
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

export const usageRoutes =
  ({ queries, now }: UsageRoutesOptions): Routes =>
  (api) => {
    api.get(
      '/api/v1/usage',
      {
        config: { access: 'sessions:read', csv: true },
        schema: {
          operationId: 'getUsage',
          tags: ['usage'],
          summary:
            'Conversations, tokens and cost by hour, day, week or month, or in all; CSV with Accept: text/csv',
          querystring: byTimeQuery,
          response: { 200: z.object({ items: z.array(byTimeSchema) }) },
        },
      },
      async (request, reply) => {
        const { by, device: deviceId, timeZone } = request.query;
        const span = boundedSpan(request.query, now(), DAYS[by]);
        const viewer = viewerOf(principalOf(request));
        const rows = await usageByTime(queries, viewer, { by, deviceId, timeZone, ...span });
        const items = rows.map(({ start, response, ...row }) => ({
          start,
          ...view(row),
          responseP50Ms: response?.p50Ms ?? null,
          responseP95Ms: response?.p95Ms ?? null,
        }));
        if (!wantsCsv(request)) return { items };
        const columns: CsvColumn<(typeof items)[number]>[] = [
          { header: 'start', value: ({ start }) => start },
          ...CSV,
          { header: 'responseP50Ms', value: ({ responseP50Ms }) => responseP50Ms },
          { header: 'responseP95Ms', value: ({ responseP95Ms }) => responseP95Ms },
        ];
        return sendCsv(request, reply, { name: 'usage', columns, rows: items });
      },
    );

    api.get(
      '/api/v1/usage/devices',
      {
        config: { access: 'sessions:read', csv: true },
        schema: {
          operationId: 'getUsageOfDevices',
          tags: ['usage'],
          summary:
            'What each device used, the costliest first, of at most 31 days; CSV with Accept: text/csv',
          querystring: byDeviceQuery,
          response: { 200: z.object({ items: z.array(byDeviceSchema) }) },
        },
      },
      async (request, reply) => {
        const { device: deviceId, limit } = request.query;
        const span = boundedSpan(request.query, now(), { usual: 1, most: 31 });
        const viewer = viewerOf(principalOf(request));
        const rows = await usageByDevice(queries, viewer, { deviceId, limit, ...span });
        const items = rows.map(({ deviceId, ...row }) => ({ deviceId, ...view(row) }));
        if (!wantsCsv(request)) return { items };
        const columns: CsvColumn<(typeof items)[number]>[] = [
          { header: 'device', value: ({ deviceId }) => deviceId },
          ...CSV,
        ];
        return sendCsv(request, reply, { name: 'usage of devices', columns, rows: items });
      },
    );

    api.get(
      '/api/v1/usage/tools',
      {
        config: { access: 'sessions:read', csv: true },
        schema: {
          operationId: 'getUsageOfTools',
          tags: ['usage'],
          summary:
            'How often each tool was called, how it went and how long it took, of at most 31 days; CSV with Accept: text/csv',
          querystring: byDeviceQuery,
          response: { 200: z.object({ items: z.array(toolSchema) }) },
        },
      },
      async (request, reply) => {
        const { device: deviceId, limit } = request.query;
        const span = boundedSpan(request.query, now(), { usual: 1, most: 31 });
        const rows = await toolUsage(queries, viewerOf(principalOf(request)), { deviceId, limit, ...span });
        const items = rows.map((row) => ({ ...row, meanMs: Math.round(row.meanMs) }));
        if (!wantsCsv(request)) return { items };
        return sendCsv(request, reply, { name: 'usage of tools', columns: TOOL_CSV, rows: items });
      },
    );
  };
