/**
 * Backups that do not depend on the engine: one line of JSON for each row, compressed. What was saved from the embedded
 * database can be restored into a PostgreSQL server, and the other way round.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { sql } from 'kysely';
import { removeLeftovers } from './backup-leftovers.ts';
import type { Database, Queries } from './database.ts';
import { DatabaseError, isDiskFull } from './database-error.ts';
import { TEMPORARY, syncFolder } from './durable-file.ts';
import { LATEST_MIGRATION, migrate, migrationStates } from './migrator.ts';
import { TABLES, type TableName } from './tables.ts';

const FORMAT = 1;
const ROWS_AT_ONCE = 1000;

export interface BackupSummary {
  readonly file: string;
  readonly rows: number;
  /** The version of the database, as its newest migration. */
  readonly migration: string;
}

export interface BackupOptions {
  readonly database: Database;
  readonly file: string;
  readonly onProgress?: (table: TableName, rows: number) => void;
}

interface Header {
  readonly pipitBackup: number;
  readonly migration: string;
  readonly at: string;
}

/** What the process writes until the file is whole. */
export const temporaryOf = (file: string, pid: number): string => `${file}.${pid}${TEMPORARY}`;

/**
 * Replaces the file as a whole. Everything is as it was at one moment. An embedded database does nothing else meanwhile:
 * `writeBackupAside` is for one that is in use. @throws {DatabaseError} NO_ROOM; what the file system said
 */
export async function writeBackup({ database, file, onProgress }: BackupOptions): Promise<BackupSummary> {
  const migration = await newestMigration(database.queries);
  const temporary = temporaryOf(file, process.pid);
  await removeLeftovers(file);
  let rows = 0;
  try {
    await database.queries
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((transaction) =>
        pipeline(
          linesOf(transaction, migration, (table, count) => {
            rows += count;
            onProgress?.(table, rows);
          }),
          createGzip(),
          createWriteStream(temporary, { mode: 0o600 }),
        ),
      );
    const handle = await open(temporary, 'r');
    await handle.sync().finally(() => handle.close());
    await rename(temporary, file);
    await syncFolder(dirname(file));
  } catch (error) {
    await rm(temporary, { force: true });
    throw isDiskFull(error) ? diskFull(file, error) : error;
  }
  return { file, rows, migration };
}

export interface RestoreOptions extends BackupOptions {
  /** Takes the place of what is in the database. Otherwise one that holds anything is refused. */
  readonly replace?: boolean;
}

/** All of it or, when it fails, nothing. @throws {DatabaseError} BAD_BACKUP, NOT_EMPTY, TOO_NEW */
export async function restoreBackup(options: RestoreOptions): Promise<BackupSummary> {
  const { database, file, replace = false, onProgress } = options;
  const header = await headerOf(file);
  await migrate(database.queries);
  let rows = 0;
  await database.queries.transaction().execute(async (transaction) => {
    if (!replace) await refuseFull(transaction);
    await sql.raw(`truncate ${TABLES.join(', ')} cascade`).execute(transaction);
    for await (const { table, batch } of batchesOf(file)) {
      await insertRows(transaction, table, batch);
      rows += batch.length;
      onProgress?.(table, rows);
    }
    await restartCounters(transaction);
  });
  return { file, rows, migration: header.migration };
}

async function* linesOf(
  queries: Queries,
  migration: string,
  onRows: (table: TableName, count: number) => void,
): AsyncGenerator<string> {
  const header: Header = { pipitBackup: FORMAT, migration, at: new Date().toISOString() };
  yield `${JSON.stringify(header)}\n`;
  const there = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = current_schema()`.execute(
    queries,
  );
  const names = new Set(there.rows.map(({ name }) => name));
  // A database that waits for its migration has not all of them.
  for (const table of TABLES.filter((each) => names.has(each))) {
    // Fetched in pieces by a cursor, so that a large table does not have to fit into memory.
    await sql
      .raw(`declare backup no scroll cursor for select row_to_json(t)::text as row from ${table} t`)
      .execute(queries);
    for (;;) {
      const { rows } = await sql<{ row: string }>`fetch ${sql.lit(ROWS_AT_ONCE)} from backup`.execute(
        queries,
      );
      if (rows.length === 0) break;
      yield rows.map(({ row }) => `["${table}",${row}]\n`).join('');
      onRows(table, rows.length);
    }
    await sql`close backup`.execute(queries);
  }
}

async function* batchesOf(file: string): AsyncGenerator<{ table: TableName; batch: string[] }> {
  let table: TableName | undefined;
  let batch: string[] = [];
  let first = true;
  for await (const line of readable(file)) {
    if (first) {
      first = false;
      continue;
    }
    const match = /^\["([a-z_]+)",(.*)\]$/s.exec(line);
    const name = match?.[1] as TableName | undefined;
    if (!match || !name || !TABLES.includes(name)) throw badBackup(file, `has the line ${line.slice(0, 60)}`);
    if (table && (name !== table || batch.length >= ROWS_AT_ONCE)) {
      yield { table, batch };
      batch = [];
    }
    table = name;
    batch.push(match[2]!);
  }
  if (table && batch.length > 0) yield { table, batch };
}

async function insertRows(queries: Queries, table: TableName, rows: readonly string[]): Promise<void> {
  const list = `[${rows.join(',')}]`;
  // Only what the backup has: columns that came later get what they have by default.
  const names = Object.keys(JSON.parse(rows[0]!) as object);
  const columns = sql.join(names.map((name) => sql.id(name)));
  await sql`
    insert into ${sql.table(table)} (${columns}) overriding system value
    select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${list}::json)`.execute(
    queries,
  );
}

/** What numbers itself goes on behind the highest number that was restored. */
async function restartCounters(queries: Queries): Promise<void> {
  const { rows } = await sql<{ table: string; column: string }>`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = current_schema() and is_identity = 'YES'`.execute(queries);
  for (const { table, column } of rows) {
    await sql`
      select setval(pg_get_serial_sequence(${table}, ${column}), max(${sql.ref(column)}))
      from ${sql.table(table)} having max(${sql.ref(column)}) is not null`.execute(queries);
  }
  await sql`
    select setval('config_revision', greatest(
      (select max(revision) from device_configs), (select max(scope_revision) from devices), 1))`.execute(
    queries,
  );
}

async function refuseFull(queries: Queries): Promise<void> {
  for (const table of ['users', 'devices', 'sessions'] as const) {
    const found = await queries.selectFrom(table).select('id').limit(1).executeTakeFirst();
    if (!found) continue;
    throw new DatabaseError(
      'NOT_EMPTY',
      `The database holds ${table} already. To put the backup in their place, say so: pipit db restore FILE --replace.`,
    );
  }
}

async function headerOf(file: string): Promise<Header> {
  const header = await firstOf(file);
  if (header?.pipitBackup !== FORMAT || !header.migration) throw badBackup(file, 'is no backup of Pipit');
  if (header.migration > LATEST_MIGRATION) {
    throw new DatabaseError('TOO_NEW', `${file} was made by a newer Pipit. Restore it with that version.`);
  }
  return header as Header;
}

async function firstOf(file: string): Promise<Partial<Header> | undefined> {
  for await (const line of readable(file)) {
    try {
      return JSON.parse(line) as Partial<Header>;
    } catch {
      return undefined;
    }
  }
  return undefined;
}

/** Its lines; what the file system or the compression says, in our words. */
async function* readable(file: string): AsyncGenerator<string> {
  try {
    yield* textLines(file);
  } catch (cause) {
    if (cause instanceof DatabaseError) throw cause;
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') throw badBackup(file, 'does not exist', cause);
    throw badBackup(file, `cannot be read (${(cause as Error).message})`, cause);
  }
}

async function* textLines(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const text = createGunzip();
  source.on('error', (error) => text.destroy(error));
  source.pipe(text);
  let rest = '';
  try {
    for await (const chunk of text.setEncoding('utf8') as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop()!;
      yield* lines;
    }
  } finally {
    source.destroy();
  }
  if (rest) throw badBackup(file, 'was cut off');
}

async function newestMigration(queries: Queries): Promise<string> {
  const states = await migrationStates(queries);
  return states.findLast(({ executedAt }) => executedAt)?.name ?? '';
}

const badBackup = (file: string, what: string, cause?: unknown): DatabaseError =>
  new DatabaseError('BAD_BACKUP', `${file} ${what}. Nothing was changed; name another file.`, { cause });

const diskFull = (file: string, cause: unknown): DatabaseError =>
  new DatabaseError('NO_ROOM', `The disk of ${file} is full. Make room, or name a file on another disk.`, {
    cause,
  });
