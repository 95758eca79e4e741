/** Names of whose conversations are. They are not kept with them, so they are those of today. */
import { sql } from 'kysely';
import type { Queries } from '../../store/database.ts';

/** Null for what is there no more, or has no name. */
export interface SessionNames {
  readonly deviceName: string | null;
  readonly userName: string | null;
}

/** Of one page: two look-ups for all of it. */
export async function withNames<Item extends { readonly deviceId: string; readonly userId: string | null }>(
  queries: Queries,
  tenantId: string,
  items: readonly Item[],
): Promise<(Item & SessionNames)[]> {
  if (items.length === 0) return [];
  const deviceIds = [...new Set(items.map(({ deviceId }) => deviceId))];
  const userIds = [...new Set(items.flatMap(({ userId }) => userId ?? []))];
  const [devices, users] = await Promise.all([
    queries
      .selectFrom('devices')
      .select(['id', 'name'])
      .where(sql<boolean>`id = any(${deviceIds}::text[])`)
      .where('tenantId', '=', tenantId)
      .execute(),
    userIds.length === 0
      ? []
      : queries
          .selectFrom('users')
          .select(['id', 'name'])
          .where(sql<boolean>`id = any(${userIds}::uuid[])`)
          .where('tenantId', '=', tenantId)
          .execute(),
  ]);
  const deviceNames = new Map(devices.map(({ id, name }) => [id, name]));
  const userNames = new Map(users.map(({ id, name }) => [id, name]));
  return items.map((item) => ({
    ...item,
    deviceName: deviceNames.get(item.deviceId) || null,
    userName: (item.userId !== null && userNames.get(item.userId)) || null,
  }));
}

interface Whose {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly userId: string | null;
}

export async function withName<Item extends Whose>(
  queries: Queries,
  item: Item,
): Promise<Item & SessionNames> {
  const [named] = await withNames(queries, item.tenantId, [item]);
  return named!;
}
