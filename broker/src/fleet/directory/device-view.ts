/** A device as people see it. Secrets are not in it, only whether there are some. */
import { sql } from 'kysely';
import type { Queries } from '../../store/database.ts';
import type { SyncState } from '../configuration/sync-state.ts';
import { type DeviceStatus, filteredDevices, statusOf, syncState } from './device-query.ts';

export interface NamedId {
  readonly id: string;
  readonly name: string;
}

export interface DeviceView {
  readonly id: string;
  readonly name: string;
  readonly group: NamedId | null;
  readonly owner: NamedId | null;
  readonly tags: string[];
  readonly enabled: boolean;
  readonly status: DeviceStatus;
  readonly online: boolean;
  readonly onlineAt: string | null;
  readonly offlineAt: string | null;
  /** Of the last time that it went. */
  readonly offlineReason: string | null;
  readonly lastSeenAt: string | null;
  readonly address: string | null;
  readonly transport: string | null;
  readonly connectionId: string | null;
  readonly firmwareName: string | null;
  readonly firmwareVersion: string | null;
  readonly hardwareModel: string | null;
  readonly hardwareSerial: string | null;
  readonly language: string | null;
  readonly sync: SyncState;
  readonly logLevel: string | null;
  readonly createdAt: string;
  readonly rotatedAt: string | null;
  /** Since when there is a next secret that was not used yet. */
  readonly nextSecretAt: string | null;
  readonly hasSecret: boolean;
  /** In hexadecimal. */
  readonly certificateSha256: string | null;
}

export interface DeviceDetail extends DeviceView {
  readonly capabilities: Record<string, unknown> | null;
  readonly telemetry: Record<string, unknown> | null;
  readonly telemetryAt: string | null;
}

const COLUMNS = [
  'devices.id',
  'devices.name',
  'devices.groupId',
  'devices.ownerId',
  'devices.enabled',
  'devices.online',
  'devices.onlineAt',
  'devices.offlineAt',
  'devices.offlineReason',
  'devices.unstableUntil',
  'devices.lastSeenAt',
  'devices.address',
  'devices.transport',
  'devices.connectionId',
  'devices.firmwareName',
  'devices.firmwareVersion',
  'devices.hardwareModel',
  'devices.hardwareSerial',
  'devices.language',
  'devices.logLevel',
  'devices.createdAt',
  'devices.rotatedAt',
  'devices.nextSecretAt',
  'devices.certificateSha256',
  'devices.capabilities',
  'devices.telemetry',
  'devices.telemetryAt',
] as const;

/** All that the query finds, with what stands in other tables. */
export async function deviceDetails(
  queries: Queries,
  query: ReturnType<typeof filteredDevices>,
  now: Date,
): Promise<DeviceDetail[]> {
  const rows = await query
    .leftJoin('deviceGroups', 'deviceGroups.id', 'devices.groupId')
    .leftJoin('users', 'users.id', 'devices.ownerId')
    .select(COLUMNS)
    .select([
      'deviceGroups.name as groupName',
      'users.name as ownerName',
      syncState.as('sync'),
      sql<boolean>`devices.secret_hash is not null`.as('hasSecret'),
    ])
    .execute();
  const tags = await tagsOf(
    queries,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const { groupId, groupName, ownerId, ownerName, unstableUntil, ...rest } = row;
    return {
      ...rest,
      group: groupId === null ? null : { id: groupId, name: groupName ?? '' },
      owner: ownerId === null ? null : { id: ownerId, name: ownerName ?? '' },
      tags: tags.get(row.id) ?? [],
      status: statusOf({ ...row, unstableUntil }, now),
      onlineAt: isoOf(row.onlineAt),
      offlineAt: isoOf(row.offlineAt),
      lastSeenAt: isoOf(row.lastSeenAt),
      createdAt: row.createdAt.toISOString(),
      rotatedAt: isoOf(row.rotatedAt),
      nextSecretAt: isoOf(row.nextSecretAt),
      telemetryAt: isoOf(row.telemetryAt),
    };
  });
}

const isoOf = (date: Date | null): string | null => date?.toISOString() ?? null;

async function tagsOf(queries: Queries, ids: readonly string[]): Promise<Map<string, string[]>> {
  const tags = new Map<string, string[]>();
  if (ids.length === 0) return tags;
  const rows = await queries
    .selectFrom('deviceTags')
    .select(['deviceId', 'tag'])
    .where('deviceId', 'in', [...ids])
    .orderBy('tag')
    .execute();
  for (const { deviceId, tag } of rows) {
    const list = tags.get(deviceId);
    if (list) list.push(tag);
    else tags.set(deviceId, [tag]);
  }
  return tags;
}
