/** Whose a conversation is, when devices change hands. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ANNA, type RecordsBench, recordsBench } from './records-bench.ts';
import { context, ended, heard, opened, started, turn, usage } from './synthetic-conversation.ts';

const BEN = '00000000-0000-7000-9000-00000000000b';
let my: RecordsBench;

beforeAll(async () => {
  my = await recordsBench();
  await my.database.queries
    .insertInto('users')
    .values({ id: BEN, tenantId: 't1', email: 'ben@example.com', name: 'Ben', role: 'device_user' })
    .execute();
  // The database says since when a device is whose, in real time.
  my.now.ms = Date.now() + 60_000;
});
afterAll(() => my[Symbol.asyncDispose]());

async function talk(n: number): Promise<string> {
  const about = context(n, 'kitchen');
  my.happen(about, started(), opened, heard(`secret ${n}`), usage(10, 10));
  const at = { sessionId: about.sessionId, at: my.now.ms };
  await my.store.append('kitchen', { ...at, kind: 'opened', number: 1, frameDurationMs: 60, mode: 1 });
  await my.store.append('kitchen', {
    ...at,
    kind: 'message',
    role: 'user',
    text: `secret ${n}`,
    generation: 1,
  });
  my.happen(about, turn('I know', 500), ended());
  await my.written();
  return about.sessionId;
}

/** What a person finds of conversations: ids, words, turns, tokens. */
async function seen(person: string) {
  const list = async (path: string) =>
    (await my.get(path, 'device_user', person)).body.items as Record<string, unknown>[];
  const [sessions, messages, turns] = await Promise.all(
    ['sessions', 'messages', 'turns'].map((what) => list(`/api/v1/${what}`)),
  );
  const span = `from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z`;
  const used = await my.get(`/api/v1/usage?by=month&${span}`, 'device_user', person);
  return {
    sessions: sessions!.map(({ id }) => id),
    messages: messages!.map(({ text }) => text),
    turns: turns!.length,
    usage: used.status === 200 ? (used.body.items as unknown[]).length : used.body,
  };
}

const giveTo = (ownerId: string | null) =>
  my.database.queries.updateTable('devices').set({ ownerId }).where('id', '=', 'kitchen').execute();

test('a conversation stays with whom it was held with, and whoever gets the device gets none of it', async () => {
  const before = await talk(1);
  expect(await seen(ANNA)).toMatchObject({ sessions: [before], messages: ['secret 1'], turns: 1 });
  await giveTo(BEN);
  my.now.ms += 2 * 3_600_000;
  expect(await seen(BEN)).toMatchObject({ sessions: [], messages: [], turns: 0 });
  for (const path of [before, `${before}/messages`, `${before}/turns`])
    expect((await my.get(`/api/v1/sessions/${path}`, 'device_user', BEN)).status).toBe(404);
  const gone = await my.bench.api.inject({
    method: 'DELETE',
    url: `/api/v1/sessions/${before}`,
    headers: { authorization: `Bearer device_user/${BEN}` },
  });
  expect([403, 404]).toContain(gone.statusCode);

  const after = await talk(2);
  expect(await seen(BEN)).toMatchObject({ sessions: [after], messages: ['secret 2'], turns: 1 });
  expect(await seen(ANNA)).toMatchObject({ sessions: [before], messages: ['secret 1'], turns: 1 });
});

test('what was said while a device was nobody’s is for nobody who gets it', async () => {
  await giveTo(null);
  const nobodys = await talk(3);
  await giveTo(ANNA);
  expect((await seen(ANNA)).sessions).not.toContain(nobodys);
});

test('a device that was deleted and is made again begins anew', async () => {
  const { queries } = my.database;
  await queries.deleteFrom('devices').where('id', '=', 'kitchen').execute();
  await queries
    .insertInto('devices')
    .values({ id: 'kitchen', tenantId: 't1', name: 'Kitchen', ownerId: BEN })
    .execute();
  expect((await seen(BEN)).sessions).toHaveLength(1);
  // Whoever looks after the tenant sees them all.
  expect((await my.get('/api/v1/sessions?device=kitchen')).body.items).toHaveLength(3);
});
