/** What a change of settings means for the devices that are there. */
import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../store/database.ts';
import { type Applied, type SettingValue, appliedWhen, flattened, placeOf } from '../device-settings.ts';
import { type ConfigChange, type ScopeName, inheritedBy } from './config-versions.ts';

export interface Effect {
  /** Devices for which at least one value is another now. */
  readonly appliesTo: { readonly connected: number; readonly inConversation: number };
  /** By path. */
  readonly applied: Record<string, Applied>;
}

export interface EffectOptions {
  readonly queries: Queries;
  /** Values where nobody says anything. */
  readonly defaults: ReadonlyMap<string, SettingValue>;
  /** Devices that are connected to this process; the database learns of them a moment later. */
  readonly connected: readonly string[];
  readonly talking: readonly string[];
}

export async function effectOf(
  options: EffectOptions,
  tenantId: string,
  name: ScopeName,
  change: ConfigChange,
): Promise<Effect> {
  const counts = await countConcerned(
    options,
    tenantId,
    name,
    await otherValues(options, tenantId, name, change),
  );
  const { connected = 0, inConversation = 0 } = counts.get(null) ?? {};
  const talkingOf = (path: string): boolean => (counts.get(path)?.inConversation ?? 0) > 0;
  return {
    appliesTo: { connected, inConversation },
    applied: Object.fromEntries(change.changed.map((path) => [path, appliedWhen(path, talkingOf(path))])),
  };
}

/** Paths whose value is another where no narrower scope says anything: what is set may be what was inherited. */
async function otherValues(
  { queries, defaults }: EffectOptions,
  tenantId: string,
  name: ScopeName,
  { before, after, changed }: ConfigChange,
): Promise<string[]> {
  const inherited = new Map([...defaults, ...(await inheritedBy(queries, tenantId, name))]);
  const [old, next] = [flattened(before.settings), flattened(after.settings)];
  const valueIn = (own: ReadonlyMap<string, SettingValue>, path: string): string | undefined =>
    JSON.stringify(own.get(path) ?? inherited.get(path));
  return changed.filter((path) => valueIn(old, path) !== valueIn(next, path));
}

interface Counts {
  readonly path: string | null;
  readonly connected: number;
  readonly inConversation: number;
}

/** By path; null for all of them together. */
async function countConcerned(
  { queries, connected, talking }: EffectOptions,
  tenantId: string,
  { scope, id }: ScopeName,
  paths: readonly string[],
): Promise<Map<string | null, Counts>> {
  if (paths.length === 0) return new Map();
  const places = paths.map((path) => ({ path, place: placeOf(path) }));
  const newest = (narrower: 'group' | 'device', scopeId: RawBuilder<unknown>) => sql`(
    select c.body from device_configs c
    where c.tenant_id = d.tenant_id and c.scope = ${narrower} and c.scope_id = ${scopeId}
    order by c.version desc limit 1
  )`;
  const members =
    scope === 'fleet' ? sql`true` : scope === 'group' ? sql`d.group_id = ${id}::uuid` : sql`d.id = ${id}`;
  const groupBody = scope === 'fleet' ? newest('group', sql`d.group_id::text`) : sql`null::jsonb`;
  const ownBody = scope === 'device' ? sql`null::jsonb` : newest('device', sql`d.id`);
  const { rows } = await sql<Counts>`
    with here as materialized (
      select d.online or d.id = any(${[...connected]}::text[]) as connected,
        d.id = any(${[...talking]}::text[]) as talking, d.id, ${groupBody} as group_body, ${ownBody} as own_body
      from devices d
      where d.tenant_id = ${tenantId} and ${members}
        and (d.online or d.id = any(${[...connected, ...talking]}::text[]))
    )
    select p.path, count(distinct h.id) filter (where h.connected) as connected,
      count(distinct h.id) filter (where h.talking) as in_conversation
    from here h
    cross join jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as p(path text, place text[])
    where h.group_body #> p.place is null and h.own_body #> p.place is null
    group by grouping sets ((p.path), ())`.execute(queries);
  return new Map(rows.map((row) => [row.path, row]));
}
