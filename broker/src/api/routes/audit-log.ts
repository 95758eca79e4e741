/** Who did what. */
import { z } from 'zod';
import { AUDIT_ACTIONS } from '../../audit/audit-actions.ts';
import type { AuditEntries, AuditRow } from '../../audit/audit-entries.ts';
import { principalOf } from '../access.ts';
import type { Routes } from '../api.ts';
import { sendCsv, wantsCsv } from '../habits/csv.ts';
import { pageOf, pageQuery, pageRequest, toPage } from '../habits/paging.ts';
import { timeSchema } from './user-schema.ts';

export interface AuditRoutesOptions {
  readonly auditEntries: AuditEntries;
}

const entrySchema = z.object({
  id: z.string(),
  at: timeSchema,
  actor: z.object({
    kind: z.string().describe('user, apiKey, device, local, system, or nobody before a sign-in'),
    id: z.string(),
    name: z.string(),
    via: z.string(),
    address: z.string().nullable(),
  }),
  action: z.string().describe('one of those of the query; later versions of the broker may have others'),
  target: z.object({ kind: z.string(), id: z.string() }).nullable(),
  result: z.enum(['ok', 'refused', 'failed']),
  detail: z.record(z.string(), z.unknown()).nullable(),
  requestId: z.string().nullable(),
});

const word = z.string().min(1).max(256).optional();
const time = z.iso.datetime({ offset: true }).optional();
const listQuery = pageQuery(['at'], '-at', {
  from: time,
  to: time.describe('exclusive'),
  actor: word.describe('id of who did it'),
  action: z.enum(AUDIT_ACTIONS).optional(),
  targetKind: word,
  targetId: word,
  result: z.enum(['ok', 'refused', 'failed']).optional(),
  bom: z.literal('1').optional().describe('for CSV: with a byte order mark'),
});

const bodyOf = (row: AuditRow): z.infer<typeof entrySchema> => ({
  id: String(row.id),
  at: row.at.toISOString(),
  actor: {
    kind: row.actorKind,
    id: row.actorId,
    name: row.actorName,
    via: row.via,
    address: row.address,
  },
  action: row.action,
  target:
    row.targetKind !== null && row.targetId !== null ? { kind: row.targetKind, id: row.targetId } : null,
  result: row.result as 'ok',
  detail: row.detail,
  requestId: row.requestId,
});

const COLUMNS = (
  [
    'id',
    'at',
    'actorKind',
    'actorId',
    'actorName',
    'via',
    'address',
    'action',
    'targetKind',
    'targetId',
    'result',
    'detail',
    'requestId',
  ] as const
).map((key) => ({ header: key, value: (row: AuditRow) => cell(row[key]) }));

function cell(value: AuditRow[keyof AuditRow]): string | number | null {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

export const auditRoutes =
  ({ auditEntries }: AuditRoutesOptions): Routes =>
  (api) => {
    api.get(
      '/api/v1/audit-log',
      {
        config: { access: 'audit:read', csv: true, problems: ['CURSOR_INVALID'] },
        schema: {
          operationId: 'listAuditLog',
          tags: ['audit'],
          summary: 'What was done, by whom; with Accept: text/csv all of it as a file',
          querystring: listQuery,
          response: { 200: pageOf(entrySchema) },
        },
      },
      async (request, reply) => {
        const { query } = request;
        const { tenantId } = principalOf(request);
        const { from, to, actor, action, targetKind, targetId, result } = query;
        const filter = {
          actor,
          action,
          targetKind,
          targetId,
          result,
          from: from === undefined ? undefined : new Date(from),
          to: to === undefined ? undefined : new Date(to),
        };
        const page = pageRequest<'at'>(query);
        if (wantsCsv(request)) {
          const rows = auditEntries.all(tenantId, page.descending, filter);
          return sendCsv(request, reply, { name: 'audit-log', columns: COLUMNS, rows });
        }
        const found = await auditEntries.list(tenantId, page, filter);
        const { items, nextCursor } = toPage(found, query, ({ id, at }) => ({
          value: at.toISOString(),
          id: String(id),
        }));
        return { items: items.map(bodyOf), nextCursor };
      },
    );
  };
