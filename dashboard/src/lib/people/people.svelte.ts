/** People of the tenant, by page, and what may be done to them. */
import { broker, dataOf } from '#lib/broker/client.ts';
import type { operations } from '#lib/broker/gen/schema.d.ts';
import { Paged } from '#lib/state/paged.svelte.ts';
import type { Person, Role } from './roles.ts';

export interface PeopleFilter {
  /** Start of the name or the address. */
  readonly q?: string | undefined;
  readonly role?: Role | undefined;
}

export type PersonChange = operations['changeUser']['requestBody']['content']['application/json'];
export type Invitation = operations['inviteUser']['requestBody']['content']['application/json'];
export type MadeLink = operations['inviteUser']['responses'][201]['content']['application/json'];

export class People {
  #filter: PeopleFilter = {};
  readonly list = new Paged<Person>((cursor, signal) => {
    const { q, role } = this.#filter;
    const query = { ...(q && { q }), ...(role && { role }), ...(cursor && { cursor }) };
    return dataOf(broker.GET('/api/v1/users', { params: { query }, signal }));
  });

  async show(filter: PeopleFilter): Promise<void> {
    this.#filter = filter;
    await this.list.read();
  }

  async invite(body: Invitation): Promise<MadeLink> {
    const made = await dataOf(broker.POST('/api/v1/users', { body }));
    void this.list.read();
    return made;
  }

  async change(id: string, body: PersonChange): Promise<Person> {
    const changed = await dataOf(broker.PATCH('/api/v1/users/{id}', { params: { path: { id } }, body }));
    this.list.change((person) => (person.id === id ? changed : person));
    return changed;
  }

  newLink(id: string): Promise<MadeLink> {
    return dataOf(broker.POST('/api/v1/users/{id}/link', { params: { path: { id } } }));
  }

  async remove(id: string): Promise<void> {
    await broker.DELETE('/api/v1/users/{id}', { params: { path: { id } } });
    void this.list.read();
  }

  /** Idempotent. */
  close(): void {
    this.list.close();
  }
}
