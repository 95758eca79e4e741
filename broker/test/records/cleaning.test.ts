import { existsSync } from 'node:fs';
import { utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDatabaseIdempotencyStore } from '../../src/api/habits/database-idempotency-store.ts';
import type { Database } from '../../src/store/database.ts';
import { SoundFiles } from '../../src/history/recordings/sound-files.ts';
import { openTestDatabase } from '../store/test-database.ts';
import { type RecordsBench, recordsBench } from './records-bench.ts';
import { context, ended, heard, started, turn } from './synthetic-conversation.ts';

let database: Database;
let my: RecordsBench;
const DAY_MS = 86_400_000;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  my = await recordsBench(
    { 'records.sessionDays': 30, 'records.turnDays': 10, 'records.eventDays': 5 },
    database,
  );
});
afterEach(() => my[Symbol.asyncDispose]());

async function left() {
  const { queries } = my.database;
  const [sessions, turns, events, hours] = await Promise.all([
    queries.selectFrom('sessions').select(['id', 'endReason']).execute(),
    queries.selectFrom('turns').select('id').execute(),
    queries.selectFrom('sessionEvents').select('kind').execute(),
    queries.selectFrom('usageHours').select('hour').execute(),
  ]);
  return {
    sessions: sessions.length,
    turns: turns.length,
    events: events.map(({ kind }) => kind),
    hours: hours.length,
  };
}

test('each kind is kept as long as it says: words first, then the course, turns, conversations, and usage longest', async () => {
  my.happen(context(1), started(), heard('hello'), turn('hi'), ended());
  await my.written();
  const all = ['started', 'transcript', 'turn', 'ended'];
  const after = async (days: number) => {
    my.now.ms += days * DAY_MS;
    await my.records.clean();
    return left();
  };
  expect(await after(0)).toEqual({ sessions: 1, turns: 1, events: all, hours: 2 });
  expect(await after(1.1)).toEqual({ sessions: 1, turns: 1, events: ['started', 'turn', 'ended'], hours: 2 });
  expect(await after(4)).toEqual({ sessions: 1, turns: 1, events: [], hours: 2 });
  expect(await after(5)).toEqual({ sessions: 1, turns: 0, events: [], hours: 2 });
  expect(await after(20)).toEqual({ sessions: 0, turns: 0, events: [], hours: 2 });
  expect(await after(731)).toEqual({ sessions: 0, turns: 0, events: [], hours: 0 });
});

test('sound is kept as long as it says since it was written, also when nobody knows its conversation', async () => {
  const files: SoundFiles = my.records.services.recordings;
  const write = async (n: number, ageDays: number) => {
    const { sessionId } = context(n);
    const path = files.pathFor(sessionId, 'user', my.now.ms);
    await writeFile(path, 'sound');
    const at = new Date(my.now.ms - ageDays * DAY_MS);
    for (const what of [path, dirname(path)]) await utimes(what, at, at);
    return path;
  };
  my.happen(context(1), started(), ended());
  my.happen(context(2), started(), ended());
  await my.written();
  await my.database.queries.updateTable('sessions').set({ hasAudio: true }).execute();
  const [old, young, orphan] = [await write(1, 7.1), await write(2, 6.9), await write(3, 7.1)];
  await my.records.clean();
  expect([old, young, orphan].map((path) => existsSync(path))).toEqual([false, true, false]);
  const rows = await my.database.queries.selectFrom('sessions').select('hasAudio').orderBy('id').execute();
  expect(rows).toEqual([{ hasAudio: false }, { hasAudio: true }]);
});

test('many old rows go in pieces', async () => {
  my.happen(context(1), started());
  for (let n = 0; n < 2500; n++) my.happen(context(1), turn('hi'));
  my.happen(context(1), ended());
  await my.written();
  my.now.ms += 11 * DAY_MS;
  await my.records.clean();
  expect(await left()).toMatchObject({ sessions: 1, turns: 0 });
});

async function audited(first: number, count: number) {
  const rows = Array.from({ length: count }, (_, n) => ({
    tenantId: n % 2 === 0 ? 't1' : 't2',
    at: new Date(my.now.ms + n),
    actorKind: 'system',
    actorId: 'test',
    actorName: 'test',
    via: 'system',
    action: `a${first + n}`,
    result: 'ok',
  }));
  await my.database.queries.insertInto('auditLog').values(rows).execute();
}

const auditedLeft = async () =>
  (await my.database.queries.selectFrom('auditLog').select('action').orderBy('at').execute()).map(
    ({ action }) => action,
  );

test('the audit log is kept for a year, and goes in pieces, of all tenants', async () => {
  await audited(0, 2500);
  my.now.ms += 364 * DAY_MS;
  await audited(2500, 2);
  await my.records.clean();
  expect(await auditedLeft()).toHaveLength(2502);
  my.now.ms += 1.1 * DAY_MS;
  await my.records.clean();
  expect(await auditedLeft()).toEqual(['a2500', 'a2501']);
});

test('the audit log is kept for ever where the settings say so', async () => {
  await my[Symbol.asyncDispose]();
  my = await recordsBench({ 'records.auditDays': 0 }, database);
  await audited(0, 1);
  my.now.ms += 36_000 * DAY_MS;
  await my.records.clean();
  expect(await auditedLeft()).toEqual(['a0']);
});

test('a conversation whose broker is gone is over when nobody can come back to it any more', async () => {
  my.happen(context(1), started());
  await my.written();
  my.now.ms += 10 * 60_000;
  await my.records.clean();
  const reasonOf = async () =>
    (await my.database.queries.selectFrom('sessions').select('endReason').executeTakeFirstOrThrow())
      .endReason;
  expect(await reasonOf()).toBeNull();
  my.now.ms += 20 * 60_000;
  await my.records.clean();
  expect(await reasonOf()).toBe('DEVICE_LOST');
});

test('it cleans every ten minutes, and not after it was closed', async () => {
  my.happen(context(1), started(), ended());
  await my.written();
  my.now.ms += 40 * DAY_MS;
  my.clock.advance(600_000);
  await my.records.clean();
  expect(await left()).toMatchObject({ sessions: 0 });
});

test('answers to repeated requests are kept for a day, and a request that died may be sent again', async () => {
  const nowMs = { at: 0 };
  const store = createDatabaseIdempotencyStore({ queries: my.database.queries, now: () => nowMs.at });
  const answer = { status: 201, body: '{"a":1}', headers: { location: '/x' } };
  const both = await Promise.all([store.begin('s', 'k', 'h'), store.begin('s', 'k', 'h')]);
  expect(both.map(({ state }) => state).toSorted()).toEqual(['new', 'running']);
  expect(await store.begin('other', 'k', 'h')).toEqual({ state: 'new' });
  await store.finish('s', 'k', answer);
  expect(await store.begin('s', 'k', 'h')).toEqual({ state: 'done', ...answer });
  expect(await store.begin('s', 'k', 'h2')).toEqual({ state: 'conflict' });
  await store.abandon('s', 'k');
  expect(await store.begin('s', 'k', 'h')).toMatchObject({ state: 'done' });
  nowMs.at = DAY_MS;
  expect(await store.begin('s', 'k', 'h2')).toEqual({ state: 'new' });
  await store.abandon('s', 'k');
  expect(await store.begin('s', 'k', 'h3')).toEqual({ state: 'new' });
  nowMs.at += 121_000;
  expect(await store.begin('s', 'k', 'h3')).toEqual({ state: 'new' });
  await store.finish('s', 'k', { status: 201, body: undefined, headers: {} });
  expect(await store.begin('s', 'k', 'h3')).toEqual({
    state: 'done',
    status: 201,
    body: undefined,
    headers: {},
  });
});

test('sandboxes go with the conversations, and end when their broker is gone for good', async () => {
  const { queries } = my.database;
  const at = (days: number) => new Date(my.now.ms - days * DAY_MS);
  const sandbox = (n: number, expired: number | null, ended: number | null) => ({
    id: `00000000-0000-7000-8000-00000000000${n}`,
    tenantId: 'default',
    strategy: 'shared' as const,
    engine: 'docker',
    node: 'elsewhere',
    createdAt: at(100),
    lastUsedAt: at(40),
    expiresAt: expired === null ? null : at(expired),
    endedAt: ended === null ? null : at(ended),
  });
  const rows = [
    sandbox(1, 31, 31),
    sandbox(2, 29, 29),
    sandbox(3, 2, null),
    sandbox(4, 0.5, null),
    sandbox(5, null, null),
  ];
  await queries.insertInto('sandboxes').values(rows).execute();
  const allocation = { tenantId: 'default', serverId: 's', deviceId: 'kitchen' };
  for (const [n, days] of [31, 29, null].entries())
    await queries
      .insertInto('sandboxAllocations')
      .values({
        ...allocation,
        id: `00000000-0000-7000-9000-00000000000${n}`,
        sandboxId: rows[4]!.id,
        sessionId: rows[0]!.id,
        at: at(60),
        lastUsedAt: at(40),
        releasedAt: days === null ? null : at(days),
      })
      .execute();
  await my.records.clean();
  const left = await queries.selectFrom('sandboxes').select(['id', 'endReason']).orderBy('id').execute();
  // The third ended when it was last used, which is too long ago already.
  expect(left.map(({ id, endReason }) => [id.at(-1), endReason])).toEqual([
    ['2', null],
    ['4', null],
    ['5', null],
  ]);
  expect(await queries.selectFrom('sandboxAllocations').select('id').execute()).toHaveLength(2);
});
