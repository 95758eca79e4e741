/** One action on many devices: a few statements for all of them, and an answer for each. */
import { sql } from 'kysely';
import type { AuditSink } from '../../audit/audit-sink.ts';
import type { Principal } from '../../identity/principal.ts';
import type { Database, Queries } from '../../store/database.ts';
import { nextRevision } from '../configuration/revision.ts';
import type { DeviceChange } from '../device-store.ts';
import { FleetError } from '../fleet-error.ts';
import { isVisible } from '../sight.ts';
import { createSecret, hashSecret } from '../secret.ts';
import { type DeviceDirectory, requireGroup } from './device-directory.ts';
import type { DeviceFilter } from './device-query.ts';
import { MAX_TAGS } from './device-tags.ts';

export type BulkAction =
  | { readonly kind: 'enable' | 'disable' | 'delete' }
  | { readonly kind: 'move'; readonly groupId: string | null }
  | { readonly kind: 'tag' | 'untag'; readonly tags: readonly string[] };

export type BulkSelection =
  | { readonly ids: readonly string[] }
  /** `expectedCount`: how many the person was shown; with any other number nothing happens. */
  | { readonly filter: DeviceFilter; readonly expectedCount: number };

export const MAX_SELECTED = 10_000;
const AT_ONCE = 500;

export interface BulkActionsOptions {
  readonly database: Database;
  readonly directory: DeviceDirectory;
  readonly audit: AuditSink;
  readonly now: () => number;
}

export class BulkActions {
  readonly #options: BulkActionsOptions;

  constructor(options: BulkActionsOptions) {
    this.#options = options;
  }

  /** @throws {FleetError} CONFLICT when the filter finds another number of devices than expected, or too many. */
  async select(principal: Principal, selection: BulkSelection): Promise<string[]> {
    if ('ids' in selection) return [...selection.ids];
    const ids = await this.#options.directory.ids(principal, selection.filter, MAX_SELECTED + 1);
    if (ids.length > MAX_SELECTED)
      throw new FleetError('CONFLICT', `More than ${MAX_SELECTED} devices are meant. Narrow the filter.`);
    if (ids.length !== selection.expectedCount) {
      throw new FleetError(
        'CONFLICT',
        `The filter finds ${ids.length} devices by now, not ${selection.expectedCount}. Look again, and decide anew.`,
      );
    }
    return ids;
  }

  /** What went wrong, by id; what is not in it was done. @throws {FleetError} INVALID */
  async run(
    principal: Principal,
    ids: readonly string[],
    action: BulkAction,
  ): Promise<Map<string, FleetError>> {
    const { database, audit } = this.#options;
    const failed = new Map<string, FleetError>();
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const part = ids.slice(at, at + AT_ONCE);
      const { visible, full } = await database.queries.transaction().execute(async (queries) => {
        const visible = await lockedIds(queries, principal, part);
        if (visible.length > 0) await act(queries, principal.tenantId, visible, action);
        const full =
          action.kind === 'tag' && visible.length > 0 ? await idsWithout(queries, visible, action.tags) : [];
        return { visible, full };
      });
      const known = new Set(visible);
      for (const id of part) if (!known.has(id)) failed.set(id, FleetError.notFound('a device', id));
      for (const id of full)
        failed.set(id, new FleetError('CONFLICT', `It would have more than ${MAX_TAGS} tags. Remove some.`));
      for (const id of visible) {
        if (failed.has(id)) continue;
        const target = { kind: 'device', id };
        audit.record({
          principal,
          action: `device.${action.kind}`,
          target,
          result: 'ok',
          detail: { bulk: true },
        });
      }
    }
    return failed;
  }

  /** Secrets by id, told this once; as `DeviceDirectory.rotate` does it. Ids that are not among them are not known. */
  async rotate(
    principal: Principal,
    ids: readonly string[],
    immediately: boolean,
  ): Promise<Map<string, string>> {
    const { database, audit, now } = this.#options;
    const secrets = new Map<string, string>();
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const part = ids.slice(at, at + AT_ONCE);
      await database.queries.transaction().execute(async (queries) => {
        const visible = await lockedIds(queries, principal, part);
        const made = visible.map((id) => ({ id, secret: createSecret() }));
        await setSecrets(queries, made, immediately, new Date(now()));
        if (immediately) await tellChanges(queries, visible, 'rotated');
        for (const { id, secret } of made) secrets.set(id, secret);
      });
    }
    for (const id of secrets.keys()) {
      const target = { kind: 'device', id };
      const detail = { bulk: true, immediately };
      audit.record({ principal, action: 'device.secret.rotate', target, result: 'ok', detail });
    }
    return secrets;
  }
}

async function lockedIds(queries: Queries, principal: Principal, ids: readonly string[]): Promise<string[]> {
  const rows = await queries
    .selectFrom('devices')
    .select('devices.id')
    .where('devices.id', 'in', [...ids])
    .where((eb) => isVisible(eb, principal))
    .orderBy('devices.id')
    .forUpdate()
    .execute();
  return rows.map(({ id }) => id);
}

async function setSecrets(
  queries: Queries,
  made: readonly { readonly id: string; readonly secret: string }[],
  immediately: boolean,
  at: Date,
): Promise<void> {
  const hashes = JSON.stringify(made.map(({ id, secret }) => ({ id, hash: hashSecret(secret) })));
  const change = immediately
    ? sql`secret_hash = v.hash, next_secret_hash = null, next_secret_at = null, rotated_at = ${at}`
    : sql`next_secret_hash = v.hash, next_secret_at = ${at}`;
  await sql`
    update devices set ${change}
    from jsonb_to_recordset(${hashes}::jsonb) as v (id text, hash text)
    where devices.id = v.id`.execute(queries);
}

/** Of these devices, those that lack one of the tags. */
async function idsWithout(
  queries: Queries,
  ids: readonly string[],
  tags: readonly string[],
): Promise<string[]> {
  const wanted = [...new Set(tags)];
  const { rows } = await sql<{ id: string }>`
    select d.id from unnest(${[...ids]}::text[]) as d (id)
    where (select count(*) from device_tags t where t.device_id = d.id and t.tag = any (${wanted}::text[]))
      < ${wanted.length}`.execute(queries);
  return rows.map(({ id }) => id);
}

async function act(queries: Queries, tenantId: string, ids: string[], action: BulkAction): Promise<void> {
  switch (action.kind) {
    case 'enable':
    case 'disable': {
      const enabled = action.kind === 'enable';
      const rows = await queries
        .updateTable('devices')
        .set({ enabled })
        .where('id', 'in', ids)
        .where('enabled', '!=', enabled)
        .returning('id')
        .execute();
      const changed = rows.map(({ id }) => id);
      await tellChanges(queries, changed, enabled ? 'enabled' : 'disabled');
      return;
    }
    case 'delete':
      await queries.deleteFrom('devices').where('id', 'in', ids).execute();
      await queries
        .deleteFrom('deviceConfigs')
        .where('tenantId', '=', tenantId)
        .where('scope', '=', 'device')
        .where('scopeId', 'in', ids)
        .execute();
      await tellChanges(queries, ids, 'removed');
      return;
    case 'move': {
      const { groupId } = action;
      await requireGroup(queries, tenantId, groupId);
      const scopeRevision = await nextRevision(queries);
      const rows = await queries
        .updateTable('devices')
        .set({ groupId, scopeRevision })
        .where('id', 'in', ids)
        .where('groupId', 'is distinct from', groupId)
        .returning('id')
        .execute();
      await sql`
        select pg_notify('pipit_configs', json_build_object('tenantId', ${tenantId}::text, 'scope', 'device', 'id', d.id)::text)
        from unnest(${rows.map(({ id }) => id)}::text[]) as d (id)`.execute(queries);
      return;
    }
    case 'tag':
      for (const tag of action.tags) {
        await sql`
          insert into device_tags (device_id, tag, tenant_id)
          select d.id, ${tag}, ${tenantId} from unnest(${ids}::text[]) as d (id)
          where (select count(*) from device_tags t where t.device_id = d.id) < ${MAX_TAGS}
          on conflict do nothing`.execute(queries);
      }
      return;
    case 'untag':
      await queries
        .deleteFrom('deviceTags')
        .where('deviceId', 'in', ids)
        .where('tag', 'in', [...action.tags])
        .execute();
      return;
  }
}

/** One statement, however many there are. */
export async function tellChanges(
  queries: Queries,
  ids: readonly string[],
  kind: DeviceChange['kind'],
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    select pg_notify('pipit_devices', json_build_object('id', d.id, 'kind', ${kind}::text)::text)
    from unnest(${[...ids]}::text[]) as d (id)`.execute(queries);
}
