/** The database and what is kept in it, as the configuration says. */
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/schema.ts';
import { importDeviceFile } from '../fleet/device-file.ts';
import type { ConversationStore } from '../history/conversation-store.ts';
import { DatabaseConversationStore } from '../history/database-conversation-store.ts';
import { MemoryConversationStore } from '../history/memory-conversation-store.ts';
import type { Database } from '../store/database.ts';
import { openDatabase } from '../store/open-database.ts';
import { ScheduledBackups } from '../store/scheduled-backups.ts';

/** The database of the configuration, with the devices of earlier versions; `isBrief`: for a few statements. @throws {DatabaseError} {DeviceStoreError} */
export async function openStore(config: Config, log: Logger, isBrief = false): Promise<Database> {
  const { dataDir, database: settings } = config;
  const database = await openDatabase({ ...settings, dataDir, isBrief, log });
  try {
    const result = await importDeviceFile(join(dataDir, 'devices.json'), database.queries);
    if (result) log.info(result, 'devices.json was taken into the database');
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** With a retention of 0 nothing that was said comes near the disk. */
export function conversationStore(
  { session: { retentionMs } }: Config,
  database: Database,
  log: Logger,
  clock: Clock,
): ConversationStore {
  if (retentionMs === 0) return new MemoryConversationStore();
  return new DatabaseConversationStore({ database, retentionMs, log, clock });
}

/** Undefined where somebody else looks after the database, or the configuration wants none. */
export function scheduledBackups(
  { dataDir, database: { backupEveryMs: everyMs, backupsKept: keep } }: Config,
  database: Database,
  log: Logger,
  clock: Clock,
): ScheduledBackups | undefined {
  if (database.engine !== 'embedded' || everyMs === 0) return undefined;
  const folder = join(dataDir, 'backups');
  return new ScheduledBackups({ database, folder, everyMs, keep, log, clock, now: Date.now });
}
