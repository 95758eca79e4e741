/** If-Match where it may be left out: clients of the short paths need not know of versions, and may. */
import type { FastifyRequest } from 'fastify';
import { versionIn } from '../../habits/etag.ts';

/** Undefined: whatever version is there. @throws {ApiProblem} IF_MATCH_INVALID */
export function optionalVersionOf({ headers }: FastifyRequest): number | undefined {
  const header = headers['if-match'];
  const version = header === undefined ? 'any' : versionIn(header);
  return version === 'any' ? undefined : version;
}
