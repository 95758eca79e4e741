import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { SessionRecorder, type SessionRecorderOptions } from '../../src/history/session-recorder.ts';
import { WriteQueue } from '../../src/history/write-queue.ts';
import { writeRecords } from '../../src/history/record-writes.ts';
import type { Database } from '../../src/store/database.ts';
import { Figures } from '../../src/telemetry/figures.ts';
import { FakeClock } from '../../src/testing/fake-clock.ts';
import { openTestDatabase } from '../store/test-database.ts';
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

const START = Date.UTC(2026, 2, 1, 9, 30);

let database: Database;
let clock: FakeClock;
let nowMs: number;
let queue: WriteQueue;
let recorder: SessionRecorder;

beforeAll(async () => {
  database = await openTestDatabase();
  await database.queries.insertInto('tenants').values({ id: 't1', name: 'One' }).execute();
  await database.queries
    .insertInto('devices')
    .values({ id: 'kitchen', tenantId: 't1', name: 'Kitchen' })
    .execute();
});
afterAll(() => database.close());

beforeEach(async () => {
  for (const table of ['sessions', 'usageHours'] as const) await database.queries.deleteFrom(table).execute();
  clock = new FakeClock();
  nowMs = START;
  makeRecorder();
});

function makeRecorder(options: Partial<SessionRecorderOptions> = {}): void {
  queue = new WriteQueue({
    write: (batch) => writeRecords(database.queries, batch, { countMessages: true }),
    clock,
    log: pino({ level: 'silent' }),
  });
  recorder = new SessionRecorder({
    queue,
    prices: { speechIn: 1, speechOut: 2, textIn: 0, textOut: 0 },
    modelId: 'nova',
    events: true,
    texts: true,
    onEvent: () => {},
    onPeaks: () => {},
    clock,
    now: () => nowMs,
    figures: new Figures(),
    ...options,
  });
}

const sessions = () => database.queries.selectFrom('sessions').selectAll().orderBy('id').execute();
const usageOf = (deviceId: string) =>
  database.queries
    .selectFrom('usageHours')
    .selectAll()
    .where('deviceId', '=', deviceId)
    .orderBy('hour')
    .execute();

test('a conversation is recorded with its times, counts, tokens and cost, under the tenant of its device', async () => {
  for (const event of [started(), state('opening'), opened, heard('hello'), usage(1000, 500)])
    recorder.observe(context(1), event);
  nowMs += 60_000;
  for (const event of [
    turn('hi', 900),
    turn('cut', 500, { interrupted: true, generation: 2 }),
    usage(0, 500),
    ended(),
  ])
    recorder.observe(context(1), event);
  await queue.flush();

  const [session] = await sessions();
  expect(session).toMatchObject({
    tenantId: 't1',
    startedAt: new Date(START),
    openedAt: new Date(START),
    endedAt: new Date(START + 60_000),
    endReason: 'REQUESTED',
    modelId: 'nova',
    voice: 'matthew',
    configRevision: 4,
    messageCount: 3,
    turnCount: 2,
    interruptionCount: 1,
    durationMs: 60_000,
    inputSpeechTokens: 1000,
    outputSpeechTokens: 1000,
    inputTextTokens: 20,
    cost: 3,
    startup: { accept: 1, history: 20, model: 300, total: 321 },
  });
  expect(session!.totals).toMatchObject({ framesLost: 1 });
  const turns = await database.queries.selectFrom('turns').selectAll().orderBy('id').execute();
  expect(turns).toMatchObject([
    {
      responseMs: 900,
      endpointingMs: 300,
      interrupted: false,
      marks: { speechEnd: 0, playbackStarted: 900 },
      playedMs: 4000,
    },
    { responseMs: 500, interrupted: true },
  ]);
  const [kitchen] = await usageOf('kitchen');
  expect(kitchen).toMatchObject({
    tenantId: 't1',
    sessions: 1,
    turns: 2,
    cost: 3,
    durationMs: 60_000,
    responseMsSum: 1400,
  });
  expect(await usageOf('')).toMatchObject([{ tenantId: 't1', sessions: 1, turns: 2, cost: 3 }]);
});

test('a long conversation is counted in the hours in which it takes place, while it lasts', async () => {
  recorder.observe(context(1), started());
  clock.advance(60_000);
  nowMs += 40 * 60_000;
  clock.advance(60_000);
  await queue.flush();
  expect(await usageOf('kitchen')).toMatchObject([
    { hour: new Date(START - 30 * 60_000), sessions: 1, durationMs: 0 },
    { hour: new Date(START + 30 * 60_000), sessions: 0, durationMs: 40 * 60_000 },
  ]);
  expect(await sessions()).toMatchObject([{ durationMs: 40 * 60_000, endedAt: null }]);
});

test('what a broker left for the next one stays open, and the next one adds to it', async () => {
  recorder.observe(context(1), started());
  recorder.observe(context(1), turn('one'));
  recorder.observe(context(1), ended('SHUTDOWN', true));
  await queue.flush();
  expect(await sessions()).toMatchObject([{ endedAt: null, endReason: null, turnCount: 1 }]);
  makeRecorder();
  nowMs += 1000;
  recorder.observe(context(1), started(true));
  recorder.observe(context(1), turn('two'));
  recorder.observe(context(1), ended());
  await queue.flush();
  expect(await sessions()).toMatchObject([
    { startedAt: new Date(START), turnCount: 2, endReason: 'REQUESTED' },
  ]);
  const events = await database.queries
    .selectFrom('sessionEvents')
    .select(['seq', 'kind'])
    .orderBy('seq')
    .execute();
  expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await usageOf('kitchen')).toMatchObject([{ sessions: 1, turns: 2 }]);
});

test.each([{ texts: true }, { texts: false }])(
  'the course of a conversation is recorded, words: $texts',
  async ({ texts }) => {
    makeRecorder({ texts });
    for (const event of [
      started(),
      heard('my secret'),
      turn('your secret'),
      { kind: 'transcript', role: 'assistant', stage: 'speculative', text: 'plan', generation: 1 } as const,
      usage(1, 1),
      ended(),
    ])
      recorder.observe(context(1), event);
    await queue.flush();
    const events = await database.queries.selectFrom('sessionEvents').selectAll().orderBy('seq').execute();
    expect(events.map(({ kind }) => kind)).toEqual(
      texts ? ['started', 'transcript', 'turn', 'ended'] : ['started', 'turn', 'ended'],
    );
    expect(JSON.stringify(events).includes('my secret')).toBe(texts);
    expect(JSON.stringify(events)).not.toContain('your secret');
  },
);

test('of an endless conversation the course is cut, and its end is still told', async () => {
  recorder.observe(context(1), started());
  for (let n = 0; n < 6000; n++) recorder.observe(context(1), state('listening'));
  recorder.observe(context(1), ended());
  await queue.flush();
  const events = await database.queries.selectFrom('sessionEvents').select('kind').orderBy('seq').execute();
  expect(events).toHaveLength(5001);
  expect(events.slice(-2).map(({ kind }) => kind)).toEqual(['cut', 'ended']);
});

test('of a conversation that was deleted, nothing comes back', async () => {
  recorder.observe(context(1), started());
  recorder.observe(context(1), ended());
  await queue.flush();
  await database.queries.deleteFrom('sessions').execute();
  queue.turn({
    sessionId: context(1).sessionId,
    deviceId: 'kitchen',
    at: nowMs,
    generation: 1,
    marks: {},
    spans: {},
    playedMs: null,
    interrupted: false,
  });
  expect(await queue.flush()).toBe(true);
  expect(await database.queries.selectFrom('turns').selectAll().execute()).toEqual([]);
  expect(await usageOf('kitchen')).toHaveLength(1);
});

test('followed conversations are let go when they end', () => {
  recorder.observe(context(1), started());
  expect(recorder.snapshot(context(1).sessionId)).toMatchObject({ deviceId: 'kitchen', voice: 'matthew' });
  recorder.observe(context(1), ended());
  expect(recorder.size).toBe(0);
  recorder.close();
  recorder.close();
  expect(clock.pending).toBe(1);
});

test('settings that are known later, or change, are those of the record', async () => {
  recorder.observe(context(1), started());
  recorder.observe(context(1), { kind: 'settings', voice: 'tina', recording: false, configRevision: 9 });
  await queue.flush();
  expect(await sessions()).toMatchObject([{ voice: 'tina', configRevision: 9 }]);
  expect(recorder.snapshot(context(1).sessionId)).toMatchObject({ voice: 'tina' });
});

test('waveforms are recorded in few rows, which do not take the place of other events', async () => {
  recorder.observe(context(1), started());
  for (let at = 240; at <= 60_000; at += 240) {
    nowMs = START + at;
    recorder.observe(
      context(1),
      sound(at + 5000, { user: 100, assistant: at < 30_000 ? 0 : 50, lost: at === 4800 ? 3 : 0 }),
    );
  }
  recorder.observe(context(1), turn('hi'));
  recorder.observe(context(1), ended());
  await queue.flush();
  const rows = await database.queries.selectFrom('sessionEvents').selectAll().orderBy('seq').execute();
  const peaks = rows.filter(({ kind }) => kind === 'peaks').map(({ payload }) => payload as never);
  // A row for 15 s in which somebody is heard.
  expect(peaks.length).toBeLessThanOrEqual(8);
  const all = peaks as {
    peaks: { side: string; fromMs: number; stepMs: number; values: string }[];
    lost: unknown[];
  }[];
  const user = all.flatMap((row) => row.peaks).filter(({ side }) => side === 'user');
  expect(user[0]).toMatchObject({ fromMs: 0, stepMs: 40 });
  expect(user.map(({ values }) => Buffer.from(values, 'base64').length).reduce((a, b) => a + b)).toBe(
    60_000 / 40,
  );
  const assistant = all.flatMap((row) => row.peaks).filter(({ side }) => side === 'assistant');
  const loudAt = assistant.flatMap(({ fromMs, stepMs, values }) =>
    [...Buffer.from(values, 'base64')].flatMap((value, i) => (value > 0 ? [fromMs + i * stepMs] : [])),
  );
  expect(loudAt[0]).toBeGreaterThanOrEqual(29_700);
  expect(loudAt[0]).toBeLessThanOrEqual(30_000);
  expect(all.flatMap((row) => row.lost)).toEqual([{ tMs: 4560, packets: 3 }]);
  expect(rows.filter(({ kind }) => kind !== 'peaks').map(({ kind }) => kind)).toEqual([
    'started',
    'turn',
    'ended',
  ]);
  // The turn knows where it was.
  expect(rows.find(({ kind }) => kind === 'turn')!.payload).toMatchObject({ startMs: 55_000, uplinkMs: 40 });
});
