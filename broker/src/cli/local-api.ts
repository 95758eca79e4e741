/**
 * The HTTP API for commands on the broker's own machine: of the broker that runs with this data folder, or, where none
 * does, the same routes on the same database without a socket.
 */
import type { Logger } from 'pino';
import { createApi } from '../api/create-api.ts';
import { createMemoryIdempotencyStore } from '../api/habits/memory-idempotency-store.ts';
import { fleetRoutes } from '../api/routes/fleet/fleet-routes.ts';
import { identityRoutes } from '../api/routes/identity.ts';
import { systemClock } from '../clock.ts';
import { MemorySharedState } from '../store/shared/memory-shared-state.ts';
import { openServices } from '../compose/services.ts';
import { openStore } from '../compose/store.ts';
import type { Config } from '../config/schema.ts';
import { type LocalAccess, localPrincipal, readLocalAccess } from '../identity/local-key.ts';
import type { Database } from '../store/database.ts';
import { DatabaseError } from '../store/database-error.ts';
import { Figures } from '../telemetry/figures.ts';
import { UsageError } from './output.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

export interface LocalApi {
  /** The body of the answer. @throws {ProblemError} when it is no success. */
  ask<Body = void>(
    method: Method,
    path: string,
    body?: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Body>;
  close(): Promise<void>;
}

/** What the API said about a request that it did not carry out. */
export class ProblemError extends UsageError {
  override readonly name = 'ProblemError';
  readonly code: string;

  constructor({ code, title, detail, errors = [] }: Problem) {
    const fields = errors.map(({ pointer, detail: why }) => `${pointer.replace(/^\/body\//, '')}: ${why}`);
    super(fields.length > 0 ? fields.join('\n  ') : (detail ?? title ?? 'The broker refused.'));
    this.code = code ?? 'UNKNOWN';
  }
}

interface Problem {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

export async function openLocalApi(config: Config, log: Logger): Promise<LocalApi> {
  let database: Database;
  try {
    database = await openStore(config, log, true);
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== 'LOCKED') throw error;
    const access = await readLocalAccess(config.dataDir);
    if (!access) throw error;
    return remoteApi(access);
  }
  try {
    return await ownApi(config, log, database);
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Of the broker that this access is for. */
export function remoteApi({ url, key }: LocalAccess): LocalApi {
  return {
    async ask<Body>(method: Method, path: string, body?: object, headers: object = {}): Promise<Body> {
      let response: Response;
      try {
        response = await fetch(url + path, {
          method,
          headers: {
            ...headers,
            authorization: `Bearer ${key}`,
            ...(body && { 'content-type': 'application/json' }),
          },
          ...(body && { body: JSON.stringify(body) }),
        });
      } catch (cause) {
        throw new UsageError(
          `The broker that uses this data folder does not answer at ${url}. Is it just stopping? Try again.`,
          { cause },
        );
      }
      return bodyOf(response.status, await response.text()) as Body;
    },
    close: async () => {},
  };
}

async function ownApi(config: Config, log: Logger, database: Database): Promise<LocalApi> {
  const shared = new MemorySharedState({ clock: systemClock });
  const services = await openServices({
    config,
    database,
    shared,
    log,
    clock: systemClock,
    now: Date.now,
    figures: new Figures(),
    isBroker: false,
  });
  const api = await createApi({
    settings: config.http,
    routes: [...identityRoutes(services.api), fleetRoutes(services.fleet, services.api.web)],
    authenticate: async () => localPrincipal('bearer'),
    idempotency: createMemoryIdempotencyStore({ clock: systemClock }),
    shared,
    audit: services.auditSink,
    clock: systemClock,
    log,
  });
  return {
    async ask<Body>(method: Method, path: string, body?: object, headers: object = {}): Promise<Body> {
      const payloadOf = body && { payload: body };
      const { statusCode, payload } = await api.inject({
        method,
        url: path,
        headers: { ...headers },
        ...payloadOf,
      });
      return bodyOf(statusCode, payload) as Body;
    },
    async close() {
      await api.close();
      await services.close();
      await database.close();
    },
  };
}

function bodyOf(status: number, text: string): unknown {
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  if (status >= 400) throw new ProblemError(body as Problem);
  return body;
}
