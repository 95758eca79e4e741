/** What the fake services answer, in the wire format of the real ones: REST-JSON and the AWS event stream. */
import { EventStreamCodec } from '@smithy/eventstream-codec';
import { fromUtf8, toUtf8 } from '@smithy/util-utf8';

export type AwsAnswer =
  | {
      readonly kind: 'json';
      readonly body: unknown;
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'raw'; readonly body: Buffer; readonly headers?: Readonly<Record<string, string>> }
  /** `ends`: properly, in the middle of the last message, by a lost connection, or not at all. */
  | {
      readonly kind: 'events';
      readonly messages: readonly Buffer[];
      readonly ends: 'well' | 'torn' | 'lost' | 'never';
    }
  /** The request is read, and never answered. */
  | { readonly kind: 'silence' }
  /** The connection is lost instead of an answer. */
  | { readonly kind: 'lost' };

export const json = (body: unknown): AwsAnswer => ({ kind: 'json', body });

/** As REST-JSON services refuse: the name in a header, some with a namespace behind it. */
export const refusal = (name: string, status: number, message: string): AwsAnswer => ({
  kind: 'json',
  status,
  headers: { 'x-amzn-errortype': `${name}:http://internal.amazon.com/coral/com.amazon.bedrock/` },
  body: { message },
});

export const throttled = (): AwsAnswer =>
  refusal('ThrottlingException', 429, 'Too many requests, please wait before trying again.');

const codec = new EventStreamCodec(toUtf8, fromUtf8);

function message(headers: Readonly<Record<string, string>>, body: string): Buffer {
  const typed = Object.entries(headers).map(([name, value]) => [name, { type: 'string' as const, value }]);
  return Buffer.from(codec.encode({ headers: Object.fromEntries(typed), body: fromUtf8(body) }));
}

export const event = (type: string, payload: object): Buffer =>
  message(
    { ':event-type': type, ':content-type': 'application/json', ':message-type': 'event' },
    JSON.stringify(payload),
  );

export const chunk = (text: string | Buffer, more: object = {}): Buffer =>
  event('chunk', { bytes: Buffer.from(text).toString('base64'), ...more });

/** One of the exceptions of the stream's own, by the name of the member, like `throttlingException`. */
export const exception = (member: string, text: string): Buffer =>
  message(
    { ':exception-type': member, ':content-type': 'application/json', ':message-type': 'exception' },
    JSON.stringify({ message: text }),
  );

/** Any other. */
export const error = (code: string, text: string): Buffer =>
  message({ ':error-code': code, ':error-message': text, ':message-type': 'error' }, '');

export const events = (...messages: Buffer[]): AwsAnswer => ({ kind: 'events', messages, ends: 'well' });
