/** What a real conversation leaves behind. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { describedFigure } from '../../src/telemetry/figure-descriptions.ts';
import { openTestDatabase } from '../store/test-database.ts';
import { WholeBroker, speak } from '../whole-broker.ts';

let database: Database;
let whole: WholeBroker;

beforeAll(async () => {
  database = await openTestDatabase();
  whole = await WholeBroker.start({ database });
});
afterAll(async () => {
  await whole[Symbol.asyncDispose]();
  await database.close();
});

test('a spoken question and its answer are a conversation with a turn, messages, tokens, cost and the time of its start', async () => {
  const device = await whole.device('kitchen');
  const session = await device.openSession();
  const stop = new AbortController();
  const speaking = speak(session, 600, stop.signal);
  await whole.event('turn');
  stop.abort();
  await speaking;
  await session.close();
  await whole.event('ended');
  // Every figure that is shown says what it is.
  const shown = await (await fetch(`http://127.0.0.1:${whole.broker.ports['http']}/metrics`)).text();
  const names = [...shown.matchAll(/^# HELP pipit_(\S+)/gm)].map(([, name]) => name!);
  expect(names).toEqual(expect.arrayContaining(['session_ended_requested_total', 'session_response_p95_ms']));
  expect(names.filter((name) => !describedFigure(name))).toEqual([]);
  // What waits is written when it stops.
  await whole.broker.close();
  const { queries } = database;
  const row = await queries.selectFrom('sessions').selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({
    deviceId: 'kitchen',
    turnCount: 1,
    messageCount: 2,
    endReason: 'REQUESTED',
    modelId: 'amazon.nova-2-sonic-v1:0',
    openedTimes: 1,
  });
  expect(row.outputSpeechTokens).toBeGreaterThan(0);
  expect(row.cost).toBeGreaterThan(0);
  expect(row.startup).toMatchObject({
    total: expect.any(Number) as number,
    model: expect.any(Number) as number,
  });
  const turn = await queries.selectFrom('turns').selectAll().executeTakeFirstOrThrow();
  expect(turn.responseMs).toBeGreaterThan(0);
  expect(turn.marks).toMatchObject({ firstModelAudio: expect.any(Number) as number });
  const [hour] = await queries
    .selectFrom('usageHours')
    .selectAll()
    .where('deviceId', '=', 'kitchen')
    .execute();
  expect(hour).toMatchObject({ sessions: 1, turns: 1, cost: row.cost });
});
