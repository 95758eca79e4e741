/** Live events as a browser has them. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Role } from '../../src/identity/permissions.ts';
import { as } from '../../src/testing/api-bench.ts';
import type { Database } from '../../src/store/database.ts';
import { openTestDatabase } from '../store/test-database.ts';
import { ANNA, type RecordsBench, recordsBench } from './records-bench.ts';
import {
  context,
  ended,
  heard,
  opened,
  sound,
  started,
  state,
  turn,
  usage,
} from './synthetic-conversation.ts';

let database: Database;
let my: RecordsBench;
let address: string;
const aborts: AbortController[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  my = await recordsBench({}, database);
  address = await my.bench.api.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  for (const abort of aborts.splice(0)) abort.abort();
  await my[Symbol.asyncDispose]();
});

async function listen(path: string, role: Role = 'operator', id: string = role, lastEventId?: string) {
  const abort = new AbortController();
  aborts.push(abort);
  const response = await fetch(`${address}${path}`, {
    headers: { ...as(role, id), ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) },
    signal: abort.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const events = () =>
    [...text.matchAll(/event: (.*)\nid: (.*)\ndata: (.*)\n\n/g)].map(([, type, id, data]) => ({
      type: type!,
      id: id!,
      data: JSON.parse(data!) as Record<string, unknown>,
    }));
  return {
    response,
    abort: () => abort.abort(),
    /** All events until one of this type. */
    async until(type: string) {
      while (!events().some((event) => event.type === type)) {
        const { done, value } = await reader!.read();
        if (done) throw new Error(`It ended without ${type}: ${text}`);
        text += value;
      }
      return events();
    },
    async toEnd() {
      for (;;) {
        const { done, value } = await reader!.read();
        if (done) return events();
        text += value;
      }
    },
  };
}

const types = (events: readonly { readonly type: string }[]): string[] => events.map(({ type }) => type);

test('a page hears of devices, conversations and turns of its tenant, without words', async () => {
  const page = await listen('/api/v1/events?topics=presence,sessions,turns');
  await page.until('ready');
  my.records.presence({ deviceId: 'attic', presence: 'online', at: new Date(0) });
  my.records.presence({ deviceId: 'hall', presence: 'offline', at: new Date(0), reason: 'DEVICE_LOST' });
  await page.until('device.offline');
  my.happen(context(1), started(), heard('my secret'), turn('your secret'), ended());
  const events = await page.until('session.ended');
  expect(types(events)).toEqual([
    'ready',
    'device.offline',
    'session.started',
    'session.turn',
    'turn',
    'session.ended',
  ]);
  expect(events.at(-1)!.data).toMatchObject({
    deviceId: 'kitchen',
    reason: 'REQUESTED',
    counts: { turns: 1 },
  });
  expect(JSON.stringify(events)).not.toContain('secret');
  // How many is for whoever sees devices, who they are for whoever may see people.
  expect((await my.get('/api/v1/online')).body).toMatchObject({ people: { online: 1 } });
  expect((await my.get('/api/v1/online')).body.people).not.toHaveProperty('items');
  expect((await my.get('/api/v1/online', 'admin')).body.people).toEqual({
    online: 1,
    items: [
      { kind: 'user', id: expect.any(String), name: 'operator', since: expect.stringMatching(/^\d{4}-.*Z$/) },
    ],
  });
});

test('who sees only what is their own hears of nothing else, and a page that was away goes on', async () => {
  const page = await listen('/api/v1/events', 'device_user', ANNA);
  await page.until('ready');
  my.happen(context(1, 'hall'), started());
  my.happen(context(2), started());
  const events = await page.until('session.started');
  page.abort();
  expect(events.map(({ data }) => data['deviceId'])).toEqual([undefined, 'kitchen']);
  my.happen(context(2), ended());
  const back = await listen('/api/v1/events', 'device_user', ANNA, events.at(-1)!.id);
  expect(types(await back.until('session.ended'))).toEqual(['session.ended']);
});

test('a conversation is shown as it stands, then as it goes on, with words', async () => {
  my.happen(context(1), started(), opened, state('listening'), heard('what time is it'), turn('ten', 700));
  const page = await listen(`/api/v1/sessions/${context(1).sessionId}/events`);
  const [, snapshot] = await page.until('snapshot');
  expect(snapshot!.data).toMatchObject({
    phase: 'listening',
    counts: { turns: 1 },
    turns: [{ spans: { response: 700 } }],
    transcripts: [{ text: 'what time is it' }],
  });
  my.happen(context(1), heard('and now'), usage(10, 10), ended());
  const events = await page.until('ended');
  expect(types(events)).toEqual(['ready', 'snapshot', 'transcript', 'usage', 'ended']);
  expect(events[2]!.data).toMatchObject({ text: 'and now', role: 'user' });
});

test('without the permission to read messages it is shown without words, live and recorded', async () => {
  my.happen(context(1), started(), heard('my secret'));
  const path = `/api/v1/sessions/${context(1).sessionId}/events`;
  const page = await listen(path, 'viewer');
  await page.until('snapshot');
  my.happen(context(1), heard('another secret'), ended());
  const live = await page.until('ended');
  await my.written();
  const recorded = await (await listen(path, 'viewer')).until('end');
  expect(JSON.stringify([live, recorded])).not.toContain('secret');
  expect(types(recorded)).toEqual(['snapshot', 'started', 'ended', 'end']);
});

test('one that is over is shown from its record, once', async () => {
  my.happen(context(1), started(), opened, heard('hello'), turn('hi'), ended());
  await my.written();
  const path = `/api/v1/sessions/${context(1).sessionId}/events`;
  const events = await (await listen(path)).toEnd();
  expect(types(events)).toEqual(['snapshot', 'started', 'opened', 'transcript', 'turn', 'ended', 'end']);
  expect(events[0]!.data).toMatchObject({ status: 'ended', turns: 1 });
  expect(events[3]!.data).toMatchObject({ kind: 'transcript', text: 'hello', tMs: 0 });
  const rest = await (await listen(path, 'operator', 'operator', events[3]!.id)).toEnd();
  expect(types(rest)).toEqual(['turn', 'ended', 'end']);
  expect((await listen(path, 'operator', 'operator', events.at(-1)!.id)).response.status).toBe(204);
  expect((await listen(path, 'device_user', 'nobody')).response.status).toBe(404);
});

test('streams end with the sign-in', async () => {
  const page = await listen('/api/v1/events');
  await page.until('ready');
  my.records.rightsChanged('user:operator');
  await page.toEnd();
  expect((await my.get('/api/v1/online')).body).toMatchObject({ people: { online: 0 } });
});

test('waveforms are told while somebody looks, and who comes late has the last half minute', async () => {
  my.happen(context(1), started(), sound(5000, { user: 90 }));
  const page = await listen(`/api/v1/sessions/${context(1).sessionId}/events`);
  const [, snapshot] = await page.until('snapshot');
  const [user] = snapshot!.data['peaks'] as { side: string; values: string }[];
  expect([...Buffer.from(user!.values, 'base64')]).toContain(90);
  my.now.ms += 240;
  my.happen(context(1), sound(5240, { user: 40, lost: 2 }));
  const events = await page.until('peaks');
  expect(events.at(-1)!.data).toMatchObject({
    tMs: 240,
    peaks: [{ side: 'user', stepMs: 20 }, { side: 'assistant' }],
    lost: [{ packets: 2 }],
  });
});

test('who asks for the past has the course of a conversation that goes on from its beginning', async () => {
  my.happen(context(1), started(), opened, heard('what time is it'), turn('ten'));
  const path = `/api/v1/sessions/${context(1).sessionId}/events?past=true`;
  await my.written();
  const page = await listen(path);
  await page.until('snapshot');
  my.happen(context(1), heard('and now'));
  my.happen(context(1), ended());
  const events = await page.until('ended');
  expect(types(events)).toEqual([
    'started',
    'opened',
    'transcript',
    'turn',
    'ready',
    'snapshot',
    'transcript',
    'ended',
  ]);
  expect(JSON.stringify(await (await listen(path, 'viewer')).until('end'))).not.toContain('what time');
});

test('a wall hears of all conversations together, of words only with the permission, and of neither unasked', async () => {
  my.happen(context(1), started());
  my.happen(context(2, 'hall'), started());
  my.happen(context(3, 'attic'), started());
  const wall = await listen('/api/v1/events?topics=levels,words,sessions');
  const without = await listen('/api/v1/events?topics=levels,words', 'viewer');
  const own = await listen('/api/v1/events?topics=levels', 'device_user', ANNA);
  const unasked = await listen('/api/v1/events', 'admin');
  for (const page of [wall, without, own, unasked]) await page.until('ready');
  my.happen(context(1), sound(5000, { user: 90, ms: 200 }), heard('secret of the kitchen'));
  my.happen(context(2, 'hall'), sound(5000, { assistant: 30, ms: 200 }));
  my.happen(context(3, 'attic'), sound(5000, { assistant: 30, ms: 200 }), heard('secret of others'));
  my.clock.advance(200);
  my.happen(context(1), ended());
  const words = (await wall.until('words')).find(({ type }) => type === 'words')!;
  expect(words.data['sessions']).toMatchObject([{ deviceId: 'kitchen', text: 'secret of the kitchen' }]);
  const levels = (await wall.until('levels')).find(({ type }) => type === 'levels')!;
  expect(levels.data).toEqual({
    stepMs: 100,
    sessions: [
      { sessionId: context(1).sessionId, deviceId: 'kitchen', user: [90, 90], assistant: [0, 0] },
      { sessionId: context(2).sessionId, deviceId: 'hall', user: [0, 0], assistant: [30, 30] },
    ],
  });
  const ownLevels = (await own.until('levels')).at(-1)!;
  expect(ownLevels.data['sessions']).toMatchObject([{ deviceId: 'kitchen' }]);
  expect(types(await without.until('levels'))).not.toContain('words');
  expect(types(await unasked.until('session.ended'))).toEqual(['ready', 'session.ended']);
});
