/** What a key may do, in groups that people think in. */
import type { Permission } from '#lib/state/viewer.svelte.ts';

export type ScopeGroup = 'devices' | 'configuration' | 'conversations' | 'tools' | 'people' | 'installation';

const GROUPS: Readonly<Record<ScopeGroup, readonly Permission[]>> = {
  devices: ['devices:read', 'devices:write', 'devices:command', 'devices:secrets', 'devices:delete'],
  configuration: ['configuration:read', 'configuration:write', 'groups:write'],
  conversations: ['sessions:read', 'sessions:write', 'sessions:delete', 'messages:read', 'recordings:read'],
  tools: ['mcpServers:read', 'mcpServers:write', 'sandboxes:read', 'sandboxes:write'],
  people: ['users:read', 'users:write', 'apiKeys:read', 'apiKeys:write', 'settings:self'],
  installation: ['alerts:read', 'alerts:write', 'audit:read', 'system:read', 'tenants:read', 'tenants:write'],
};

/** Of those that the person has: a key never may do more. Groups that are empty are left out. */
export function scopeGroups(
  can: (permission: Permission) => boolean,
): readonly { readonly group: ScopeGroup; readonly permissions: readonly Permission[] }[] {
  return (Object.keys(GROUPS) as ScopeGroup[])
    .map((group) => ({ group, permissions: GROUPS[group].filter(can) }))
    .filter(({ permissions }) => permissions.length > 0);
}

export const ALL_SCOPES: readonly Permission[] = Object.values(GROUPS).flat();

/** Looks, and changes nothing; what people say is not among it. */
export const isHarmless = (permission: Permission): boolean =>
  permission.endsWith(':read') && permission !== 'messages:read' && permission !== 'recordings:read';
