/** What stands in the menu, and for whom. */
import type { Component } from 'svelte';
import Activity from '@lucide/svelte/icons/activity';
import AudioLines from '@lucide/svelte/icons/audio-lines';
import Bell from '@lucide/svelte/icons/bell';
import ChartColumn from '@lucide/svelte/icons/chart-column';
import Cpu from '@lucide/svelte/icons/cpu';
import History from '@lucide/svelte/icons/history';
import KeyRound from '@lucide/svelte/icons/key-round';
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import Mic from '@lucide/svelte/icons/mic';
import ScrollText from '@lucide/svelte/icons/scroll-text';
import SlidersHorizontal from '@lucide/svelte/icons/sliders-horizontal';
import Users from '@lucide/svelte/icons/users';
import Wrench from '@lucide/svelte/icons/wrench';
import type { Catalogue } from '#lib/messages/catalogue.ts';
import type { Permission } from '#lib/state/viewer.svelte.ts';

export interface NavigationItem {
  readonly href: string;
  /** Pages beside it that belong to it. */
  readonly also?: readonly string[];
  readonly name: keyof {
    [Key in keyof Catalogue['shell'] as Catalogue['shell'][Key] extends string ? Key : never]: true;
  };
  readonly icon: Component;
  readonly needs: Permission;
  /** It is of the whole organisation: who has devices of their own only sees nothing there. */
  readonly ofAll?: boolean;
  /** For whoever lacks that, parts of it that have addresses of their own. */
  readonly parts?: readonly { readonly href: string; readonly needs: Permission }[];
}

export interface NavigationGroup {
  readonly name?: NavigationItem['name'];
  readonly items: readonly NavigationItem[];
}

/** Who looks, as far as the menu depends on it. */
interface Looker {
  readonly looksAfterAll: boolean;
  can(permission: Permission): boolean;
}

/** What of it somebody may see: an item leads to the first of its parts that is theirs. */
export const navigationFor = (looker: Looker): NavigationGroup[] =>
  NAVIGATION.map((group) => ({
    ...group,
    items: group.items.flatMap((item) => itemFor(item, looker)),
  })).filter(({ items }) => items.length > 0);

function itemFor(item: NavigationItem, looker: Looker): NavigationItem[] {
  const { href, also = [], needs, ofAll = false, parts = [] } = item;
  if (ofAll && !looker.looksAfterAll) return [];
  if (looker.can(needs)) return [item];
  const part = parts.find(({ needs }) => looker.can(needs));
  return part ? [{ ...item, href: part.href, also: [...also, href] }] : [];
}

const NAVIGATION: readonly NavigationGroup[] = [
  { items: [{ href: '/', name: 'overview', icon: LayoutDashboard, needs: 'sessions:read' }] },
  {
    name: 'fleet',
    items: [
      {
        href: '/devices',
        also: ['/add-devices', '/device-groups'],
        name: 'devices',
        icon: Cpu,
        needs: 'devices:read',
      },
      {
        href: '/configuration',
        name: 'configuration',
        icon: SlidersHorizontal,
        needs: 'configuration:read',
        ofAll: true,
      },
      {
        href: '/mcp-servers',
        name: 'mcpServers',
        icon: Wrench,
        needs: 'mcpServers:read',
        parts: [{ href: '/mcp-servers/sandboxes', needs: 'sandboxes:read' }],
      },
    ],
  },
  {
    name: 'conversations',
    items: [
      { href: '/live', name: 'live', icon: AudioLines, needs: 'sessions:read' },
      { href: '/conversations', name: 'history', icon: History, needs: 'sessions:read' },
      { href: '/reports', name: 'reports', icon: ChartColumn, needs: 'sessions:read' },
      { href: '/talk', name: 'talk', icon: Mic, needs: 'devices:write' },
    ],
  },
  {
    name: 'administration',
    items: [
      { href: '/people', name: 'people', icon: Users, needs: 'users:read' },
      { href: '/api-keys', name: 'apiKeys', icon: KeyRound, needs: 'apiKeys:read' },
      { href: '/audit-log', name: 'auditLog', icon: ScrollText, needs: 'audit:read' },
      { href: '/alerts', name: 'alerts', icon: Bell, needs: 'alerts:read' },
      { href: '/system', name: 'system', icon: Activity, needs: 'system:read' },
    ],
  },
];
