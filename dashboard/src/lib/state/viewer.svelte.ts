/** Who looks at the page, and what they may do. */
import { contextOf } from '#lib/shared/context.ts';
import type { operations } from '#lib/broker/gen/schema.d.ts';

export type Me = operations['getMe']['responses'][200]['content']['application/json'];
export type Permission = Me['principal']['permissions'][number];

export class Viewer {
  readonly #me: Me;

  constructor(me: Me) {
    this.#me = me;
  }

  get name(): string {
    return this.#me.principal.name;
  }

  can(permission: Permission): boolean {
    return this.#me.principal.permissions.includes(permission);
  }
}

export const viewerContext = contextOf<Viewer>('viewer');
