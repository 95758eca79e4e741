/** What runs here, for whoever looks after it. */
import { z } from 'zod';
import type { Routes } from '../api.ts';

export interface SystemFacts {
  readonly version: string;
  /** Like "local" or "bedrock": what the broker converses with. */
  readonly mode: string;
  /** Whether there is one organisation, or several. */
  readonly tenancy: 'single' | 'multi';
  readonly uptimeS: number;
  /** Like devices, sessions, subscribers: what there is at the moment. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface SystemRoutesOptions {
  readonly system: () => SystemFacts | Promise<SystemFacts>;
}

const bytes = z.number().describe('bytes');

const systemSchema = z.object({
  version: z.string(),
  mode: z.string().describe('what the broker converses with'),
  tenancy: z.enum(['single', 'multi']).describe('one organisation, or several'),
  uptimeS: z.number(),
  nodeVersion: z.string(),
  memory: z.object({ rssBytes: bytes, heapUsedBytes: bytes, heapTotalBytes: bytes, externalBytes: bytes }),
  counts: z.record(z.string(), z.number()),
});

export const systemRoutes =
  ({ system }: SystemRoutesOptions): Routes =>
  (api) => {
    api.get(
      '/api/v1/system',
      {
        config: { access: 'system:read' },
        schema: {
          operationId: 'getSystem',
          tags: ['system'],
          summary: 'Version, uptime, memory and counts of the broker',
          response: { 200: systemSchema },
        },
      },
      async () => {
        const { version, mode, tenancy, uptimeS, counts } = await system();
        const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
        const memory = {
          rssBytes: rss,
          heapUsedBytes: heapUsed,
          heapTotalBytes: heapTotal,
          externalBytes: external,
        };
        return {
          version,
          mode,
          tenancy,
          uptimeS,
          nodeVersion: process.version,
          memory,
          counts: { ...counts },
        };
      },
    );
  };
