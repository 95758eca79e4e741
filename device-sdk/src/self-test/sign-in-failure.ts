/** Why a device could not reach its broker or sign in there, in words that say what to do. */
import { REASON_TEXTS } from '@pipit/protocol';
import { DeviceError } from '../errors.ts';
import { LegFailure } from './legs.ts';

const FULL =
  'The broker takes no device in now: it is full, or this address had too many failed sign-ins. Its log says which. Try ' +
  'again later.';
const CHECK_SCHEME =
  'Check that it is a Pipit broker, and that port and scheme (mqtt:, mqtts:, ws:, wss:) belong together.';
const CHECK_AUTHORITY =
  "Its certificate is not one that this device trusts. Check the host's name, and give the authority: the SDK's option tls, or " +
  'NODE_EXTRA_CA_CERTS.';

/** Of Node.js and OpenSSL. A browser does not tell. */
const CERTIFICATE_CODES = /CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH/;
const TALK_CODES = /^(ECONNRESET|EPROTO|ERR_SSL_)/;

export const unreachable = (timeoutMs: number): DeviceError =>
  new DeviceError('CONNECT_FAILED', { detail: `nothing answers within ${timeoutMs} ms` });

/** There is no connection that MQTT could begin on. */
export function reachFailure(error: unknown): unknown {
  if (!(error instanceof DeviceError)) return error;
  const { code = '' } = (error.cause ?? {}) as { code?: string };
  const why = causeOf(error);
  if (CERTIFICATE_CODES.test(code)) return new LegFailure(`${CHECK_AUTHORITY} (${why})`);
  if (!TALK_CODES.test(code) && error.code !== 'CONNECTION_LOST') return error;
  return new LegFailure(`Something answers there, and hangs up. ${CHECK_SCHEME} (${why})`);
}

/** The broker's address answers; what went wrong after that. */
export function signInFailure(error: unknown): unknown {
  if (!(error instanceof DeviceError)) return error;
  if (error.reason === 'CAPACITY') return new LegFailure(FULL);
  if (error.reason) return new LegFailure(REASON_TEXTS[error.reason].text);
  if (error.code !== 'CONNECT_FAILED' && error.code !== 'CONNECTION_LOST') return error;
  const text = `Something answers there, but does not sign the device in. ${CHECK_SCHEME}`;
  return new LegFailure(`${text} (${causeOf(error)})`);
}

/** Without our own words for it, which would say to check what was found to be right. */
const causeOf = ({ cause, message }: DeviceError): string =>
  cause instanceof Error ? cause.message : message;
