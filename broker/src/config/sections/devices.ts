/** Which devices are let in, and what is remembered of them. */
import { z } from 'zod';

export const devicesSection = z
  .strictObject({
    passwordSignIn: z
      .boolean()
      .default(false)
      .describe("old devices may sign in with their owner's email and password; unsafe"),
    openRegistration: z
      .boolean()
      .default(false)
      .describe('unknown devices may sign in without a credential, and are created; unsafe'),
    historyDays: z
      .int()
      .min(1)
      .max(3650)
      .default(30)
      .describe('how long connections and telemetry of devices are remembered, in days'),
  })
  .prefault({});
