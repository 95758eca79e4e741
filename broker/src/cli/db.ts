/** `pipit db …`: the database's version, its backups, its secrets. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Config } from '../config/schema.ts';
import { type BackupSummary, restoreBackup, writeBackup } from '../store/backup.ts';
import type { Database } from '../store/database.ts';
import { migrate, migrationStates } from '../store/migrator.ts';
import { connectDatabase } from '../store/open-database.ts';
import { createLog } from '../telemetry/log.ts';
import { forgetSecretsOf } from './forget-secrets.ts';
import { type Output, createOutput } from './output.ts';
import { type SettingsFlags, addSettingsFlags, configOf } from './settings-flags.ts';

interface DbFlags extends SettingsFlags {
  json: boolean;
  out?: string;
  replace?: boolean;
  yes?: boolean;
}

type Action = (
  database: Database,
  output: Output,
  flags: DbFlags,
  argument: string,
  config: Config,
) => Promise<void>;

/** What these are about is there, or it is a mistake. */
const LOOKING: readonly string[] = ['status', 'backup', 'forget-secrets'];
/** What may go through all of it works long. */
const LONG: readonly string[] = ['migrate', 'backup', 'restore'];
const PROGRESS_EVERY_ROWS = 50_000;

export function dbCommand(): Command {
  const db = new Command('db').description('the database: its version, its backups, its secrets');
  add(db, 'migrate', 'bring it to the version of this program', async ({ queries }, output) => {
    const applied = await migrate(queries, { onApplied: (name) => output.line(`Applied ${name}.`) });
    if (applied.length === 0) output.line('The database is up to date.');
    output.result({ applied });
  });
  add(db, 'status', 'its engine, and which migrations it has', async ({ engine, queries }, output) => {
    const migrations = await migrationStates(queries);
    output.line(`Engine  ${engine}`);
    for (const { name, executedAt } of migrations) {
      output.line(
        `${name.padEnd(32)} ${executedAt ? executedAt.toISOString() : 'to come: pipit db migrate'}`,
      );
    }
    output.result({
      engine,
      migrations: migrations.map(({ name, executedAt = null }) => ({ name, executedAt })),
    });
  });
  add(db, 'backup', 'write all of it into one file', async (database, output, { out }) => {
    const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
    const file = resolve(out ?? `pipit-${stamp}.jsonl.gz`);
    done(output, 'Saved', await writeBackup({ database, file, onProgress: progressOn(output) }));
  }).option('-o, --out <file>', 'where to; default pipit-TIME.jsonl.gz in the working folder');
  add(db, 'restore <file>', 'fill an empty database from a backup', async (database, output, flags, file) => {
    const { replace = false } = flags;
    const options = { database, file: resolve(file), replace, onProgress: progressOn(output) };
    done(output, 'Restored', await restoreBackup(options));
  }).option('--replace', 'in place of what is in it now');
  add(
    db,
    'forget-secrets',
    'when their key is lost: give up the secrets that cannot be read any more',
    (database, output, { yes = false }, _argument, config) =>
      forgetSecretsOf({ database, config, output, yes }),
  ).option('-y, --yes', 'ask nothing');
  return db;
}

function add(parent: Command, usage: string, about: string, action: Action): Command {
  const command = parent
    .command(usage)
    .description(about)
    .option('--json', 'one JSON object', false)
    .action(async (...args: unknown[]) => {
      const [self, flags] = [args.at(-1) as Command, args.at(-2) as DbFlags];
      const config = configOf(flags);
      const database = await connect(config, command.name());
      try {
        await action(database, createOutput(flags.json), flags, self.args[0] ?? '', config);
      } finally {
        await database.close();
      }
    });
  return addSettingsFlags(command);
}

async function connect({ database, dataDir, log }: Config, name: string): Promise<Database> {
  return connectDatabase({
    ...database,
    dataDir,
    mayCreate: !LOOKING.includes(name),
    isBrief: !LONG.includes(name),
    minConnections: 0,
    log: await createLog({ ...log, level: 'error' }),
  });
}

function progressOn(output: Output): (table: string, rows: number) => void {
  let told = 0;
  return (table, rows) => {
    if (rows - told < PROGRESS_EVERY_ROWS) return;
    told = rows;
    output.progress(`${rows} rows, now ${table} …`);
  };
}

function done(output: Output, what: string, summary: BackupSummary): void {
  output.line(`${what} ${summary.rows} rows of version ${summary.migration}: ${summary.file}`);
  output.result(summary);
}
