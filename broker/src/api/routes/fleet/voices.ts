/** Voices of the model, by the languages that they speak, and how they sound. */
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { NOVA_VOICE_TABLE } from '../../../config/voices.ts';
import type { FleetServices } from '../../../fleet/create-fleet.ts';
import { principalOf } from '../../access.ts';
import type { Api } from '../../api.ts';

const TAGS = ['configuration'];
/** Of one person, in a minute. */
const SAMPLES_PER_MINUTE = 30;

const language = z.string().min(2).max(16);

const voiceSchema = z.object({
  id: z.string(),
  languages: z.array(z.string()).describe('BCP 47 tags of the languages that it was made for'),
  polyglot: z.boolean().describe('it speaks every language that the model knows'),
});

export function voiceRoutes(api: Api, { voices, isModelPaid, audit }: FleetServices): void {
  api.get(
    '/api/v1/voices',
    {
      config: { access: 'configuration:read' },
      schema: {
        operationId: 'listVoices',
        tags: TAGS,
        summary: 'Voices of the model, and whether listening to one costs something',
        response: {
          200: z.object({
            items: z.array(voiceSchema),
            isPaid: z.boolean().describe('a sample that nobody has heard yet is billed as a short answer'),
          }),
        },
      },
    },
    () => ({
      items: NOVA_VOICE_TABLE.map(({ languages, ...voice }) => ({ ...voice, languages: [...languages] })),
      isPaid: isModelPaid(),
    }),
  );

  api.post(
    '/api/v1/voices/:id/sample',
    {
      config: {
        access: 'configuration:write',
        rate: SAMPLES_PER_MINUTE,
        problems: ['NOT_FOUND', 'CONFLICT', 'PROVIDER_FAILED'],
      },
      schema: {
        operationId: 'hearVoice',
        tags: TAGS,
        summary: 'A sentence that the model says with a voice, as WAV; said once, then kept for a while',
        params: z.object({ id: z.string().max(64) }),
        body: z.strictObject({
          language: language.optional().describe('default: the one that the voice was made for'),
        }),
        response: {
          200: { content: { 'audio/wav': { schema: z.string().meta({ format: 'binary' }) } } },
        },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const { wav, isKept } = await voices.of(params.id, body.language);
      if (!isKept)
        audit.record({
          principal: principalOf(request),
          action: 'voice.sample',
          target: { kind: 'voice', id: params.id },
          result: 'ok',
          detail: { ...body },
        });
      return sendSound(reply, wav);
    },
  );
}

const sendSound = (reply: FastifyReply, wav: Buffer): FastifyReply =>
  reply.type('audio/wav').header('cache-control', 'private, no-store').send(wav);
