/** Which tenants are let in at all: people, keys and devices of the others are refused everywhere. */
import { type RawBuilder, sql } from 'kysely';

export type TenancyMode = 'single' | 'multi';

/** Is always there. With several tenants, its owners look after the others. */
export const DEFAULT_TENANT = 'default';

/** A condition on a row of `tenants`. Others than the default one may be left from a time with several. */
export const isLetIn = (mode: TenancyMode): RawBuilder<boolean> =>
  mode === 'multi'
    ? sql<boolean>`tenants.disabled_at is null`
    : sql<boolean>`(tenants.disabled_at is null and tenants.id = ${DEFAULT_TENANT})`;
