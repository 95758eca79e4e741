/** Two brokers that share a database. */
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import type { Database } from '../store/database.ts';
import { openInMemory } from '../store/open-in-memory.ts';
import { PreparedSessions } from './prepared-sessions.ts';

const log = pino({ level: 'silent' });
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
});

async function brokers() {
  const database = await openInMemory(log);
  open.push(database);
  await database.queries
    .insertInto('devices')
    .values({ id: 'lamp-1', tenantId: 'default', name: 'Lamp' })
    .execute();
  const make = () => {
    const prepared = new PreparedSessions({ database, log, now: Date.now });
    open.push(prepared);
    return prepared;
  };
  const [here, there] = [make(), make()];
  /** Resolves when all that was said so far was heard: those above listen before this one does. */
  const heard = () =>
    new Promise<string>((resolve) => database.listen('pipit_sessions', { onNotice: resolve }));
  return { database, here, there, heard };
}

const lamp = { tenantId: 'default', deviceId: 'lamp-1', userId: null, workspace: null, validForMs: 60_000 };

test('what is laid down at one broker is the next conversation at whichever the device comes to', async () => {
  const { here, there, heard } = await brokers();
  const told = heard();
  const id = await here.prepare(lamp);
  await told;
  const gone = heard();
  expect(there.take('lamp-1')).toBe(id);
  await gone;
  expect(here.take('lamp-1')).toBeUndefined();
});

test('what was deleted at one broker is known at none', async () => {
  const { here, there, heard } = await brokers();
  const told = heard();
  const id = await here.prepare(lamp);
  await told;
  const gone = heard();
  here.forget(id);
  await gone;
  expect(there.take('lamp-1')).toBeUndefined();
});

test('what a broker told while its listener was away is read from the database', async () => {
  const { database, here } = await brokers();
  const silent = notifyNobody(database);
  const late = new PreparedSessions({ database: silent.database, log, now: Date.now });
  open.push(late);
  const id = await here.prepare(lamp);
  await silent.gap();
  expect(late.take('lamp-1')).toBe(id);
});

/** A database whose notices do not come through, until somebody says that some are missing. */
function notifyNobody(database: Database): { database: Database; gap: () => Promise<void> } {
  let onGap: (() => void) | undefined;
  const silent: Database = Object.create(database, {
    listen: {
      value: (_channel: string, notices: { onGap?: () => void }) => {
        onGap = notices.onGap;
        return () => {};
      },
    },
  }) as Database;
  return {
    database: silent,
    gap: async () => {
      onGap?.();
      // Behind the query that this causes.
      await database.ping();
      await database.ping();
    },
  };
}
