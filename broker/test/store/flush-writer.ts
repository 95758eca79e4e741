/**
 * Writes a row into an embedded database, says so, and closes it when its standard input ends. Argument: the folder. What it
 * is about to do is told on descriptor 3, between what `tell-flushes.ts` tells there.
 */
import { writeSync } from 'node:fs';
import { sql } from 'kysely';
import { pino } from 'pino';
import { systemClock } from '../../src/clock.ts';
import { openEmbedded } from '../../src/store/pglite/embedded.ts';

const database = await openEmbedded({
  folder: process.argv[2],
  acquireTimeoutMs: 10_000,
  log: pino({ level: 'silent' }),
  clock: systemClock,
});
writeSync(3, 'write\n');
await sql`create table written as select 1 as one`.execute(database.queries);
for await (const _ of process.stdin);
writeSync(3, 'close\n');
await database.close();
