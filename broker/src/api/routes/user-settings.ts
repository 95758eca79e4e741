/** Settings of whoever asks. */
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  storedSettingsSchema,
  userSettingsPatchSchema,
  userSettingsSchema,
} from '../../identity/settings-schema.ts';
import type { VersionedSettings } from '../../identity/user-settings.ts';
import type { Routes } from '../api.ts';
import { callerOf } from '../authenticate.ts';
import { expectedVersionOf, versioned } from '../habits/etag.ts';
import type { IdentityRoutesOptions } from './sign-in.ts';

const PATH = '/api/v1/settings';

const answer = (reply: FastifyReply, { version, settings }: VersionedSettings) =>
  versioned(reply, version, settings);

export const userSettingsRoutes =
  ({ identity }: IdentityRoutesOptions): Routes =>
  (api) => {
    api.get(
      PATH,
      {
        config: { access: 'settings:self', problems: ['NOT_FOUND'] },
        schema: {
          operationId: 'getSettings',
          tags: ['settings'],
          summary: 'Settings of oneself, made with defaults at the first time',
          response: { 200: storedSettingsSchema },
        },
      },
      async (request, reply) => answer(reply, await identity.settings.read(callerOf(request))),
    );

    api.put(
      PATH,
      {
        config: { access: 'settings:self', ifMatch: true, problems: ['NOT_FOUND'] },
        schema: {
          operationId: 'replaceSettings',
          tags: ['settings'],
          summary: 'Replace all settings of oneself; what is left out has its default',
          body: userSettingsSchema,
          response: { 200: storedSettingsSchema },
        },
      },
      async (request, reply) => {
        const version = expectedVersionOf(request);
        return answer(reply, await identity.settings.replace(callerOf(request), version, request.body));
      },
    );

    api.patch(
      PATH,
      {
        config: { access: 'settings:self', ifMatch: true, problems: ['NOT_FOUND'] },
        schema: {
          operationId: 'changeSettings',
          tags: ['settings'],
          summary: 'Change parts of the settings of oneself; a part that is sent replaces the former',
          body: userSettingsPatchSchema,
          response: { 200: storedSettingsSchema },
        },
      },
      async (request, reply) => {
        const version = expectedVersionOf(request);
        return answer(reply, await identity.settings.change(callerOf(request), version, request.body));
      },
    );

    api.delete(
      PATH,
      {
        config: { access: 'settings:self', problems: ['NOT_FOUND'] },
        schema: {
          operationId: 'resetSettings',
          tags: ['settings'],
          summary: 'Back to the defaults',
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        await identity.settings.remove(callerOf(request));
        return reply.code(204).send(null);
      },
    );
  };
