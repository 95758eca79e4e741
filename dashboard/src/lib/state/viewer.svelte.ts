/** Who looks at the page, and what they may do. */
import { contextOf } from '#lib/shared/context.ts';
import type { operations } from '#lib/broker/gen/schema.d.ts';

export type Me = operations['getMe']['responses'][200]['content']['application/json'];
export type Permission = Me['principal']['permissions'][number];

export class Viewer {
  #me = $state.raw() as Me;

  constructor(me: Me) {
    this.#me = me;
  }

  get me(): Me {
    return this.#me;
  }

  get name(): string {
    return this.#me.principal.name;
  }

  can(permission: Permission): boolean {
    return this.#me.principal.permissions.includes(permission);
  }

  /** After a change of oneself. */
  update(me: Me): void {
    this.#me = me;
  }
}

export const viewerContext = contextOf<Viewer>('viewer');
