/** Searching where there is more than is looked through row by row. */
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listMessages } from '../../src/history/queries/messages.ts';
import type { Viewer } from '../../src/history/queries/viewer.ts';
import { up } from '../../src/store/migrations/0008-response-hours.ts';
import type { Database } from '../../src/store/database.ts';
import { SEED_PERSON, seedFleet } from '../../src/testing/seed-fleet.ts';
import { openTestDatabase } from '../store/test-database.ts';

let database: Database;
const sizes = { devices: 20, sessions: 1200, messages: 12_000, turns: 100, days: 10 };
const tenant: Viewer = { tenantId: 'default' };
const person: Viewer = { tenantId: 'default', own: { userId: SEED_PERSON, deviceId: null } };

beforeAll(async () => {
  database = await openTestDatabase();
  await seedFleet(database.queries, { sizes });
});
afterAll(() => database.close());

async function allOf(viewer: Viewer, words: string): Promise<number[]> {
  const ids: number[] = [];
  let after: { at: Date; id: string } | undefined;
  for (;;) {
    const found = await listMessages(
      database.queries,
      viewer,
      { words },
      { limit: 50, descending: true, after },
    );
    const page = found.slice(0, 50);
    ids.push(...page.map(({ id }) => id));
    const last = page.at(-1);
    if (found.length <= 50 || !last) return ids;
    after = { at: last.at, id: String(last.id) };
  }
}

async function expected(query: string, condition = sql`true`): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from messages where words @@ to_tsquery('simple', ${query}) and ${condition}
    order by at desc, id desc`.execute(database.queries);
  return rows.map(({ id }) => id);
}

const OWN = sql`session_id in (select id from sessions where user_id = ${SEED_PERSON}::uuid)`;

test.each([
  ['weather', 'weather:*'],
  ['kitchen weather', 'kitchen & weather:*'],
  // The number of a message that is beyond what is looked through.
  ['42', '42:*'],
  ['1', '1:*'],
  ['nowhere', 'nowhere:*'],
])('%s is found wherever it is, each once and in order', async (words, query) => {
  const all = await expected(query);
  expect(await allOf(tenant, words)).toEqual(all);
  expect(await allOf(person, words)).toEqual(await expected(query, OWN));
  expect(all.length > 0).toBe(words !== 'nowhere');
});

test('the fleet is as large as it was asked for, and its usage adds up', async () => {
  const { rows } = await sql`
    select (select count(*) from devices) as devices, (select count(*) from sessions) as sessions,
      (select count(*) from messages) as messages, (select count(*) from turns) as turns,
      (select sum(sessions) from usage_hours where device_id = '') as used,
      (select sum(sessions) from usage_hours where device_id <> '') as used_by_device,
      (select sum(turns) from response_hours) as waited`.execute(database.queries);
  const { devices, sessions, messages, turns } = sizes;
  expect(rows).toEqual([
    { devices, sessions, messages, turns, used: sessions, usedByDevice: sessions, waited: turns },
  ]);
});

test('an older database learns from its turns how long people waited', async () => {
  const { queries } = database;
  const hours = () =>
    queries.selectFrom('responseHours').selectAll().orderBy('hour').orderBy('bucket').execute();
  const before = await hours();
  await sql`drop table response_hours`.execute(queries);
  await up(queries as unknown as Kysely<unknown>);
  expect(await hours()).toEqual(before);
  expect(before.length).toBeGreaterThan(10);
});
