/** Groups of devices that share settings, and the tags that are in use. */
import { sql } from 'kysely';
import type { AuditAction } from '../../audit/audit-actions.ts';
import type { AuditSink } from '../../audit/audit-sink.ts';
import type { Principal } from '../../identity/principal.ts';
import type { Database, Queries } from '../../store/database.ts';
import { repeatedValueOf } from '../../store/database-error.ts';
import { isId, newId } from '../../store/ids.ts';
import { notify } from '../../store/notify.ts';
import type { ConfigNotice } from '../configuration/config-versions.ts';
import { nextRevision } from '../configuration/revision.ts';
import { FleetError } from '../fleet-error.ts';
import { isVisible } from '../sight.ts';

export interface GroupView {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly createdAt: string;
  readonly devices: number;
  readonly online: number;
}

export interface GroupInput {
  readonly name: string;
  readonly about?: string | undefined;
}

/** A tenant has no more. */
export const MAX_GROUPS = 1000;

export class Groups {
  readonly #database: Database;
  readonly #audit: AuditSink;

  constructor(database: Database, audit: AuditSink) {
    this.#database = database;
    this.#audit = audit;
  }

  /** By name. With the scope `own`, nobody's. */
  async list(principal: Principal): Promise<GroupView[]> {
    if (principal.scope !== 'tenant') return [];
    return this.#views(principal.tenantId);
  }

  /** @throws {FleetError} NOT_FOUND */
  async read(principal: Principal, id: string): Promise<GroupView> {
    const [group] = isId(id) && principal.scope === 'tenant' ? await this.#views(principal.tenantId, id) : [];
    if (!group) throw FleetError.notFound('a group', id);
    return group;
  }

  /** @throws {FleetError} EXISTS, CONFLICT */
  async create(principal: Principal, { name, about = '' }: GroupInput): Promise<GroupView> {
    const { tenantId } = principal;
    const id = newId();
    const { queries } = this.#database;
    const { count } = await queries
      .selectFrom('deviceGroups')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('tenantId', '=', tenantId)
      .executeTakeFirstOrThrow();
    if (count >= MAX_GROUPS)
      throw new FleetError('CONFLICT', `There are ${MAX_GROUPS} groups already. Use tags for what is finer.`);
    await named(name, () =>
      queries.insertInto('deviceGroups').values({ id, tenantId, name, about }).execute(),
    );
    this.#record(principal, 'group.create', id, { name });
    return this.read(principal, id);
  }

  /** @throws {FleetError} NOT_FOUND, EXISTS */
  async edit(principal: Principal, id: string, edit: Partial<GroupInput>): Promise<GroupView> {
    const before = await this.read(principal, id);
    const { name = before.name, about = before.about } = edit;
    await named(name, () =>
      this.#database.queries.updateTable('deviceGroups').set({ name, about }).where('id', '=', id).execute(),
    );
    this.#record(principal, 'group.change', id, edit);
    return this.read(principal, id);
  }

  /** Its devices stay, without a group and without its settings. @throws {FleetError} NOT_FOUND */
  async remove(principal: Principal, id: string): Promise<void> {
    await this.read(principal, id);
    const { tenantId } = principal;
    await this.#database.queries.transaction().execute(async (queries) => {
      const scopeRevision = await nextRevision(queries);
      await queries
        .updateTable('devices')
        .set({ groupId: null, scopeRevision })
        .where('groupId', '=', id)
        .execute();
      await queries
        .deleteFrom('deviceConfigs')
        .where('tenantId', '=', tenantId)
        .where('scope', '=', 'group')
        .where('scopeId', '=', id)
        .execute();
      await queries.deleteFrom('deviceGroups').where('id', '=', id).execute();
      // Whose group it was is not known any more.
      await notify(queries, 'pipit_configs', { tenantId, scope: 'fleet', id: '' } satisfies ConfigNotice);
    });
    this.#record(principal, 'group.delete', id);
  }

  /** Those of the devices that the principal sees, the most used first. */
  async tags(principal: Principal): Promise<{ tag: string; devices: number }[]> {
    const rows = await this.#database.queries
      .selectFrom('deviceTags')
      .innerJoin('devices', 'devices.id', 'deviceTags.deviceId')
      .where('deviceTags.tenantId', '=', principal.tenantId)
      .where((eb) => isVisible(eb as never, principal))
      .select((eb) => ['deviceTags.tag', eb.fn.countAll<number>().as('devices')])
      .groupBy('deviceTags.tag')
      .orderBy('devices', 'desc')
      .orderBy('deviceTags.tag')
      .limit(1000)
      .execute();
    return rows.map(({ tag, devices }) => ({ tag, devices }));
  }

  async #views(tenantId: string, id?: string): Promise<GroupView[]> {
    let query = this.#database.queries
      .selectFrom('deviceGroups')
      .leftJoin('devices', 'devices.groupId', 'deviceGroups.id')
      .where('deviceGroups.tenantId', '=', tenantId)
      .select(['deviceGroups.id', 'deviceGroups.name', 'deviceGroups.about', 'deviceGroups.createdAt'])
      .select([
        sql<number>`count(devices.id)::integer`.as('devices'),
        sql<number>`(count(devices.id) filter (where devices.online))::integer`.as('online'),
      ])
      .groupBy('deviceGroups.id')
      .orderBy('deviceGroups.name');
    if (id !== undefined) query = query.where('deviceGroups.id', '=', id);
    const rows = await query.limit(MAX_GROUPS).execute();
    return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
  }

  #record(principal: Principal, action: AuditAction, id: string, detail?: object): void {
    this.#audit.record({
      principal,
      action,
      target: { kind: 'group', id },
      result: 'ok',
      ...(detail && { detail }),
    });
  }
}

async function named(name: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (repeatedValueOf(error) === undefined) throw error;
    throw new FleetError('EXISTS', `There is a group ${JSON.stringify(name)} already. Take another name.`);
  }
}

/** Ids of groups by name, for imports. */
export async function groupsByName(queries: Queries, tenantId: string): Promise<Map<string, string>> {
  const rows = await queries
    .selectFrom('deviceGroups')
    .select(['id', 'name'])
    .where('tenantId', '=', tenantId)
    .execute();
  return new Map(rows.map(({ id, name }) => [name, id]));
}
