/** Actions on many devices at once, and devices from a table. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { commandSchema } from '../../../fleet/commands/command-kinds.ts';
import type { CommandView } from '../../../fleet/commands/device-commands.ts';
import type { FleetServices } from '../../../fleet/create-fleet.ts';
import { MAX_SELECTED } from '../../../fleet/directory/bulk-actions.ts';
import { type ImportedDevice, importDevices } from '../../../fleet/directory/device-import.ts';
import { FleetError } from '../../../fleet/fleet-error.ts';
import { principalOf } from '../../access.ts';
import type { Api } from '../../api.ts';
import {
  type BulkItem,
  type BulkResult,
  bulkIds,
  bulkItemSchema,
  bulkResultSchema,
  runBulk,
} from '../../habits/bulk.ts';
import { sendCsv, wantsCsv } from '../../habits/csv.ts';
import { pathOf } from '../../errors.ts';
import { ApiProblem, problemOf } from '../../problem.ts';
import { commandViewSchema, wait } from './commands.ts';
import { deviceFilterSchema, deviceFilters, tag } from './device-schemas.ts';
import { filterOf } from './devices.ts';
import { problemFor } from './fleet-problems.ts';

const MAX_CSV_BYTES = 4 * 1024 * 1024;
const MAX_COMMANDED = 1000;

const selection = z.union(
  [
    z.strictObject({ ids: bulkIds(z.string().max(200)) }),
    z.strictObject({
      filter: deviceFilterSchema,
      expectedCount: z
        .int()
        .min(0)
        .max(MAX_SELECTED)
        .describe('how many it found; with any other number nothing happens'),
    }),
  ],
  { error: ({ input }) => (namesNothing(input) ? 'Give ids, or filter and expectedCount.' : undefined) },
);

function namesNothing(input: unknown): boolean {
  return typeof input !== 'object' || input === null || !('ids' in input || 'filter' in input);
}

const tagList = z.array(tag).min(1).max(10);
const action = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['enable', 'disable', 'delete']) }),
  z.strictObject({ kind: z.literal('move'), groupId: z.uuid().nullable() }),
  z.strictObject({ kind: z.enum(['tag', 'untag']), tags: tagList }),
  z.strictObject({
    kind: z.literal('command'),
    command: commandSchema,
    deadlineMs: z.int().min(1000).max(3_600_000).default(60_000),
  }),
]);

const bulkActionResult = bulkResultSchema.extend({
  items: z.array(
    bulkItemSchema.extend({ command: commandViewSchema.optional().describe('that was given, as it stands') }),
  ),
});

export function deviceBulkRoutes(api: Api, services: FleetServices): void {
  const { bulk, commands, directory, log } = services;
  api.get(
    '/api/v1/device-ids',
    {
      config: { access: 'devices:read', problems: ['CONFLICT'] },
      schema: {
        operationId: 'listDeviceIds',
        tags: ['devices'],
        summary: `Ids of all devices that a filter finds, to act on them in pieces; at most ${MAX_SELECTED}`,
        querystring: z.strictObject(deviceFilters),
        response: { 200: z.object({ items: z.array(z.string()) }) },
      },
    },
    async (request) => {
      const filter = filterOf(request.query);
      const items = await directory.ids(principalOf(request), filter, MAX_SELECTED + 1);
      if (items.length <= MAX_SELECTED) return { items };
      throw new FleetError('CONFLICT', `More than ${MAX_SELECTED} devices are meant. Narrow the filter.`);
    },
  );

  api.post(
    '/api/v1/devices/bulk',
    {
      config: { access: 'devices:write', idempotent: true, problems: ['CONFLICT'] },
      schema: {
        operationId: 'actOnDevices',
        tags: ['devices'],
        summary: 'One action on many devices, by ids or by filter, with an answer for each',
        querystring: z.strictObject({
          wait: wait.describe('for commands: seconds to wait for their results'),
        }),
        body: z.strictObject({ action, selection }),
        response: { 200: bulkActionResult },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      const { action: wanted, selection: meant } = request.body;
      if (wanted.kind === 'delete') demand(request, 'devices:delete');
      if (wanted.kind === 'command') demand(request, 'devices:command');
      const ids = await bulk.select(principal, meant);
      if (wanted.kind !== 'command') {
        const failed = await bulk.run(principal, ids, wanted);
        return resultOf(request, ids, failed);
      }
      if (ids.length > MAX_COMMANDED)
        throw new ApiProblem('CONFLICT', `Command at most ${MAX_COMMANDED} devices at once.`);
      const given = new Map<string, CommandView>();
      const run = async (id: string): Promise<void> => {
        try {
          given.set(id, await commands.create(principal, id, wanted));
        } catch (error) {
          throw problemFor(error);
        }
      };
      const { items } = await runBulk({ ids, run, request, log });
      const open = [...given.values()].filter(({ finishedAt }) => finishedAt === null);
      const outcomes = await commands.outcomes(
        open.map(({ id }) => id),
        request.query.wait * 1000,
      );
      return commandResult(request, items, (id) => {
        const command = given.get(id);
        return command && (outcomes.get(command.id) ?? command);
      });
    },
  );

  api.addContentTypeParser(
    'text/csv',
    { parseAs: 'string', bodyLimit: MAX_CSV_BYTES },
    (_request, body, done) => done(null, body),
  );
  const problem = z.object({
    line: z.int().describe('of the table; its heading is line 1'),
    column: z.string().nullable(),
    message: z.string(),
  });
  api.post(
    '/api/v1/devices/import',
    {
      bodyLimit: MAX_CSV_BYTES,
      config: {
        access: 'devices:write',
        csv: true,
        idempotent: 'withheld',
        problems: ['UNSUPPORTED_MEDIA_TYPE', 'TOO_LARGE'],
      },
      schema: {
        operationId: 'importDevices',
        tags: ['devices'],
        summary:
          'Devices from CSV: id, and name, group, tags, secret or secretHash; what is wrong is told by line',
        querystring: z.strictObject({
          dryRun: z.enum(['true', 'false']).default('false').describe('only check'),
          bom: z.enum(['0', '1']).optional(),
        }),
        // Of no other type: JSON is told so by the handler.
        body: {
          content: {
            'text/csv': {
              schema: z
                .string()
                .describe(
                  'The first line names the columns: id, and any of name, group (by name), tags (separated by semicolons), secret or secretHash. At most 10,000 lines.',
                ),
            },
          },
        },
        response: {
          200: z.object({
            dryRun: z.boolean(),
            created: z.int(),
            failed: z.int(),
            problems: z.array(problem),
            devices: z
              .array(z.object({ id: z.string(), secret: z.string().nullable() }))
              .describe('secrets that were made here are shown this once'),
          }),
        },
      },
    },
    async (request, reply) => {
      const { body, query } = request;
      if (typeof body !== 'string')
        throw new ApiProblem('UNSUPPORTED_MEDIA_TYPE', 'Send the table as text/csv.');
      const report = await importDevices(services, principalOf(request), body, query.dryRun === 'true');
      if (!wantsCsv(request)) return reply.send(report);
      const columns = [
        { header: 'id', value: ({ id }: ImportedDevice) => id },
        { header: 'secret', value: ({ secret }: ImportedDevice) => secret },
      ];
      return sendCsv(request, reply, { name: 'device-secrets', columns, rows: report.devices });
    },
  );
}

function demand(request: FastifyRequest, permission: 'devices:delete' | 'devices:command'): void {
  const { permissions, name } = principalOf(request);
  if (permissions.has(permission)) return;
  throw new ApiProblem('FORBIDDEN', `${name} lacks the permission ${permission}.`, { permission });
}

/** What a device did not do is a failure of its item, whatever the broker did for it. */
function commandResult(
  request: FastifyRequest,
  items: readonly BulkItem[],
  commandFor: (id: string) => CommandView | undefined,
): z.infer<typeof bulkActionResult> {
  const all = items.map((item) => {
    const command = commandFor(item.id);
    if (!item.ok || !command) return item;
    const why = failureOf(command);
    if (why === undefined) return { ...item, command };
    const problem = problemOf(new ApiProblem('CONFLICT', why), pathOf(request), request.id);
    return { id: item.id, ok: false, problem, command };
  });
  const failed = all.filter(({ ok }) => !ok).length;
  return { items: all, succeeded: all.length - failed, failed };
}

function failureOf({ status, detail }: CommandView): string | undefined {
  switch (status) {
    case 'offline':
      return 'The device is offline.';
    case 'timed_out':
      return 'The device did not answer before the deadline.';
    case 'failed':
      return detail ?? 'The device could not do it.';
    case 'rejected':
      return detail ?? 'The device would not do it.';
    default:
      return undefined;
  }
}

function resultOf(
  request: FastifyRequest,
  ids: readonly string[],
  failed: ReadonlyMap<string, Error>,
): BulkResult {
  const items = ids.map((id) => {
    const error = failed.get(id);
    if (!error) return { id, ok: true };
    return {
      id,
      ok: false,
      problem: problemOf(problemFor(error) as ApiProblem, pathOf(request), request.id),
    };
  });
  return { items, succeeded: ids.length - failed.size, failed: failed.size };
}
