/** What a device does when its connection, or an attempt at one, is over: try again after a while, or give up. Pure. */
import type { Goodbye } from '@pipit/protocol';
import { DeviceError } from '../errors.ts';
import { backoffMs, type ReconnectOptions, retryAfterMs } from './reconnect-policy.ts';

export interface Loss {
  readonly error: DeviceError;
  readonly goodbye: Goodbye | undefined;
  /** Attempts without success in a row, this one among them. */
  readonly failures: number;
  /** It was a connection that lasted. */
  readonly lasted: boolean;
  /** It was an attempt at an address that a broker had told, which may be wrong: what fails there is tried at home. */
  readonly wasElsewhere: boolean;
}

export type AfterLoss =
  | { readonly giveUp: DeviceError }
  /** `refused`: the broker does not know the device any more, or not yet. */
  | { readonly delayMs: number; readonly refused: boolean };

/** `random` in [0, 1). */
export function afterLoss(loss: Loss, reconnect: ReconnectOptions, random: number): AfterLoss {
  const { error, goodbye, failures, lasted, wasElsewhere } = loss;
  // [TRN-6]
  if (error.code === 'TAKEN_OVER') return { giveUp: error };
  const refused = error.code === 'BAD_CREDENTIALS' && !wasElsewhere;
  // [TRN-3]
  if (refused && reconnect.badCredentialsDelayMs === undefined) return { giveUp: error };
  if (failures >= reconnect.maxAttempts && !lasted) {
    return { giveUp: new DeviceError('GAVE_UP', { detail: error.message, cause: error }) };
  }
  if (refused) return { delayMs: reconnect.badCredentialsDelayMs!, refused };
  // The broker said when to come back; the random part keeps a fleet from coming back together.
  const wishMs = goodbye && goodbye.retryAfterMs > 0 ? retryAfterMs(goodbye.retryAfterMs) : 0;
  return { delayMs: backoffMs(failures, reconnect, random) + wishMs, refused };
}
