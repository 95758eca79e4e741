/** The HTTP side without a broker: routes of the test's own, people of its own, and the log in view. */
import { type DestinationStream } from 'pino';
import type { Api, Routes } from '../api/api.ts';
import { type ApiSettings, DEFAULT_API_SETTINGS, createApi } from '../api/create-api.ts';
import type { IdempotencyStore } from '../api/habits/idempotency.ts';
import { createMemoryIdempotencyStore } from '../api/habits/memory-idempotency-store.ts';
import { SESSION_COOKIE } from '../api/openapi.ts';
import { ApiProblem } from '../api/problem.ts';
import type { AuditedAction } from '../audit/audit-sink.ts';
import { ROLE_RIGHTS, type Role } from '../identity/permissions.ts';
import type { UserPrincipal } from '../identity/principal.ts';
import { MemorySharedState } from '../store/shared/memory-shared-state.ts';
import type { SharedState } from '../store/shared/shared-state.ts';
import { createLog } from '../telemetry/log.ts';
import { FakeClock } from './fake-clock.ts';

export interface ApiBenchOptions {
  readonly routes: readonly Routes[];
  readonly settings?: Partial<ApiSettings>;
  readonly dashboard?: string;
  readonly idempotency?: IdempotencyStore;
  readonly shared?: SharedState;
}

export interface ApiBench extends AsyncDisposable {
  readonly api: Api;
  readonly clock: FakeClock;
  readonly audited: AuditedAction[];
  /** All that was logged, as text. */
  log(): string;
}

/** A schema's part that every route needs. */
export const described = (operationId: string) => ({ operationId, summary: operationId, tags: ['test'] });

/** Header by which the bench knows a person with this role. */
export const as = (role: Role, id: string = role): Record<string, string> => ({
  authorization: `Bearer ${role}/${id}`,
});

/** The same by cookie, as a browser has it. */
export const asBrowser = (role: Role): Record<string, string> => ({
  cookie: `${SESSION_COOKIE}=${role}/${role}; pipit_csrf=abc`,
});

export async function apiBench({
  routes,
  settings,
  dashboard,
  idempotency,
  shared,
}: ApiBenchOptions): Promise<ApiBench> {
  let text = '';
  const destination: DestinationStream = { write: (line) => void (text += line) };
  const log = await createLog({ level: 'trace', pretty: false, pii: false, destination });
  const clock = new FakeClock();
  const audited: AuditedAction[] = [];
  const api = await createApi({
    settings: { ...DEFAULT_API_SETTINGS, ...settings },
    routes,
    dashboard,
    idempotency: idempotency ?? createMemoryIdempotencyStore({ clock }),
    shared: shared ?? new MemorySharedState({ clock }),
    audit: { record: (action) => audited.push(action) },
    clock,
    log,
    authenticate: async ({ headers, cookies }) => {
      const bearer = /^Bearer (.*)$/.exec(headers.authorization ?? '')?.[1];
      const cookie = cookies[SESSION_COOKIE];
      if (bearer !== undefined) return personOf(bearer, 'bearer');
      return cookie === undefined ? undefined : personOf(cookie, 'cookie');
    },
  });
  return { api, clock, audited, log: () => text, [Symbol.asyncDispose]: () => api.close() };
}

function personOf(token: string, via: 'bearer' | 'cookie'): UserPrincipal {
  const [role = '', id = ''] = token.split('/');
  const rights = (ROLE_RIGHTS as Record<string, (typeof ROLE_RIGHTS)[Role] | undefined>)[role];
  if (!rights) throw new ApiProblem('CREDENTIALS_INVALID', 'The token is not valid. Sign in again.');
  const { permissions, scope } = rights;
  return { kind: 'user', id, name: id, tenantId: 't1', role: role as Role, permissions, scope, via };
}
