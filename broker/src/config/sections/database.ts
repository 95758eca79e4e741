/** Where everything that lasts is kept. */
import { z } from 'zod';
import { ms, file } from '../setting-types.ts';

export const databaseSection = z
  .strictObject({
    url: z
      .string()
      .regex(/^postgres(ql)?:\/\/\S+$/, 'expected an address like postgresql://user:password@host:5432/pipit')
      .optional()
      .meta({
        description: 'PostgreSQL server, also DATABASE_URL; the embedded database in dataDir when left out',
        secret: true,
      }),
    caFile: file("the authorities of the server's certificate"),
    minConnections: z.int().min(0).max(100).default(5).describe('connections opened at the start and kept'),
    maxConnections: z.int().min(1).max(500).default(20).describe('connections at most'),
    acquireTimeoutMs: ms('how long work waits for a connection', 10_000, 100, 600_000),
    statementTimeoutMs: ms('after which a statement is given up', 30_000, 100, 3_600_000),
    backupEveryMs: ms('between backups of the embedded database; 0 for none', 86_400_000, 0, 2_592_000_000),
    backupsKept: z.int().min(1).max(1000).default(7).describe('backups of it that are kept'),
  })
  .refine(({ minConnections, maxConnections }) => minConnections <= maxConnections, {
    path: ['minConnections'],
    error: 'must not be more than database.maxConnections',
  })
  .prefault({});
