/** New secrets for many devices. */
import { z } from 'zod';
import type { FleetServices } from '../../../fleet/create-fleet.ts';
import { FleetError } from '../../../fleet/fleet-error.ts';
import { principalOf } from '../../access.ts';
import type { Api } from '../../api.ts';
import { pathOf } from '../../errors.ts';
import { bulkIds } from '../../habits/bulk.ts';
import { type ApiProblem, problemOf, problemSchema } from '../../problem.ts';
import { problemFor } from './fleet-problems.ts';

export function deviceSecretRoutes(api: Api, { bulk }: FleetServices): void {
  api.post(
    '/api/v1/devices/secrets',
    {
      config: { access: 'devices:secrets', idempotent: 'withheld' },
      schema: {
        operationId: 'rotateDeviceSecrets',
        tags: ['devices'],
        summary:
          'New secrets for many devices; the old ones are good until the new ones are used, or end immediately',
        body: z.strictObject({
          ids: bulkIds(z.string().max(200)),
          immediately: z.boolean().default(false),
        }),
        response: {
          200: z.object({
            items: z.array(
              z.object({
                id: z.string(),
                ok: z.boolean(),
                secret: z.string().optional().describe('shown this once'),
                problem: problemSchema.optional(),
              }),
            ),
            succeeded: z.int(),
            failed: z.int(),
          }),
        },
      },
    },
    async (request) => {
      const { ids, immediately } = request.body;
      const secrets = await bulk.rotate(principalOf(request), ids, immediately);
      const items = ids.map((id) => {
        const secret = secrets.get(id);
        if (secret !== undefined) return { id, ok: true, secret };
        const problem = problemFor(FleetError.notFound('a device', id)) as ApiProblem;
        return { id, ok: false, problem: problemOf(problem, pathOf(request), request.id) };
      });
      return { items, succeeded: secrets.size, failed: ids.length - secrets.size };
    },
  );
}
