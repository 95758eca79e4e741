/** The one error class of the SDK, and the table of its codes. */
import type { ReasonName } from '@pipit/protocol';

interface CodeText {
  /** What was wrong and what to do. */
  readonly text: string;
  /** Trying the same again later may succeed. */
  readonly retryable: boolean;
}

export const DEVICE_ERRORS = {
  INVALID_OPTION: { text: 'An option has a value that cannot be used.', retryable: false },
  NOT_CONNECTED: {
    text: 'The device is not connected. Call connect() or wait for the "connected" event.',
    retryable: true,
  },
  BUSY: { text: 'A session is open or a self-test is running. End it first.', retryable: true },
  CONNECT_FAILED: {
    text: 'The broker could not be reached. Check the URL and that the broker is running.',
    retryable: true,
  },
  BAD_CREDENTIALS: {
    text: 'The broker refused the device id or its secret. Provision the device or correct the secret.',
    retryable: false,
  },
  HELLO_FAILED: {
    text: 'The broker did not answer hello in time. Check that a Pipit broker listens at this URL.',
    retryable: true,
  },
  CONNECTION_LOST: { text: 'The connection to the broker was lost.', retryable: true },
  TAKEN_OVER: {
    text: 'Another connection signed in with the same device id. Give each device its own id.',
    retryable: false,
  },
  DISMISSED: { text: 'The broker closed the connection.', retryable: true },
  GAVE_UP: { text: 'The broker could not be reached in the configured number of attempts.', retryable: true },
  CLOSED: { text: 'The device was closed.', retryable: false },
  SESSION_ENDED: { text: 'The session has ended. Open another one.', retryable: true },
  BROKER_ERROR: { text: 'The broker refused a message.', retryable: false },
  PROTOCOL: { text: 'The broker sent a message that breaks the protocol.', retryable: false },
  INVALID_AUDIO: { text: 'The audio does not have the format of the session.', retryable: false },
  CODEC: { text: 'The Opus codec could not be loaded or refused the audio.', retryable: false },
  AUDIO_DEVICE: { text: 'The sound device could not be used.', retryable: false },
  WAV_FORMAT: {
    text: 'The file is not a WAV file that can be read. Use PCM of 8, 16, 24, 32 bits or 32 bits float.',
    retryable: false,
  },
} as const satisfies Record<string, CodeText>;

export type DeviceErrorCode = keyof typeof DEVICE_ERRORS;

export interface DeviceErrorOptions {
  readonly detail?: string;
  /** The broker's reason, when it gave one. */
  readonly reason?: ReasonName;
  readonly cause?: unknown;
}

export class DeviceError extends Error {
  override readonly name = 'DeviceError';
  readonly code: DeviceErrorCode;
  readonly retryable: boolean;
  readonly reason: ReasonName | undefined;

  constructor(code: DeviceErrorCode, options: DeviceErrorOptions = {}) {
    const { text, retryable } = DEVICE_ERRORS[code];
    super(options.detail ? `${text} (${options.detail})` : text, { cause: options.cause });
    this.code = code;
    this.retryable = retryable;
    this.reason = options.reason;
  }

  /** Anything thrown, as an error of this class. */
  static from(thrown: unknown, code: DeviceErrorCode): DeviceError {
    if (thrown instanceof DeviceError) return thrown;
    return new DeviceError(code, { detail: messageOf(thrown), cause: thrown });
  }
}

/** What was thrown, in its own words. */
export function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  // A refused connection to several addresses is an AggregateError with an empty message.
  if (thrown.message) return thrown.message;
  const inner = (thrown as { errors?: unknown[] }).errors?.[0];
  return inner instanceof Error ? inner.message : thrown.name;
}
