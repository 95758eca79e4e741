/**
 * Devices that stay away: each is an alert of its tenant, and many at once are one, because then it is the network, or us.
 * Over it is only when a device is back; one that was disabled, deleted or left alone for a week ends without a word.
 */
import { sql } from 'kysely';
import type { Database } from '../store/database.ts';
import type { Condition, Ending, OpenAlert } from './alert.ts';
import type { Rule } from './rules.ts';

export interface OfflineRuleOptions {
  readonly settings: { readonly offlineAfterMs: number };
  readonly database: Database;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const RULE = 'deviceOffline';
/** More devices of a tenant are one alert. */
const MAX_SINGLE = 10;
/** Fewer are told one by one again: not at ten, around which a count may go up and down for hours. */
const MIN_TOGETHER = 5;
/** Devices that are away for longer were put away. */
const FORGOTTEN_AFTER_MS = 7 * 86_400_000;

export function offlineRule(options: OfflineRuleOptions): Rule {
  return {
    name: RULE,
    check: (open) => devicesOffline(options, open),
    endings: (ended, found) => endingsOf(options, ended, found),
  };
}

async function devicesOffline(
  { settings, database, now }: OfflineRuleOptions,
  open: readonly OpenAlert[],
): Promise<Condition[]> {
  const { offlineAfterMs } = settings;
  if (offlineAfterMs === 0) return [];
  const before = new Date(now() - offlineAfterMs);
  const after = new Date(now() - FORGOTTEN_AFTER_MS);
  const { rows } = await sql<{ tenantId: string; count: number; ids: string[]; offlineAt: Date }>`
    select tenant_id, count(*) as count, (array_agg(id order by offline_at))[1:${MAX_SINGLE}::integer] as ids,
      min(offline_at) as offline_at
    from devices where not online and enabled and offline_at < ${before} and offline_at > ${after}
    group by tenant_id`.execute(database.queries);
  const together = new Set(open.filter(isTogether).map(({ tenantId }) => tenantId));
  return rows.flatMap(({ tenantId, count, ids, offlineAt }): Condition[] => {
    const common = { rule: RULE, tenantId, severity: 'warning' } as const;
    if (count > MAX_SINGLE || (count >= MIN_TOGETHER && together.has(tenantId))) {
      const title = `${count} devices are offline`;
      const detail = { count, since: offlineAt.toISOString() };
      return [{ ...common, key: RULE, subject: null, title, detail }];
    }
    return ids.map((id) => ({
      ...common,
      key: `${RULE} ${id}`,
      subject: { kind: 'device', id },
      title: `The device ${id} is offline`,
      detail: {},
    }));
  });
}

async function endingsOf(
  { database }: OfflineRuleOptions,
  ended: readonly OpenAlert[],
  found: readonly Condition[],
): Promise<Map<string, Ending>> {
  const back = await backSince(database, ended);
  return new Map(
    ended.map((alert) => {
      // A device that is found under neither key has not gone over into another alert.
      const goesOn = found.some(
        (other) => other.tenantId === alert.tenantId && isTogether(other) !== isTogether(alert),
      );
      if (back.has(alert.id) && !(goesOn && isTogether(alert))) return [alert.id, 'resolved'];
      return [alert.id, goesOn ? 'superseded' : 'closed'];
    }),
  );
}

/** Alerts whose device, or any device of all of them, has come back since. */
async function backSince({ queries }: Database, alerts: readonly OpenAlert[]): Promise<Set<string>> {
  const asked = alerts.map(({ id, tenantId, subject, openedAt }) => ({
    alert_id: id,
    tenant_id: tenantId,
    device_id: subject?.id ?? null,
    opened_at: new Date(openedAt).toISOString(),
  }));
  const { rows } = await sql<{ alertId: string }>`
    select a.alert_id
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb)
      as a(alert_id text, tenant_id text, device_id text, opened_at timestamptz)
    where exists (
      select from devices d where d.tenant_id = a.tenant_id and d.enabled
        and (d.id = a.device_id and (d.online or d.online_at > a.opened_at)
          or a.device_id is null and d.online_at > a.opened_at)
    )`.execute(queries);
  return new Set(rows.map(({ alertId }) => alertId));
}

const isTogether = ({ subject }: Condition): boolean => subject === null;
