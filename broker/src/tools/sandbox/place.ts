/** Who asks for a sandbox, and which others may be in it. */

export const SANDBOX_STRATEGIES = ['shared', 'perUser', 'perSession'] as const;

export type SandboxStrategy = (typeof SANDBOX_STRATEGIES)[number];

/** For whom a program is started. */
export interface Asker {
  readonly tenantId: string;
  /** Whose device it is; undefined for a device of nobody's. */
  readonly ownerId: string | undefined;
  readonly sessionId: string;
  readonly deviceId: string;
}

/** Programs of one place see each other; those of two places do so only when a quota is full. */
export type Place =
  | { readonly strategy: 'shared'; readonly tenantId: string }
  | { readonly strategy: 'perUser'; readonly tenantId: string; readonly userId: string }
  | {
      readonly strategy: 'perSession';
      readonly tenantId: string;
      readonly userId: string | undefined;
      readonly sessionId: string;
    }
  /** To try something out: nobody else comes in, and it is closed afterwards. */
  | { readonly strategy: 'trial'; readonly tenantId: string };

/** Of a user, or what the broker has in place of it. */
export interface SandboxQuota {
  /** Sandboxes of one's own at once. */
  readonly maxSandboxes: number;
  readonly memoryMb: number;
  readonly diskMb: number;
  /** Without use, it is closed after that; 0 for never. */
  readonly idleMs: number;
}

/** A device of nobody's has no sandbox of its user's: it is in the pool of its tenant. */
export function placeFor({ tenantId, ownerId, sessionId }: Asker, strategy: SandboxStrategy): Place {
  if (strategy === 'perSession') return { strategy, tenantId, userId: ownerId, sessionId };
  if (strategy === 'perUser' && ownerId !== undefined) return { strategy, tenantId, userId: ownerId };
  return { strategy: 'shared', tenantId };
}

/** Within a tenant; the same for the same place. */
export function keyOf(place: Place): string {
  switch (place.strategy) {
    case 'trial':
    case 'shared':
      return 'shared';
    case 'perUser':
      return `user ${place.userId}`;
    case 'perSession':
      return `session ${place.sessionId}`;
  }
}

export const userOf = (place: Place): string | undefined => ('userId' in place ? place.userId : undefined);

export const sessionOf = (place: Place): string | undefined =>
  'sessionId' in place ? place.sessionId : undefined;
