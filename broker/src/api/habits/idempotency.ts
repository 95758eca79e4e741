/**
 * A client that does not know whether its request arrived sends it again with the same Idempotency-Key, and it is
 * carried out once. Routes with `config.idempotent` honour the header.
 */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Logger } from 'pino';
import { principalKey } from '../../identity/principal.ts';
import { unavailabilityOf } from '../../store/database-error.ts';
import { ApiProblem } from '../problem.ts';

export interface StoredResponse {
  readonly status: number;
  /** Undefined where the answer held a secret and was not kept. */
  readonly body: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

export type BeginResult =
  | { readonly state: 'new' }
  | { readonly state: 'running' }
  /** The key was used for another request. */
  | { readonly state: 'conflict' }
  | ({ readonly state: 'done' } & StoredResponse);

/** Keeps what was answered, for a day. A `begin` that was never finished is forgotten in time as well. */
export interface IdempotencyStore {
  /** Marks the key as running if it is new; one step, so that of two that come at once one is new. */
  begin(scope: string, key: string, requestHash: string): Promise<BeginResult>;
  finish(scope: string, key: string, response: StoredResponse): Promise<void>;
  /** The request failed on our side; it may be tried again. */
  abandon(scope: string, key: string): Promise<void>;
}

const KEPT_HEADERS = ['content-type', 'location', 'etag'];

/** Printable ASCII: a UUID, usually. */
const SANE_KEY = /^[\x21-\x7e]{1,255}$/;

interface Running {
  readonly scope: string;
  readonly key: string;
  readonly withheld: boolean;
}

export function honourIdempotencyKeys(app: FastifyInstance, store: IdempotencyStore, log: Logger): void {
  const running = new WeakMap<FastifyRequest, Running>();
  app.addHook('onRoute', (route) => {
    const { idempotent } = route.config ?? {};
    if (!idempotent) return;
    const before = async (
      request: FastifyRequest,
      reply: FastifyReply,
    ): Promise<FastifyReply | undefined> => {
      const key = keyOf(request);
      if (key === undefined) return undefined;
      const scope = scopeOf(request, route);
      const begun = await store.begin(scope, key, hashOf(request));
      if (begun.state === 'new') {
        running.set(request, { scope, key, withheld: idempotent === 'withheld' });
        return undefined;
      }
      return replay(begun, reply);
    };
    const after = async (
      request: FastifyRequest,
      reply: FastifyReply,
      payload: unknown,
    ): Promise<unknown> => {
      const about = running.get(request);
      if (!about) return payload;
      running.delete(request);
      try {
        await settle(store, about, reply, payload);
      } catch (error) {
        // It was carried out; that a repetition is not recognised is no reason to say otherwise.
        const what = unavailabilityOf(error) ? { why: (error as Error).message } : { err: error };
        log.error({ ...what, requestId: request.id }, 'an answer could not be kept for its Idempotency-Key');
      }
      return payload;
    };
    // After the hooks of the route, which may still refuse.
    route.preHandler = [...[route.preHandler ?? []].flat(), before];
    route.onSend = [...[route.onSend ?? []].flat(), after];
  });
}

function keyOf({ headers }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && SANE_KEY.test(key)) return key;
  throw new ApiProblem('IDEMPOTENCY_KEY_INVALID', 'Use 1 to 255 printable characters, such as a UUID.');
}

/** Keys of different people, and of different routes, have nothing to do with each other. */
function scopeOf({ principal, ip, method }: FastifyRequest, { url }: RouteOptions): string {
  const who = principal ? `${principal.tenantId}/${principalKey(principal)}` : `address:${ip}`;
  return `${who} ${method} ${url}`;
}

function hashOf({ url, body }: FastifyRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([url, body ?? null]))
    .digest('base64url');
}

function replay(begun: Exclude<BeginResult, { state: 'new' }>, reply: FastifyReply): FastifyReply {
  if (begun.state === 'running') {
    throw new ApiProblem('IDEMPOTENCY_IN_FLIGHT', 'Wait for its answer, or ask again in a second.', {
      headers: { 'retry-after': '1' },
    });
  }
  if (begun.state === 'conflict') {
    throw new ApiProblem('IDEMPOTENCY_KEY_REUSED', 'Use a new Idempotency-Key for a new request.');
  }
  if (begun.body === undefined) {
    throw new ApiProblem(
      'IDEMPOTENCY_WITHHELD',
      'Its answer held a secret. If it was lost, make a new one and delete the old.',
    );
  }
  reply.code(begun.status).headers({ ...begun.headers, 'idempotent-replayed': 'true' });
  return reply.send(begun.body);
}

async function settle(
  store: IdempotencyStore,
  { scope, key, withheld }: Running,
  reply: FastifyReply,
  payload: unknown,
): Promise<void> {
  const text = payload === undefined || payload === null ? '' : payload;
  if (reply.statusCode >= 500 || typeof text !== 'string') return store.abandon(scope, key);
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = reply.getHeader(name);
    return value === undefined ? [] : [[name, String(value)]];
  });
  const kept = withheld && reply.statusCode < 300 ? undefined : text;
  return store.finish(scope, key, {
    status: reply.statusCode,
    body: kept,
    headers: Object.fromEntries(headers) as Record<string, string>,
  });
}
