/** Is it alive, and is it of use: for probes, which sign in nowhere. */
import { z } from 'zod';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Routes } from '../api.ts';
import { type ReadyChecks, readiness, readySchema } from '../readiness.ts';

export interface HealthRoutesOptions {
  /** Fields besides `status`; what `pipit doctor` and people read. */
  readonly health: () => object;
  readonly checks: ReadyChecks;
  readonly clock: Clock;
  readonly log: Logger;
}

export const healthRoutes =
  ({ health, checks, clock, log }: HealthRoutesOptions): Routes =>
  (api) => {
    const ready = readiness(checks, clock, log);
    api.get(
      '/health',
      {
        config: { access: 'public', rate: 'none' },
        schema: {
          operationId: 'getHealth',
          tags: ['system'],
          summary: 'Whether the process works',
          response: { 200: z.looseObject({ status: z.string() }) },
        },
      },
      () => ({ status: 'ok', ...health() }),
    );
    api.get(
      '/ready',
      {
        config: { access: 'public', rate: 'none' },
        schema: {
          operationId: 'getReady',
          tags: ['system'],
          summary: 'Whether all that the broker needs is there',
          response: { 200: readySchema, 503: readySchema },
        },
      },
      async (_request, reply) => {
        const answer = await ready();
        return reply.code(answer.status === 'ready' ? 200 : 503).send(answer);
      },
    );
  };
