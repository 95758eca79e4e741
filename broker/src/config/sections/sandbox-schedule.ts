/** Who shares the sandboxes in which programs of MCP servers run, and how many there are. */
import { z } from 'zod';
import { ms } from '../setting-types.ts';

const count = (what: string, fallback: number, most: number) =>
  z.int().min(1).max(most).default(fallback).describe(what);

/** Of the section `tools.sandbox`. */
export const sandboxScheduleKeys = {
  strategy: z
    .enum(['shared', 'perUser', 'perSession'])
    .default('shared')
    .describe(
      'who shares a sandbox: all of a tenant, the devices of a user, or nobody but one conversation; for devices without an owner, and for users who chose nothing else',
    ),
  poolSize: count('sandboxes that a tenant shares', 1, 64),
  max: count(
    'sandboxes at once, of all tenants; when it is reached, those that nobody uses are closed',
    32,
    1000,
  ),
  maxPerTenant: count(
    'sandboxes of one tenant at once, where there are several (tenancy.mode: multi)',
    16,
    1000,
  ),
  maxPerUser: count('sandboxes of one user at once; beyond it, the oldest is used again', 8, 100),
  idleMs: ms('after which a sandbox that nobody uses is closed; 0 for never', 900_000, 0),
  ttlMs: ms(
    'for which a sandbox outlives a broker that is gone, where the engine can do that',
    300_000,
    10_000,
  ),
  checkIntervalMs: ms('between looks at whether a sandbox is well', 30_000, 1000),
  allowNetwork: z
    .boolean()
    .default(true)
    .describe('whether programs may reach other machines, when their MCP server is set so'),
};
