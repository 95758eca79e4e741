/** All routes about people, programs and tenants. */
import type { Routes } from '../api.ts';
import { apiKeyRoutes } from './api-keys.ts';
import { type AuditRoutesOptions, auditRoutes } from './audit-log.ts';
import { oidcRoutes } from './oidc.ts';
import { oneTimeLinkRoutes } from './one-time-links.ts';
import { ownAccountRoutes } from './own-account.ts';
import { type IdentityRoutesOptions, signInRoutes } from './sign-in.ts';
import { tenantRoutes } from './tenants.ts';
import { userSettingsRoutes } from './user-settings.ts';
import { userRoutes } from './users.ts';

export interface IdentityApiOptions extends IdentityRoutesOptions, AuditRoutesOptions {}

export const identityRoutes = (options: IdentityApiOptions): readonly Routes[] => [
  signInRoutes(options),
  oneTimeLinkRoutes(options),
  oidcRoutes(options),
  ownAccountRoutes(options),
  userRoutes(options),
  apiKeyRoutes(options),
  tenantRoutes(options),
  userSettingsRoutes(options),
  auditRoutes(options),
];
