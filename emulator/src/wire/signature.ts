/**
 * Checks AWS Signature Version 4 as event streams use it: the request is signed as usual, then every message is
 * signed with the signature before it (algorithm AWS4-HMAC-SHA256-PAYLOAD).
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http2';
import type { HeaderValue } from './frame.ts';
import { ServiceError } from './service-error.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** When given, the request must carry it as x-amz-security-token. */
  readonly sessionToken?: string;
}

const maxSkewMs = 5 * 60_000;
const streamingHash = 'STREAMING-AWS4-HMAC-SHA256-EVENTS';
const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.';

const sha256Hex = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();

/** Verifies the request and returns the checker of its messages. Throws ServiceError. */
export function verifyRequest(
  headers: IncomingHttpHeaders,
  credentials: Credentials,
  nowMs: number,
): ChunkVerifier {
  const authorization = headers.authorization;
  if (!authorization) {
    throw new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const parsed =
    /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/(\d{8})\/([^/,]+)\/([^/,]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      authorization,
    );
  const date = headers['x-amz-date'];
  if (!parsed || typeof date !== 'string') {
    throw new ServiceError(
      'InvalidSignatureException',
      'The Authorization header is not a Signature Version 4 header.',
    );
  }
  const [, accessKeyId, day, region, service, signedHeaders, signature] = parsed as unknown as string[];
  if (
    accessKeyId !== credentials.accessKeyId ||
    (credentials.sessionToken && headers['x-amz-security-token'] !== credentials.sessionToken)
  ) {
    throw new ServiceError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    );
  }
  const signedAtMs = parseAmzDate(date);
  if (!(Math.abs(nowMs - signedAtMs) <= maxSkewMs) || !date.startsWith(day!)) {
    throw new ServiceError(
      'InvalidSignatureException',
      `Signature expired: ${date} is not within 5 minutes of the server's time.`,
    );
  }

  const names = signedHeaders!.split(';');
  if (!names.includes('x-amz-date') || !(names.includes(':authority') || names.includes('host'))) {
    throw new ServiceError('InvalidSignatureException', mismatch);
  }
  const canonicalHeaders = names.map((name) => {
    const value = headers[name] ?? (name === 'host' ? headers[':authority'] : undefined);
    return `${name}:${String(value ?? '')
      .trim()
      .replace(/\s+/g, ' ')}\n`;
  });
  // The path is encoded once more for the signature; only Amazon S3 is an exception to this.
  const path = (headers[':path'] ?? '/').split('?')[0]!.split('/').map(encodeRfc3986).join('/');
  const canonicalRequest = [
    'POST',
    path,
    '',
    canonicalHeaders.join(''),
    signedHeaders!,
    headers['x-amz-content-sha256'] ?? streamingHash,
  ];
  const scope = `${day}/${region}/${service}/aws4_request`;
  const key = [day!, region!, service!, 'aws4_request'].reduce<Buffer>(
    (secret, part) => hmac(secret, part),
    Buffer.from(`AWS4${credentials.secretAccessKey}`),
  );
  const expected = hmac(
    key,
    ['AWS4-HMAC-SHA256', date, scope, sha256Hex(canonicalRequest.join('\n'))].join('\n'),
  );
  if (!timingSafeEqual(expected, Buffer.from(signature!, 'hex'))) {
    throw new ServiceError('InvalidSignatureException', mismatch);
  }
  return new ChunkVerifier(key, scope, signature!);
}

/** Follows the signature chain of one stream. */
export class ChunkVerifier {
  readonly #key: Buffer;
  readonly #scope: string;
  #previous: string;

  constructor(key: Buffer, scope: string, seedSignature: string) {
    this.#key = key;
    this.#scope = scope;
    this.#previous = seedSignature;
  }

  /** Throws ServiceError unless the message continues the chain. */
  verify(headers: ReadonlyMap<string, HeaderValue>, payload: Buffer): void {
    const date = headers.get(':date');
    const signature = headers.get(':chunk-signature');
    if (!(date instanceof Date) || !Buffer.isBuffer(signature) || signature.length !== 32) {
      throw new ServiceError('InvalidSignatureException', 'A message of the stream is not signed.');
    }
    const dateHeader = Buffer.alloc(15);
    dateHeader[0] = 5;
    dateHeader.write(':date', 1);
    dateHeader[6] = 8;
    dateHeader.writeBigInt64BE(BigInt(date.getTime()), 7);
    const expected = hmac(
      this.#key,
      [
        'AWS4-HMAC-SHA256-PAYLOAD',
        formatAmzDate(date),
        this.#scope,
        this.#previous,
        sha256Hex(dateHeader),
        sha256Hex(payload),
      ].join('\n'),
    );
    if (!timingSafeEqual(expected, signature)) throw new ServiceError('InvalidSignatureException', mismatch);
    this.#previous = expected.toString('hex');
  }
}

const encodeRfc3986 = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function formatAmzDate(date: Date): string {
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().replace(/[-:]|\.\d{3}/g, '');
}

function parseAmzDate(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}
