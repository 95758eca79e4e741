/** One counter for whatever changes what devices are told, so that of two configurations the later has the higher number. */
import { sql } from 'kysely';
import type { Queries } from '../../store/database.ts';

/** Any number that nothing else locks. */
const LOCK = 7_201_004;

/**
 * The next number. Whoever has it holds a lock until the transaction ends: numbers are committed in their order, so a
 * device that was told of the higher one has been told of all below.
 */
export async function nextRevision(transaction: Queries): Promise<number> {
  await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(transaction);
  const { rows } = await sql<{
    revision: number;
  }>`select nextval('config_revision')::integer as revision`.execute(transaction);
  return rows[0]!.revision;
}
