/** What a device offers and how it is, asked of the device and of what stands between it and the model. */
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { EXAMINED_LEGS, type ExaminedLeg, FINDINGS } from '../../../fleet/examination/examination.ts';
import type { FleetServices } from '../../../fleet/create-fleet.ts';
import { principalOf } from '../../access.ts';
import type { Api } from '../../api.ts';
import { deviceParams } from './device-schemas.ts';

const TAGS = ['devices'];
/** Of one person, in a minute: each opens the model. */
const TESTS_PER_MINUTE = 10;

const tool = z.object({
  name: z.string(),
  description: z.string(),
  inputSchema: z.record(z.string(), z.unknown()).describe('as the device said it'),
  audience: z.enum(['model', 'user']).describe('user: only people may use it'),
});

export const examinedLegSchema = z
  .object({
    name: z.enum(EXAMINED_LEGS),
    outcome: z.enum(['ok', 'failed', 'skipped']),
    finding: z.enum(FINDINGS),
    ms: z.number(),
    detail: z.string().nullable().describe('for people'),
  })
  .meta({ id: 'ExaminedLeg' });

export function examinationRoutes(api: Api, { directory, examination, offeredTools }: FleetServices): void {
  api.get(
    '/api/v1/devices/:id/tools',
    {
      config: { access: 'devices:read', problems: ['NOT_FOUND'] },
      schema: {
        operationId: 'listDeviceTools',
        tags: TAGS,
        summary: 'The tools that a device offers now, as it answers',
        params: deviceParams,
        response: {
          200: z.object({
            state: z
              .enum(['listed', 'none', 'offline', 'failed'])
              .describe('offline: not connected to this broker; failed: it did not answer as it should'),
            items: z.array(tool),
            detail: z.string().nullable().describe('why it failed'),
          }),
        },
      },
    },
    async (request, reply) => {
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const { id } = await directory.read(principalOf(request), request.params.id);
      const { state, items, detail } = await offeredTools(id, gone.signal);
      return {
        state,
        items: items.map((item) => ({ ...item, inputSchema: { ...item.inputSchema } })),
        detail,
      };
    },
  );

  api.post(
    '/api/v1/devices/:id/self-test',
    {
      config: { access: 'devices:command', rate: TESTS_PER_MINUTE, problems: ['NOT_FOUND'] },
      schema: {
        operationId: 'testDevice',
        tags: TAGS,
        summary: "The broker's side of a device's self-test: one line of JSON for each leg, as it is known",
        description:
          'A line is an ExaminedLeg. What takes the help of the device is skipped with the finding NEEDS_DEVICE: `pipit doctor`, or selfTest() of the SDK, tries that.',
        params: deviceParams,
        body: z.strictObject({
          openModel: z.boolean().default(true).describe('costs a request of the quota of the model'),
        }),
        response: { 200: { content: { 'application/x-ndjson': { schema: z.string() } } } },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const legs = await examination.begin(principalOf(request), params.id, {
        ...body,
        signal: gone.signal,
      });
      return sendLines(reply, legs);
    },
  );
}

const sendLines = (reply: FastifyReply, legs: AsyncIterable<ExaminedLeg>): FastifyReply =>
  reply
    .type('application/x-ndjson; charset=utf-8')
    // Proxies must neither keep nor collect it.
    .headers({ 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' })
    .send(Readable.from(linesOf(legs)));

async function* linesOf(legs: AsyncIterable<ExaminedLeg>): AsyncGenerator<string> {
  for await (const leg of legs) yield `${JSON.stringify(leg)}\n`;
}
