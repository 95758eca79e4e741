/** Settings of the fleet, of groups and of devices, with all their versions. */
import { z } from 'zod';
import type { ConfigVersion, ScopeName } from '../../../fleet/configuration/config-versions.ts';
import type { ChangeWithEffect } from '../../../fleet/configuration/fleet-configuration.ts';
import { SYNC_STATES } from '../../../fleet/configuration/sync-state.ts';
import type { FleetServices } from '../../../fleet/create-fleet.ts';
import { settingsPatchSchema } from '../../../fleet/device-settings.ts';
import { principalOf } from '../../access.ts';
import type { Api } from '../../api.ts';
import { pageOf } from '../../habits/paging.ts';
import { expectedVersionOf, versioned } from '../../habits/etag.ts';
import { deviceParams, time } from './device-schemas.ts';
import { newestPage, newestQuery, newestRequest } from './newest-first.ts';

const TAGS = ['configuration'];

const versionSchema = z
  .object({
    version: z.int().describe('0 when nothing was ever set'),
    revision: z.int(),
    settings: z.record(z.string(), z.unknown()).describe('as in the body of PUT'),
    changedAt: time.nullable(),
    changedBy: z.string().nullable(),
    restoredFrom: z.int().nullable().describe('the version that was brought back'),
  })
  .meta({ id: 'ConfigurationVersion' });

const applied = z.enum(['now', 'between_turns', 'next_conversation', 'when_device_acknowledges']);

export const effectSchema = z.object({
  appliesTo: z.object({
    connected: z.int().describe('devices that are online and for which a value is another now'),
    inConversation: z.int().describe('of the same, those in conversation'),
  }),
  applied: z.record(z.string(), applied).describe('when each change is felt, by setting'),
});

const changeSchema = versionSchema.extend(effectSchema.shape).meta({ id: 'ConfigurationChange' });

const scalar = z.union([z.boolean(), z.number(), z.string()]);
const valuesSchema = z.record(
  z.string(),
  z.object({
    value: z.union([scalar, z.array(z.string()).readonly()]),
    scope: z.enum(['default', 'fleet', 'group', 'device']),
    scopeId: z.string().nullable(),
    version: z.int().nullable(),
    side: z.enum(['device', 'broker']).describe('who uses it'),
  }),
);
const effectiveSchema = z
  .object({
    deviceId: z.string(),
    revision: z.int(),
    values: valuesSchema,
    warnings: z.array(z.string()),
    device: z
      .object({
        state: z.enum(SYNC_STATES),
        pendingSince: time
          .nullable()
          .describe(
            'of a pending state: when it was set, or when the device came back since; null if not known',
          ),
        revision: z.int(),
        reportedRevision: z.int().nullable(),
        reportedAt: time.nullable(),
        keys: z.record(
          z.string(),
          z.object({
            state: z.enum(['applied', 'pending', 'refused', 'drifted', 'not_reported']),
            wanted: scalar,
            reported: scalar.nullable(),
            text: z.string(),
          }),
        ),
      })
      .describe('what the device itself is told, and what became of it'),
  })
  .meta({ id: 'EffectiveConfiguration' });

/** The three places that settings have, and how their routes are called. */
const SCOPES = [
  { scope: 'fleet', path: '/api/v1/configuration/fleet', name: 'Fleet', about: 'the fleet' },
  { scope: 'group', path: '/api/v1/configuration/groups/:id', name: 'Group', about: 'a group' },
  { scope: 'device', path: '/api/v1/configuration/devices/:id', name: 'Device', about: 'a device' },
] as const;

export function configurationRoutes(api: Api, services: FleetServices): void {
  for (const each of SCOPES) scopeRoutes(api, services, each);
  api.get(
    '/api/v1/devices/:id/configuration/effective',
    {
      config: { access: 'configuration:read', problems: ['NOT_FOUND'] },
      schema: {
        operationId: 'getEffectiveConfiguration',
        tags: TAGS,
        summary:
          'What is in force for a device, where each value comes from, and how far the device is with it',
        params: deviceParams,
        response: { 200: effectiveSchema },
      },
    },
    (request) => services.configuration.effective(principalOf(request), request.params.id),
  );
}

function scopeRoutes(
  api: Api,
  { configuration }: FleetServices,
  { scope, path, name, about }: (typeof SCOPES)[number],
): void {
  // The fleet has no id, and so its routes take none.
  const params = z.object({ id: z.string().max(200).default('') });
  const versionParams = params.extend({
    version: z.coerce
      .number()
      .int()
      .min(1)
      .max(2 ** 31 - 1),
  });
  const nameOf = ({ id }: { id: string }): ScopeName => ({ scope, id });

  api.get(
    path,
    {
      config: { access: 'configuration:read', problems: ['NOT_FOUND'] },
      schema: {
        operationId: `get${name}Configuration`,
        tags: TAGS,
        summary: `What is set for ${about}`,
        ...paramsOf(scope, params),
        response: { 200: versionSchema },
      },
    },
    async (request, reply) => {
      const found = await configuration.read(principalOf(request), nameOf(idOf(request.params)));
      return versioned(reply, found.version, shown(found));
    },
  );
  api.put(
    path,
    {
      config: { access: 'configuration:write', ifMatch: true, problems: ['NOT_FOUND'] },
      schema: {
        operationId: `set${name}Configuration`,
        tags: TAGS,
        summary: `Changes what is set for ${about}: what is left out stays, null takes a setting away`,
        ...paramsOf(scope, params),
        body: settingsPatchSchema,
        response: { 200: changeSchema },
      },
    },
    async (request, reply) => {
      const target = nameOf(idOf(request.params));
      const expected = expectedVersionOf(request);
      const change = await configuration.write(principalOf(request), target, request.body, expected);
      return versioned(reply, change.after.version, shownChange(change));
    },
  );
  api.get(
    `${path}/inherited`,
    {
      config: { access: 'configuration:read', problems: ['NOT_FOUND'] },
      schema: {
        operationId: `get${name}Inheritance`,
        tags: TAGS,
        summary: `What holds for ${about} where nothing is set for it, and where each value comes from`,
        ...paramsOf(scope, params),
        response: { 200: z.object({ values: valuesSchema }) },
      },
    },
    async (request) => ({
      values: await configuration.inherited(principalOf(request), nameOf(idOf(request.params))),
    }),
  );
  api.get(
    `${path}/versions`,
    {
      config: { access: 'configuration:read', problems: ['NOT_FOUND'] },
      schema: {
        operationId: `list${name}ConfigurationVersions`,
        tags: TAGS,
        summary: 'All versions, newest first',
        ...paramsOf(scope, params),
        querystring: newestQuery,
        response: { 200: pageOf(versionSchema) },
      },
    },
    async (request) => {
      const { limit, before } = newestRequest(request.query);
      const target = nameOf(idOf(request.params));
      const found = await configuration.versions.list(principalOf(request), target, limit, before);
      return newestPage(found.map(shown), request.query, ({ version }) => version);
    },
  );
  api.get(
    `${path}/versions/:version`,
    {
      config: { access: 'configuration:read', problems: ['NOT_FOUND'] },
      schema: {
        operationId: `get${name}ConfigurationVersion`,
        tags: TAGS,
        summary: 'One version',
        params: versionParams,
        response: { 200: versionSchema },
      },
    },
    async (request) => {
      const { id, version } = request.params;
      return shown(await configuration.versions.version(principalOf(request), { scope, id }, version));
    },
  );
  api.post(
    `${path}/versions/:version/restore`,
    {
      config: { access: 'configuration:write', ifMatch: true, problems: ['NOT_FOUND'] },
      schema: {
        operationId: `restore${name}ConfigurationVersion`,
        tags: TAGS,
        summary: 'The settings of an earlier version, as a new one',
        params: versionParams,
        response: { 200: changeSchema },
      },
    },
    async (request, reply) => {
      const { id, version } = request.params;
      const expected = expectedVersionOf(request);
      const change = await configuration.restore(principalOf(request), { scope, id }, version, expected);
      return versioned(reply, change.after.version, shownChange(change));
    },
  );
}

const paramsOf = (scope: string, params: z.ZodObject): object => (scope === 'fleet' ? {} : { params });

const idOf = (params: unknown): { id: string } => ({ id: (params as { id?: string } | undefined)?.id ?? '' });

const shown = (version: ConfigVersion) => ({
  ...version,
  settings: { ...version.settings },
  changedAt: version.changedAt?.toISOString() ?? null,
});

const shownChange = ({ after, effect }: ChangeWithEffect) => ({ ...shown(after), ...effect });
