/** How long, how large and how many conversations may be. */
import { z } from 'zod';
import { ms } from '../setting-types.ts';

export const sessionSection = z
  .strictObject({
    max: z.int().min(1).default(200).describe('conversations at once'),
    maxMemoryMb: z
      .int()
      .min(16)
      .max(1_000_000)
      .default(1024)
      .describe('what all conversations may hold together, in MiB'),
    checkIntervalMs: ms('how often both limits are looked at', 5000, 100, 600_000),
    minQuietMs: ms(
      'a conversation that was quiet for less is not ended to make room for others',
      15_000,
      0,
      3_600_000,
    ),
    openTimeoutMs: ms('how long the model may take to open', 15_000, 1),
    silenceTimeoutMs: ms('silence after which a conversation ends; 0 for never', 60_000, 0),
    answerTimeoutMs: ms('how long the model may think before its stream is replaced; 0 for ever', 15_000, 0),
    stallTimeoutMs: ms('pause within an answer after which its stream is replaced', 15_000, 1),
    maxHeldMs: ms('microphone audio held while the model opens', 10_000, 0, 60_000),
    maxAnswerMs: ms('answer audio held for the device', 180_000, 1000, 600_000),
    graceMs: ms('how long a conversation waits for a lost device', 60_000, 0, 3_600_000),
    resume: z
      .enum(['continue', 'repeat', 'drop'])
      .default('continue')
      .describe('what becomes of an answer that was cut off by a lost link'),
    maxAwayAnswerMs: ms('answer audio held for a device that is away', 60_000, 0, 600_000),
    renewAfterMs: ms('age at which a stream of the model is renewed at the next pause', 360_000, 100),
    renewByMs: ms('age at which it is renewed in any case', 450_000, 100),
    historyAgeMs: ms(
      'how long after its end a conversation is continued by the next one; 0 for never',
      600_000,
      0,
    ),
    retentionMs: ms(
      'how long what was said is kept; 0 keeps it in memory only',
      86_400_000,
      0,
      31_536_000_000,
    ),
    drainMs: ms('how long a stopping broker waits for answers to end', 8000, 0, 120_000),
    drainAddress: z
      .string()
      .max(128)
      .regex(/^(mqtts?|wss?):\/\/\S+$/, 'expected an address like mqtts://host:port')
      .optional()
      .describe('where a stopping broker sends its devices; their own address when left out'),
  })
  .refine(({ renewAfterMs, renewByMs }) => renewAfterMs < renewByMs, {
    path: ['renewByMs'],
    error: 'must be more than session.renewAfterMs',
  })
  .prefault({});
