/** A server that stays as it is until a transaction ends. */
import type { Queries } from '../store/database.ts';
import type { Row } from '../store/schema.ts';

export const lockServer = (
  queries: Queries,
  tenantId: string,
  id: string,
): Promise<Pick<Row<'mcpServers'>, 'version' | 'settings'> | undefined> =>
  queries
    .selectFrom('mcpServers')
    .select(['version', 'settings'])
    .where('id', '=', id)
    .where('tenantId', '=', tenantId)
    .forShare()
    .executeTakeFirst();
