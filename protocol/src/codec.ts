/**
 * Messages to bytes and back. Decoding never throws and never allocates more than a fixed multiple of the input,
 * which is checked against its limit first; packets of audio are views of the input.
 */
import protobuf from 'protobufjs/minimal.js';
import { fieldOutOfBounds } from './bounds.ts';
import { ProtocolError } from './errors.ts';
import { pipit } from './gen/messages.js';
import type {
  Audio,
  BrokerBody,
  BrokerMessage,
  DeviceBody,
  DeviceConfig,
  DeviceMessage,
} from './gen/schema.ts';
import { MAX_AUDIO_BYTES, MAX_CONFIG_BYTES, MAX_CONTROL_BYTES, PROTOCOL_VERSION } from './limits.ts';

export type Decoded<Message> =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly error: ProtocolError };

/** All fields may be left out; they then have protobuf's default. */
export type Init<T> = T extends Uint8Array
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Init<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]?: Init<T[Key]> | undefined }
      : T;

/** A body to send: its kind, and those of its fields that differ from the default. */
export type BodyInit<Body extends { kind: string; value: object }> = Body extends unknown
  ? { readonly kind: Body['kind']; readonly value: Init<Body['value']> }
  : never;

export interface EnvelopeInit {
  readonly messageId: number;
  readonly correlationId?: number;
  readonly deadlineMs?: number;
}

interface StaticType {
  encode(message: never): protobuf.Writer;
  decode(reader: protobuf.Reader): object;
}

export const encodeDeviceMessage = (envelope: EnvelopeInit, body: BodyInit<DeviceBody>): Uint8Array =>
  encodeEnvelope('DeviceMessage', envelope, body);

export const encodeBrokerMessage = (envelope: EnvelopeInit, body: BodyInit<BrokerBody>): Uint8Array =>
  encodeEnvelope('BrokerMessage', envelope, body);

export const decodeDeviceMessage = (bytes: Uint8Array): Decoded<DeviceMessage> =>
  decodeEnvelope<DeviceMessage>('DeviceMessage', bytes);

export const decodeBrokerMessage = (bytes: Uint8Array): Decoded<BrokerMessage> =>
  decodeEnvelope<BrokerMessage>('BrokerMessage', bytes);

/** @throws {ProtocolError} when the audio breaks its bounds. */
export const encodeAudio = (audio: Init<Audio>): Uint8Array => encodeRoot('Audio', audio, MAX_AUDIO_BYTES);

export const decodeAudio = (bytes: Uint8Array): Decoded<Audio> =>
  decodeRoot<Audio>('Audio', bytes, MAX_AUDIO_BYTES);

/** @throws {ProtocolError} OUT_OF_BOUNDS for a key or text that is too long; TOO_LARGE for all of them together. */
export const encodeDeviceConfig = (config: Init<DeviceConfig>): Uint8Array =>
  encodeRoot('DeviceConfig', config, MAX_CONFIG_BYTES);

export const decodeDeviceConfig = (bytes: Uint8Array): Decoded<DeviceConfig> =>
  decodeRoot<DeviceConfig>('DeviceConfig', bytes, MAX_CONFIG_BYTES);

/** Messages that travel alone on their topic. */
type RootMessage = 'Audio' | 'DeviceConfig';

function encodeRoot(type: RootMessage, message: object, maxBytes: number): Uint8Array {
  const field = fieldOutOfBounds(type, message);
  if (field) throw new ProtocolError('OUT_OF_BOUNDS', { field });
  const bytes = (pipit.v1[type] as StaticType).encode(message as never).finish();
  if (bytes.length > maxBytes) throw new ProtocolError('TOO_LARGE');
  return bytes;
}

function decodeRoot<Message>(type: RootMessage, bytes: Uint8Array, maxBytes: number): Decoded<Message> {
  if (bytes.length > maxBytes) return failed('TOO_LARGE');
  let message: object;
  try {
    message = (pipit.v1[type] as StaticType).decode(readerOf(bytes));
  } catch (cause) {
    return failed('MALFORMED', { cause });
  }
  const field = fieldOutOfBounds(type, message);
  return field ? failed('OUT_OF_BOUNDS', { field }) : { ok: true, message: message as Message };
}

function encodeEnvelope(
  type: 'DeviceMessage' | 'BrokerMessage',
  envelope: EnvelopeInit,
  body: { readonly kind: string; readonly value: object },
): Uint8Array {
  const message = { version: PROTOCOL_VERSION, ...envelope, [body.kind]: body.value };
  const field = fieldOutOfBounds(type, message);
  if (field) throw new ProtocolError('OUT_OF_BOUNDS', { field, detail: `${field} is too long.` });
  const bytes = (pipit.v1[type] as StaticType).encode(message as never).finish();
  if (bytes.length > MAX_CONTROL_BYTES) throw new ProtocolError('TOO_LARGE');
  return bytes;
}

interface RawEnvelope {
  version: number;
  messageId: number;
  correlationId: number;
  deadlineMs: number;
  /** Name of the member that is set; a getter of the generated class. */
  body?: string;
}

function decodeEnvelope<Message extends DeviceMessage | BrokerMessage>(
  type: 'DeviceMessage' | 'BrokerMessage',
  bytes: Uint8Array,
): Decoded<Message> {
  if (bytes.length > MAX_CONTROL_BYTES) return failed('TOO_LARGE');
  let raw: RawEnvelope;
  try {
    raw = (pipit.v1[type] as StaticType).decode(readerOf(bytes)) as RawEnvelope;
  } catch (cause) {
    return failed('MALFORMED', { cause });
  }
  const { version, messageId, correlationId, deadlineMs, body: kind } = raw;
  if (version !== PROTOCOL_VERSION) {
    return failed('UNSUPPORTED_VERSION', { messageId, detail: `Version ${version}.` });
  }
  if (kind === undefined) return failed('UNKNOWN_MESSAGE', { messageId });
  const field = fieldOutOfBounds(type, raw);
  if (field) return failed('OUT_OF_BOUNDS', { messageId, field, detail: `${field} is too long.` });
  const value = (raw as unknown as Record<string, object>)[kind];
  return {
    ok: true,
    message: { version, messageId, correlationId, deadlineMs, body: { kind, value } } as Message,
  };
}

function readerOf(bytes: Uint8Array): protobuf.Reader {
  const reader = protobuf.Reader.create(bytes);
  reader.discardUnknown = true;
  return reader;
}

function failed(code: ProtocolError['code'], options?: ConstructorParameters<typeof ProtocolError>[1]) {
  return { ok: false, error: new ProtocolError(code, options) } as const;
}
