/** Devices in the database. Edits are told to every process that shares it. */
import { isDeviceId } from '@pipit/protocol';
import { sql } from 'kysely';
import { type TenancyMode, isLetIn } from '../identity/tenancy.ts';
import { type Database, type Queries } from '../store/database.ts';
import { repeatedValueOf } from '../store/database-error.ts';
import { notify } from '../store/notify.ts';
import type { NewRow, Row } from '../store/schema.ts';
import { DeviceStoreError, requireDeviceId } from './device-store-error.ts';
import type {
  AddOptions,
  DeviceChange,
  DeviceListener,
  DeviceRecord,
  DeviceStore,
  NewDevice,
  RotateOptions,
} from './device-store.ts';
import { createSecret, hashSecret } from './secret.ts';

const COLUMNS = [
  'id',
  'tenantId',
  'name',
  'secretHash',
  'nextSecretHash',
  'certificateSha256',
  'ownerId',
  'enabled',
  'createdAt',
  'rotatedAt',
] as const;

const columnsOf = (mode: TenancyMode) =>
  [
    ...COLUMNS,
    sql<boolean>`(select ${isLetIn(mode)} from tenants where tenants.id = devices.tenant_id)`.as(
      'tenantEnabled',
    ),
    sql<boolean>`exists (
      select from device_claims where device_id = devices.id and credential is not null)`.as('isHandedOut'),
  ] as const;

export class DatabaseDeviceStore implements DeviceStore {
  readonly #database: Database;
  readonly #columns: ReturnType<typeof columnsOf>;
  readonly #stops = new Set<() => void>();

  constructor(database: Database, mode: TenancyMode = 'multi') {
    this.#database = database;
    this.#columns = columnsOf(mode);
  }

  async get(id: string): Promise<DeviceRecord | undefined> {
    // What is no id need not be looked for, and may hold what no text of the database can.
    if (!isDeviceId(id)) return undefined;
    const row = await this.#queries
      .selectFrom('devices')
      .select(this.#columns)
      .where('id', '=', id)
      .executeTakeFirst();
    return row && recordOf(row);
  }

  async list(): Promise<DeviceRecord[]> {
    const rows = await this.#queries.selectFrom('devices').select(this.#columns).orderBy('id').execute();
    return rows.map(recordOf);
  }

  async add(id: string, { name = id, tenantId = 'default' }: AddOptions = {}): Promise<NewDevice> {
    requireDeviceId(id);
    const secret = createSecret();
    return { device: await this.#insert({ id, tenantId, name, secretHash: hashSecret(secret) }), secret };
  }

  async register(id: string): Promise<DeviceRecord> {
    requireDeviceId(id);
    return this.#insert({ id, tenantId: 'default', name: id, secretHash: null });
  }

  async #insert(values: NewRow<'devices'>): Promise<DeviceRecord> {
    const { id } = values;
    try {
      const device = await this.#change(id, 'added', (queries) =>
        queries.insertInto('devices').values(values).returning(this.#columns).executeTakeFirstOrThrow(),
      );
      return recordOf(device);
    } catch (error) {
      throw repeatedValueOf(error) === undefined ? error : DeviceStoreError.exists(id);
    }
  }

  async remove(id: string): Promise<boolean> {
    const removed = await this.#change(id, 'removed', (queries) =>
      queries.deleteFrom('devices').where('id', '=', id).returning('id').executeTakeFirst(),
    );
    return removed !== undefined;
  }

  async rotate(id: string, { overlap = false }: RotateOptions = {}): Promise<NewDevice> {
    const secret = createSecret();
    const hash = hashSecret(secret);
    const change = overlap
      ? { nextSecretHash: hash, nextSecretAt: new Date() }
      : { secretHash: hash, nextSecretHash: null, nextSecretAt: null, rotatedAt: new Date() };
    const row = await this.#change(id, overlap ? undefined : 'rotated', (queries) =>
      queries
        .updateTable('devices')
        .set(change)
        .where('id', '=', id)
        .returning(this.#columns)
        .executeTakeFirst(),
    );
    if (!row) throw DeviceStoreError.notFound(id);
    return { device: recordOf(row), secret };
  }

  async promote(id: string, nextSecretHash: string): Promise<void> {
    await this.#queries
      .updateTable('devices')
      .set({ secretHash: nextSecretHash, nextSecretHash: null, nextSecretAt: null, rotatedAt: new Date() })
      .where('id', '=', id)
      .where('nextSecretHash', '=', nextSecretHash)
      .execute();
  }

  async endHandOut(id: string): Promise<void> {
    await this.#queries
      .updateTable('deviceClaims')
      .set({ credential: null })
      .where('deviceId', '=', id)
      .where('credential', 'is not', null)
      .execute();
  }

  async setEnabled(id: string, enabled: boolean): Promise<boolean> {
    const changed = await this.#change(id, enabled ? 'enabled' : 'disabled', (queries) =>
      queries
        .updateTable('devices')
        .set({ enabled })
        .where('id', '=', id)
        .where('enabled', '!=', enabled)
        .returning('id')
        .executeTakeFirst(),
    );
    return changed !== undefined || (await this.get(id)) !== undefined;
  }

  listen({ onChange, onTenantDisabled, onGap }: DeviceListener): () => void {
    const stopListening = this.#database.listen('pipit_devices', {
      onNotice: (payload) => {
        const notice = JSON.parse(payload) as DeviceChange | TenantNotice;
        if ('id' in notice) onChange(notice);
        else onTenantDisabled?.(notice.disabledTenant);
      },
      ...(onGap && { onGap }),
    });
    const stop = (): void => {
      stopListening();
      this.#stops.delete(stop);
    };
    this.#stops.add(stop);
    return stop;
  }

  /** Leaves the database open. */
  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
  }

  get #queries(): Queries {
    return this.#database.queries;
  }

  /** With the change, its notice; undefined when there was nothing to change. */
  #change<Result>(
    id: string,
    kind: DeviceChange['kind'] | undefined,
    work: (queries: Queries) => Promise<Result>,
  ): Promise<Result> {
    return this.#queries.transaction().execute(async (transaction) => {
      const result = await work(transaction);
      const change = { id, kind };
      if (kind && result !== undefined) await notify(transaction, 'pipit_devices', change);
      return result;
    });
  }
}

/** Within the transaction that disables the tenant: it may have thousands of devices, so this is one notice for all. */
export const tellTenantDisabled = (queries: Queries, tenantId: string): Promise<void> =>
  notify(queries, 'pipit_devices', { disabledTenant: tenantId } satisfies TenantNotice);

interface TenantNotice {
  readonly disabledTenant: string;
}

type DeviceRow = Pick<Row<'devices'>, (typeof COLUMNS)[number]> &
  Pick<DeviceRecord, 'tenantEnabled' | 'isHandedOut'>;

const recordOf = (row: DeviceRow): DeviceRecord => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  rotatedAt: row.rotatedAt?.toISOString() ?? null,
});
