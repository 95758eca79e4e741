/** How a sandbox is shown. */
import { z } from 'zod';
import type { AllocationRow, SandboxRow } from '../../history/queries/sandboxes.ts';

const time = z.iso.datetime();

export const sandboxSchema = z.object({
  id: z.uuid(),
  strategy: z
    .enum(['shared', 'perUser', 'perSession', 'trial'])
    .describe('for whom it was made; trial: to try an MCP server out'),
  userId: z.uuid().nullable().describe('whose it is; null: of the tenant'),
  sessionId: z.uuid().nullable().describe('for which it was made'),
  engine: z.string().describe('what it is made of'),
  node: z.string().describe('the broker that holds it'),
  status: z.enum(['open', 'ended']),
  createdAt: time,
  lastUsedAt: time,
  expiresAt: time.nullable().describe('it is closed then, unless somebody uses it; null: never'),
  endedAt: time.nullable(),
  endReason: z.string().nullable().describe('IDLE, ILL, DONE, MADE_ROOM, DELETED, SHUTDOWN, or BROKER_LOST'),
});

export const allocationSchema = z.object({
  id: z.uuid(),
  serverId: z.string().describe('of the MCP server'),
  deviceId: z.string(),
  sessionId: z.uuid(),
  at: time,
  lastUsedAt: time,
  releasedAt: time.nullable(),
});

export const sandboxDetailSchema = sandboxSchema.extend({
  health: z
    .object({ ok: z.boolean(), error: z.string().nullable() })
    .nullable()
    .describe('at this moment; null when this broker does not hold it'),
  allocations: z.array(allocationSchema).describe('the newest 20'),
});

export const sandboxView = (row: SandboxRow): z.infer<typeof sandboxSchema> => ({
  id: row.id,
  strategy: row.strategy,
  userId: row.userId,
  sessionId: row.sessionId,
  engine: row.engine,
  node: row.node,
  status: row.endedAt ? 'ended' : 'open',
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: row.lastUsedAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  endedAt: row.endedAt?.toISOString() ?? null,
  endReason: row.endReason,
});

export const allocationView = (row: AllocationRow): z.infer<typeof allocationSchema> => ({
  id: row.id,
  serverId: row.serverId,
  deviceId: row.deviceId,
  sessionId: row.sessionId,
  at: row.at.toISOString(),
  lastUsedAt: row.lastUsedAt.toISOString(),
  releasedAt: row.releasedAt?.toISOString() ?? null,
});
