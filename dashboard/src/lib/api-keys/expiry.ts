/** Until when a key is good. */
export const EXPIRIES = ['never', '30', '90', '365', 'date'] as const;
export type Expiry = (typeof EXPIRIES)[number];

const DAY_MS = 86_400_000;

/**
 * As the broker takes it; undefined for never. `date`: the day that was chosen, `2026-11-30`, of which the whole counts.
 * @throws {RangeError} when there is no such day
 */
export function expiresAt(expiry: Expiry, date: string, now: Date): string | undefined {
  if (expiry === 'never') return undefined;
  if (expiry === 'date') return new Date(`${date}T23:59:59`).toISOString();
  return new Date(now.getTime() + Number(expiry) * DAY_MS).toISOString();
}

export type KeyState = 'active' | 'expired' | 'revoked';

export function stateOf(
  key: { readonly expiresAt: string | null; readonly revokedAt: string | null },
  now: Date,
): KeyState {
  if (key.revokedAt !== null) return 'revoked';
  return key.expiresAt !== null && new Date(key.expiresAt) <= now ? 'expired' : 'active';
}
