/** The broker's database, between two lives of the broker. */
import { pino } from 'pino';
import { openStore } from '../src/compose/store.ts';
import { loadConfig } from '../src/config/load.ts';
import type { Database } from '../src/store/database.ts';

/** @throws {DatabaseError} LOCKED while a broker runs. */
export function openSoakStore(folder: string): Promise<Database> {
  return openStore(loadConfig({ environment: {}, flags: { dataDir: folder } }), pino({ level: 'silent' }));
}
