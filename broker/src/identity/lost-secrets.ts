/** What people had encrypted with a key that is gone: found, and given up, so that it can be entered again. */
import { sql } from 'kysely';
import type { Queries } from '../store/database.ts';
import { json } from '../store/schema.ts';
import { type Vault, canOpen } from '../store/vault.ts';
import type { RevokeReason } from './sign-ins.ts';
import { signingKeyContext } from './signing-keys.ts';
import { bodyOf, providerContext } from './user-settings.ts';

export interface LostProviderKey {
  readonly tenantId: string;
  readonly userId: string;
  readonly email: string;
  readonly providerId: string;
}

export interface LostOfPeople {
  /** Ids. Access tokens of all people and devices were signed with them. */
  readonly signingKeys: readonly string[];
  readonly providerKeys: readonly LostProviderKey[];
}

const PAGE = 200;

export async function lostOfPeople(queries: Queries, vault: Vault): Promise<LostOfPeople> {
  const keys = await queries.selectFrom('signingKeys').select(['id', 'secret']).execute();
  const signingKeys = keys
    .filter(({ id, secret }) => !canOpen(vault, secret, signingKeyContext(id)))
    .map(({ id }) => id);
  const providerKeys: LostProviderKey[] = [];
  let after: string | undefined;
  do {
    const rows = await settingsWithKeys(queries, after);
    for (const row of rows) {
      const { tenantId, userId, email } = row;
      for (const { id: providerId, apiKey } of bodyOf(row).modelProviders) {
        if (apiKey !== undefined && !canOpen(vault, apiKey, providerContext(userId, providerId)))
          providerKeys.push({ tenantId, userId, email, providerId });
      }
    }
    after = rows.length === PAGE ? rows.at(-1)!.userId : undefined;
  } while (after !== undefined);
  return { signingKeys, providerKeys };
}

/** In a transaction. Without its signing keys no access token holds: all sign-ins end. */
export async function forgetOfPeople(
  queries: Queries,
  { signingKeys, providerKeys }: LostOfPeople,
  at: Date,
): Promise<void> {
  if (signingKeys.length > 0) {
    await queries.deleteFrom('signingKeys').where('id', 'in', signingKeys).execute();
    await queries
      .updateTable('signIns')
      .set({ revokedAt: at, revokeReason: 'secretKeyLost' satisfies RevokeReason })
      .where('revokedAt', 'is', null)
      .execute();
  }
  for (const [userId, lost] of Map.groupBy(providerKeys, (key) => key.userId)) {
    const row = await queries
      .selectFrom('userSettings')
      .select(['body', 'version'])
      .where('userId', '=', userId)
      .forUpdate()
      .executeTakeFirst();
    if (!row) continue;
    const ids = new Set(lost.map(({ providerId }) => providerId));
    const settings = bodyOf(row);
    const modelProviders = settings.modelProviders.map(({ apiKey, ...provider }) =>
      apiKey === undefined || ids.has(provider.id) ? provider : { ...provider, apiKey },
    );
    await queries
      .updateTable('userSettings')
      .set({ body: json({ ...settings, modelProviders }), version: row.version + 1, updatedAt: at })
      .where('userId', '=', userId)
      .execute();
  }
}

const settingsWithKeys = (queries: Queries, after: string | undefined) =>
  queries
    .selectFrom('userSettings')
    .innerJoin('users', 'users.id', 'userSettings.userId')
    .select(['userSettings.userId', 'userSettings.tenantId', 'userSettings.body', 'users.email'])
    .where(sql<boolean>`jsonb_path_exists(body, '$.modelProviders[*].apiKey')`)
    .$if(after !== undefined, (query) => query.where('userSettings.userId', '>', after!))
    .orderBy('userSettings.userId')
    .limit(PAGE)
    .execute();
