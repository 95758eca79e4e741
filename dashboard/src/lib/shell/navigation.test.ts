import { expect, test } from 'vitest';
import type { Permission } from '#lib/state/viewer.svelte.ts';
import { navigationFor } from './navigation.ts';

const offered = (...permissions: Permission[]) =>
  navigationFor(looker(permissions)).flatMap(({ items }) => items.map(({ href }) => href));
const looker = (permissions: readonly Permission[], looksAfterAll = true) => ({
  looksAfterAll,
  can: (permission: Permission) => permissions.includes(permission),
});

test('whoever talks to devices of their own is led to their sandboxes, not to servers that refuse them', () => {
  const own = ['devices:read', 'configuration:read', 'sessions:read', 'sandboxes:read'] as const;
  expect(offered(...own)).toContain('/mcp-servers/sandboxes');
  expect(offered(...own)).not.toContain('/mcp-servers');
  expect(offered(...own, 'mcpServers:read')).toContain('/mcp-servers');
  expect(offered(...own, 'mcpServers:read')).not.toContain('/mcp-servers/sandboxes');
});

test('talking is offered to whoever may have a device for a trial', () => {
  expect(offered('devices:read')).not.toContain('/talk');
  expect(offered('devices:read', 'devices:write')).toContain('/talk');
});

test('what somebody may not see at all has no heading either', () => {
  const groups = navigationFor(looker(['devices:read']));
  expect(groups.map(({ name }) => name)).toEqual(['fleet']);
});

test('settings of the fleet are not offered to whoever has devices of their own only', () => {
  const shown = (looksAfterAll: boolean) =>
    navigationFor(looker(['devices:read', 'configuration:read'], looksAfterAll))
      .flatMap(({ items }) => items)
      .map(({ href }) => href);
  expect(shown(true)).toContain('/configuration');
  expect(shown(false)).not.toContain('/configuration');
});
