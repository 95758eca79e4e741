/** Answers for repeated requests in the database: they survive a restart, and all processes know them. */
import { sql } from 'kysely';
import type { BeginResult, IdempotencyStore, StoredResponse } from './idempotency.ts';
import type { Queries } from '../../store/database.ts';

export interface DatabaseIdempotencyStoreOptions {
  readonly queries: Queries;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number;
  /** Default a day. */
  readonly keptMs?: number;
  /** After which a request that was never answered may be sent again: its broker has died. Default 2 minutes. */
  readonly runningMs?: number;
}

export function createDatabaseIdempotencyStore({
  queries,
  now = Date.now,
  keptMs = 86_400_000,
  runningMs = 120_000,
}: DatabaseIdempotencyStoreOptions): IdempotencyStore {
  return {
    async begin(scope, key, requestHash): Promise<BeginResult> {
      const at = new Date(now());
      // One statement: it is ours if it is new, or if what is there has no validity any more.
      const { rows } = await sql<{ scope: string }>`
        insert into idempotency_keys as k (scope, key, request_hash, created_at, expires_at)
        values (${scope}, ${key}, ${requestHash}, ${at}, ${new Date(now() + runningMs)})
        on conflict (scope, key) do update set
          request_hash = excluded.request_hash, response = null,
          created_at = excluded.created_at, expires_at = excluded.expires_at
        where k.expires_at <= ${at}
        returning scope`.execute(queries);
      if (rows.length > 0) return { state: 'new' };
      const known = await queries
        .selectFrom('idempotencyKeys')
        .select(['requestHash', 'response'])
        .where('scope', '=', scope)
        .where('key', '=', key)
        .executeTakeFirst();
      // Abandoned in between: whoever asks again is the first.
      if (!known) return { state: 'running' };
      if (known.requestHash !== requestHash) return { state: 'conflict' };
      const response = known.response as { status: number; body?: string; headers: object } | null;
      if (!response) return { state: 'running' };
      const { status, body, headers } = response;
      return { state: 'done', status, body, headers: headers as StoredResponse['headers'] };
    },
    async finish(scope, key, { status, body, headers }) {
      await queries
        .updateTable('idempotencyKeys')
        .set({ response: JSON.stringify({ status, body, headers }), expiresAt: new Date(now() + keptMs) })
        .where('scope', '=', scope)
        .where('key', '=', key)
        .execute();
    },
    async abandon(scope, key) {
      await queries
        .deleteFrom('idempotencyKeys')
        .where('scope', '=', scope)
        .where('key', '=', key)
        .where('response', 'is', null)
        .execute();
    },
  };
}
