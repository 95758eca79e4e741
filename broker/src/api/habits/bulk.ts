/** One action on many things, with an answer for each: what fails for one is carried out for the others. */
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { z } from 'zod';
import { pathOf } from '../errors.ts';
import { databaseProblem } from '../database-problem.ts';
import { ApiProblem, type Problem, problemOf, problemSchema } from '../problem.ts';

const MAX_ITEMS = 1000;
const DEFAULT_CONCURRENCY = 8;

/** Ids that an action is for, each once. */
export const bulkIds = (id: z.ZodType<string>) =>
  z
    .array(id)
    .min(1)
    .max(MAX_ITEMS)
    .refine((ids) => new Set(ids).size === ids.length, 'an id stands there twice');

export const bulkItemSchema = z.object({
  id: z.string(),
  ok: z.boolean(),
  problem: problemSchema.optional(),
});

export const bulkResultSchema = z.object({
  items: z.array(bulkItemSchema),
  succeeded: z.int(),
  failed: z.int(),
});

export interface BulkItem {
  readonly id: string;
  readonly ok: boolean;
  readonly problem?: Problem;
}

export interface BulkResult {
  /** In the order of the ids. */
  readonly items: BulkItem[];
  readonly succeeded: number;
  readonly failed: number;
}

export interface BulkOptions {
  readonly ids: readonly string[];
  /** A thrown ApiProblem is that item's answer. */
  readonly run: (id: string) => Promise<unknown>;
  readonly request: FastifyRequest;
  readonly log: Logger;
  /** Items at once. */
  readonly concurrency?: number;
}

export async function runBulk({
  ids,
  run,
  request,
  log,
  concurrency = DEFAULT_CONCURRENCY,
}: BulkOptions): Promise<BulkResult> {
  const items: BulkItem[] = Array.from({ length: ids.length });
  const queue = ids.entries();
  const work = async (): Promise<void> => {
    // The iterator is shared, so each id is taken once.
    for (const [index, id] of queue) {
      try {
        await run(id);
        items[index] = { id, ok: true };
      } catch (error) {
        items[index] = { id, ok: false, problem: problemFor(error, id, request, log) };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, ids.length) }, work));
  const failed = items.filter(({ ok }) => !ok).length;
  return { items, succeeded: items.length - failed, failed };
}

function problemFor(error: unknown, id: string, request: FastifyRequest, log: Logger): Problem {
  const known = error instanceof ApiProblem ? error : databaseProblem(error);
  if (known && known !== error)
    log.warn(
      { why: (error as Error).message, requestId: request.id, item: id },
      'the database failed an item of a bulk action',
    );
  if (known) return problemOf(known, pathOf(request), request.id);
  log.error({ err: error, requestId: request.id, item: id }, 'an item of a bulk action failed');
  const internal = new ApiProblem('INTERNAL', 'The broker failed. Its log says why.');
  return problemOf(internal, pathOf(request), request.id);
}
