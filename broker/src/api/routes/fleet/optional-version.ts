/** If-Match where it may be left out: clients of the short paths need not know of versions, and may. */
import type { FastifyRequest } from 'fastify';
import { ApiProblem } from '../../problem.ts';

/** Undefined: whatever version is there. @throws {ApiProblem} IF_MATCH_INVALID */
export function optionalVersionOf({ headers }: FastifyRequest): number | undefined {
  const header = headers['if-match'];
  if (header === undefined) return undefined;
  const version = Number(/^"v(\d{1,15})"$/.exec(header.trim())?.[1]);
  if (Number.isNaN(version))
    throw new ApiProblem('IF_MATCH_INVALID', 'If-Match must be one ETag of ours, like "v12".');
  return version;
}
