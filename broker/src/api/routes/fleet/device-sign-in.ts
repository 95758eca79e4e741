/** Devices sign in at the HTTP API as well: for a token, and for what is set for them. */
import { z } from 'zod';
import type { FleetServices } from '../../../fleet/create-fleet.ts';
import type { Identity } from '../../../identity/create-identity.ts';
import type { Routes } from '../../api.ts';
import { originOf } from '../../authenticate.ts';
import { text, time } from './device-schemas.ts';

export interface DeviceSignInOptions {
  readonly identity: Identity;
  readonly fleet: FleetServices;
}

/** Many devices may share an address. */
const PER_MINUTE = 300;

const deviceId = z.string().min(1).max(64);

export const deviceSignInRoutes =
  (services: DeviceSignInOptions): Routes =>
  (api) => {
    api.post(
      '/api/auth/device',
      {
        config: { access: 'public', rate: PER_MINUTE, problems: ['CREDENTIALS_INVALID', 'ACCOUNT_LOCKED'] },
        schema: {
          operationId: 'signInDevice',
          tags: ['devices'],
          summary: 'A device signs in: a token that shows what is its own, and what is set for it',
          body: z.union([
            z.strictObject({ deviceId, secret: text(256).min(1) }),
            z
              .strictObject({ deviceId, email: text(254).min(3), password: z.string().min(1).max(1024) })
              .describe('of its owner, where devices.passwordSignIn is on'),
          ]),
          response: {
            200: z.object({
              accessToken: z.string().describe('for the header Authorization: Bearer'),
              expiresAt: time,
              revision: z.int().describe('of what is set'),
              configuration: z.record(z.string(), z.unknown()).describe('what is in force, by key'),
            }),
          },
        },
      },
      async (request) => {
        const { deviceId: id, ...credential } = request.body;
        const { identity, fleet } = services;
        const signedIn = await identity.deviceTokens.signIn(id, credential, originOf(request));
        const { revision, values } = await fleet.configuration.effective(signedIn.principal, id);
        const configuration = Object.entries(values).map(([key, { value }]) => [key, value] as const);
        return {
          accessToken: signedIn.accessToken,
          expiresAt: signedIn.expiresAt.toISOString(),
          revision,
          configuration: Object.fromEntries(configuration),
        };
      },
    );
  };
