/** What has happened to a device, and what it measured; neither is kept for ever. */
import { sql } from 'kysely';
import type { Principal } from '../../identity/principal.ts';
import type { Database } from '../../store/database.ts';
import { visibleDevice } from '../sight.ts';

export interface DeviceEventView {
  readonly id: number;
  readonly at: string;
  readonly kind: string;
  readonly reason: string | null;
  readonly connectionId: string | null;
  readonly detail: Record<string, unknown> | null;
}

export interface TelemetryView {
  readonly at: string;
  readonly readings: Record<string, unknown>;
}

export interface DeviceHistoryOptions {
  readonly database: Database;
  readonly now: () => number;
  readonly retentionMs: number;
}

/** Of one answer. */
const MAX_READINGS = 2000;
/** Rows deleted with one statement, so that nobody waits for it long. */
const SWEPT_AT_ONCE = 5000;

export class DeviceHistory {
  readonly #options: DeviceHistoryOptions;

  constructor(options: DeviceHistoryOptions) {
    this.#options = options;
  }

  /** Newest first; `before` is the id of the last one seen. @throws {FleetError} NOT_FOUND */
  async events(
    principal: Principal,
    deviceId: string,
    limit: number,
    before?: number,
  ): Promise<DeviceEventView[]> {
    const { queries } = this.#options.database;
    await visibleDevice(queries, principal, deviceId);
    let query = queries
      .selectFrom('deviceEvents')
      .select(['id', 'at', 'kind', 'reason', 'connectionId', 'detail'])
      .where('deviceId', '=', deviceId)
      .orderBy('id', 'desc')
      .limit(limit);
    if (before !== undefined) query = query.where('id', '<', before);
    const rows = await query.execute();
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  }

  /** Oldest first, at most 2000, the newest of the time asked for. @throws {FleetError} NOT_FOUND */
  async telemetry(principal: Principal, deviceId: string, from: Date, to: Date): Promise<TelemetryView[]> {
    const { queries } = this.#options.database;
    await visibleDevice(queries, principal, deviceId);
    const rows = await queries
      .selectFrom('deviceTelemetry')
      .select(['at', 'readings'])
      .where('deviceId', '=', deviceId)
      .where('at', '>=', from)
      .where('at', '<=', to)
      .orderBy('at', 'desc')
      .limit(MAX_READINGS)
      .execute();
    return rows.toReversed().map(({ at, readings }) => ({ at: at.toISOString(), readings }));
  }

  /** The same over a long time: the last reading of each of so many equal parts. @throws {FleetError} NOT_FOUND */
  async thinnedTelemetry(
    principal: Principal,
    deviceId: string,
    from: Date,
    to: Date,
    points: number,
  ): Promise<TelemetryView[]> {
    const { queries } = this.#options.database;
    await visibleDevice(queries, principal, deviceId);
    const partS = Math.max(0.001, (to.getTime() - from.getTime()) / 1000 / points);
    const { rows } = await sql<{ at: Date; readings: Record<string, unknown> }>`
      select distinct on (part) at, readings from (
        select at, readings, floor(extract(epoch from at - ${from}::timestamptz) / ${partS}::float8) as part
        from device_telemetry where device_id = ${deviceId} and at >= ${from} and at <= ${to}
      ) as parts order by part, at desc`.execute(queries);
    return rows.map(({ at, readings }) => ({ at: at.toISOString(), readings }));
  }

  /** Deletes what is too old. Returns how many rows. */
  async sweep(): Promise<number> {
    const { database, now, retentionMs } = this.#options;
    const before = new Date(now() - retentionMs);
    let swept = 0;
    const { queries } = database;
    const sweeps = [
      () =>
        queries
          .deleteFrom('deviceEvents')
          .where('id', 'in', (eb) =>
            eb.selectFrom('deviceEvents').select('id').where('at', '<', before).limit(SWEPT_AT_ONCE),
          ),
      () =>
        queries
          .deleteFrom('deviceTelemetry')
          .where('id', 'in', (eb) =>
            eb.selectFrom('deviceTelemetry').select('id').where('at', '<', before).limit(SWEPT_AT_ONCE),
          ),
      () =>
        queries
          .deleteFrom('deviceCommands')
          .where('id', 'in', (eb) =>
            eb.selectFrom('deviceCommands').select('id').where('createdAt', '<', before).limit(SWEPT_AT_ONCE),
          ),
    ];
    for (const sweep of sweeps) {
      for (;;) {
        const { numDeletedRows } = await sweep().executeTakeFirst();
        swept += Number(numDeletedRows);
        if (Number(numDeletedRows) < SWEPT_AT_ONCE) break;
      }
    }
    return swept;
  }
}
