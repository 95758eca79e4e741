/** The wire below the SDK: bytes that no proper client sends, signatures, TLS. */
import { readFileSync } from 'node:fs';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import { EventStreamCodec } from '@smithy/eventstream-codec';
import { fromUtf8, toUtf8 } from '@smithy/util-utf8';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createEmulator, type Emulator } from '../src/index.ts';
import { FrameReader } from '../src/wire/frame-reader.ts';
import { decodeFrame, encodeFrame, encodeHeaders } from '../src/wire/frame.ts';
import { ChunkVerifier, verifyRequest } from '../src/wire/signature.ts';
import { NovaClient } from './nova-client.ts';

const codec = new EventStreamCodec(toUtf8, fromUtf8);
const path = '/model/amazon.nova-2-sonic-v1%3A0/invoke-with-bidirectional-stream';
const headers = { ':method': 'POST', ':path': path, 'content-type': 'application/vnd.amazon.eventstream' };

/** The two messages, one inside the other, around an event. */
function message(event: unknown): Buffer {
  const bytes = Buffer.from(typeof event === 'string' ? event : JSON.stringify(event)).toString('base64');
  const inner = codec.encode({
    headers: {
      ':event-type': { type: 'string', value: 'chunk' },
      ':message-type': { type: 'string', value: 'event' },
      ':content-type': { type: 'string', value: 'application/json' },
    },
    body: Buffer.from(JSON.stringify({ bytes })),
  });
  return Buffer.from(
    codec.encode({ headers: { ':date': { type: 'timestamp', value: new Date(0) } }, body: inner }),
  );
}
const inner = (fields: Record<string, string>, body: string) =>
  encodeFrame(encodeHeaders(fields), Buffer.from(body));
const huge = encodeFrame(Buffer.alloc(0), Buffer.alloc(64 * 1024));
const sessionStart = message({ event: { sessionStart: {} } });

describe('messages', () => {
  test('are what an independent implementation reads and writes', () => {
    const body = Buffer.from('{"a":"ü"}');
    const ours = encodeFrame(encodeHeaders({ ':event-type': 'chunk', ':message-type': 'event' }), body);
    const theirs = codec.decode(ours);
    expect(theirs.headers).toEqual({
      ':event-type': { type: 'string', value: 'chunk' },
      ':message-type': { type: 'string', value: 'event' },
    });
    expect(Buffer.from(theirs.body)).toEqual(body);
    const all = codec.encode({
      headers: {
        yes: { type: 'boolean', value: true },
        no: { type: 'boolean', value: false },
        byte: { type: 'byte', value: -3 },
        short: { type: 'short', value: -300 },
        int: { type: 'integer', value: -70_000 },
        binary: { type: 'binary', value: Uint8Array.of(1, 2) },
        string: { type: 'string', value: 'grün' },
        date: { type: 'timestamp', value: new Date(1_700_000_000_000) },
        uuid: { type: 'uuid', value: '01020304-0506-0708-090a-0b0c0d0e0f10' },
      },
      body,
    });
    const decoded = decodeFrame(Buffer.from(all));
    expect(decoded.payload).toEqual(body);
    expect(Object.fromEntries(decoded.headers)).toEqual({
      yes: true,
      no: false,
      byte: -3,
      short: -300,
      int: -70_000,
      binary: Buffer.of(1, 2),
      string: 'grün',
      date: new Date(1_700_000_000_000),
      uuid: Buffer.from('0102030405060708090a0b0c0d0e0f10', 'hex'),
    });
  });

  test('are found however the bytes are cut', () => {
    const sent = [sessionStart, message({ a: 'x'.repeat(3000) }), sessionStart];
    const bytes = Buffer.concat(sent);
    for (const size of [1, 7, 12, 13, 500, bytes.length]) {
      const got: Buffer[] = [];
      const reader = new FrameReader(1024 * 1024);
      for (let at = 0; at < bytes.length; at += size) {
        reader.push(bytes.subarray(at, at + size), (frame) => got.push(Buffer.from(frame)) > 0);
      }
      expect(got).toEqual(sent);
      expect(reader.atBoundary).toBe(true);
    }
  });
});

describe('bytes that are no input', () => {
  let emulator: Emulator;
  let session: ClientHttp2Session;
  beforeAll(async () => {
    emulator = await createEmulator({ brain: 'scripted', limits: { frameBytes: 64 * 1024 } });
  });
  afterEach(() => session.destroy());
  afterAll(() => emulator.close());

  /** Sends and returns the status and the body, or undefined where the stream was reset. */
  async function post(body: Buffer[], more: Record<string, string> = {}, end = true) {
    session = connect(emulator.url).on('error', () => {});
    const stream: ClientHttp2Stream = session.request({ ...headers, ...more });
    const answer = new Promise<{ status: number | undefined; type: unknown; body: Buffer }>((resolve) => {
      const chunks: Buffer[] = [];
      let status: number | undefined;
      let type: unknown;
      stream.on('response', (head) => {
        status = head[':status'];
        type = head['x-amzn-errortype'];
      });
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', () => {});
      stream.on('close', () => resolve({ status, type, body: Buffer.concat(chunks) }));
    });
    for (const bytes of body) stream.write(bytes);
    if (end) stream.end();
    return answer;
  }

  const broken = (at: number) => {
    const bytes = Buffer.from(sessionStart);
    bytes[at < 0 ? bytes.length + at : at]! ^= 1;
    return bytes;
  };
  const chunk = { ':event-type': 'chunk', ':message-type': 'event' };
  const cases: Record<string, [body: Buffer[], complaint: string]> = {
    'wrong checksum of the prelude': [[broken(9)], 'checksum of the message prelude'],
    'wrong checksum': [[broken(-1)], 'checksum of the message does not match'],
    'broken content': [[broken(40)], 'checksum of the message does not match'],
    'too large': [[huge], 'at most 65536 are allowed'],
    'no frames at all': [[Buffer.from('GET / HTTP/1.1\r\n\r\n')], 'checksum of the message prelude'],
    'an end in the middle': [[sessionStart.subarray(0, 50)], 'ends inside a message'],
    'a message inside that is cut': [
      [encodeFrame(Buffer.alloc(0), sessionStart.subarray(0, 20))],
      'truncated',
    ],
    'another type of event': [
      [inner({ ':event-type': 'pong', ':message-type': 'event' }, '{}')],
      'an event of the type',
    ],
    'no JSON around': [[inner(chunk, '{')], 'payload of a chunk are not JSON'],
    'no bytes': [[inner(chunk, '{"bytes":5}')], 'no base64 string'],
    'no JSON inside': [[message('{"event":')], 'bytes of a chunk are not JSON'],
    'no UTF-8 inside': [
      [inner(chunk, `{"bytes":"${Buffer.of(0xff, 0xfe).toString('base64')}"}`)],
      'not UTF-8',
    ],
  };

  test.each(Object.entries(cases))('%s', async (_name, [body, complaint]) => {
    const answer = await post(body);
    expect(answer).toMatchObject({ status: 400, type: 'ValidationException' });
    expect(JSON.parse(answer.body.toString())).toEqual({
      message: expect.stringMatching(/^RequestId=\S+ : Invalid event bytes: /),
    });
    expect(answer.body.toString()).toContain(complaint);
  });

  test('behind a good beginning give an exception inside the stream', async () => {
    const answer = await post([sessionStart, broken(-1)]);
    expect(answer.status).toBe(200);
    const exception = codec.decode(answer.body);
    expect(exception.headers).toMatchObject({
      ':message-type': { value: 'exception' },
      ':exception-type': { value: 'validationException' },
    });
    expect(JSON.parse(toUtf8(exception.body))).toEqual({
      message: expect.stringContaining('Invalid event bytes'),
    });
  });

  test('leave the other streams alone', async () => {
    const c = new NovaClient({ url: emulator.url }).open().start().audioStart();
    await c.event('usageEvent');
    await Promise.all([
      post([broken(0)]),
      post([Buffer.alloc(200_000, 7)]),
      post([sessionStart, huge], {}, false),
    ]);
    c.speak();
    await c.event('contentEnd', (event) => event['stopReason'] === 'END_TURN');
    await c.finish();
    expect(c.ended?.error).toBeUndefined();
  });

  test('unsigned chunks without an outer message are taken', async () => {
    const start = inner(
      chunk,
      JSON.stringify({ bytes: Buffer.from('{"event":{"sessionStart":{}}}').toString('base64') }),
    );
    expect(await post([start])).toMatchObject({ status: 200, body: Buffer.alloc(0) });
  });

  test('another path, method or content type is refused', async () => {
    expect(await post([], { ':path': '/model/x/converse' })).toMatchObject({
      status: 404,
      type: 'UnknownOperationException',
    });
    expect(await post([], { ':method': 'GET' })).toMatchObject({ status: 404 });
    expect(await post([], { 'content-type': 'application/json' })).toMatchObject({ status: 400 });
    expect(await post([], { ':path': path.replace('%3A', '%XY') })).toMatchObject({ status: 400 });
  });

  test('HTTP/1.1 gets no answer and does no harm', async () => {
    session = connect(emulator.url);
    await expect(fetch(emulator.url)).rejects.toThrow();
    expect(await post([sessionStart])).toMatchObject({ status: 200 });
  });

  test('a reader that never reads is cut off, not remembered', async () => {
    await using small = await createEmulator({ brain: 'scripted', limits: { outputBufferBytes: 30_000 } });
    session = connect(small.url, { settings: { initialWindowSize: 1000 } });
    const stream = session.request(headers);
    stream.on('error', () => {});
    stream.pause();
    const closed = new Promise((resolve) => stream.on('close', resolve));
    stream.write(sessionStart);
    stream.write(
      message({
        event: {
          promptStart: {
            promptName: 'p',
            audioOutputConfiguration: { sampleRateHertz: 8000, voiceId: 'amy' },
          },
        },
      }),
    );
    for (let i = 0; i < 200; i += 1) {
      const names = { promptName: 'p', contentName: 's' };
      stream.write(message({ event: { contentStart: { ...names, type: 'TEXT', role: 'SYSTEM' } } }));
      stream.write(message({ event: { contentEnd: names } }));
    }
    await closed;
    expect(stream.rstCode).toBe(constants.NGHTTP2_ENHANCE_YOUR_CALM);
    expect(small.stats()).toMatchObject({ overflows: 1, openStreams: 0 });
  });
});

describe('signatures', () => {
  const right = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a secret' };
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await createEmulator({ brain: 'scripted', credentials: right });
  });
  afterAll(() => emulator.close());
  const open = (credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) =>
    new NovaClient({ url: emulator.url, credentials }).open().start().audioStart();

  test('of the SDK are right, from the request to the last message', async () => {
    const c = open(right).speak();
    await c.event('contentEnd', (event) => event['stopReason'] === 'END_TURN');
    await c.finish();
    expect(c.ended?.error).toBeUndefined();
  });

  test.each([
    ['wrong secret', { ...right, secretAccessKey: 'another' }, 'InvalidSignatureException'],
    ['unknown key', { ...right, accessKeyId: 'AKIDOTHER' }, 'UnrecognizedClientException'],
  ])('%s', async (_name, credentials, name) => {
    expect(await open(credentials).end()).toMatchObject({ name, $metadata: { httpStatusCode: 403 } });
  });

  test('are asked for', async () => {
    const session = connect(emulator.url);
    const stream = session.request(headers);
    stream.on('error', () => {});
    const head = await new Promise<Record<string, unknown>>((resolve) => stream.on('response', resolve));
    expect(head).toMatchObject({ ':status': 403, 'x-amzn-errortype': 'MissingAuthenticationTokenException' });
    session.destroy();
  });

  test('that are old, shapeless or out of the chain are refused', () => {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/us-east-1/bedrock/aws4_request, ' +
      `SignedHeaders=:authority;x-amz-date, Signature=${'0'.repeat(64)}`;
    const request = {
      ':path': path,
      ':authority': 'localhost',
      authorization,
      'x-amz-date': '20260102T030405Z',
    };
    const nowMs = Date.parse('2026-01-02T03:04:05Z');
    const verify = (more: Record<string, string>, atMs = nowMs) =>
      verifyRequest({ ...request, ...more }, right, atMs);
    expect(() => verify({})).toThrow(/signature we calculated does not match/);
    expect(() => verify({}, nowMs + 301_000)).toThrow(/Signature expired/);
    expect(() => verify({ 'x-amz-date': 'yesterday' })).toThrow(/Signature expired/);
    expect(() => verify({ authorization: 'Bearer x' })).toThrow(/not a Signature Version 4 header/);
    const chain = () => new ChunkVerifier(Buffer.alloc(32), 'scope', '0'.repeat(64));
    const signed = new Map<string, Buffer | Date>([
      [':date', new Date(nowMs)],
      [':chunk-signature', Buffer.alloc(32)],
    ]);
    expect(() => chain().verify(new Map(), Buffer.alloc(0))).toThrow(/not signed/);
    expect(() => chain().verify(signed, Buffer.alloc(0))).toThrow(/does not match/);
  });
});

describe('TLS', () => {
  const read = (name: string) => readFileSync(new URL(`../../fixtures/certs/${name}`, import.meta.url));

  test('carries a conversation, and its socket can be killed', async () => {
    const tls = { key: read('localhost.key'), cert: read('localhost.crt') };
    await using emulator = await createEmulator({ brain: 'scripted', tls });
    const open = () =>
      new NovaClient({ url: emulator.url, ca: tls.cert.toString() }).open().start().audioStart();
    const c = open().speak();
    await c.event('contentEnd', (event) => event['stopReason'] === 'END_TURN');
    await c.finish();
    expect(c.ended?.error).toBeUndefined();
    const victim = open();
    await victim.event('usageEvent');
    emulator.faults.inject({ kind: 'kill-socket' });
    await victim.end();
    expect(victim.names()).not.toContain('completionEnd');
  });
});
