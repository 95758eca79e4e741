/** What is, or was, wrong; and that somebody sees to it. */
import { z } from 'zod';
import { type RawBuilder, sql } from 'kysely';
import type { AuditSink } from '../../audit/audit-sink.ts';
import type { Ending, Notice } from '../../alerts/alert.ts';
import { CHANNELS, type ChannelFacts, type ChannelOutcome } from '../../alerts/notifier.ts';
import { type AlertRow, acknowledgeAlert, readAlert } from '../../alerts/alert-store.ts';
import { readTimeline } from '../../history/queries/timeline.ts';
import { viewerOf } from '../../history/queries/viewer.ts';
import type { Queries } from '../../store/database.ts';
import { newId } from '../../store/ids.ts';
import { principalOf } from '../access.ts';
import type { Routes } from '../api.ts';
import { type CsvColumn, sendCsv, wantsCsv } from '../habits/csv.ts';
import { pageOf, pageQuery } from '../habits/paging.ts';
import { ApiProblem } from '../problem.ts';
import { allItems, spanOf, spanQuery, timelineOf, timelinePageOf } from '../time-lists.ts';

export interface AlertServices {
  readonly queries: Queries;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly channels: readonly ChannelFacts[];
  /** Sends it over all channels. Never rejects. */
  readonly test: (notice: Notice) => Promise<ChannelOutcome[]>;
  /** No more reminders of it; whoever looks at it is told who sees to it. */
  readonly acknowledged: (alert: AlertRow) => void;
  readonly audit: AuditSink;
}

const severity = z.enum(['info', 'warning', 'critical']);

const alertSchema = z.object({
  id: z.uuid(),
  rule: z.string(),
  severity,
  status: z
    .enum(['open', 'acknowledged', 'resolved', 'superseded', 'closed'])
    .describe('superseded: goes on as part of another alert; closed: what it was about was put away'),
  subject: z.object({ kind: z.string(), id: z.string() }).nullable(),
  title: z.string(),
  detail: z.record(z.string(), z.unknown()),
  times: z.int().describe('how often people were told of it'),
  openedAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  acknowledgedAt: z.iso.datetime().nullable(),
  acknowledgedBy: z.string().nullable(),
  acknowledgedNote: z.string().nullable().describe('what that person said about it'),
  resolvedAt: z.iso.datetime().nullable(),
});

type AlertView = z.infer<typeof alertSchema>;

function statusOf({ resolvedAt, acknowledgedAt, detail }: AlertRow): AlertView['status'] {
  if (resolvedAt) return ((detail ?? {}) as { ending?: Ending }).ending ?? 'resolved';
  return acknowledgedAt ? 'acknowledged' : 'open';
}

const view = (row: AlertRow): AlertView => ({
  id: row.id,
  rule: row.rule,
  severity: row.severity,
  status: statusOf(row),
  subject: row.subjectId === null ? null : { kind: row.subjectKind ?? 'system', id: row.subjectId },
  title: row.title,
  detail: row.detail ?? {},
  times: row.times,
  openedAt: row.openedAt.toISOString(),
  lastAt: row.lastAt.toISOString(),
  acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
  acknowledgedBy: row.acknowledgedBy,
  acknowledgedNote: row.acknowledgedNote,
  resolvedAt: row.resolvedAt?.toISOString() ?? null,
});

const CSV: readonly CsvColumn<AlertRow>[] = [
  { header: 'openedAt', value: ({ openedAt }) => openedAt.toISOString() },
  { header: 'resolvedAt', value: ({ resolvedAt }) => resolvedAt?.toISOString() },
  { header: 'severity', value: ({ severity }) => severity },
  { header: 'rule', value: ({ rule }) => rule },
  { header: 'subject', value: ({ subjectId }) => subjectId },
  { header: 'title', value: ({ title }) => title },
  { header: 'acknowledgedBy', value: ({ acknowledgedBy }) => acknowledgedBy },
  { header: 'acknowledgedNote', value: ({ acknowledgedNote }) => acknowledgedNote },
];

const COLUMNS = [
  'id',
  'tenantId',
  'rule',
  'severity',
  'subjectKind',
  'subjectId',
  'title',
  'detail',
  'times',
  'openedAt',
  'lastAt',
  'acknowledgedAt',
  'acknowledgedBy',
  'acknowledgedNote',
  'resolvedAt',
];

const listQuery = pageQuery(['openedAt'], '-openedAt', {
  open: z.enum(['true', 'false']).optional().describe('whether it is still wrong'),
  severity: severity.optional(),
  rule: z.string().max(40).optional(),
  ...spanQuery,
});

const params = z.object({ id: z.uuid() });
/** May be left out. */
const acknowledgeBody = z
  .strictObject({ note: z.string().trim().max(500).optional().describe('for the others who look at it') })
  .nullish();

const channelSchema = z.object({
  channel: z.enum(CHANNELS),
  host: z.string().nullable().describe('where it goes to; null when it is not set'),
  recipients: z.int().nullable().describe('of mails'),
});

const testedSchema = z.object({
  noticeId: z.string(),
  channels: z
    .array(
      z.object({
        channel: z.enum(CHANNELS),
        ok: z.boolean(),
        error: z.string().nullable().describe('why it did not arrive'),
      }),
    )
    .describe('empty when no channel is set'),
});

export const alertRoutes =
  ({ queries, now, channels, test, acknowledged, audit }: AlertServices): Routes =>
  (api) => {
    api.get(
      '/api/v1/alerts',
      {
        config: { access: 'alerts:read', csv: true, problems: ['CURSOR_INVALID'] },
        schema: {
          operationId: 'listAlerts',
          tags: ['alerts'],
          summary: 'What is, or was, wrong, the newest first; CSV with Accept: text/csv',
          querystring: listQuery,
          response: { 200: pageOf(alertSchema) },
        },
      },
      async (request, reply) => {
        const { query } = request;
        const { tenantId, own } = viewerOf(principalOf(request));
        // Alerts are of the whole tenant.
        if (own) return { items: [], nextCursor: null };
        const conditions: RawBuilder<unknown>[] = [];
        if (query.open !== undefined)
          conditions.push(
            query.open === 'true' ? sql`t.resolved_at is null` : sql`t.resolved_at is not null`,
          );
        if (query.severity !== undefined) conditions.push(sql`t.severity = ${query.severity}`);
        if (query.rule !== undefined) conditions.push(sql`t.rule = ${query.rule}`);
        const read = async (page: Parameters<typeof readTimeline>[1]['page']) => {
          const rows = await readTimeline<AlertRow>(queries, {
            table: 'alerts',
            columns: COLUMNS,
            timeColumn: 'openedAt',
            idType: 'uuid',
            viewer: { tenantId },
            conditions,
            ...spanOf(query),
            page,
          });
          return rows.map((row) => ({ ...row, at: row.openedAt }));
        };
        const page = timelinePageOf(query);
        if (wantsCsv(request))
          return sendCsv(request, reply, { name: 'alerts', columns: CSV, rows: allItems(page, read) });
        const { items, nextCursor } = timelineOf(await read(page), query);
        return { items: items.map(view), nextCursor };
      },
    );

    api.post(
      '/api/v1/alerts/:id/acknowledge',
      {
        config: { access: 'alerts:write', problems: ['NOT_FOUND'] },
        schema: {
          operationId: 'acknowledgeAlert',
          tags: ['alerts'],
          summary: 'Says that somebody sees to it: there are no more reminders',
          params,
          body: acknowledgeBody,
          response: { 200: alertSchema },
        },
      },
      async (request) => {
        const { id } = request.params;
        const principal = principalOf(request);
        const { tenantId, name, scope } = principal;
        const there = scope === 'tenant' && (await readAlert(queries, tenantId, id));
        if (!there) throw new ApiProblem('NOT_FOUND', 'There is no such alert.');
        const note = request.body?.note || null;
        const isFirst = await acknowledgeAlert(queries, id, { by: name, note, at: new Date(now()) });
        audit.record({
          principal,
          action: 'alert.acknowledge',
          target: { kind: 'alert', id },
          result: 'ok',
          ...(note !== null && { detail: { note } }),
        });
        const row = await readAlert(queries, tenantId, id);
        if (!row) throw new ApiProblem('NOT_FOUND', 'There is no such alert any more.');
        if (isFirst) acknowledged(row);
        return view(row);
      },
    );

    api.get(
      '/api/v1/alerts/channels',
      {
        config: { access: 'alerts:read' },
        schema: {
          operationId: 'listAlertChannels',
          tags: ['alerts'],
          summary: 'How people are told of alerts besides the log, as the configuration of the broker says',
          response: { 200: z.object({ items: z.array(channelSchema).readonly() }) },
        },
      },
      () => ({ items: channels }),
    );

    api.post(
      '/api/v1/alerts/test',
      {
        config: { access: 'alerts:write', rate: 10 },
        schema: {
          operationId: 'testAlerts',
          tags: ['alerts'],
          summary: 'Sends a notice over all channels once, and says which took it',
          response: { 200: testedSchema },
        },
      },
      async (request) => {
        const { tenantId, name } = principalOf(request);
        const id = newId();
        const noticeId = `msg_${id}`;
        const at = new Date(now()).toISOString();
        const channels = await test({
          noticeId,
          alertId: id,
          state: 'test',
          rule: 'test',
          severity: 'info',
          tenantId,
          subject: null,
          title: 'This is a test of the alerts',
          detail: { by: name },
          openedAt: at,
          at,
        });
        return { noticeId, channels };
      },
    );
  };
