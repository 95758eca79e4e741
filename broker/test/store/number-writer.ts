/**
 * Writes numbers into a database, two in each transaction, until it is killed, and prints each one that was acknowledged.
 * What a server does not acknowledge, because it is gone for the moment, it writes once more.
 * Arguments: a folder or the address of a server, the first number (even).
 */
import { setTimeout } from 'node:timers/promises';
import { pino } from 'pino';
import { DatabaseError } from '../../src/store/database-error.ts';
import { migrate } from '../../src/store/migrator.ts';
import { openEmbedded } from '../../src/store/pglite/embedded.ts';
import { openPostgresql } from '../../src/store/postgresql.ts';
import { systemClock } from '../../src/clock.ts';

const [where = '', first = '0'] = process.argv.slice(2);
const common = { acquireTimeoutMs: 10_000, log: pino({ level: 'silent' }), clock: systemClock };
const { queries } = where.startsWith('postgres')
  ? await openPostgresql({
      ...common,
      url: where,
      minConnections: 0,
      maxConnections: 2,
      statementTimeoutMs: 10_000,
    })
  : await openEmbedded({ ...common, folder: where });
await migrate(queries);
for (let i = Number(first); ; i += 2) {
  while (!(await isWritten(i))) await setTimeout(20);
  process.stdout.write(`${i + 1}\n`);
}

async function isWritten(i: number): Promise<boolean> {
  try {
    await queries.transaction().execute(async (transaction) => {
      for (const id of [`d${i}`, `d${i + 1}`]) {
        const values = { id, tenantId: 'default', name: 'x'.repeat(i % 2000) };
        // What was committed without an acknowledgement is there already.
        await transaction
          .insertInto('devices')
          .values(values)
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
    });
    // Deletions are to last as well.
    if (i % 40 === 0)
      await queries
        .deleteFrom('devices')
        .where('id', '=', `d${i - 20}`)
        .execute();
    return true;
  } catch (error) {
    if (error instanceof DatabaseError && error.code === 'UNREACHABLE') return false;
    throw error;
  }
}
