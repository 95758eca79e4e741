/** What is written down, where, and in which form. */
import { z } from 'zod';

export const logSection = z
  .strictObject({
    level: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
      .default('info')
      .describe('least level'),
    pretty: z.boolean().default(false).describe('for people instead of machines'),
    pii: z.boolean().default(false).describe('also what was said: personal data'),
    standardError: z.boolean().default(true).describe('write it to standard error'),
    file: z
      .string()
      .min(1)
      .optional()
      .describe('write it to this file as well, as JSON lines; it is put aside when it is full'),
    maxFileBytes: z
      .int()
      .min(10_000)
      .max(10_000_000_000)
      .default(20_000_000)
      .describe('size at which the file is put aside, in bytes'),
    filesKept: z.int().min(0).max(1000).default(5).describe('full files that are kept'),
  })
  .prefault({});
