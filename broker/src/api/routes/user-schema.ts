/** People and times as the API shows them. */
import { z } from 'zod';
import { ROLES } from '../../identity/permissions.ts';
import { type UserRow, userView } from '../../identity/user-view.ts';

export const timeSchema = z.iso.datetime();
export const optionalTime = (at: Date | null): string | null => at?.toISOString() ?? null;

export const roleSchema = z.enum(ROLES);
export const emailSchema = z.email().max(254);
export const personNameSchema = z.string().trim().min(1).max(100);
export const availabilitySchema = z.enum(['online', 'busy', 'offline']);
export const languageSchema = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'expected a language like en or zh-CN')
  .max(16);

export const userSchema = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: roleSchema,
  language: z.string().nullable(),
  availability: availabilitySchema,
  maxConversations: z.int(),
  status: z
    .enum(['active', 'invited', 'locked', 'disabled'])
    .describe('invited: has not set a password yet; locked: after too many failures'),
  createdAt: timeSchema,
  lastSignInAt: timeSchema.nullable(),
});

export function userBody(user: UserRow, nowMs: number): z.infer<typeof userSchema> {
  const { createdAt, lastSignInAt, ...view } = userView(user, nowMs);
  return { ...view, createdAt: createdAt.toISOString(), lastSignInAt: optionalTime(lastSignInAt) };
}

/** A link that is good once. It is a secret: shown to who made it, to be handed on. */
export const linkSchema = z.object({
  url: z.string().describe('good once; hand it to the person'),
  expiresAt: timeSchema,
});
