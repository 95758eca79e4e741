/** Organisations that share the installation. */
import { broker, dataOf } from '#lib/broker/client.ts';
import type { operations } from '#lib/broker/gen/schema.d.ts';
import { Paged } from '#lib/state/paged.svelte.ts';

export type Tenant =
  operations['listTenants']['responses'][200]['content']['application/json']['items'][number];
export type NewTenant = operations['createTenant']['requestBody']['content']['application/json'];
export type MadeTenant = operations['createTenant']['responses'][201]['content']['application/json'];
type TenantChange = operations['changeTenant']['requestBody']['content']['application/json'];

export class Tenants {
  readonly list = new Paged<Tenant>((cursor, signal) =>
    dataOf(broker.GET('/api/v1/tenants', { params: { query: { ...(cursor && { cursor }) } }, signal })),
  );

  async create(body: NewTenant): Promise<MadeTenant> {
    const made = await dataOf(broker.POST('/api/v1/tenants', { body }));
    void this.list.read();
    return made;
  }

  async change(id: string, body: TenantChange): Promise<void> {
    const changed = await dataOf(broker.PATCH('/api/v1/tenants/{id}', { params: { path: { id } }, body }));
    this.list.change((tenant) => (tenant.id === id ? changed : tenant));
  }

  /** Idempotent. */
  close(): void {
    this.list.close();
  }
}
