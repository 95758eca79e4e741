/** What somebody may see of the fleet: their tenant, and with the scope `own` only the devices that are theirs. */
import { type Expression, type ExpressionBuilder, type SqlBool } from 'kysely';
import { isDeviceId } from '@pipit/protocol';
import type { Principal } from '../identity/principal.ts';
import type { Queries } from '../store/database.ts';
import { isId } from '../store/ids.ts';
import type { Row, Schema } from '../store/schema.ts';
import { FleetError } from './fleet-error.ts';

/** A condition for `devices`, by whatever name the query gives it. */
export function isVisible(
  eb: ExpressionBuilder<Schema, 'devices'>,
  principal: Principal,
): Expression<SqlBool> {
  const { tenantId, scope, kind, id } = principal;
  const ofTenant = eb('devices.tenantId', '=', tenantId);
  if (scope === 'tenant') return ofTenant;
  if (kind === 'device') return eb.and([ofTenant, eb('devices.id', '=', id)]);
  return isId(id) ? eb.and([ofTenant, eb('devices.ownerId', '=', id)]) : eb.lit(false);
}

/** @throws {FleetError} NOT_FOUND, also for a device that is somebody else's: nobody learns that it exists. */
export async function visibleDevice(
  queries: Queries,
  principal: Principal,
  deviceId: string,
): Promise<Row<'devices'>> {
  const row = isDeviceId(deviceId)
    ? await queries
        .selectFrom('devices')
        .selectAll()
        .where('devices.id', '=', deviceId)
        .where((eb) => isVisible(eb, principal))
        .executeTakeFirst()
    : undefined;
  if (!row) throw FleetError.notFound('a device', deviceId);
  return row;
}

/** For what belongs to the whole tenant. @throws {FleetError} NOT_FOUND */
export function requireTenantScope({ scope }: Principal, what: string, id: string): void {
  if (scope !== 'tenant') throw FleetError.notFound(what, id);
}
