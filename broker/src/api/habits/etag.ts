/** Versions of what can be changed: nobody overwrites what they have not seen. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblem } from '../problem.ts';

export const etagOf = (version: number): string => `"v${version}"`;

/** Routes with `config.ifMatch` demand the header; the version is `request.expectedVersion`. */
export function honourVersions(app: FastifyInstance): void {
  app.decorateRequest('expectedVersion', undefined);
  app.addHook('onSend', leaveOutWhatIsKnown);
  app.addHook('onRoute', (route) => {
    if (!route.config?.ifMatch) return;
    const hook = async (request: FastifyRequest): Promise<void> => {
      request.expectedVersion = requiredVersion(request.headers['if-match']);
    };
    route.preHandler = [hook, ...[route.preHandler ?? []].flat()];
  });
}

/** Of a route with `config.ifMatch`; undefined for any version, which `*` asks for. */
export function expectedVersionOf({ expectedVersion }: FastifyRequest): number | undefined {
  if (expectedVersion === undefined) throw new Error('The route does not declare config.ifMatch.');
  return expectedVersion === 'any' ? undefined : expectedVersion;
}

/** What was named is not what is there. The client shows the difference and asks its user. */
export const staleVersion = (currentVersion: number): ApiProblem =>
  new ApiProblem(
    'VERSION_STALE',
    `It is at version ${currentVersion} by now. Read it again, and decide anew.`,
    { currentVersion, headers: { etag: etagOf(currentVersion) } },
  );

/** What a handler answers, with its version. On GET, a client that has this version is told just that. */
export function versioned<Body>(reply: FastifyReply, version: number, body: Body): Body {
  reply.headers({ etag: etagOf(version), 'cache-control': 'private, no-cache' });
  return body;
}

/** The text is not sent to whoever has it. */
async function leaveOutWhatIsKnown(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  const asked = request.headers['if-none-match'];
  const etag = reply.getHeader('etag');
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (!reads || asked === undefined || typeof etag !== 'string' || typeof payload !== 'string')
    return payload;
  if (reply.statusCode !== 200 || !names(asked, etag)) return payload;
  reply.code(304).removeHeader('content-type');
  return null;
}

function names(header: string, etag: string): boolean {
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}

function requiredVersion(header: string | undefined): number | 'any' {
  if (header === undefined) {
    throw new ApiProblem(
      'VERSION_REQUIRED',
      'Send the ETag that was answered when you read it, in the header If-Match.',
    );
  }
  return versionIn(header);
}

/** @throws {ApiProblem} IF_MATCH_INVALID */
export function versionIn(header: string): number | 'any' {
  const text = header.trim();
  if (text === '*') return 'any';
  const version = Number(/^"v(\d{1,15})"$/.exec(text)?.[1]);
  if (Number.isNaN(version))
    throw new ApiProblem(
      'IF_MATCH_INVALID',
      'If-Match must be one ETag of ours, like "v12", or * for any version.',
    );
  return version;
}
