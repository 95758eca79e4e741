/** A database in memory with all tables, for the tests of one file. */
import { pino } from 'pino';
import type { Database } from '../../src/store/database.ts';
import { openInMemory } from '../../src/store/open-in-memory.ts';

export const openTestDatabase = (): Promise<Database> => openInMemory(pino({ level: 'silent' }));
