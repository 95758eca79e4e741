/** What the model is told, unless a device has settings of its own. */
import { z } from 'zod';

/** What the model takes, for the settings here and for those of devices. */
export const MODEL_LIMITS = {
  maxPromptLength: 16_000,
  maxTokens: 10_000,
  topP: { min: 0, max: 1 },
  temperature: { min: 0, max: 1 },
};

export const conversationSection = z
  .strictObject({
    systemPrompt: z
      .string()
      .min(1)
      .max(MODEL_LIMITS.maxPromptLength)
      .default(
        'You are Pipit, a friendly voice assistant in a small speaker. Answer briefly, in spoken language.',
      )
      .describe('what the model is told about its role'),
    voice: z.string().min(1).default('matthew').describe('voice id of the model'),
    maxTokens: z.int().min(1).max(MODEL_LIMITS.maxTokens).default(1024).describe('longest answer, in tokens'),
    topP: z.number().min(0).max(1).default(0.9).describe('nucleus sampling'),
    temperature: z.number().min(0).max(1).default(0.7).describe('randomness of the answer'),
    endpointing: z.enum(['HIGH', 'MEDIUM', 'LOW']).default('HIGH').describe('how soon a pause ends the turn'),
    language: z
      .string()
      .min(2)
      .max(16)
      .default('en')
      .describe('BCP 47: of what the broker itself says to devices that do not name their language'),
    phrasesDir: z
      .string()
      .min(1)
      .optional()
      .describe('folder with recordings of your own for what the broker itself says'),
  })
  .prefault({});
