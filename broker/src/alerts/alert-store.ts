/** Alerts in the database. The engine does not depend on it: that the database is away is itself an alert. */
import { sql } from 'kysely';
import type { Queries } from '../store/database.ts';
import type { Row } from '../store/schema.ts';
import type { OpenAlert } from './alert.ts';

export async function loadOpenAlerts(queries: Queries): Promise<OpenAlert[]> {
  const rows = await queries.selectFrom('alerts').selectAll().where('resolvedAt', 'is', null).execute();
  return rows.map((row) => ({
    id: row.id,
    rule: row.rule,
    key: row.dedupeKey,
    tenantId: row.tenantId,
    severity: row.severity,
    subject: row.subjectId === null ? null : { kind: row.subjectKind as 'device', id: row.subjectId },
    title: row.title,
    detail: (row.detail ?? {}) as OpenAlert['detail'],
    openedAt: row.openedAt.getTime(),
    lastAt: row.lastAt.getTime(),
    times: row.times,
    notifiedAt: row.lastAt.getTime(),
    acknowledged: row.acknowledgedAt !== null,
    missed: 0,
  }));
}

/** As it stands; also when it was never written before. */
export async function saveAlert(
  queries: Queries,
  alert: OpenAlert,
  resolvedAt: number | null,
): Promise<void> {
  const { id, tenantId, rule, key, severity, subject, title, detail, times, openedAt, lastAt } = alert;
  await sql`
    insert into alerts (id, tenant_id, rule, dedupe_key, severity, subject_kind, subject_id, title, detail, times,
      opened_at, last_at, resolved_at)
    values (${id}, ${tenantId}, ${rule}, ${key}, ${severity}, ${subject?.kind ?? null}, ${subject?.id ?? null}, ${title},
      ${JSON.stringify(detail)}, ${times}, ${new Date(openedAt)}, ${new Date(lastAt)},
      ${resolvedAt === null ? null : new Date(resolvedAt)})
    on conflict (id) do update set severity = excluded.severity, title = excluded.title, detail = excluded.detail,
      times = excluded.times, last_at = excluded.last_at, resolved_at = excluded.resolved_at`.execute(
    queries,
  );
}

export type AlertRow = Row<'alerts'>;

export function readAlert(queries: Queries, tenantId: string, id: string): Promise<AlertRow | undefined> {
  return queries
    .selectFrom('alerts')
    .selectAll()
    .where('id', '=', id)
    .where('tenantId', '=', tenantId)
    .executeTakeFirst();
}

export interface Acknowledgement {
  readonly by: string;
  readonly note: string | null;
  readonly at: Date;
}

/** The first who does counts: false for all others. */
export async function acknowledgeAlert(
  queries: Queries,
  id: string,
  { by, note, at }: Acknowledgement,
): Promise<boolean> {
  const { numUpdatedRows } = await queries
    .updateTable('alerts')
    .set({ acknowledgedAt: at, acknowledgedBy: by, acknowledgedNote: note })
    .where('id', '=', id)
    .where('acknowledgedAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
