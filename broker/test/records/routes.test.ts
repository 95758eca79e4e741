import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { as } from '../../src/testing/api-bench.ts';
import { ANNA, type RecordsBench, START, recordsBench } from './records-bench.ts';
import { context, ended, heard, opened, started, turn, usage } from './synthetic-conversation.ts';

let my: RecordsBench;
const HOUR_MS = 3_600_000;

/** Ten conversations an hour apart, by turns in the kitchen, in the hall and in another tenant's attic. */
beforeAll(async () => {
  my = await recordsBench({
    'records.prices.speechIn': 1,
    'records.prices.speechOut': 0,
    'records.prices.textIn': 0,
    'records.prices.textOut': 0,
  });
  for (let n = 1; n <= 10; n++) {
    my.now.ms = START + n * HOUR_MS;
    const deviceId = ['kitchen', 'hall', 'attic'][n % 3]!;
    const about = context(n, deviceId);
    const { sessionId } = about;
    my.happen(about, started(), opened, heard(`question ${n}`), usage(100 * n, 0));
    await my.store.append(deviceId, {
      sessionId,
      at: my.now.ms,
      kind: 'opened',
      number: 1,
      frameDurationMs: 60,
      mode: 1,
    });
    for (const text of [`Wie wird das Wetter in Köln, Frage ${n}?`, '今天天气怎么样'])
      await my.store.append(deviceId, {
        sessionId,
        at: my.now.ms,
        kind: 'message',
        role: 'user',
        text,
        generation: 1,
      });
    my.happen(about, turn('Sunny', 500 + n * 100));
    if (n < 10) my.happen(about, ended(n === 4 ? 'SILENCE' : 'REQUESTED'));
  }
  await my.written();
});
afterAll(() => my[Symbol.asyncDispose]());

const ids = (body: { items: { id: string }[] }): number[] =>
  body.items.map(({ id }) => Number(id.slice(-12)));

describe('conversations', () => {
  test('are listed newest first, by page, of the tenant only', async () => {
    const { status, body } = await my.get('/api/v1/sessions?limit=3');
    expect(status).toBe(200);
    expect(ids(body)).toEqual([10, 9, 7]);
    const rest = await my.get(`/api/v1/sessions?limit=3&cursor=${body.nextCursor}`);
    expect(ids(rest.body)).toEqual([6, 4, 3]);
    const last = await my.get(`/api/v1/sessions?limit=3&cursor=${rest.body.nextCursor}`);
    expect(ids(last.body)).toEqual([1]);
    expect(last.body.nextCursor).toBeNull();
  });

  test.each([
    ['device=hall', [10, 7, 4, 1]],
    ['open=true', [10]],
    ['open=false&device=hall', [7, 4, 1]],
    ['reason=SILENCE', [4]],
    [`user=${ANNA}`, [9, 6, 3]],
    ['from=2026-03-01T13:30:00Z&to=2026-03-01T16:30:00Z', [6, 4]],
    ['sort=startedAt&limit=2', [1, 3]],
    ['device=attic', []],
  ])('are filtered by %s', async (query, expected) => {
    expect(ids((await my.get(`/api/v1/sessions?${query}`)).body)).toEqual(expected);
  });

  test('who sees only what is their own sees no more, page by page', async () => {
    const { body } = await my.get('/api/v1/sessions?limit=2', 'device_user', ANNA);
    expect(ids(body)).toEqual([9, 6]);
    const rest = await my.get(`/api/v1/sessions?limit=2&cursor=${body.nextCursor}`, 'device_user', ANNA);
    expect(ids(rest.body)).toEqual([3]);
    for (const path of ['', '/messages', '/turns', '/events'])
      expect(
        (await my.get(`/api/v1/sessions/${context(1).sessionId}${path}`, 'device_user', ANNA)).status,
      ).toBe(404);
    expect((await my.get('/api/v1/sessions', 'device_user', 'nobody')).body.items).toEqual([]);
  });

  test('are read with tokens, cost and the parts of their start', async () => {
    const { body } = await my.get(`/api/v1/sessions/${context(3).sessionId}`);
    expect(body).toMatchObject({
      deviceId: 'kitchen',
      deviceName: 'Kitchen',
      userId: ANNA,
      userName: 'Anna',
      status: 'ended',
      endReason: 'REQUESTED',
      messages: 2,
      turns: 1,
      tokens: { input: { speech: 300, text: 10 } },
      cost: 0.3,
      startup: { accept: 1, history: 20, model: 300, total: 321 },
      phase: null,
    });
    expect((await my.get(`/api/v1/sessions/${context(10).sessionId}`)).body).toMatchObject({
      status: 'open',
      phase: 'idle',
    });
    expect((await my.get(`/api/v1/sessions/${context(2).sessionId}`)).status).toBe(404);
    expect((await my.get('/api/v1/sessions/nonsense')).status).toBe(422);
  });

  test('come as CSV, too', async () => {
    const answer = await my.bench.api.inject({
      url: '/api/v1/sessions?device=hall&bom=1',
      headers: { ...as('viewer'), accept: 'text/csv' },
    });
    const lines = answer.body.trimEnd().split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(/^\uFEFFid,device,/);
    expect(lines[1]).toContain('hall,Hall');
  });
});

describe('messages', () => {
  test.each([
    ['q=k%C3%B6ln&limit=2', 2],
    ['q=KOLN%20wetter', 7],
    ['q=天气', 7],
    ['q=wett', 7],
    ['q=K%C3%B6ln&device=hall', 4],
    [`q=K%C3%B6ln&user=${ANNA}`, 3],
    [`user=${ANNA}&device=hall`, 0],
    ['q=nothing', 0],
    ['q=%2B%2B', 0],
    ['q=frage&from=2026-03-01T18:00:00Z', 2],
  ])('are found by %s', async (query, count) => {
    const { status, body } = await my.get(`/api/v1/messages?${query}`);
    expect(status).toBe(200);
    expect(body.items).toHaveLength(count);
  });

  test('of one conversation are in order, and one is read by itself', async () => {
    const { body } = await my.get(`/api/v1/sessions/${context(4).sessionId}/messages`);
    expect(body.items.map(({ text }: { text: string }) => text)).toEqual([
      'Wie wird das Wetter in Köln, Frage 4?',
      '今天天气怎么样',
    ]);
    const [{ id }] = body.items;
    expect((await my.get(`/api/v1/messages/${id}`)).body).toEqual(body.items[0]);
    // Where to look for it in the course of the conversation.
    const { startedAt } = (await my.get(`/api/v1/sessions/${context(4).sessionId}`)).body;
    const { tMs, at } = body.items[0];
    expect(Date.parse(startedAt) + tMs).toBe(Date.parse(at));
    const found = (await my.get('/api/v1/messages?q=Frage%204')).body.items;
    expect(found).toEqual([body.items[0]]);
    expect((await my.get(`/api/v1/messages/${id}`, 'device_user', ANNA)).status).toBe(404);
    expect((await my.get('/api/v1/messages/999999')).status).toBe(404);
  });

  test('are for those who may read them', async () => {
    expect((await my.get('/api/v1/messages', 'viewer')).status).toBe(403);
    const others = await my.get(`/api/v1/messages?user=${context(1).sessionId}`, 'device_user', ANNA);
    expect(others.body.items).toEqual([]);
    const { body } = await my.get('/api/v1/messages?limit=200', 'device_user', ANNA);
    expect(new Set(body.items.map(({ deviceId }: { deviceId: string }) => deviceId))).toEqual(
      new Set(['kitchen']),
    );
  });

  test('of another tenant are not even found by number', async () => {
    const { id } = await my.database.queries
      .selectFrom('messages')
      .select('id')
      .where('deviceId', '=', 'attic')
      .executeTakeFirstOrThrow();
    expect((await my.get(`/api/v1/messages/${id}`, 'owner')).status).toBe(404);
  });
});

describe('turns and usage', () => {
  test('turns come with marks and spans', async () => {
    const { body } = await my.get(`/api/v1/sessions/${context(3).sessionId}/turns`);
    expect(body.items).toMatchObject([
      { spans: { response: 800, endpointing: 300, tool: null }, marks: { speechEnd: 0 }, interrupted: false },
    ]);
    expect((await my.get('/api/v1/turns?device=kitchen')).body.items).toHaveLength(3);
    expect((await my.get('/api/v1/turns', 'device_user', ANNA)).body.items).toHaveLength(3);
  });

  test('waiting times are told as percentiles by day and by device', async () => {
    const { body } = await my.get('/api/v1/latencies?by=device');
    expect(body.items.map(({ key, turns }: { key: string; turns: number }) => [key, turns])).toEqual([
      ['hall', 4],
      ['kitchen', 3],
    ]);
    const [day] = (await my.get('/api/v1/latencies?by=day&device=kitchen')).body.items;
    expect(day).toMatchObject({ key: '2026-03-01', turns: 3, responseP50Ms: 1100 });
    expect((await my.get('/api/v1/latencies?from=2025-01-01T00:00:00Z')).status).toBe(422);
  });

  test('usage is told by local days, of all or of one device', async () => {
    const { body } = await my.get('/api/v1/usage?by=day&timeZone=Asia/Shanghai');
    // 16:00 UTC is midnight in Shanghai.
    expect(
      body.items.map(({ start, sessions }: { start: string; sessions: number }) => [start, sessions]),
    ).toEqual([
      ['2026-03-01T00:00:00', 4],
      ['2026-03-02T00:00:00', 3],
    ]);
    const [kitchen] = (await my.get('/api/v1/usage?by=month&device=kitchen')).body.items;
    expect(kitchen).toMatchObject({
      sessions: 3,
      turns: 3,
      cost: 1.8,
      meanResponseMs: 1100,
      responseP50Ms: 1100,
      responseP95Ms: 1370,
    });
    expect((await my.get('/api/v1/usage?by=hour', 'device_user', ANNA)).body.items).toHaveLength(3);
    expect((await my.get('/api/v1/usage?device=attic')).body.items).toEqual([]);
    for (const timeZone of ['Moon/Base', '%2B05:30', '-05'])
      expect((await my.get(`/api/v1/usage?timeZone=${timeZone}`)).status).toBe(422);
    const { items } = (await my.get('/api/v1/usage/devices')).body;
    expect(items.map(({ deviceId }: { deviceId: string }) => deviceId)).toEqual(['hall', 'kitchen']);
  });

  test('weeks begin on Monday, and a span is told as one', async () => {
    // The first of March 2026 is a Sunday, which is over at 16:00 UTC in Shanghai.
    const weeks = (await my.get('/api/v1/usage?by=week&timeZone=Asia/Shanghai')).body.items;
    expect(weeks.map(({ start, turns }: { start: string; turns: number }) => [start, turns])).toEqual([
      ['2026-02-23T00:00:00', 4],
      ['2026-03-02T00:00:00', 3],
    ]);
    const span = 'from=2026-03-01T08:00:00Z&to=2026-03-02T08:00:00Z&timeZone=Asia/Shanghai';
    const [all, ...others] = (await my.get(`/api/v1/usage?by=span&${span}`)).body.items;
    expect(others).toEqual([]);
    expect(all).toMatchObject({ start: '2026-03-01T16:00:00', turns: 7, failures: 0 });
    // 600, 800, 900, 1100, 1200, 1400, 1500: right to 2 %.
    expect(Math.abs(all.responseP50Ms / 1100 - 1)).toBeLessThan(0.021);
    expect(Math.abs(all.responseP95Ms / 1500 - 1)).toBeLessThan(0.021);
    const own = (await my.get(`/api/v1/usage?by=span&${span}`, 'device_user', ANNA)).body.items;
    expect(own).toMatchObject([{ turns: 3, responseP50Ms: 1100 }]);
    const before = 'by=span&from=2026-02-01T00:00:00Z&to=2026-03-01T00:00:00Z';
    expect((await my.get(`/api/v1/usage?${before}`)).body.items).toEqual([]);
    const { statusCode, body } = await my.bench.api.inject({
      url: `/api/v1/usage?by=week&timeZone=Asia/Shanghai`,
      headers: { ...as('viewer'), accept: 'text/csv' },
    });
    expect(statusCode).toBe(200);
    const [head, first] = body.split('\r\n').map((line: string) => line.split(','));
    expect(head).toEqual(expect.arrayContaining(['interruptions', 'failures', 'responseP95Ms']));
    expect(first![head!.indexOf('turns')]).toBe('4');
  });

  test('a month that is an hour longer than its days may be asked for', async () => {
    const ask = async (to: string) =>
      (await my.get(`/api/v1/usage/devices?from=2025-09-30T22:00:00Z&to=${to}`)).status;
    expect(await ask('2025-10-31T23:00:00Z')).toBe(200);
    expect(await ask('2025-11-01T23:00:00Z')).toBe(422);
  });

  test('who is online is counted within what one may see', async () => {
    expect((await my.get('/api/v1/online')).body).toEqual({
      devices: { online: 1 },
      people: { online: 0 },
      sessions: { open: 1 },
    });
    expect((await my.get('/api/v1/online', 'device_user', ANNA)).body).toMatchObject({
      devices: { online: 1 },
    });
  });
});

describe('what changes conversations', () => {
  const post = async (url: string, payload: object, key?: string) =>
    await my.bench.api.inject({
      method: 'POST',
      url,
      payload,
      headers: { ...as('operator'), ...(key && { 'idempotency-key': key }) },
    });

  test('one is laid down for a device, once, and becomes its next conversation', async () => {
    const wish = { deviceId: 'kitchen', workspace: 'support', userId: ANNA };
    const first = await post('/api/v1/sessions', wish, 'key-1');
    const again = await post('/api/v1/sessions', wish, 'key-1');
    expect(first.statusCode).toBe(201);
    expect(again.json()).toEqual(first.json());
    const { id, status } = first.json() as { id: string; status: string };
    expect(status).toBe('prepared');
    expect(my.records.takePrepared('kitchen')).toBe(id);
    expect(my.records.takePrepared('kitchen')).toBeUndefined();
    const about = { deviceId: 'kitchen', sessionId: id };
    my.now.ms += 60_000;
    my.happen(about, started(), opened);
    await my.written();
    const { body } = await my.get('/api/v1/sessions?workspace=support');
    expect(body.items).toMatchObject([
      { id, status: 'open', userId: ANNA, startedAt: new Date(my.now.ms).toISOString() },
    ]);
    my.happen(about, ended());
  });

  test('one that nobody comes to is removed, and is not what a device comes back to', async () => {
    await post('/api/v1/sessions', { deviceId: 'hall', validForS: 60 });
    const last = await my.store.last('hall', { maxAgeMs: 1e12 });
    expect(last?.sessionId).toBe(context(10).sessionId);
    my.now.ms += 61_000;
    expect(my.records.takePrepared('hall')).toBeUndefined();
    await my.records.clean();
    const { body } = await my.get('/api/v1/sessions?device=hall');
    expect(body.items.some(({ status }: { status: string }) => status === 'prepared')).toBe(false);
  });

  test('a device or person that is not there, or of others, cannot be named', async () => {
    for (const wish of [
      { deviceId: 'attic' },
      { deviceId: 'none' },
      { deviceId: 'hall', userId: context(1).sessionId },
    ])
      expect((await post('/api/v1/sessions', wish)).statusCode).toBe(404);
  });

  test('one that is under way is ended', async () => {
    expect((await post(`/api/v1/sessions/${context(1).sessionId}/end`, {})).statusCode).toBe(202);
    expect(my.ended).toEqual([context(1).sessionId]);
    expect((await post(`/api/v1/sessions/${context(4).sessionId}/end`, {})).statusCode).toBe(409);
    expect((await post(`/api/v1/sessions/${context(2).sessionId}/end`, {})).statusCode).toBe(404);
  });

  test('a deleted one takes its words with it, and what it used stays counted', async () => {
    const { sessionId } = context(9);
    const remove = async (role: 'admin' | 'operator', id: string) =>
      (await my.bench.api.inject({ method: 'DELETE', url: `/api/v1/sessions/${id}`, headers: as(role) }))
        .statusCode;
    // How long people waited is known of the turns, which go; of the whole fleet it stays.
    const used = async () => {
      const [kitchen] = (await my.get('/api/v1/usage?by=month&device=kitchen')).body.items;
      const { responseP50Ms: _, responseP95Ms: __, ...counted } = kitchen;
      return [counted, (await my.get('/api/v1/usage?by=month')).body.items];
    };
    const before = await used();
    expect(await remove('operator', sessionId)).toBe(403);
    expect(await remove('admin', context(10).sessionId)).toBe(409);
    expect(await remove('admin', sessionId)).toBe(204);
    expect(await remove('admin', sessionId)).toBe(404);
    const left = await my.database.queries
      .selectFrom('messages')
      .select('id')
      .where('sessionId', '=', sessionId)
      .execute();
    expect(left).toEqual([]);
    const done = my.audited.map(({ action, target }) => [action, target.id]);
    expect(done.filter(([, id]) => id === sessionId)).toEqual([['session.delete', sessionId]]);
    expect(await used()).toEqual(before);
  });
});

test('all of it is in the OpenAPI document', async () => {
  const { status, body } = await my.get('/api/v1/openapi.json');
  expect(status).toBe(200);
  expect(Object.keys(body.paths)).toEqual(
    expect.arrayContaining([
      '/api/v1/sessions/{id}/end',
      '/api/v1/messages',
      '/api/v1/latencies',
      '/api/v1/usage/devices',
      '/api/v1/sessions/{id}/events',
    ]),
  );
});
