/** What devices say of their configuration: kept with what it means for what they were told. */
import { type ConfigReport, ConfigStatus, type ConfigStatusName, configScalar } from '@pipit/protocol';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../store/database.ts';
import { notify } from '../../store/notify.ts';
import type { Figures } from '../../telemetry/figures.ts';
import { type Batch, deviceBatch } from '../batch.ts';
import { CONFIGURED_COLUMNS, deviceEntries, effectiveConfigs } from './effective-config.ts';
import type { ConfigNotice } from './config-versions.ts';
import { type KeyResult, outcomeOf } from './sync-state.ts';

export interface ReportWriterOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly now: () => number;
  readonly log: Logger;
  readonly figures: Figures;
  /** Called when the database has it. */
  readonly onWritten?: (deviceIds: readonly string[]) => void;
}

interface Report {
  readonly revision: number;
  readonly results: Readonly<Record<string, KeyResult>>;
}

const WRITE_DELAY_MS = 100;
const MAX_BATCH = 200;
const MAX_KEYS = 64;
/** What the database holds, with one to go. */
const MAX_REVISION = 2 ** 31 - 2;

const STATUS_NAMES = Object.fromEntries(
  Object.entries(ConfigStatus).map(([name, value]) => [value, name]),
) as Record<number, ConfigStatusName>;

export class ReportWriter {
  readonly #options: ReportWriterOptions;
  readonly #batch: Batch<Report>;

  constructor(options: ReportWriterOptions) {
    this.#options = options;
    this.#batch = deviceBatch(options, {
      name: 'reports',
      delayMs: WRITE_DELAY_MS,
      maxBatch: MAX_BATCH,
      merge: mergedReport,
      write: (reports) => this.#write(reports),
    });
  }

  hear(deviceId: string, { revision, results }: ConfigReport): void {
    const named = results.map(({ key, status, text, value }) => {
      const result: KeyResult = {
        status: STATUS_NAMES[status] ?? 'UNSPECIFIED',
        text: text.replaceAll('\0', ''),
        value: scalarOf(configScalar(value)),
      };
      return [key.replaceAll('\0', ''), result] as const;
    });
    this.#batch.put(deviceId, { revision, results: Object.fromEntries(named) });
  }

  flush(): Promise<void> {
    return this.#batch.flush();
  }

  close(): Promise<void> {
    return this.#batch.close();
  }

  async #write(reports: ReadonlyMap<string, Report>): Promise<void> {
    const ids = [...reports.keys()];
    await this.#options.database.queries.transaction().execute(async (queries) => {
      const devices = await queries
        .selectFrom('devices')
        .select(CONFIGURED_COLUMNS)
        .where('id', 'in', ids)
        .execute();
      const stored = await queries
        .selectFrom('deviceReports')
        .selectAll()
        .where('deviceId', 'in', ids)
        .execute();
      const former = new Map(
        stored.map(({ deviceId, revision, results }) => [
          deviceId,
          { revision, results: results as Report['results'] },
        ]),
      );
      const rows: object[] = [];
      for (const effective of await effectiveConfigs(queries, devices, new Map())) {
        const { deviceId, tenantId, deviceRevision } = effective;
        const told = reports.get(deviceId)!;
        const known = former.get(deviceId);
        const { revision, results } = known ? mergedReport(known, told) : told;
        const outcome = outcomeOf(deviceEntries(effective), results);
        rows.push({
          device_id: deviceId,
          tenant_id: tenantId,
          revision: Math.min(revision, MAX_REVISION),
          results,
          outcome,
        });
        // It comes from another broker, or from before a loss of data: counting goes on from there.
        if (revision > deviceRevision && revision < MAX_REVISION) {
          await queries
            .updateTable('devices')
            .set((eb) => ({ revisionOffset: eb('revisionOffset', '+', revision + 1 - deviceRevision) }))
            .where('id', '=', deviceId)
            .execute();
          const notice: ConfigNotice = { tenantId, scope: 'device', id: deviceId };
          await notify(queries, 'pipit_configs', notice);
        }
      }
      await sql`
        insert into device_reports (device_id, tenant_id, revision, results, outcome, reported_at)
        select device_id, tenant_id, revision, results, outcome, ${new Date(this.#options.now())}
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (
          device_id text, tenant_id text, revision integer, results jsonb, outcome text
        )
        on conflict (device_id) do update set
          revision = excluded.revision, results = excluded.results, outcome = excluded.outcome,
          reported_at = excluded.reported_at`.execute(queries);
    });
    this.#options.onWritten?.(ids);
  }
}

/** JSON has no such numbers. */
const scalarOf = (value: KeyResult['value'] | undefined): KeyResult['value'] =>
  value === undefined || (typeof value === 'number' && !Number.isFinite(value))
    ? null
    : typeof value === 'string'
      ? value.replaceAll('\0', '')
      : value;

/** A long report comes in several messages; one for another configuration takes the place of all before. */
function mergedReport(older: Report, newer: Report): Report {
  if (older.revision !== newer.revision) return newer;
  const all = Object.entries({ ...older.results, ...newer.results });
  return { revision: newer.revision, results: Object.fromEntries(all.slice(-MAX_KEYS)) };
}
