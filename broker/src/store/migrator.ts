/** Brings a database to the present version. Forward only. */
import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Queries } from './database.ts';
import { DatabaseError } from './database-error.ts';
import { MIGRATIONS } from './migrations/index.ts';

export interface MigrationState {
  readonly name: string;
  /** Undefined when it is still to come. */
  readonly executedAt: Date | undefined;
}

export interface MigrateOptions {
  /** The last one to run; all of them when left out. */
  readonly upTo?: string;
  readonly onApplied?: (name: string) => void;
}

/** Runs what is missing. Several processes may call it at once. @throws {DatabaseError} TOO_NEW, FORBIDDEN, READ_ONLY; what a migration threw. */
export async function migrate(
  queries: Queries,
  { upTo, onApplied }: MigrateOptions = {},
): Promise<readonly string[]> {
  const migrator = migratorOf(queries);
  await refuseNewer(queries);
  const { error, results = [] } = upTo ? await migrator.migrateTo(upTo) : await migrator.migrateToLatest();
  if (error) throw await explained(error, queries);
  const applied = results
    .filter(({ status }) => status === 'Success')
    .map(({ migrationName }) => migrationName);
  for (const name of applied) onApplied?.(name);
  return applied;
}

export async function migrationStates(queries: Queries): Promise<readonly MigrationState[]> {
  await refuseNewer(queries);
  const states = await migratorOf(queries).getMigrations();
  return states.map(({ name, executedAt }) => ({ name, executedAt }));
}

/** The newest that this program knows. */
export const LATEST_MIGRATION = Object.keys(MIGRATIONS).at(-1)!;

const migratorOf = (queries: Queries): Migrator =>
  new Migrator({
    db: queries,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
    migrationTableName: 'migrations',
    migrationLockTableName: 'migration_lock',
  });

/** A database of a newer program would be read wrongly. */
async function refuseNewer(queries: Queries): Promise<void> {
  const { rows } = await sql<{
    known: string | null;
  }>`select to_regclass('migrations')::text as known`.execute(queries);
  if (!rows[0]?.known) return;
  const done = await sql<{ name: string }>`select name from migrations`.execute(queries);
  const unknown = done.rows.map(({ name }) => name).filter((name) => !(name in MIGRATIONS));
  if (unknown.length === 0) return;
  throw new DatabaseError(
    'TOO_NEW',
    `The database was made by a newer Pipit (it has ${unknown.join(', ')}, which this one does not know). Start that version, or restore a backup from before the update.`,
  );
}

/** What the server refuses to this role, or at all, with what to do. */
async function explained(error: unknown, queries: Queries): Promise<Error> {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code === READ_ONLY) {
    return new DatabaseError(
      'READ_ONLY',
      'The database has to be brought to the version of this program, but can only be read. Name the primary server in database.url (DATABASE_URL), not a standby; or allow writing (default_transaction_read_only).',
      { cause: error },
    );
  }
  if (code === FORBIDDEN) {
    const { rows } = await sql<{ role: string; name: string }>`
      select quote_ident(current_user) as role, quote_ident(current_database()) as name`.execute(queries);
    const { role = 'ROLE', name = 'DATABASE' } = rows[0] ?? {};
    return new DatabaseError(
      'FORBIDDEN',
      `The role ${role} may not bring the database to the version of this program (${String(message)}). Make it the owner, as an administrator: ALTER DATABASE ${name} OWNER TO ${role}; or, within that database: GRANT USAGE, CREATE ON SCHEMA public TO ${role}; tables that another role has made must become its own.`,
      { cause: error },
    );
  }
  return error instanceof Error ? error : new Error(JSON.stringify(error));
}

/** SQLSTATE of PostgreSQL. */
const FORBIDDEN = '42501';
const READ_ONLY = '25006';
