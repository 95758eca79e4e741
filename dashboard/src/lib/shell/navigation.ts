/** What stands in the menu, and for whom. */
import type { Component } from 'svelte';
import Cpu from '@lucide/svelte/icons/cpu';
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import type { Catalogue } from '#lib/messages/catalogue.ts';
import type { Permission } from '#lib/state/viewer.svelte.ts';

export interface NavigationItem {
  readonly href: string;
  readonly name: keyof {
    [Key in keyof Catalogue['shell'] as Catalogue['shell'][Key] extends string ? Key : never]: true;
  };
  readonly icon: Component;
  readonly needs: Permission;
}

export interface NavigationGroup {
  readonly name?: NavigationItem['name'];
  readonly items: readonly NavigationItem[];
}

export const NAVIGATION: readonly NavigationGroup[] = [
  { items: [{ href: '/', name: 'overview', icon: LayoutDashboard, needs: 'sessions:read' }] },
  {
    name: 'fleet',
    items: [{ href: '/devices', name: 'devices', icon: Cpu, needs: 'devices:read' }],
  },
];
