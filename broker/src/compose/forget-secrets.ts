/**
 * When the key of the vault is lost for good: what it encrypted cannot be read by anybody any more, so it is given up, and
 * the broker starts with the key that is there now. What that key opens is left alone.
 */
import { auditRow } from '../audit/audit-log.ts';
import { type LostOfFleet, forgetOfFleet, lostOfFleet } from '../fleet/lost-secrets.ts';
import { type LostOfPeople, forgetOfPeople, lostOfPeople } from '../identity/lost-secrets.ts';
import type { Queries } from '../store/database.ts';
import type { Vault } from '../store/vault.ts';

export interface LostSecrets extends LostOfPeople, LostOfFleet {}

const ACTOR = 'pipit db forget-secrets';
/** Of whom the keys that sign tokens are. */
const INSTALLATION = 'default';

/** What does not open with the key that is there. */
export async function lostSecrets(queries: Queries, vault: Vault): Promise<LostSecrets> {
  return { ...(await lostOfPeople(queries, vault)), ...(await lostOfFleet(queries, vault)) };
}

export const isNothingLost = (lost: LostSecrets): boolean =>
  [lost.signingKeys, lost.providerKeys, lost.mcpServers, lost.mcpSignIns, lost.claims].every(
    ({ length }) => length === 0,
  );

/** All of it or, when it fails, nothing; the audit log of each tenant says what it lost. */
export function forgetSecrets(queries: Queries, vault: Vault, now: () => number): Promise<LostSecrets> {
  return queries.transaction().execute(async (transaction) => {
    const lost = await lostSecrets(transaction, vault);
    if (isNothingLost(lost)) return lost;
    const at = new Date(now());
    await forgetOfPeople(transaction, lost, at);
    await forgetOfFleet(transaction, lost, { at, by: ACTOR });
    const entries = auditEntriesOf(lost).map(({ tenantId, detail }) =>
      auditRow(
        { kind: 'system', id: ACTOR, tenantId },
        { action: 'secrets.forget', target: { kind: 'tenant', id: tenantId }, detail },
        at.getTime(),
      ),
    );
    await transaction.insertInto('auditLog').values(entries).execute();
    return lost;
  });
}

function auditEntriesOf({ signingKeys, providerKeys, mcpServers, mcpSignIns, claims }: LostSecrets) {
  const of = <Item extends { readonly tenantId: string }>(items: readonly Item[], tenantId: string) =>
    items.filter((item) => item.tenantId === tenantId);
  const tenantIds = new Set([
    INSTALLATION,
    ...[...providerKeys, ...mcpServers, ...mcpSignIns, ...claims].map(({ tenantId }) => tenantId),
  ]);
  return [...tenantIds].map((tenantId) => ({
    tenantId,
    detail: {
      signingKeys: tenantId === INSTALLATION ? signingKeys.length : 0,
      providersOf: [...new Set(of(providerKeys, tenantId).map(({ userId }) => userId))],
      mcpServers: of(mcpServers, tenantId).map(({ name }) => name),
      signedInTo: of(mcpSignIns, tenantId).map(({ name }) => name),
      claimedDevices: of(claims, tenantId).map(({ deviceId }) => deviceId),
    },
  }));
}
