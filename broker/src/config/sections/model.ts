/** Whom devices converse with. */
import { z } from 'zod';
import { ms, url } from '../setting-types.ts';

export const modelSection = z
  .strictObject({
    provider: z
      .enum(['local', 'bedrock'])
      .default('local')
      .describe('the emulator on this machine, or Amazon'),
    modelId: z.string().min(1).default('amazon.nova-2-sonic-v1:0').describe('model to converse with'),
    region: z
      .string()
      .regex(/^[a-z]+(-[a-z]+)+-\d+$/, 'expected the name of an AWS region like us-east-1')
      .default('us-east-1')
      .describe('AWS region of the model'),
    endpoint: url().describe('another address of the Bedrock runtime'),
    brain: z
      .enum(['local', 'scripted'])
      .default('local')
      .describe('of the emulator: real ears and voice, or a script'),
    llmUrl: url().describe('OpenAI-compatible endpoint that thinks for the emulator'),
    maxStreams: z
      .int()
      .min(1)
      .optional()
      .describe(
        'streams at once: the quota of the account, 20 when left out; without bound for the emulator',
      ),
    queueTimeoutMs: ms('how long a new conversation may wait for a free stream', 20_000, 0, 600_000),
    llmModel: z.string().min(1).default('default').describe('model to ask there'),
  })
  .prefault({});
