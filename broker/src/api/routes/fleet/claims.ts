/** Unknown devices ask for a code, people claim them by it. */
import { isDeviceId } from '@pipit/protocol';
import { z } from 'zod';
import { CODE_FORMATS } from '../../../fleet/claims/claim-code.ts';
import type { FleetServices } from '../../../fleet/create-fleet.ts';
import { principalOf } from '../../access.ts';
import type { Api } from '../../api.ts';
import { deviceDetailSchema, deviceName, text, time } from './device-schemas.ts';

const TAGS = ['claims'];
const PER_MINUTE = 20;
/** A device asks every few seconds, and several may have one address. */
const POLLS_PER_MINUTE = 240;

const deviceId = z.string().refine(isDeviceId, 'is not a device id');
const claimKey = z
  .string()
  .regex(/^[\w-]{43,128}$/, 'Use 32 random bytes or more, in base64url.')
  .describe('random bytes of the device, 32 at least, in base64url; they never change while it claims');

export function claimRoutes(api: Api, { claims, directory }: FleetServices): void {
  api.post(
    '/api/v1/claims',
    {
      config: { access: 'public', rate: PER_MINUTE, problems: ['CONFLICT', 'UNAVAILABLE'] },
      schema: {
        operationId: 'startClaim',
        tags: TAGS,
        summary: 'For a device that nobody knows: a code to show or speak',
        body: z.strictObject({
          deviceId,
          claimKey,
          codeFormat: z
            .enum(CODE_FORMATS)
            .default('letters')
            .describe(
              'letters: eight letters and digits that do not look alike; digits: twelve, to be spoken',
            ),
          hardware: z
            .strictObject({
              model: text(64).optional(),
              serial: text(64).optional(),
              firmware: text(64).optional(),
            })
            .default({}),
        }),
        response: {
          201: z.object({
            code: z.string().describe('like ABCD-EF23, or 1234-5678-9012 of digits'),
            expiresAt: time,
            pollAfterMs: z.int().describe('before it asks whether it was claimed, and between'),
          }),
        },
      },
    },
    async (request, reply) => {
      const { hardware, ...asked } = request.body;
      const known = Object.fromEntries(
        Object.entries(hardware).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
      );
      return reply.code(201).send(await claims.start({ ...asked, hardware: known, address: request.ip }));
    },
  );
  api.post(
    '/api/v1/claims/poll',
    {
      config: { access: 'public', rate: POLLS_PER_MINUTE },
      schema: {
        operationId: 'pollClaim',
        tags: TAGS,
        summary: 'For a device that shows a code: whether somebody claimed it, and then its secret',
        description: 'The secret is told again, for a day at most, until the device has signed in with it.',
        body: z.strictObject({ deviceId, claimKey }),
        response: {
          200: z.discriminatedUnion('status', [
            z.object({ status: z.literal('pending'), pollAfterMs: z.int() }),
            z.object({
              status: z.literal('claimed'),
              deviceId: z.string(),
              secret: z.string(),
              mqttUrl: z.string(),
            }),
            z.object({ status: z.literal('expired') }).describe('also for a claim that never was'),
          ]),
        },
      },
    },
    ({ body }) => claims.poll(body.deviceId, body.claimKey),
  );
  api.post(
    '/api/v1/claims/:code/claim',
    {
      // Codes are short: nobody may try many.
      config: { access: 'devices:write', rate: PER_MINUTE, problems: ['NOT_FOUND', 'ALREADY_EXISTS'] },
      schema: {
        operationId: 'claimDevice',
        tags: TAGS,
        summary: 'Takes the device that shows this code',
        params: z.object({ code: z.string().max(32) }),
        body: z.strictObject({
          name: deviceName.optional(),
          groupId: z.uuid().nullable().optional(),
          ownerId: z.uuid().nullable().optional(),
        }),
        response: { 201: deviceDetailSchema },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const claimed = await claims.claim(principal, request.params.code, request.body);
      const device = await directory.read(principal, claimed.deviceId);
      return reply.code(201).header('location', `/api/v1/devices/${device.id}`).send(device);
    },
  );
}
