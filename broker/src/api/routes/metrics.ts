/** Figures for Prometheus: ours under `pipit_`, those of the process under the names that everybody uses. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { Registry, collectDefaultMetrics } from 'prom-client';
import { z } from 'zod';
import type { Routes } from '../api.ts';
import { describedFigure } from '../../telemetry/figure-descriptions.ts';
import { ApiProblem } from '../problem.ts';

export interface MetricsRoutesOptions {
  /** Names are `area_what_unit`; those that end in `_total` only ever grow. */
  readonly figures: () => Readonly<Record<string, number>>;
  /** Demanded as a bearer token, when set. A secret. */
  readonly token?: string | undefined;
}

const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export const metricsRoutes =
  ({ figures, token }: MetricsRoutesOptions): Routes =>
  (api) => {
    api.get(
      '/metrics',
      {
        config: { access: 'public', problems: ['CREDENTIALS_INVALID'] },
        schema: {
          operationId: 'getMetrics',
          tags: ['system'],
          summary: 'Figures in the text format of Prometheus',
          response: { 200: { content: { 'text/plain': { schema: z.string() } } } },
        },
      },
      async (request, reply) => {
        if (token !== undefined && !isToken(request.headers.authorization, token)) {
          throw new ApiProblem(
            'CREDENTIALS_INVALID',
            'Send the value of http.metricsToken as a bearer token.',
          );
        }
        const text = figuresText(figures()) + (await processMetrics().metrics());
        return reply.type(CONTENT_TYPE).send(text);
      },
    );
  };

/** One for the process: each set would observe the garbage collector anew. */
let registry: Registry | undefined;

function processMetrics(): Registry {
  if (!registry) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry });
  }
  return registry;
}

export function figuresText(figures: Readonly<Record<string, number>>): string {
  return Object.entries(figures)
    .map(([figure, value]) => {
      const name = `pipit_${figure.replaceAll(/[^a-zA-Z0-9_]/g, '_')}`;
      const type = name.endsWith('_total') ? 'counter' : 'gauge';
      const about = describedFigure(figure)?.about ?? `${figure} of the broker`;
      return `# HELP ${name} ${about}\n# TYPE ${name} ${type}\n${name} ${number(value)}\n`;
    })
    .join('');
}

function number(value: number): string {
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : String(value);
}

function isToken(header: string | undefined, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const given = /^bearer +(\S+)$/i.exec(header ?? '')?.[1];
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
}
