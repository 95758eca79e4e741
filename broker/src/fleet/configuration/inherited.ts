/** What a scope has of the wider ones, with where it comes from. */
import type { Queries } from '../../store/database.ts';
import { type SettingValue, flattened, sideOf } from '../device-settings.ts';
import type { ScopeName } from './config-versions.ts';
import type { EffectiveValue } from './effective-config.ts';

/** By path. `defaults` are the values where nobody says anything. */
export async function inheritedValues(
  queries: Queries,
  tenantId: string,
  { scope, id }: ScopeName,
  defaults: ReadonlyMap<string, SettingValue>,
): Promise<Map<string, EffectiveValue>> {
  const values = new Map<string, EffectiveValue>();
  for (const [path, value] of defaults)
    values.set(path, { value, scope: 'default', scopeId: null, version: null, side: sideOf(path) });
  for (const wider of await widerScopes(queries, { scope, id })) {
    const row = await queries
      .selectFrom('deviceConfigs')
      .select(['version', 'body'])
      .where('tenantId', '=', tenantId)
      .where('scope', '=', wider.scope)
      .where('scopeId', '=', wider.id)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (!row) continue;
    const origin = { scope: wider.scope, scopeId: wider.id || null, version: row.version };
    for (const [path, value] of flattened(row.body))
      values.set(path, { value, ...origin, side: sideOf(path) });
  }
  return values;
}

/** The widest first. */
async function widerScopes(queries: Queries, { scope, id }: ScopeName): Promise<ScopeName[]> {
  const fleet: ScopeName = { scope: 'fleet', id: '' };
  if (scope === 'fleet') return [];
  if (scope === 'group') return [fleet];
  const device = await queries
    .selectFrom('devices')
    .select('groupId')
    .where('id', '=', id)
    .executeTakeFirst();
  return device?.groupId ? [fleet, { scope: 'group', id: device.groupId }] : [fleet];
}
