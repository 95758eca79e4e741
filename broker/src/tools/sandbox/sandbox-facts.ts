/** What others are told of sandboxes and of who was in them: for records, the audit log and pages. */
import type { SandboxEngineKind } from './sandbox.ts';
import type { Place } from './place.ts';

/** Why a sandbox ended. */
export const SANDBOX_END_REASONS = [
  /** Nobody used it for so long. */
  'IDLE',
  /** It failed its check, or was gone. */
  'ILL',
  /** The conversation that it was for, or the trial, is over. */
  'DONE',
  /** Another one was needed, and there may not be more. */
  'MADE_ROOM',
  /** Somebody deleted it. */
  'DELETED',
  /** The broker was stopped. */
  'SHUTDOWN',
  /** The broker that held it is gone. */
  'BROKER_LOST',
] as const;

export type SandboxEndReason = (typeof SANDBOX_END_REASONS)[number];

/** All times in milliseconds since 1970. */
export interface SandboxFacts {
  readonly id: string;
  readonly tenantId: string;
  readonly userId: string | undefined;
  /** For which it was made. */
  readonly sessionId: string | undefined;
  readonly strategy: Place['strategy'];
  readonly engine: SandboxEngineKind;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  /** It is closed then, unless somebody uses it; undefined: never. */
  readonly expiresAt: number | undefined;
  readonly ended: { readonly at: number; readonly reason: SandboxEndReason } | undefined;
}

/** That a conversation used a server in a sandbox. */
export interface AllocationFacts {
  readonly id: string;
  readonly sandboxId: string;
  readonly tenantId: string;
  readonly serverId: string;
  readonly deviceId: string;
  readonly sessionId: string;
  readonly at: number;
  readonly lastUsedAt: number;
  readonly releasedAt: number | undefined;
}

/** Must neither throw nor wait. */
export interface SandboxObserver {
  sandbox(change: 'created' | 'used' | 'ended', facts: SandboxFacts): void;
  allocation(change: 'taken' | 'used' | 'released', facts: AllocationFacts): void;
  /** None could be made. */
  failed(place: Place, reason: string): void;
}
