/** The sound of conversations: recorded where people consent, heard again over the API, gone when it is to go. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readLocalAccess } from '../../src/identity/local-key.ts';
import { decodeOggOpus } from '../../src/phrases/ogg-opus.ts';
import { WholeBroker, speak } from '../whole-broker.ts';

interface Piece {
  readonly name: string;
  readonly side: string;
  readonly startedAt: string;
  readonly offsetMs: number;
  readonly durationMs: number;
  readonly bytes: number;
  readonly href: string;
}

let whole: WholeBroker;
let base: string;
let key: string;

beforeAll(async () => {
  whole = await WholeBroker.start();
  base = `http://127.0.0.1:${whole.broker.ports['http']}`;
  key = (await readLocalAccess(whole.folder))!.key;
});
afterAll(() => whole[Symbol.asyncDispose]());

async function ask(method: string, path: string, headers: Record<string, string> = {}, body?: object) {
  const response = await fetch(base + path, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    json: () => JSON.parse(bytes.toString()),
  };
}

async function consent(deviceId: string): Promise<void> {
  const path = `/api/v1/configuration/devices/${deviceId}`;
  const { status } = await ask('PUT', path, { 'if-match': '"v0"' }, { recording: true });
  expect(status).toBe(200);
}

/** One question, and its answer to the end. */
async function converse(deviceId: string): Promise<string> {
  const device = await whole.device(deviceId);
  await consent(deviceId);
  const session = await device.openSession();
  await session.waitForState('LISTENING');
  const sessionId = session.sessionId!;
  const stop = new AbortController();
  const speaking = speak(session, 600, stop.signal);
  await whole.event('turn', (event) => event.sessionId === sessionId);
  stop.abort();
  await speaking;
  await session.close();
  await whole.event('ended', (event) => event.sessionId === sessionId);
  return sessionId;
}

const piecesOf = async (sessionId: string): Promise<Piece[]> =>
  (await ask('GET', `/api/v1/sessions/${sessionId}/recording`)).json().items as Piece[];

/** The pieces that the audit log says were listened to. */
async function listenings(sessionId: string): Promise<string[]> {
  const { items } = (await ask('GET', '/api/v1/audit-log?action=recording.read')).json();
  return (items as { target: { id: string }; detail: { name: string } }[])
    .filter(({ target }) => target.id === sessionId)
    .map(({ detail }) => detail.name)
    .toSorted();
}

/** Asks until there is an answer: what is recorded and audited is written a moment later. */
const eventually = <T>(find: () => Promise<T | false>): Promise<T> =>
  vi.waitFor(
    async () => {
      const found = await find();
      if (found === false) throw new Error('not yet');
      return found;
    },
    { timeout: 15_000 },
  );

/** Milliseconds of sound, by pieces of 20. */
function loudMs(ogg: Buffer): number {
  const pcm = decodeOggOpus(ogg);
  let ms = 0;
  for (let at = 0; at + 480 <= pcm.length; at += 480)
    if (Math.max(...pcm.subarray(at, at + 480)) > 1000) ms += 20;
  return ms;
}

test('both sides of a conversation can be heard again, whole and in parts', async () => {
  const sessionId = await converse('kitchen');
  const pieces = await eventually(async () => {
    const found = await piecesOf(sessionId);
    return found.length === 2 && found;
  });
  const [user, assistant] = ['user', 'assistant'].map((side) => pieces.find((piece) => piece.side === side)!);
  expect(user!.offsetMs).toBeGreaterThanOrEqual(0);
  // The answer came after the question.
  expect(assistant!.offsetMs).toBeGreaterThan(user!.offsetMs);

  const question = await ask('GET', user!.href);
  expect(question.status).toBe(200);
  expect(question.headers.get('content-type')).toBe('audio/ogg');
  expect(question.headers.get('cache-control')).toBe('private, no-cache');
  expect(question.bytes.length).toBe(user!.bytes);
  expect(loudMs(question.bytes)).toBeGreaterThanOrEqual(560);
  expect(loudMs(question.bytes)).toBeLessThanOrEqual(700);
  expect(loudMs((await ask('GET', assistant!.href)).bytes)).toBeGreaterThan(100);

  const part = await ask('GET', user!.href, { range: 'bytes=100-199' });
  expect(part.status).toBe(206);
  expect(part.headers.get('content-range')).toBe(`bytes 100-199/${user!.bytes}`);
  expect(part.bytes).toEqual(question.bytes.subarray(100, 200));
  const beyond = await ask('GET', user!.href, { range: 'bytes=99999999-' });
  expect(beyond.status).toBe(416);
  expect(beyond.json()).toMatchObject({ code: 'RANGE_INVALID' });
  expect(beyond.headers.get('content-range')).toBe(`bytes */${user!.bytes}`);

  const [session] = (await ask('GET', '/api/v1/sessions?device=kitchen')).json().items;
  expect(session).toMatchObject({ id: sessionId, hasAudio: true });
  // Who listens is written down, once for each piece and not for each part.
  await eventually(async () => (await listenings(sessionId)).length >= 2 && true);
  expect(await listenings(sessionId)).toEqual([user!.name, assistant!.name].toSorted());
});

test('whichever part is asked for first, it is written down who listens', async () => {
  const sessionId = await converse('study');
  const [piece] = await eventually(async () => {
    const found = await piecesOf(sessionId);
    return found.length === 2 && found;
  });
  await ask('HEAD', piece!.href);
  expect((await ask('GET', piece!.href, { range: 'bytes=1-' })).status).toBe(206);
  await eventually(async () => (await listenings(sessionId)).length > 0 && true);
  expect(await listenings(sessionId)).toEqual([piece!.name]);
});

test('what is not there is told as such, and no name leads elsewhere', async () => {
  const sessionId = await converse('hall');
  for (const name of ['1700000000000-user.opus', '..%2f..%2fsecret.key', 'secret.key', '%2e%2e', '.']) {
    const { status, json } = await ask('GET', `/api/v1/sessions/${sessionId}/recording/${name}`);
    expect(status).toBe(404);
    expect(json()).toMatchObject({ code: 'NOT_FOUND' });
  }
  expect((await ask('GET', `/api/v1/sessions/nothing/recording`)).status).toBe(422);
});

test('a device whose people have not consented is not recorded', async () => {
  const device = await whole.device('attic');
  const session = await device.openSession();
  await session.waitForState('LISTENING');
  const stop = new AbortController();
  const speaking = speak(session, 600, stop.signal);
  await whole.event('turn', (event) => event.sessionId === session.sessionId);
  stop.abort();
  await speaking;
  await session.close();
  expect(await piecesOf(session.sessionId!)).toEqual([]);
});

test('while it goes on it can be heard, and not be deleted; afterwards it can', async () => {
  const device = await whole.device('porch');
  await consent('porch');
  const session = await device.openSession();
  await session.waitForState('LISTENING');
  const stop = new AbortController();
  const speaking = speak(session, 5000, stop.signal);
  const path = `/api/v1/sessions/${session.sessionId}/recording`;
  await eventually(async () => ((await piecesOf(session.sessionId!))[0]?.durationMs ?? 0) > 500);
  const refused = await ask('DELETE', path);
  expect(refused.status).toBe(409);
  stop.abort();
  await speaking;
  await session.close();
  await whole.event('ended', (event) => event.sessionId === session.sessionId);
  expect((await ask('DELETE', path)).status).toBe(204);
  expect(await piecesOf(session.sessionId!)).toEqual([]);
  const { json } = await ask('GET', `/api/v1/sessions/${session.sessionId}`);
  expect(json()).toMatchObject({ hasAudio: false, status: 'ended' });
});

test('with a conversation goes its sound', async () => {
  const sessionId = await converse('cellar');
  await eventually(async () => (await piecesOf(sessionId)).length === 2);
  expect((await ask('DELETE', `/api/v1/sessions/${sessionId}`)).status).toBe(204);
  const shard = join(whole.folder, 'recordings', sessionId.slice(0, 2));
  expect(await readdir(shard).catch(() => [])).not.toContain(sessionId);
});
