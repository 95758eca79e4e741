/** Who is online. */
import { z } from 'zod';
import type { Audience } from '../../history/audience.ts';
import { onlineCounts } from '../../history/queries/online.ts';
import { viewerOf } from '../../history/queries/viewer.ts';
import { principalKey } from '../../identity/principal.ts';
import type { Queries } from '../../store/database.ts';
import { principalOf } from '../access.ts';
import type { Routes } from '../api.ts';

export interface OnlineRoutesOptions {
  readonly queries: Queries;
  readonly audience: Audience;
}

const onlineSchema = z.object({
  devices: z.object({ online: z.int() }),
  people: z.object({
    online: z.int().describe('with a page or program open that listens to live events'),
    items: z
      .array(
        z.object({
          kind: z.enum(['user', 'apiKey', 'device', 'local']),
          id: z.string(),
          name: z.string(),
          since: z.iso.datetime(),
        }),
      )
      .optional()
      .describe('who they are, the first of them first; only for whoever has users:read'),
  }),
  sessions: z.object({ open: z.int() }),
});

export const onlineRoutes =
  ({ queries, audience }: OnlineRoutesOptions): Routes =>
  (api) => {
    api.get(
      '/api/v1/online',
      {
        config: { access: 'devices:read' },
        schema: {
          operationId: 'getOnline',
          tags: ['system'],
          summary: 'How many devices, people and conversations are there now',
          response: { 200: onlineSchema },
        },
      },
      async (request) => {
        const principal = principalOf(request);
        const { devicesOnline, sessionsOpen } = await onlineCounts(queries, viewerOf(principal));
        const people = audience.of(principal.tenantId);
        // Who sees only what is their own is not told of others.
        const seen =
          principal.scope === 'tenant'
            ? people
            : people.filter((who) => principalKey(who) === principalKey(principal));
        return {
          devices: { online: devicesOnline },
          people: {
            online: seen.length,
            ...(principal.permissions.has('users:read') && {
              items: seen.map(({ kind, id, name, since }) => ({
                kind,
                id,
                name,
                since: new Date(since).toISOString(),
              })),
            }),
          },
          sessions: { open: sessionsOpen },
        };
      },
    );
  };
