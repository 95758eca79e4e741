/** How far a device is with what it was told. */
import type { ConfigScalar, ConfigStatusName } from '@pipit/protocol';

export const SYNC_STATES = [
  'in_sync',
  'pending_offline',
  'pending_sent',
  'partially_applied',
  'rejected',
  'drifted',
] as const;
export type SyncState = (typeof SYNC_STATES)[number];

/** Of a report for the revision that is wanted. `pending`: something is not told of yet, or applies later. */
export type Outcome = 'applied' | 'pending' | 'partially_applied' | 'rejected' | 'drifted';

export interface KeyResult {
  readonly status: ConfigStatusName;
  /** For people. */
  readonly text: string;
  /** What the device uses; null when it did not say. */
  readonly value: ConfigScalar | null;
}

/** Of one key, for people to see. `not_reported`: the device has said nothing of it yet. */
export type KeyState = 'applied' | 'pending' | 'refused' | 'drifted' | 'not_reported';

export function keyState(wanted: ConfigScalar, result: KeyResult | undefined): KeyState {
  switch (result?.status) {
    case undefined:
      return 'not_reported';
    case 'APPLIED':
      return result.value === null || sameValue(wanted, result.value) ? 'applied' : 'drifted';
    case 'PENDING':
    case 'UNSPECIFIED':
      return 'pending';
    case 'UNKNOWN_KEY':
    case 'WRONG_TYPE':
    case 'OUT_OF_RANGE':
    case 'FAILED':
      return 'refused';
  }
}

/** Devices keep fractions in single precision. */
const sameValue = (a: ConfigScalar, b: ConfigScalar): boolean =>
  a === b || (typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= Math.abs(a) * 1e-6);

/** A refusal says more than a pending key, and a value that nobody asked for more than either. */
export function outcomeOf(
  wanted: ReadonlyMap<string, ConfigScalar>,
  results: Readonly<Record<string, KeyResult>>,
): Outcome {
  const states = [...wanted].map(([key, value]) => keyState(value, results[key]));
  if (states.length === 0) return 'applied';
  if (states.includes('drifted')) return 'drifted';
  if (states.every((state) => state === 'refused')) return 'rejected';
  if (states.includes('refused')) return 'partially_applied';
  return states.every((state) => state === 'applied') ? 'applied' : 'pending';
}

export interface SyncFacts {
  readonly hasEntries: boolean;
  readonly wantedRevision: number;
  readonly reported: { readonly revision: number; readonly outcome: string } | undefined;
  readonly online: boolean;
}

/** The list of devices says the same in SQL. */
export function syncStateOf({ hasEntries, wantedRevision, reported, online }: SyncFacts): SyncState {
  if (!hasEntries) return 'in_sync';
  if (reported && reported.revision >= wantedRevision) {
    if (reported.outcome === 'applied') return 'in_sync';
    if (reported.outcome !== 'pending') return reported.outcome as SyncState;
  }
  return online ? 'pending_sent' : 'pending_offline';
}
