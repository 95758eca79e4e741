/**
 * Who looks, as far as rows go: all of a tenant, or what is a person's own. A conversation is whose it was when it was
 * held; who gets the device later gets none of it.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../identity/principal.ts';
import type { Queries } from '../../store/database.ts';
import { isId } from '../../store/ids.ts';

export interface Viewer {
  readonly tenantId: string;
  /** Undefined: everything of the tenant. */
  readonly own?: { readonly userId: string | null; readonly deviceId: string | null };
}

export function viewerOf({ kind, id, tenantId, scope }: Principal): Viewer {
  if (scope === 'tenant') return { tenantId };
  const userId = kind !== 'device' && isId(id) ? id : null;
  return { tenantId, own: { userId, deviceId: kind === 'device' ? id : null } };
}

/** Only what is a person's own, for somebody who looks; undefined when they may see none of it. */
export function asSeenBy(viewer: Viewer, userId: string): Viewer | undefined {
  if (viewer.own && viewer.own.userId !== userId) return undefined;
  return { tenantId: viewer.tenantId, own: { userId, deviceId: null } };
}

/** A person has some devices, not a fleet. */
const MAX_OWN_DEVICES = 200;

/** Undefined: all of the tenant. */
export async function devicesOf(queries: Queries, viewer: Viewer): Promise<string[] | undefined> {
  if (!viewer.own) return undefined;
  const { userId, deviceId } = viewer.own;
  if (deviceId !== null) return [deviceId];
  if (userId === null) return [];
  const rows = await queries
    .selectFrom('devices')
    .select('id')
    .where('ownerId', '=', userId)
    .where('tenantId', '=', viewer.tenantId)
    .orderBy('id')
    .limit(MAX_OWN_DEVICES)
    .execute();
  return rows.map(({ id }) => id);
}

/** For a query about devices of `devicesOf`: since when a device counts, of the row that has its id in this column. */
export function ownSince({ own }: Viewer, deviceColumn: string): RawBuilder<Date> {
  const since = sql.ref(own?.deviceId == null ? 'owner_since' : 'created_at');
  return sql<Date>`(select ${since} from devices of_whom where of_whom.id = ${sql.ref(deviceColumn)})`;
}
