/** The conversation that a request is about. */
import type { FastifyRequest } from 'fastify';
import { type SessionRow, readSession } from '../../history/queries/sessions.ts';
import { viewerOf } from '../../history/queries/viewer.ts';
import type { Queries } from '../../store/database.ts';
import { principalOf } from '../access.ts';
import { ApiProblem } from '../problem.ts';

/** @throws {ApiProblem} NOT_FOUND, also when there is one that is of others */
export async function findSession(
  queries: Queries,
  request: FastifyRequest & { readonly params: { readonly id: string } },
): Promise<SessionRow> {
  const row = await readSession(queries, viewerOf(principalOf(request)), request.params.id);
  if (!row) throw new ApiProblem('NOT_FOUND', 'There is no such conversation, or none that you may see.');
  return row;
}
