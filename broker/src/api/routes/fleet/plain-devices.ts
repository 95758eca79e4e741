/** Devices with their settings in one piece, under short paths: for clients that want no more than that. */
import { z } from 'zod';
import { type DeviceCommand, actionSchema } from '../../../fleet/commands/command-kinds.ts';
import {
  CONFIGURED_COLUMNS,
  type EffectiveConfig,
  effectiveConfigs,
} from '../../../fleet/configuration/effective-config.ts';
import type { FleetServices } from '../../../fleet/create-fleet.ts';
import { type SettingValue, nested, settingsPatchSchema } from '../../../fleet/device-settings.ts';
import { FleetError } from '../../../fleet/fleet-error.ts';
import type { DeviceDetail } from '../../../fleet/directory/device-view.ts';
import { DEVICE_SORTS } from '../../../fleet/directory/device-query.ts';
import { principalOf } from '../../access.ts';
import type { Api } from '../../api.ts';
import { versioned } from '../../habits/etag.ts';
import { pageOf, pageQuery, pageRequest, toPage } from '../../habits/paging.ts';
import { ApiProblem } from '../../problem.ts';
import { commandViewSchema, wait } from './commands.ts';
import { effectSchema } from './configuration.ts';
import { deviceDetailSchema, deviceEditSchema, deviceFilters, deviceParams } from './device-schemas.ts';
import { filterOf } from './devices.ts';
import { optionalVersionOf } from './optional-version.ts';

const TAGS = ['devices'];

const config = z
  .record(z.string(), z.unknown())
  .describe('all that is in force: voice, systemPrompt, tools, …');
const configVersion = z.int().describe("of the device's own settings, for If-Match");
const plainSchema = deviceDetailSchema.extend({ config }).meta({ id: 'DeviceWithSettings' });
const oneSchema = plainSchema.extend({ configVersion }).meta({ id: 'OneDeviceWithSettings' });
const changedSchema = oneSchema.extend(effectSchema.partial().shape).meta({ id: 'ChangedDevice' });

export function plainDeviceRoutes(api: Api, services: FleetServices): void {
  const { directory, configuration, commands, database, defaults } = services;

  const withSettings = async (devices: readonly DeviceDetail[]) => {
    const { queries } = database;
    const ids = devices.map(({ id }) => id);
    const rows =
      ids.length === 0
        ? []
        : await queries.selectFrom('devices').select(CONFIGURED_COLUMNS).where('id', 'in', ids).execute();
    const effective = await effectiveConfigs(queries, rows, defaults);
    const byDevice = new Map(effective.map((each) => [each.deviceId, settingsOf(each)]));
    return devices.map((device) => ({ ...device, config: byDevice.get(device.id) ?? {} }));
  };

  api.get(
    '/api/devices',
    {
      config: { access: 'devices:read', problems: ['CURSOR_INVALID'] },
      schema: {
        operationId: 'listPlainDevices',
        tags: TAGS,
        summary: 'Devices by page, each with its settings',
        querystring: pageQuery(DEVICE_SORTS, 'id', deviceFilters),
        response: { 200: pageOf(plainSchema) },
      },
    },
    async (request) => {
      const { query } = request;
      const { limit, sortKey: sort, descending, after } = pageRequest(query);
      const found = await directory.list(principalOf(request), {
        filter: filterOf(query),
        sort,
        descending,
        limit: limit + 1,
        after: after && { id: after.id, value: after.value as string | null },
      });
      const page = toPage(found, query, (device) => ({ id: device.id, value: device[sort] }));
      return { ...page, items: await withSettings(page.items) };
    },
  );

  api.get(
    '/api/devices/:id',
    {
      config: { access: 'devices:read', problems: ['NOT_FOUND'] },
      schema: {
        operationId: 'getPlainDevice',
        tags: TAGS,
        summary: 'A device with its settings',
        params: deviceParams,
        response: { 200: oneSchema },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      const { id } = request.params;
      const [device] = await withSettings([await directory.read(principal, id)]);
      const { version } = await configuration.read(principal, { scope: 'device', id });
      return { ...device!, configVersion: version };
    },
  );

  api.put(
    '/api/devices/:id',
    {
      config: {
        access: 'devices:write',
        problems: ['NOT_FOUND', 'VERSION_STALE', 'IF_MATCH_INVALID'],
      },
      schema: {
        operationId: 'changePlainDevice',
        tags: TAGS,
        summary: 'Changes what is given of a device and of its own settings; If-Match is honoured',
        params: deviceParams,
        body: deviceEditSchema.extend({ config: settingsPatchSchema.optional() }),
        response: { 200: changedSchema },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const { id } = request.params;
      const { config: patch, ...edit } = request.body;
      if (patch && !principal.permissions.has('configuration:write')) {
        const permission = 'configuration:write';
        throw new ApiProblem('FORBIDDEN', `${principal.name} lacks the permission ${permission}.`, {
          permission,
        });
      }
      const name = { scope: 'device', id } as const;
      // The settings first: they may be refused.
      const change =
        patch &&
        (await configuration
          .write(principal, name, patch, optionalVersionOf(request))
          .catch((error: unknown) => {
            throw error instanceof FleetError ? error.under('config') : error;
          }));
      const edited = await directory.edit(principal, id, edit);
      const [device] = await withSettings([edited]);
      const { version } = change?.after ?? (await configuration.read(principal, name));
      return versioned(reply, version, { ...device!, configVersion: version, ...change?.effect });
    },
  );

  api.post(
    '/api/devices/:id/action',
    {
      config: { access: 'devices:command', idempotent: true, problems: ['NOT_FOUND'] },
      schema: {
        operationId: 'actOnPlainDevice',
        tags: TAGS,
        summary: 'Tells a device to do something: restart_session, disconnect, reboot, say, …',
        params: deviceParams,
        querystring: z.strictObject({ wait }),
        body: actionSchema,
        response: { 201: commandViewSchema },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const { params, query } = request;
      const { action, ...rest } = request.body;
      const wanted = { kind: action, ...rest } as DeviceCommand;
      let command = await commands.create(principal, params.id, { command: wanted, deadlineMs: 60_000 });
      if (query.wait > 0 && command.finishedAt === null) {
        await commands.wait([command.id], query.wait * 1000);
        command = await commands.read(principal, params.id, command.id);
      }
      return reply.code(201).send(command);
    },
  );
}

const settingsOf = ({ values }: EffectiveConfig): Record<string, unknown> => ({
  ...nested(new Map([...values].map(([path, { value }]): [string, SettingValue] => [path, value]))),
});
