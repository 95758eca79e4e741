/** Which sandbox somebody gets: a decision over what there is, without effects. */
import { type Place, sessionOf, userOf } from './place.ts';

/** A sandbox that may be used, or will be soon. */
export interface PlacedSandbox {
  readonly id: string;
  /** For whom it was made. */
  readonly place: Place;
  /** Whose conversations are in it, of those that have one of their own. */
  readonly sessions: ReadonlySet<string>;
  /** In milliseconds, of whatever clock. */
  readonly createdAt: number;
  readonly lastUsedAt: number;
  /** Programs that run in it. */
  readonly leases: number;
  /** Somebody makes it ready, or waits for it. */
  readonly isBusy: boolean;
}

export interface PlacementLimits {
  /** Sandboxes of one tenant that are shared by all of it. */
  readonly poolSize: number;
  /** Of all tenants together. */
  readonly max: number;
  /** Of one tenant, so that it does not take all of them. */
  readonly maxPerTenant: number;
  /** Of the user who asks. */
  readonly maxOfUser: number;
}

export type Placement =
  | { readonly kind: 'use'; readonly id: string }
  /** `closeFirst`: to make room. */
  | { readonly kind: 'create'; readonly closeFirst: string | undefined }
  | { readonly kind: 'refuse'; readonly why: 'noneAllowed' | 'tenantFull' | 'full' };

/**
 * What is there already is used; else one is made, while the quota has room; else an old one has to do. A user whose quota
 * is full gets the oldest of their own, a pool that is full the sandbox with the fewest programs. When the broker,
 * or what it gives to a tenant, is full, the one that nobody has used for the longest goes; what is in use never does.
 */
export function placementOf(
  all: readonly PlacedSandbox[],
  place: Place,
  { poolSize, max, maxPerTenant, maxOfUser }: PlacementLimits,
): Placement {
  const userId = userOf(place);
  const pool = place.strategy === 'shared' ? all.filter((each) => isOfPool(each, place.tenantId)) : [];
  const own = userId === undefined ? [] : all.filter((each) => userOf(each.place) === userId);
  if (userId !== undefined && maxOfUser <= 0) return { kind: 'refuse', why: 'noneAllowed' };

  const [least] = pool.toSorted((a, b) => a.leases - b.leases || a.lastUsedAt - b.lastUsedAt);
  if (least && (least.leases === 0 || pool.length >= poolSize)) return { kind: 'use', id: least.id };
  const same = all.find((each) => isFor(each, place));
  if (same) return { kind: 'use', id: same.id };
  const [oldest] = own.toSorted((a, b) => a.createdAt - b.createdAt);
  if (oldest && own.length >= maxOfUser) return { kind: 'use', id: oldest.id };

  const ofTenant = all.filter((each) => each.place.tenantId === place.tenantId);
  const isTenantFull = ofTenant.length >= maxPerTenant;
  if (!isTenantFull && all.length < max) return { kind: 'create', closeFirst: undefined };
  const [unused] = (isTenantFull ? ofTenant : all)
    .filter(({ leases, isBusy }) => leases === 0 && !isBusy)
    .toSorted((a, b) => a.lastUsedAt - b.lastUsedAt);
  if (unused) return { kind: 'create', closeFirst: unused.id };
  // Crowded is better than nothing.
  if (least) return { kind: 'use', id: least.id };
  return { kind: 'refuse', why: isTenantFull ? 'tenantFull' : 'full' };
}

const isOfPool = ({ place }: PlacedSandbox, tenantId: string): boolean =>
  place.strategy === 'shared' && place.tenantId === tenantId;

function isFor(sandbox: PlacedSandbox, wanted: Place): boolean {
  if (sandbox.place.tenantId !== wanted.tenantId) return false;
  const sessionId = sessionOf(wanted);
  if (sessionId !== undefined) return sandbox.sessions.has(sessionId);
  return (
    wanted.strategy === 'perUser' &&
    sandbox.place.strategy === 'perUser' &&
    userOf(sandbox.place) === wanted.userId
  );
}
