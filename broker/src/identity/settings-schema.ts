/** What people set for themselves. Everything has a bound; whatever is left out has its default. */
import { z } from 'zod';

const name = z.string().trim().min(1).max(100);

const sandboxSchema = z.strictObject({
  strategy: z
    .enum(['default', 'shared', 'perUser', 'perSession'])
    .default('default')
    .describe(
      'who shares a sandbox: all of the tenant, the devices of the user, nobody but one conversation; default: what the broker has (tools.sandbox.strategy)',
    ),
  quota: z
    .strictObject({
      maxSandboxes: z
        .int()
        .min(0)
        .max(100)
        .default(3)
        .describe('sandboxes of their own at once; beyond it, the oldest is used again'),
      memoryMb: z.int().min(64).max(65_536).default(512),
      diskMb: z.int().min(16).max(1_048_576).default(1024),
      idleMinutes: z.int().min(1).max(10_080).default(30).describe('idle sandboxes are removed after that'),
    })
    .prefault({}),
});

const notificationsSchema = z.strictObject({
  email: z.boolean().default(true),
  desktop: z.boolean().default(false),
  sound: z.boolean().default(false),
  events: z
    .array(z.enum(['alert', 'deviceOffline', 'takeover', 'sessionFailed']))
    .max(4)
    .default(['alert', 'takeover']),
});

const fragmentSchema = z.strictObject({
  name,
  text: z.string().min(1).max(4000),
  enabled: z.boolean().default(true),
});

/** A way to look at the list of devices. */
const deviceViewSchema = z.strictObject({
  name,
  query: z
    .string()
    .max(1000)
    .describe('filter, order and columns, as the address of the page has them behind its "?"'),
  isDefault: z.boolean().default(false).describe('shown when the page is opened without a query'),
});

/** What is shown instead of a secret; sent back, it means the secret that is there. */
export const MASKED_SECRET = '********';

const providerSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'expected small letters, digits and hyphens'),
  name,
  kind: z.enum(['bedrock', 'openaiCompatible']),
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional(),
  model: z.string().min(1).max(200).optional(),
  apiKey: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe(`never shown: ${MASKED_SECRET} stands for it, and keeps it when sent back`),
  enabled: z.boolean().default(true),
});

export const userSettingsSchema = z.strictObject({
  sandbox: sandboxSchema.prefault({}),
  autoScroll: z.boolean().default(true),
  notifications: notificationsSchema.prefault({}),
  inputSuggestions: z.boolean().default(true),
  sharedLinks: z
    .strictObject({
      enabled: z.boolean().default(false),
      expireAfterDays: z.int().min(1).max(365).default(7),
    })
    .prefault({}),
  promptFragments: z.array(fragmentSchema).max(20).default([]),
  deviceViews: z
    .array(deviceViewSchema)
    .max(50)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'names must differ')
    .refine((all) => all.filter(({ isDefault }) => isDefault).length <= 1, 'only one can be the default')
    .default([]),
  modelProviders: z
    .array(providerSchema)
    .max(20)
    .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'ids must differ')
    .default([]),
});

/** As it is kept: keys are encrypted, which makes them longer. */
export const storedSettingsSchema = userSettingsSchema.extend({
  modelProviders: z.array(providerSchema.extend({ apiKey: z.string().optional() })).default([]),
});

/** Parts that are left out stay; a part that is sent replaces the former. */
export const userSettingsPatchSchema = z.strictObject({
  sandbox: sandboxSchema.optional(),
  autoScroll: z.boolean().optional(),
  notifications: notificationsSchema.optional(),
  inputSuggestions: z.boolean().optional(),
  sharedLinks: userSettingsSchema.shape.sharedLinks.unwrap().optional(),
  promptFragments: z.array(fragmentSchema).max(20).optional(),
  deviceViews: userSettingsSchema.shape.deviceViews.unwrap().optional(),
  modelProviders: userSettingsSchema.shape.modelProviders.unwrap().optional(),
});

export type UserSettingsBody = z.infer<typeof userSettingsSchema>;
export type UserSettingsPatch = z.infer<typeof userSettingsPatchSchema>;
export type ModelProvider = UserSettingsBody['modelProviders'][number];
