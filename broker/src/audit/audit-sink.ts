/** Where services tell who did what; what becomes of it is not their business. */
import type { Principal } from '../identity/principal.ts';

export interface AuditedAction {
  readonly principal: Principal;
  /** Like `device.create`: what it is about, and what was done. */
  readonly action: string;
  readonly target: { readonly kind: string; readonly id: string };
  readonly result: 'ok' | 'refused' | 'failed';
  /** Without secrets. */
  readonly detail?: object;
}

export interface AuditSink {
  /** Must neither throw nor wait. */
  record(action: AuditedAction): void;
}

/** For tests. */
export const NO_AUDIT: AuditSink = { record: () => {} };
