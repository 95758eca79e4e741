/** The key of the vault is lost: what it encrypted is given up, what another one opens stays, and the broker starts. */
import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetSecrets, isNothingLost, lostSecrets } from '../src/compose/forget-secrets.ts';
import { type Services, openServices } from '../src/compose/services.ts';
import { loadConfig } from '../src/config/load.ts';
import { McpSignInAttempts } from '../src/fleet/mcp-sign-in-attempts.ts';
import { userSettingsSchema } from '../src/identity/settings-schema.ts';
import type { Database } from '../src/store/database.ts';
import { createVault } from '../src/store/vault.ts';
import { MemorySharedState } from '../src/store/shared/memory-shared-state.ts';
import { Figures } from '../src/telemetry/figures.ts';
import { FakeClock } from '../src/testing/fake-clock.ts';
import { ADMIN, person } from './fleet/fleet-people.ts';
import { openTestDatabase } from './store/test-database.ts';

const NOW = Date.UTC(2026, 2, 1);
const lostKey = randomBytes(32);
const newKey = randomBytes(32);
const claimKey = 'k'.repeat(43);
const server = (name: string) =>
  ({ name, enabled: true, transport: 'http', url: 'https://h', headers: { 'x-token': 'secret' } }) as const;

let database: Database;
let open: Services[];
beforeEach(async () => {
  database = await openTestDatabase();
  open = [];
});
afterEach(async () => {
  for (const services of open) await services.close();
  await database.close();
});

async function start(key: Buffer): Promise<Services> {
  const clock = new FakeClock();
  const services = await openServices({
    config: loadConfig({ environment: {}, flags: { secretKey: key.toString('base64url') } }),
    database,
    shared: new MemorySharedState({ clock }),
    log: pino({ level: 'silent' }),
    clock,
    now: () => NOW,
    figures: new Figures(),
    isBroker: false,
  });
  open.push(services);
  return services;
}

const forget = (key: Buffer) => forgetSecrets(database.queries, createVault(key), () => NOW);

/** Somebody with a sign-in and a key of a provider, an MCP server, and a device that did not fetch its secret yet. */
async function fill({ identity, fleet }: Services) {
  const users = database.queries;
  const user = await identity.users.insert(users, 'default', {
    email: 'anna@example.com',
    name: 'Anna',
    role: 'admin',
  });
  const caller = { principal: person('admin', user.id), origin: {} };
  const provider = { id: 'mine', name: 'Mine', kind: 'openaiCompatible', apiKey: 'pk_1' } as const;
  const { version } = await identity.settings.read(caller);
  const settings = userSettingsSchema.parse({ autoScroll: false, modelProviders: [provider] });
  await identity.settings.replace(caller, version, settings);
  const signedIn = await identity.signIns.start(user, 'password', {});
  const { id } = await fleet.mcpServers.create(ADMIN, server('search'));
  const attempts = new McpSignInAttempts({ database, vault: createVault(lostKey), now: () => NOW });
  await attempts.begin(ADMIN, { id, version: 1, url: 'https://h' }, 'state', { verifier: 'secret' });
  const { code } = await fleet.claims.start({
    deviceId: 'lamp',
    claimKey,
    codeFormat: 'letters',
    hardware: {},
    address: null,
  });
  await fleet.claims.claim(ADMIN, code, {});
  return { caller, signedIn, serverId: id };
}

test('without its key the broker does not start, and names the command that helps', async () => {
  await start(lostKey);
  await expect(start(newKey)).rejects.toMatchObject({
    code: 'WRONG_KEY',
    message: expect.stringContaining('pipit db forget-secrets'),
  });
});

test('what the lost key encrypted is forgotten, and can be entered again', async () => {
  const before = await start(lostKey);
  const { caller, signedIn, serverId } = await fill(before);
  const token = { authorization: `Bearer ${signedIn.accessToken}`, address: undefined };
  expect(await before.identity.authenticator.authenticate(token)).toMatchObject({ name: 'Anna' });
  expect(await forget(newKey)).toMatchObject({
    signingKeys: [expect.any(String)],
    providerKeys: [{ email: 'anna@example.com', providerId: 'mine' }],
    mcpServers: [{ id: serverId, name: 'search', secrets: ['x-token'] }],
    mcpSignIns: [{ serverId, name: 'search' }],
    claims: [{ deviceId: 'lamp' }],
  });
  const signIn = { tenantId: 'default', serverId, url: 'https://h' };
  expect(await before.fleet.mcpSignIns.read(signIn)).toBeUndefined();

  const { identity, fleet } = await start(newKey);
  const { settings, version } = await identity.settings.read(caller);
  expect(settings).toMatchObject({ autoScroll: false, modelProviders: [{ id: 'mine' }] });
  expect(settings.modelProviders[0]).not.toHaveProperty('apiKey');
  const modelProviders = [{ ...settings.modelProviders[0]!, apiKey: 'pk_2' }];
  await identity.settings.change(caller, version, { modelProviders });
  expect(await identity.settings.providersOf(caller.principal.id)).toMatchObject([{ apiKey: 'pk_2' }]);

  const shown = await fleet.mcpServers.read(ADMIN, serverId);
  expect(shown).toMatchObject({ version: 2, headers: {}, updatedBy: 'pipit db forget-secrets' });
  await fleet.mcpServers.replace(ADMIN, serverId, server('search'), 2);
  expect(await fleet.mcpServers.connection('default', serverId)).toMatchObject(server('search'));

  await expect(identity.signIns.refresh(signedIn.refreshToken, {})).rejects.toMatchObject({
    code: 'SESSION_EXPIRED',
  });
  await expect(identity.authenticator.authenticate(token)).rejects.toMatchObject({
    code: 'CREDENTIALS_INVALID',
  });
  expect(await fleet.claims.poll('lamp', claimKey)).toEqual({ status: 'expired' });
});

test('what the key that is there opens is left alone, and then nothing is written', async () => {
  const { caller, signedIn } = await fill(await start(lostKey));
  expect(isNothingLost(await forget(lostKey))).toBe(true);
  const { identity, fleet } = open[0]!;
  expect(await identity.settings.providersOf(caller.principal.id)).toMatchObject([{ apiKey: 'pk_1' }]);
  expect(await fleet.claims.poll('lamp', claimKey)).toMatchObject({ status: 'claimed' });
  await identity.signIns.refresh(signedIn.refreshToken, {});
  const entries = database.queries.selectFrom('auditLog').select('id');
  expect(await entries.where('action', '=', 'secrets.forget').execute()).toEqual([]);

  await forget(newKey);
  const again = await start(newKey);
  const added = await again.fleet.mcpServers.create(ADMIN, server('later'));
  expect(isNothingLost(await lostSecrets(database.queries, createVault(newKey)))).toBe(true);
  expect(await again.fleet.mcpServers.connection('default', added.id)).toMatchObject(server('later'));
});

test('the audit log of each tenant says what it lost, and no secret', async () => {
  const services = await start(lostKey);
  await database.queries.insertInto('tenants').values({ id: 'other', name: 'Other' }).execute();
  await fill(services);
  const owner = person('owner', undefined, 'other');
  await services.fleet.mcpServers.create(owner, server('theirs'));
  await forget(newKey);
  const entries = await database.queries
    .selectFrom('auditLog')
    .select(['tenantId', 'actorId', 'result', 'detail'])
    .where('action', '=', 'secrets.forget')
    .orderBy('tenantId')
    .execute();
  expect(entries).toMatchObject([
    {
      tenantId: 'default',
      actorId: 'pipit db forget-secrets',
      detail: {
        signingKeys: 1,
        providersOf: [expect.any(String)],
        mcpServers: ['search'],
        signedInTo: ['search'],
        claimedDevices: ['lamp'],
      },
    },
    { tenantId: 'other', detail: { signingKeys: 0, mcpServers: ['theirs'] } },
  ]);
  expect(JSON.stringify(entries)).not.toMatch(/pk_|"secret"/);
});
