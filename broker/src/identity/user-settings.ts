/** The settings of a person, with a version, so that two tabs do not overwrite each other; secrets stay encrypted. */
import type { AuditAction } from '../audit/audit-actions.ts';
import type { Audit } from '../audit/audit-log.ts';
import type { Queries } from '../store/database.ts';
import { notify } from '../store/notify.ts';
import { type Row, json } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import type { Caller } from './caller.ts';
import { IdentityError } from './identity-error.ts';
import {
  MASKED_SECRET,
  type ModelProvider,
  type UserSettingsBody,
  type UserSettingsPatch,
  storedSettingsSchema,
  userSettingsSchema,
} from './settings-schema.ts';
import { isPerson } from './user-view.ts';

export interface VersionedSettings {
  readonly version: number;
  readonly updatedAt: Date;
  /** With secrets masked. */
  readonly settings: UserSettingsBody;
}

export interface UserSettingsOptions {
  readonly queries: Queries;
  readonly vault: Vault;
  readonly audit: Audit;
  readonly now: () => number;
}

type SettingsRow = Row<'userSettings'>;

export class UserSettings {
  readonly #options: UserSettingsOptions;

  constructor(options: UserSettingsOptions) {
    this.#options = options;
  }

  /** Made with defaults when there are none. @throws {IdentityError} NOT_FOUND for programs */
  async read(caller: Caller): Promise<VersionedSettings> {
    return shown(await this.#getOrCreate(this.#options.queries, caller));
  }

  /** `expectedVersion`: undefined for any. @throws {IdentityError} VERSION_STALE, INVALID */
  replace(
    caller: Caller,
    expectedVersion: number | undefined,
    body: UserSettingsBody,
  ): Promise<VersionedSettings> {
    return this.#write(caller, expectedVersion, () => body);
  }

  /** `expectedVersion`: undefined for any. @throws {IdentityError} VERSION_STALE, INVALID */
  change(
    caller: Caller,
    expectedVersion: number | undefined,
    patch: UserSettingsPatch,
  ): Promise<VersionedSettings> {
    const set = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    return this.#write(caller, expectedVersion, (former) => ({ ...former, ...set }));
  }

  /** Back to the defaults; secrets are gone. */
  async remove(caller: Caller): Promise<void> {
    const userId = personOf(caller);
    await this.#options.queries.transaction().execute(async (queries) => {
      await queries.deleteFrom('userSettings').where('userId', '=', userId).execute();
      await notify(queries, 'pipit_settings', { userId });
    });
    this.#record(caller, 'settings.delete', {});
  }

  /** For whoever calls the model on behalf of the person; the secret is in clear. */
  async providersOf(userId: string): Promise<ModelProvider[]> {
    const { queries, vault } = this.#options;
    const row = await queries
      .selectFrom('userSettings')
      .select('body')
      .where('userId', '=', userId)
      .executeTakeFirst();
    return bodyOf(row).modelProviders.map(({ apiKey, ...provider }) => ({
      ...provider,
      ...(apiKey !== undefined && { apiKey: vault.open(apiKey, providerContext(userId, provider.id)) }),
    }));
  }

  /** For whoever runs programs for the person. */
  async sandboxOf(userId: string): Promise<UserSettingsBody['sandbox']> {
    const row = await this.#options.queries
      .selectFrom('userSettings')
      .select('body')
      .where('userId', '=', userId)
      .executeTakeFirst();
    return bodyOf(row).sandbox;
  }

  async #write(
    caller: Caller,
    expectedVersion: number | undefined,
    next: (former: UserSettingsBody) => UserSettingsBody,
  ): Promise<VersionedSettings> {
    const userId = personOf(caller);
    const { queries, now } = this.#options;
    const row = await queries.transaction().execute(async (queries) => {
      const { version, body } = await this.#getOrCreate(queries, caller, { hold: true });
      if (expectedVersion !== undefined && version !== expectedVersion) throw stale(version);
      const former = bodyOf({ body });
      const settings = next(former);
      const modelProviders = settings.modelProviders.map((one) => this.#sealed(userId, one, former));
      await notify(queries, 'pipit_settings', { userId });
      return queries
        .updateTable('userSettings')
        .set({
          body: json({ ...settings, modelProviders }),
          version: version + 1,
          updatedAt: new Date(now()),
        })
        .where('userId', '=', userId)
        .returningAll()
        .executeTakeFirstOrThrow();
    });
    this.#record(caller, 'settings.change', { version: row.version });
    return shown(row);
  }

  #sealed(userId: string, provider: ModelProvider, former: UserSettingsBody): ModelProvider {
    const { apiKey, ...rest } = provider;
    if (apiKey === undefined) return rest;
    if (apiKey !== MASKED_SECRET)
      return { ...rest, apiKey: this.#options.vault.seal(apiKey, providerContext(userId, provider.id)) };
    const kept = former.modelProviders.find(({ id }) => id === provider.id);
    if (kept?.apiKey !== undefined && kept.baseUrl === provider.baseUrl)
      return { ...rest, apiKey: kept.apiKey };
    // To another address the old secret is not sent along by mistake.
    throw new IdentityError(
      'INVALID',
      `There is no key of the provider ${provider.id} for this address yet. Send the key itself.`,
      { field: 'modelProviders' },
    );
  }

  async #getOrCreate(queries: Queries, caller: Caller, { hold = false } = {}): Promise<SettingsRow> {
    const userId = personOf(caller);
    const find = () =>
      queries
        .selectFrom('userSettings')
        .selectAll()
        .where('userId', '=', userId)
        .$if(hold, (query) => query.forUpdate())
        .executeTakeFirst();
    const found = await find();
    if (found) return found;
    const { tenantId } = caller.principal;
    const body = json(userSettingsSchema.parse({}));
    await queries
      .insertInto('userSettings')
      .values({ userId, tenantId, body, updatedAt: new Date(this.#options.now()) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return (await find())!;
  }

  #record({ principal, origin }: Caller, action: AuditAction, detail: object): void {
    const target = { kind: 'user', id: principal.id };
    this.#options.audit.record(principal, { action, target, detail, request: origin });
  }
}

/** What a former version has written is read with today's defaults. */
export function bodyOf(row: { body: object } | undefined): UserSettingsBody {
  const parsed = storedSettingsSchema.safeParse(withKnownStrategy(row?.body ?? {}));
  return parsed.success ? parsed.data : storedSettingsSchema.parse({});
}

/** A backup of before version 0005 of the database may say `none`, which that version took for `shared`. */
function withKnownStrategy(body: object): object {
  const { sandbox } = body as { sandbox?: { strategy?: unknown } };
  return sandbox?.strategy === 'none' ? { ...body, sandbox: { ...sandbox, strategy: 'shared' } } : body;
}

function shown({ version, updatedAt, body }: SettingsRow): VersionedSettings {
  const settings = bodyOf({ body });
  const modelProviders = settings.modelProviders.map((provider) =>
    provider.apiKey === undefined ? provider : { ...provider, apiKey: MASKED_SECRET },
  );
  return { version, updatedAt, settings: { ...settings, modelProviders } };
}

function personOf({ principal }: Caller): string {
  if (isPerson(principal)) return principal.id;
  throw new IdentityError('NOT_FOUND', 'Only people have settings.');
}

/** Of the sealed key of a model provider. */
export const providerContext = (userId: string, providerId: string): string =>
  `provider:${userId}:${providerId}`;

const stale = (currentVersion: number): IdentityError =>
  new IdentityError('VERSION_STALE', 'Somebody has changed it in the meantime.', { currentVersion });
