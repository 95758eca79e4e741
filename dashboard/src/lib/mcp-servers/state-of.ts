/** How a server does, in one word. */
import type { Server } from './server-draft.ts';

export type ServerState = 'disabled' | 'unused' | NonNullable<Server['health']>['state'];

/** unused: nobody has needed it since the broker started. */
export const stateOf = ({ enabled, health }: Pick<Server, 'enabled' | 'health'>): ServerState =>
  enabled ? (health?.state ?? 'unused') : 'disabled';

export const STATE_TONES = {
  disabled: 'neutral',
  unused: 'neutral',
  stopped: 'neutral',
  starting: 'info',
  running: 'ok',
  waiting: 'danger',
} as const satisfies Record<ServerState, string>;

/** Where it is: the address, or the program with its arguments. */
export const placeOf = ({ url, command, args = [] }: Pick<Server, 'url' | 'command' | 'args'>): string =>
  url ?? [command, ...args].join(' ');
