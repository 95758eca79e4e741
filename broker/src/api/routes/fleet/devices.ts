/** Devices: the list, one by one, their secrets, and what has happened to them. */
import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { FleetServices } from '../../../fleet/create-fleet.ts';
import { DEVICE_SORTS, type DeviceFilter } from '../../../fleet/directory/device-query.ts';
import type { DeviceDetail } from '../../../fleet/directory/device-view.ts';
import type { Principal } from '../../../identity/principal.ts';
import { principalOf } from '../../access.ts';
import type { Api } from '../../api.ts';
import { type CsvColumn, sendCsv, wantsCsv } from '../../habits/csv.ts';
import { pageOf, pageQuery, pageRequest, toPage } from '../../habits/paging.ts';
import { ApiProblem } from '../../problem.ts';
import {
  deviceDetailSchema,
  deviceEditSchema,
  deviceFilters,
  deviceParams,
  deviceSchema,
  newDeviceSchema,
  time,
} from './device-schemas.ts';
import { newestPage, newestQuery, newestRequest } from './newest-first.ts';

const TAGS = ['devices'];
const DAY_MS = 86_400_000;
const CSV_PAGE = 500;

const listQuery = pageQuery(DEVICE_SORTS, 'id', {
  ...deviceFilters,
  bom: z.enum(['0', '1']).optional().describe('a byte order mark before CSV, for Excel'),
});

const shownSecret = z.string().describe('shown this once');

export function deviceRoutes(api: Api, { directory, history }: FleetServices): void {
  api.get(
    '/api/v1/devices',
    {
      config: { access: 'devices:read', csv: true, problems: ['CURSOR_INVALID'] },
      schema: {
        operationId: 'listDevices',
        tags: TAGS,
        summary: 'Devices by page; all of them as CSV with Accept: text/csv',
        querystring: listQuery,
        response: { 200: pageOf(deviceSchema) },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const { query } = request;
      const filter = filterOf(query);
      const { limit, sortKey: sort, descending, after } = pageRequest(query);
      if (wantsCsv(request)) {
        const rows = everyDevice(directory, principal, filter, sort, descending);
        return sendCsv(request, reply, { name: 'devices', columns: CSV_COLUMNS, rows });
      }
      const position = after && { id: after.id, value: after.value as string | null };
      const found = await directory.list(principal, {
        filter,
        sort,
        descending,
        limit: limit + 1,
        after: position,
      });
      return reply.send(toPage(found, query, (device) => ({ id: device.id, value: device[sort] })));
    },
  );

  api.get(
    '/api/v1/device-summary',
    {
      config: { access: 'devices:read' },
      schema: {
        operationId: 'summariseDevices',
        tags: TAGS,
        summary: 'How many devices a filter finds, and how many of them are where',
        querystring: z.strictObject(deviceFilters),
        response: {
          200: z.object({
            count: z.int(),
            byStatus: z.object({ online: z.int(), unstable: z.int(), offline: z.int(), never: z.int() }),
          }),
        },
      },
    },
    (request) => directory.summary(principalOf(request), filterOf(request.query)),
  );

  api.post(
    '/api/v1/devices',
    {
      config: { access: 'devices:write', idempotent: 'withheld', problems: ['ALREADY_EXISTS'] },
      schema: {
        operationId: 'addDevice',
        tags: TAGS,
        summary: 'A new device, and the secret that it signs in with',
        body: newDeviceSchema,
        response: { 201: z.object({ device: deviceDetailSchema, secret: shownSecret }) },
      },
    },
    async (request, reply) => {
      const made = await directory.create(principalOf(request), request.body);
      return reply.code(201).header('location', `/api/v1/devices/${made.device.id}`).send(made);
    },
  );

  api.get(
    '/api/v1/devices/:id',
    {
      config: { access: 'devices:read', problems: ['NOT_FOUND'] },
      schema: {
        operationId: 'getDevice',
        tags: TAGS,
        summary: 'A device, with what it said of itself and measured last',
        params: deviceParams,
        response: { 200: deviceDetailSchema },
      },
    },
    (request) => directory.read(principalOf(request), request.params.id),
  );

  api.patch(
    '/api/v1/devices/:id',
    {
      config: { access: 'devices:write', problems: ['NOT_FOUND'] },
      schema: {
        operationId: 'changeDevice',
        tags: TAGS,
        summary: 'Changes what is given, and leaves the rest',
        params: deviceParams,
        body: deviceEditSchema,
        response: { 200: deviceDetailSchema },
      },
    },
    (request) => directory.edit(principalOf(request), request.params.id, request.body),
  );

  api.delete(
    '/api/v1/devices/:id',
    {
      config: { access: 'devices:delete', problems: ['NOT_FOUND'] },
      schema: {
        operationId: 'deleteDevice',
        tags: TAGS,
        summary: 'Forgets a device; it is disconnected',
        params: deviceParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await directory.remove(principalOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );

  api.post(
    '/api/v1/devices/:id/secret',
    {
      config: { access: 'devices:secrets', idempotent: 'withheld', problems: ['NOT_FOUND'] },
      schema: {
        operationId: 'rotateDeviceSecret',
        tags: TAGS,
        summary: 'A new secret; the old one is good until the new one is used, or ends immediately',
        params: deviceParams,
        body: z.strictObject({ immediately: z.boolean().default(false) }),
        response: { 201: z.object({ secret: shownSecret }) },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const secret = await directory.rotate(principalOf(request), params.id, body.immediately);
      return reply.code(201).send({ secret });
    },
  );

  api.put(
    '/api/v1/devices/:id/certificate',
    {
      config: { access: 'devices:secrets', problems: ['NOT_FOUND'] },
      schema: {
        operationId: 'setDeviceCertificate',
        tags: TAGS,
        summary: 'The client certificate that the device signs in with over TLS, and no other; null for none',
        params: deviceParams,
        body: z.strictObject({
          certificate: z.string().max(16_384).nullable().describe('in PEM, or its SHA-256 in hexadecimal'),
        }),
        response: { 200: z.object({ sha256: z.string().nullable() }) },
      },
    },
    async (request) => {
      const { certificate } = request.body;
      const sha256 = certificate === null ? null : fingerprintOf(certificate);
      await directory.pinCertificate(principalOf(request), request.params.id, sha256);
      return { sha256 };
    },
  );

  const event = z.object({
    id: z.int(),
    at: time,
    kind: z.string(),
    reason: z.string().nullable(),
    connectionId: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()).nullable(),
  });
  api.get(
    '/api/v1/devices/:id/events',
    {
      config: { access: 'devices:read', problems: ['NOT_FOUND', 'CURSOR_INVALID'] },
      schema: {
        operationId: 'listDeviceEvents',
        tags: TAGS,
        summary: 'When it came and went, and why; newest first',
        params: deviceParams,
        querystring: newestQuery,
        response: { 200: pageOf(event) },
      },
    },
    async (request) => {
      const { params, query } = request;
      const { limit, before } = newestRequest(query);
      const found = await history.events(principalOf(request), params.id, limit, before);
      return newestPage(found, query, ({ id }) => id);
    },
  );

  api.get(
    '/api/v1/devices/:id/telemetry',
    {
      config: { access: 'devices:read', problems: ['NOT_FOUND'] },
      schema: {
        operationId: 'listDeviceTelemetry',
        tags: TAGS,
        summary: 'What it measured, oldest first; by default of the last day',
        params: deviceParams,
        querystring: z.strictObject({
          from: time.optional(),
          to: time.optional(),
          points: z.coerce
            .number()
            .int()
            .min(10)
            .max(2000)
            .optional()
            .describe('one reading for each of so many equal parts of the time; without it the newest 2000'),
        }),
        response: {
          200: z.object({
            items: z.array(z.object({ at: time, readings: z.record(z.string(), z.unknown()) })),
          }),
        },
      },
    },
    async (request) => {
      const { params, query } = request;
      const to = query.to ? new Date(query.to) : new Date();
      const from = query.from ? new Date(query.from) : new Date(to.getTime() - DAY_MS);
      const principal = principalOf(request);
      const items = query.points
        ? await history.thinnedTelemetry(principal, params.id, from, to, query.points)
        : await history.telemetry(principal, params.id, from, to);
      return { items };
    },
  );
}

export const filterOf = ({
  tag,
  ...query
}: Omit<DeviceFilter, 'tags'> & { readonly tag?: readonly string[] | undefined }): DeviceFilter => ({
  ...query,
  ...(tag && { tags: tag }),
});

async function* everyDevice(
  directory: FleetServices['directory'],
  principal: Principal,
  filter: DeviceFilter,
  sort: (typeof DEVICE_SORTS)[number],
  descending: boolean,
): AsyncGenerator<DeviceDetail> {
  let after: { id: string; value: string | null } | undefined;
  for (;;) {
    const page = await directory.list(principal, { filter, sort, descending, limit: CSV_PAGE, after });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < CSV_PAGE) return;
    after = { id: last.id, value: last[sort] };
  }
}

const CSV_COLUMNS: readonly CsvColumn<DeviceDetail>[] = [
  { header: 'id', value: ({ id }) => id },
  { header: 'name', value: ({ name }) => name },
  { header: 'group', value: ({ group }) => group?.name },
  { header: 'owner', value: ({ owner }) => owner?.name },
  { header: 'tags', value: ({ tags }) => tags.join('; ') },
  { header: 'enabled', value: ({ enabled }) => enabled },
  { header: 'status', value: ({ status }) => status },
  { header: 'sync', value: ({ sync }) => sync },
  { header: 'lastSeenAt', value: ({ lastSeenAt }) => lastSeenAt },
  { header: 'offlineReason', value: ({ offlineReason }) => offlineReason },
  { header: 'firmwareName', value: ({ firmwareName }) => firmwareName },
  { header: 'firmwareVersion', value: ({ firmwareVersion }) => firmwareVersion },
  { header: 'hardwareModel', value: ({ hardwareModel }) => hardwareModel },
  { header: 'createdAt', value: ({ createdAt }) => createdAt },
];

/** In lower case, without colons. @throws {ApiProblem} INVALID_INPUT */
function fingerprintOf(certificate: string): string {
  const hex = certificate.replaceAll(/[:\s]/g, '').toLowerCase();
  if (/^[0-9a-f]{64}$/.test(hex)) return hex;
  try {
    return new X509Certificate(certificate).fingerprint256.replaceAll(':', '').toLowerCase();
  } catch {
    const detail = 'Give one certificate in PEM, or 64 hexadecimal digits.';
    const errors = [{ pointer: '/body/certificate', detail, code: 'INVALID' }];
    throw new ApiProblem('INVALID_INPUT', detail, { errors });
  }
}
