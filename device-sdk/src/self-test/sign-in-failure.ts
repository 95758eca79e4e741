/** Why a device could not reach its broker or sign in there, in words that say what to do. */
import { REASON_TEXTS } from '@pipit/protocol';
import { DeviceError } from '../errors.ts';
import { LegFailure } from './legs.ts';

const FULL =
  'The broker takes no device in now: it is full, or this address had too many failed sign-ins. Its log says which. Try ' +
  'again later.';

export const unreachable = (timeoutMs: number): DeviceError =>
  new DeviceError('CONNECT_FAILED', { detail: `nothing answers within ${timeoutMs} ms` });

/** The broker's address answers; what went wrong after that. */
export function signInFailure(error: unknown): unknown {
  if (!(error instanceof DeviceError)) return error;
  if (error.reason === 'CAPACITY') return new LegFailure(FULL);
  if (error.reason) return new LegFailure(REASON_TEXTS[error.reason].text);
  if (error.code !== 'CONNECT_FAILED' && error.code !== 'CONNECTION_LOST') return error;
  return new LegFailure(
    'Something answers there, but does not sign the device in. Check that it is a Pipit broker, and that port and scheme ' +
      `(mqtt:, mqtts:, ws:, wss:) belong together. (${error.message})`,
  );
}
