/** One text for each code, and the one error class of this package. */
import { ErrorCode, type ErrorCodeName, Reason, type ReasonName } from './gen/schema.ts';

export interface CodeText {
  /** What was wrong and what to do, in one sentence or two. */
  readonly text: string;
  /** Trying the same again later may succeed. */
  readonly retryable: boolean;
}

export const ERROR_TEXTS: Record<ErrorCodeName, CodeText> = {
  UNSPECIFIED: { text: 'Unknown error.', retryable: false },
  MALFORMED: {
    text: 'The message is not valid protobuf. Send one complete pipit.v1 message per MQTT packet.',
    retryable: false,
  },
  TOO_LARGE: {
    text: 'The message is larger than its topic allows. Send smaller messages.',
    retryable: false,
  },
  OUT_OF_BOUNDS: {
    text: 'A field is longer than its bound. Keep to the bounds in SPEC.md.',
    retryable: false,
  },
  UNKNOWN_MESSAGE: {
    text: 'The envelope carries no message this version knows. Update the broker or the device.',
    retryable: false,
  },
  UNSUPPORTED_VERSION: { text: 'This protocol version is not supported. Use version 1.', retryable: false },
  HELLO_REQUIRED: { text: 'Send hello before anything else.', retryable: false },
  NO_SESSION: { text: 'There is no such session. Open one with session_open.', retryable: false },
  WRONG_TOPIC: {
    text: 'A device may publish on its own up topics and subscribe to its own down topics only.',
    retryable: false,
  },
  RATE_LIMITED: { text: 'Too many messages or bytes. Slow down.', retryable: true },
  UNSUPPORTED_AUDIO: {
    text: 'The audio format is not supported. Use Opus, mono, frames of 20, 40 or 60 ms.',
    retryable: false,
  },
  INVALID_STATE: { text: 'The message does not fit the state of the session.', retryable: false },
  INTERNAL: { text: 'The broker failed. Its log says why.', retryable: true },
};

export const REASON_TEXTS: Record<ReasonName, CodeText> = {
  UNSPECIFIED: { text: 'No reason given.', retryable: true },
  REQUESTED: { text: 'The device or an operator asked for it.', retryable: true },
  DEVICE_LOST: { text: 'The connection to the device was lost.', retryable: true },
  SILENCE: { text: 'Nobody spoke for the configured time.', retryable: true },
  MODEL_FAILED: { text: 'The model ended the conversation with an error.', retryable: true },
  MODEL_TIMEOUT: { text: "The model's time limit for one conversation was reached.", retryable: true },
  MODEL_THROTTLED: { text: 'The model refused because of its quota. Try again later.', retryable: true },
  MODEL_ACCESS_DENIED: {
    text: "The model refused the broker's credentials or region. Check the broker's configuration.",
    retryable: false,
  },
  OPEN_TIMEOUT: { text: 'The model did not answer in time.', retryable: true },
  TAKEN_OVER: { text: 'Another connection signed in with the same device id.', retryable: false },
  SHUTDOWN: { text: 'The broker is stopping. Connect again.', retryable: true },
  CAPACITY: { text: 'The broker is full. Try again later.', retryable: true },
  UNSUPPORTED_AUDIO: {
    text: 'No common audio format. Use Opus, mono, frames of 20, 40 or 60 ms.',
    retryable: false,
  },
  SLOW_READER: { text: 'The device stopped reading from its connection.', retryable: true },
  FLOOD: { text: 'The device sent far more than it may.', retryable: true },
  REPLACED: { text: 'The device opened another session.', retryable: true },
  REVOKED: { text: "The device's credential was revoked or changed.", retryable: false },
  INTERNAL: { text: 'The broker failed. Its log says why.', retryable: true },
};

const namesOf = <Name extends string>(values: Record<Name, number>): ReadonlyMap<number, Name> =>
  new Map(Object.entries(values).map(([name, value]) => [value as number, name as Name]));

const errorNames = namesOf(ErrorCode);
const reasonNames = namesOf(Reason);

/** Codes of a newer peer read as UNSPECIFIED. */
export const errorCodeName = (code: number): ErrorCodeName => errorNames.get(code) ?? 'UNSPECIFIED';
export const reasonName = (reason: number): ReasonName => reasonNames.get(reason) ?? 'UNSPECIFIED';

export interface ProtocolErrorOptions {
  /** The field at fault, like `hello.firmwareName`. */
  readonly field?: string;
  /** The message_id of the envelope at fault, when it could be read. */
  readonly messageId?: number;
  readonly detail?: string;
  readonly cause?: unknown;
}

/** A message that breaks the protocol. `message` is fit to be sent to the peer. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly code: ErrorCodeName;
  readonly field: string | undefined;
  readonly messageId: number | undefined;
  readonly retryable: boolean;

  constructor(code: ErrorCodeName, options: ProtocolErrorOptions = {}) {
    const detail = options.detail ? `${options.detail} ` : '';
    super(`${detail}${ERROR_TEXTS[code].text}`, { cause: options.cause });
    this.code = code;
    this.field = options.field;
    this.messageId = options.messageId;
    this.retryable = ERROR_TEXTS[code].retryable;
  }
}
