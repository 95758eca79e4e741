/** Every setting, its default, its range and its meaning. The keys are the same in file, environment and flags. */
import { z } from 'zod';
import { alertsSection } from './sections/alerts.ts';
import { audioSection } from './sections/audio.ts';
import { authSection } from './sections/auth.ts';
import { conversationSection } from './sections/conversation.ts';
import { databaseSection } from './sections/database.ts';
import { devicesSection } from './sections/devices.ts';
import { httpSection } from './sections/http.ts';
import { logSection } from './sections/log.ts';
import { modelSection } from './sections/model.ts';
import { mqttSection } from './sections/mqtt.ts';
import { recordsSection } from './sections/records.ts';
import { sessionSection } from './sections/session.ts';
import { toolsSection } from './sections/tools.ts';

export const configSchema = z.strictObject({
  dataDir: z.string().min(1).default('.pipit/data').describe('folder for what must last'),
  nodeId: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'expected letters, digits and . _ -')
    .optional()
    .describe('names this broker among those that share a database; the name of the machine when left out'),
  database: databaseSection,
  secretKey: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}=?$/, 'expected 32 random bytes in base64url')
    .optional()
    .meta({
      description:
        'encrypts the secrets in the database, 32 bytes in base64url; secret.key in the data folder when left out',
      secret: true,
    }),
  tenancy: z
    .strictObject({
      mode: z
        .enum(['single', 'multi'])
        .default('single')
        .describe(
          'one organisation (tenants of before are kept out), or several that see nothing of each other',
        ),
    })
    .prefault({}),
  auth: authSection,
  mqtt: mqttSection,
  http: httpSection,
  devices: devicesSection,
  model: modelSection,
  conversation: conversationSection,
  session: sessionSection,
  records: recordsSection,
  tools: toolsSection,
  alerts: alertsSection,
  audio: audioSection,
  log: logSection,
});

export type Config = z.infer<typeof configSchema>;
