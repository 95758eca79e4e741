/**
 * The process that `backup-aside.ts` starts: opens a copy of an embedded database and writes the backup of it. Arguments: the
 * folder of the copy, the file. It ends with the process that started it, and gives way to everything else.
 */
import { writeFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { pino } from 'pino';
import { systemClock } from '../clock.ts';
import { type BackupSummary, writeBackup } from './backup.ts';
import { openEmbedded } from './pglite/embedded.ts';
import type { TableName } from './tables.ts';

export type BackupMessage =
  | { readonly kind: 'progress'; readonly table: TableName; readonly rows: number }
  | { readonly kind: 'done'; readonly summary: BackupSummary }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string | undefined };

const ACQUIRE_TIMEOUT_MS = 60_000;

const [folder, file] = process.argv.slice(2);
if (!process.send || !folder || !file) throw new Error('Started by the broker only.');
process.on('disconnect', () => process.exit(1));
// Sent to the broker and all its processes: it says when this one is to end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
setPriority(constants.priority.PRIORITY_LOW);
// Where memory is short, Linux ends this process first. Other systems do not know the file.
await writeFile('/proc/self/oom_score_adj', '1000').catch(() => {});

const say = (message: BackupMessage): Promise<void> =>
  new Promise((resolve) => process.send!(message, () => resolve()));
let code = 0;
try {
  const database = await openEmbedded({
    folder,
    isScratch: true,
    mayCreate: false,
    acquireTimeoutMs: ACQUIRE_TIMEOUT_MS,
    log: pino({ level: 'silent' }),
    clock: systemClock,
  });
  const summary = await writeBackup({
    database,
    file,
    onProgress: (table, rows) => void say({ kind: 'progress', table, rows }),
  });
  await say({ kind: 'done', summary });
} catch (error) {
  const { message, code: why } = error as NodeJS.ErrnoException;
  await say({ kind: 'failed', message, code: why });
  code = 1;
}
process.exit(code);
