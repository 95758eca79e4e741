/** A device of one's own, for a browser to be. */
import { z } from 'zod';
import type { FleetServices } from '../../../fleet/create-fleet.ts';
import { principalOf } from '../../access.ts';
import { type Api, MQTT_PATH } from '../../api.ts';

const id = z.string().max(200);

const like = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('fleet') }),
    z.strictObject({ kind: z.literal('group'), id }),
    z.strictObject({ kind: z.literal('device'), id }),
  ])
  .describe('whose settings it gets; left out: those that it had');

export function trialDeviceRoutes(api: Api, { trials }: FleetServices): void {
  api.post(
    '/api/v1/trial-device',
    {
      config: { access: 'devices:write', problems: ['NOT_FOUND', 'ALREADY_EXISTS'] },
      schema: {
        operationId: 'beginTrial',
        tags: ['devices'],
        summary: 'A device of one’s own, to try a configuration with; its secret is new each time',
        body: z.strictObject({ like: like.optional() }),
        response: {
          200: z.object({
            deviceId: z.string(),
            secret: z.string().describe('good until the next one is asked for'),
            path: z.string().describe('where this port takes MQTT over WebSocket'),
          }),
        },
      },
    },
    async (request) => ({
      ...(await trials.begin(principalOf(request), request.body.like)),
      path: MQTT_PATH,
    }),
  );
}
