/** What runs here and how it does, for whoever looks after it. */
import { z } from 'zod';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Routes } from '../api.ts';
import { type ReadyChecks, readiness, readySchema } from '../readiness.ts';

const count = z.int().min(0);
const bytes = z.number().describe('bytes');

const factsSchema = z.object({
  version: z.string(),
  mode: z.string().describe('what the broker converses with'),
  tenancy: z.enum(['single', 'multi']).describe('one organisation, or several'),
  node: z.string().describe('names this broker among those that share a database'),
  uptimeS: z.number(),
  opus: z.string().describe('which codec is at work'),
  counts: z.record(z.string(), z.number()).describe('what there is at the moment'),
  database: z.object({
    engine: z.enum(['postgresql', 'embedded']),
    connections: count,
    idle: count.describe('connections of these that are not in use'),
    waiting: count.describe('queries that wait for a connection'),
  }),
  sessions: z.object({
    open: count.describe('with those that are suspended'),
    max: count,
    suspended: count.describe('that wait for their device to come back'),
    prepared: count.describe('that were laid down for the next conversation of a device'),
    memoryBytes: bytes.describe('that conversations are thought to take'),
    maxMemoryBytes: bytes,
  }),
  devices: z.object({ connected: count, max: count }),
  model: z.object({
    id: z.string(),
    breaker: z
      .enum(['closed', 'open', 'half-open'])
      .describe('open: its endpoint keeps failing and is left alone; half-open: one stream tries it'),
    retryInMs: z.number().describe('until an open breaker lets one try; 0 otherwise'),
    lastFailure: z
      .string()
      .nullable()
      .describe('of the endpoint, since the broker started, as a code; the log says more'),
    throttled: z.boolean().describe('the quota of the account is used up'),
    streams: count,
    maxStreams: count.nullable().describe('null: nothing bounds them'),
    waiting: count.describe('conversations that wait for a stream'),
    maxWaiting: count,
    queueTimeoutMs: z.number().describe('how long one may wait'),
    breakerOpened: count.describe('times since the broker started'),
    refusals: count.describe('by the quota, since the broker started'),
    waitedInVain: count.describe('conversations, since the broker started'),
  }),
  queues: z
    .array(
      z.object({
        name: z.enum([
          'records',
          'history',
          'audit',
          'sandboxes',
          'presence',
          'settings',
          'telemetry',
          'alerts',
          'audioToDevices',
        ]),
        waiting: count.nullable().describe('null where nobody counts'),
        dropped: count.describe('since the broker started'),
      }),
    )
    .describe('what waits to be written or sent, and what was lost because too much waited'),
  disks: z.array(z.object({ name: z.enum(['data', 'recordings']), freeBytes: bytes, totalBytes: bytes })),
});

export type SystemFacts = z.infer<typeof factsSchema>;

export interface SystemRoutesOptions {
  readonly system: () => Promise<SystemFacts>;
  readonly checks: ReadyChecks;
  readonly clock: Clock;
  readonly log: Logger;
}

const systemSchema = factsSchema.extend({
  nodeVersion: z.string(),
  memory: z.object({ rssBytes: bytes, heapUsedBytes: bytes, heapTotalBytes: bytes, externalBytes: bytes }),
  readiness: readySchema.describe('as /ready answers'),
});

export const systemRoutes =
  ({ system, checks, clock, log }: SystemRoutesOptions): Routes =>
  (api) => {
    const ready = readiness(checks, clock, log);
    api.get(
      '/api/v1/system',
      {
        config: { access: 'system:read' },
        schema: {
          operationId: 'getSystem',
          tags: ['system'],
          summary: 'Version, uptime, memory, pools, conversations, model, queues and disks of the broker',
          response: { 200: systemSchema },
        },
      },
      async () => {
        const [facts, readinessNow] = await Promise.all([system(), ready()]);
        const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
        const memory = {
          rssBytes: rss,
          heapUsedBytes: heapUsed,
          heapTotalBytes: heapTotal,
          externalBytes: external,
        };
        return { ...facts, nodeVersion: process.version, memory, readiness: readinessNow };
      },
    );
  };
