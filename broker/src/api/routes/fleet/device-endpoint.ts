/** Where devices connect, for whoever sets one up. */
import { z } from 'zod';
import type { FleetServices } from '../../../fleet/create-fleet.ts';
import type { Api } from '../../api.ts';

export function deviceEndpointRoutes(api: Api, { mqttUrl }: FleetServices): void {
  api.get(
    '/api/v1/device-endpoint',
    {
      config: { access: 'devices:read' },
      schema: {
        operationId: 'getDeviceEndpoint',
        tags: ['devices'],
        summary: 'Where devices find the broker',
        response: {
          200: z.object({
            mqttUrl: z
              .string()
              .describe('mqtt.publicUrl; when that is not set, the name of the machine and mqtt.port'),
          }),
        },
      },
    },
    () => ({ mqttUrl }),
  );
}
