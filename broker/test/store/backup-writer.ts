/** Backs up an embedded database that is in use, until it is killed. Arguments: its folder, the file. */
import { pino } from 'pino';
import { systemClock } from '../../src/clock.ts';
import { writeBackupAside } from '../../src/store/backup-aside.ts';
import { openEmbedded } from '../../src/store/pglite/embedded.ts';

const [folder = '', file = ''] = process.argv.slice(2);
const database = await openEmbedded({
  folder,
  acquireTimeoutMs: 10_000,
  log: pino({ level: 'silent' }),
  clock: systemClock,
});
await writeBackupAside({ database, file });
await database.close();
