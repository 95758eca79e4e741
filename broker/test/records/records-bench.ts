/** Records and the HTTP side over a database in memory, with people of two tenants and conversations that nobody held. */
import type { AuditedAction } from '../../src/audit/audit-sink.ts';
import { recordRoutes } from '../../src/api/routes/records.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Role } from '../../src/identity/permissions.ts';
import { loadConfig } from '../../src/config/load.ts';
import { DatabaseConversationStore } from '../../src/history/database-conversation-store.ts';
import { type Records, createRecords } from '../../src/compose/records.ts';
import type { ConversationContext, ConversationEvent } from '../../src/session/conversation-events.ts';
import type { Database } from '../../src/store/database.ts';
import { Figures } from '../../src/telemetry/figures.ts';
import { type ApiBench, apiBench, as } from '../../src/testing/api-bench.ts';
import { FakeClock } from '../../src/testing/fake-clock.ts';
import { openTestDatabase } from '../store/test-database.ts';

export const ANNA = '00000000-0000-7000-9000-00000000000a';
const DAY_MS = 86_400_000;
export const START = Date.UTC(2026, 2, 1, 9, 30);

/** Whatever the test expects there. */
// oxlint-disable-next-line typescript/no-explicit-any
type Body = any;

export interface RecordsBench extends AsyncDisposable {
  readonly database: Database;
  readonly records: Records;
  readonly store: DatabaseConversationStore;
  readonly bench: ApiBench;
  readonly clock: FakeClock;
  readonly figures: Figures;
  readonly audited: AuditedAction[];
  /** Asked to end. */
  readonly ended: string[];
  readonly now: { ms: number };
  happen(context: ConversationContext, ...events: ConversationEvent[]): void;
  /** Everything is in the database. */
  written(): Promise<void>;
  get(url: string, role?: Role, id?: string): Promise<{ status: number; body: Body }>;
}

/** On a database of its own, or a shared one that is emptied first. Devices kitchen (of Anna) and hall are of tenant t1, attic is of t2; the bench signs everybody in at t1. */
export async function recordsBench(
  settings: Record<string, unknown> = {},
  shared?: Database,
): Promise<RecordsBench> {
  const database = shared ?? (await openTestDatabase());
  const { queries } = database;
  // What a test before this one left in a shared one.
  for (const table of [
    'sessions',
    'usageHours',
    'responseHours',
    'devices',
    'users',
    'idempotencyKeys',
    'auditLog',
  ] as const)
    await queries.deleteFrom(table).execute();
  await queries.deleteFrom('tenants').where('id', '!=', 'default').execute();
  await queries
    .insertInto('tenants')
    .values([
      { id: 't1', name: 'One' },
      { id: 't2', name: 'Two' },
    ])
    .execute();
  await queries
    .insertInto('users')
    .values({ id: ANNA, tenantId: 't1', email: 'anna@example.com', name: 'Anna', role: 'device_user' })
    .execute();
  await queries
    .insertInto('devices')
    .values([
      {
        id: 'kitchen',
        tenantId: 't1',
        name: 'Kitchen',
        ownerId: ANNA,
        ownerSince: new Date(START - DAY_MS),
        online: true,
      },
      { id: 'hall', tenantId: 't1', name: 'Hall' },
      { id: 'attic', tenantId: 't2', name: 'Attic', online: true },
    ])
    .execute();
  const dataDir = await mkdtemp(join(tmpdir(), 'pipit-records-'));
  const config = loadConfig({ environment: {}, flags: settings });
  const clock = new FakeClock();
  const figures = new Figures();
  const now = { ms: START };
  const ended: string[] = [];
  const log = pino({ level: 'silent' });
  const audited: AuditedAction[] = [];
  const records = await createRecords({
    database,
    settings: config.records,
    session: config.session,
    modelId: 'nova',
    dataDir,
    endSession: (id) => ended.push(id) > 0 && id.endsWith('1'),
    audit: { record: (action) => audited.push(action) },
    clock,
    now: () => now.ms,
    log,
    figures,
  });
  const store = new DatabaseConversationStore({
    database,
    retentionMs: config.session.retentionMs,
    clock,
    now: () => now.ms,
  });
  const bench = await apiBench({ routes: recordRoutes(records.services), idempotency: records.idempotency });
  return {
    database,
    records,
    audited,
    store,
    bench,
    clock,
    figures,
    ended,
    now,
    happen: (context, ...events) => {
      for (const event of events) records.observe(context, event);
    },
    written: async () => {
      await records.flush();
    },
    get: async (url, role = 'operator', id = role) => {
      const answer = await bench.api.inject({ url, headers: as(role, id) });
      return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() };
    },
    [Symbol.asyncDispose]: async () => {
      await bench[Symbol.asyncDispose]();
      await records.close();
      await store.close();
      await rm(dataDir, { recursive: true });
      if (!shared) await database.close();
    },
  };
}
