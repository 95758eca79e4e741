/**
 * The dashboard: its files as they were built, and its one page at every address that is nobody else's, for the program in
 * the browser knows which of them exist.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export interface Pages {
  /** Somebody opens or reloads an address in a browser. */
  isWanted(request: FastifyRequest): boolean;
  send(reply: FastifyReply): FastifyReply;
}

/** Their names change with what is in them. */
const IMMUTABLE = '/_app/immutable/';
const PAGE = 'index.html';

/** The page brings the policy of what may run in it; a header is needed only for what a page cannot say of itself. */
const POLICY = "frame-ancestors 'none'";

const NOT_BUILT = `<!doctype html><meta charset="utf-8"><title>Pipit</title>
<p>The dashboard is not built. Stop the broker, type <code>npm run build -- dashboard</code> and start it again;
<code>npm start</code> does both. The HTTP API works: <a href="/api/docs">/api/docs</a>.</p>`;

/** Paths that only programs ask for: they are told in JSON that there is nothing. */
const isOfPrograms = (url: string): boolean => /^\/(api|_app|health|ready|metrics|mqtt)(\/|$|\?)/.test(url);

/** @param folder where the dashboard was built to. Files that appear in it later are not served. */
export async function servePages(app: FastifyInstance, folder: string): Promise<Pages> {
  const isBuilt = existsSync(join(folder, PAGE));
  if (isBuilt) {
    await app.register(fastifyStatic, {
      root: folder,
      // A route for each file: what is not there goes where all unknown addresses go.
      wildcard: false,
      index: false,
      preCompressed: true,
      cacheControl: false,
      globIgnore: [PAGE],
      setHeaders,
    });
  }
  return {
    isWanted: ({ method, url, headers }) =>
      (method === 'GET' || method === 'HEAD') &&
      headers.accept?.includes('text/html') === true &&
      !isOfPrograms(url),
    send(reply) {
      if (isBuilt) return reply.code(200).sendFile(PAGE);
      reply.header('content-security-policy', `default-src 'none'; ${POLICY}`);
      return reply.code(503).type('text/html; charset=utf-8').send(NOT_BUILT);
    },
  };
}

function setHeaders(reply: FastifyReply, path: string): void {
  const lasts = path.replaceAll('\\', '/').includes(IMMUTABLE);
  reply.header('cache-control', lasts ? 'public, max-age=31536000, immutable' : 'no-cache');
  reply.header('content-security-policy', POLICY);
}
