/**
 * How long others wait while the embedded database is backed up, as the broker does it every day:
 * `node --conditions=pipit-source broker/scripts/measure-backup.ts --data-dir FOLDER [--in-place]`
 * Asks one small question and writes one small thing after the other meanwhile. `--in-place`: as `pipit db backup` does it,
 * in one transaction. Prints JSON; the backup is removed.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { writeBackup } from '../src/store/backup.ts';
import { writeBackupAside } from '../src/store/backup-aside.ts';
import { DATABASE_FOLDER } from '../src/store/open-database.ts';
import { json } from '../src/store/schema.ts';
import { openSeedDatabase } from './open-seed-database.ts';

const { values } = parseArgs({
  options: { 'data-dir': { type: 'string' }, 'in-place': { type: 'boolean', default: false } },
});
const dataDir = values['data-dir'];
if (dataDir === undefined) {
  process.stderr.write('Say where: --data-dir FOLDER (of a broker that is not running).\n');
  process.exit(1);
}
const PAUSE_MS = 10;

const database = await openSeedDatabase({ dataDir });
const { queries } = database;
let peakRssBytes = 0;

const read = async (n: number): Promise<void> => {
  await queries
    .selectFrom('devices')
    .select('name')
    .offset(n % 100)
    .orderBy('id')
    .limit(1)
    .execute();
};
const write = async (n: number): Promise<void> => {
  await queries
    .insertInto('deployment')
    .values({ key: 'measured', value: json({ n }) })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: json({ n }) }))
    .execute();
};
/** One after the other, as long as it is measured. Returns how long each took, in milliseconds. */
async function timesOf(ask: (n: number) => Promise<void>, until: AbortSignal): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; !until.aborted; n++) {
    const startMs = performance.now();
    await ask(n);
    times.push(performance.now() - startMs);
    peakRssBytes = Math.max(peakRssBytes, process.memoryUsage.rss());
    await delay(PAUSE_MS);
  }
  return times;
}
async function measured<Result>(work: () => Promise<Result>) {
  peakRssBytes = 0;
  const end = new AbortController();
  const asking = Promise.all([timesOf(read, end.signal), timesOf(write, end.signal)]);
  const startMs = performance.now();
  const result = await work();
  const tookMs = Math.round(performance.now() - startMs);
  end.abort();
  const [reads, writes] = await asking;
  return { result, tookMs, readMs: summary(reads), writeMs: summary(writes), peakRssBytes };
}
/** Linux only. */
function peakOfCopyProcess(): number | undefined {
  try {
    const lock = readFileSync(join(dataDir!, `${DATABASE_FOLDER}.copy.lock`), 'utf8');
    const { pid } = JSON.parse(lock) as { pid: number };
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
const summary = (times: number[]) => {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) => Math.round(sorted[Math.ceil(sorted.length * part) - 1]! * 10) / 10;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), most: at(1) };
};

const folder = await mkdtemp(join(dataDir, 'measure-backup-'));
const file = join(folder, 'backup.jsonl.gz');
const { result: _, ...idle } = await measured(() => delay(10_000));
const startMs = performance.now();
let copiedAfterMs: number | undefined;
/** Of the process that writes the backup. */
let processPeakRssBytes: number | undefined;
const onProgress = (): void => {
  copiedAfterMs ??= Math.round(performance.now() - startMs);
  processPeakRssBytes = peakOfCopyProcess() ?? processPeakRssBytes;
};
const { result, ...backup } = await measured(() =>
  values['in-place'] ? writeBackup({ database, file }) : writeBackupAside({ database, file, onProgress }),
);
const { size: bytes } = await stat(file);
await rm(folder, { recursive: true });
await queries.deleteFrom('deployment').where('key', '=', 'measured').execute();
await database.close();
const load = loadavg()[0]?.toFixed(1);
const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} processors, Node.js ${process.version}, load ${load}`;
process.stdout.write(
  `${JSON.stringify({ machine, rows: result.rows, bytes, idle, backup: { ...backup, copiedAfterMs, processPeakRssBytes } }, undefined, 1)}\n`,
);
