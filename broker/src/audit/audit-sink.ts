/** Where services tell who did what; what becomes of it is not their business. */
import type { AuditAction } from './audit-actions.ts';
import type { Principal } from '../identity/principal.ts';

export interface AuditedAction {
  readonly principal: Principal;
  readonly action: AuditAction;
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
