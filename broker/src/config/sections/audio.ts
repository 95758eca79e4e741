/** Sound, in both directions. */
import { z } from 'zod';
import { ms } from '../setting-types.ts';

export const audioSection = z
  .strictObject({
    bitrate: z
      .int()
      .min(6000)
      .max(128_000)
      .default(48_000)
      .describe('Opus towards the device, bits per second'),
    complexity: z.int().min(0).max(10).default(0).describe('Opus encoder effort'),
    application: z
      .enum(['voip', 'audio', 'restricted_lowdelay'])
      .default('restricted_lowdelay')
      .describe('Opus mode: restricted_lowdelay costs the least, voip sounds best below 32 kbit/s'),
    echo: z
      .enum(['auto', 'mute', 'attenuate', 'off'])
      .default('auto')
      .describe(
        'what becomes of the microphone while a device plays; auto mutes that of devices without echo cancellation',
      ),
    echoTailMs: ms('how long after playback the echo may last', 300, 0, 5000),
    echoAttenuationDb: z.number().min(0).max(60).default(24).describe('how much attenuate takes away'),
  })
  .prefault({});
