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

  /** Who it was has another name now. */
  renamed(name: string): void {
    this.#me = { ...this.#me, principal: { ...this.#me.principal, name } };
  }

  get id(): string {
    return this.#me.principal.id;
  }

  get name(): string {
    return this.#me.principal.name;
  }

  get tenantId(): string {
    return this.#me.principal.tenantId;
  }

  /** Null for programs. */
  get role(): Me['principal']['role'] {
    return this.#me.principal.role;
  }

  /** All of the tenant, not only devices of one's own. */
  get looksAfterAll(): boolean {
    return this.#me.principal.scope === 'tenant';
  }

  can(permission: Permission): boolean {
    return this.#me.principal.permissions.includes(permission);
  }
}

export const viewerContext = contextOf<Viewer>('viewer');
