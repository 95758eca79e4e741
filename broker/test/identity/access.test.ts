/** What each role may do, what a tenant sees of another one, and where secrets must not turn up. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { ROLES, ROLE_RIGHTS, isPermission } from '../../src/identity/permissions.ts';
import { readLocalAccess } from '../../src/identity/local-key.ts';
import type { UserRow } from '../../src/identity/user-view.ts';
import type { Database } from '../../src/store/database.ts';
import {
  type Answer,
  IdentityBench,
  PASSWORD,
  emptyPeople,
  openTestDatabase,
} from '../../src/testing/identity-bench.ts';

let database: Database;
let bench: IdentityBench;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await emptyPeople(database);
  bench = await IdentityBench.start(database, { tenancy: { mode: 'multi' } });
});
afterEach(() => bench.close());

interface Operation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly access: string;
  readonly hasBody: boolean;
}

async function operations(): Promise<Operation[]> {
  const { body } = await bench.browser().get('/api/v1/openapi.json');
  const paths = Object.entries(body['paths'] as Record<string, Record<string, Record<string, unknown>>>);
  return paths.flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      operationId: operation['operationId'] as string,
      method: method.toUpperCase(),
      path,
      access: operation['x-access'] as string,
      hasBody: operation['requestBody'] !== undefined,
    })),
  );
}

const UNKNOWN_ID = '01890000-0000-7000-8000-000000000000';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

test('every route lets in the roles that it says, and nobody else', async () => {
  const all = (await operations()).filter(({ access }) => access !== 'public');
  expect(all.length).toBeGreaterThan(20);
  const table: string[] = [];
  for (const role of ROLES) {
    const { accessToken } = await bench.signedIn(await bench.person(role));
    const program = bench.browser({ ...bearer(accessToken), 'if-match': '"v1"' });
    for (const { method, path, access, hasBody } of all) {
      const target = path.replace('{id}', UNKNOWN_ID);
      const allowed =
        access === 'signedIn' || (isPermission(access) && ROLE_RIGHTS[role].permissions.has(access));
      const { status, body } = await program.ask(method, target, hasBody ? { nonsense: 1 } : undefined);
      const refused = status === 403 && body['code'] === 'FORBIDDEN';
      if (refused === allowed || status === 401 || status >= 500)
        table.push(`${role} ${method} ${path}: ${status}, though ${allowed ? '' : 'not '}allowed`);
      if (!allowed) expect(body['permission']).toBe(access);
    }
  }
  expect(table).toEqual([]);
});

test('without a sign-in only the public routes answer', async () => {
  const publicOnes = (await operations()).filter(({ access }) => access === 'public');
  expect(publicOnes.map(({ operationId }) => operationId).toSorted()).toEqual([
    'finishOidc',
    'getSignInMethods',
    'lookAtLink',
    'redeemLink',
    'refreshSignIn',
    'signIn',
    'signOut',
    'startOidc',
  ]);
  const stranger = bench.browser();
  for (const { method, path, access, hasBody } of await operations()) {
    if (access === 'public') continue;
    const { status } = await stranger.ask(method, path.replace('{id}', UNKNOWN_ID), hasBody ? {} : undefined);
    expect([path, status]).toEqual([path, 401]);
  }
});

/** Of every route that takes one: what would do harm if it were let in. */
const BODIES: Readonly<Record<string, object>> = {
  changeMe: { name: 'Ada' },
  changePassword: { currentPassword: 'wrong', newPassword: 'vier andere Vögel' },
  changeSettings: { autoScroll: false },
  replaceSettings: { autoScroll: false },
  inviteUser: { email: 'new@b.example.com', name: 'New', role: 'viewer' },
  changeUser: { role: 'viewer', disabled: true },
  createApiKey: { name: 'b', permissions: ['users:read'] },
  createTenant: { id: 'third', name: 'Third', owner: { email: 'o@third.example.com', name: 'O' } },
  changeTenant: { disabled: true, name: 'taken over' },
};

async function allOf(tenantId: string): Promise<unknown> {
  const { queries } = database;
  return {
    tenants: await queries.selectFrom('tenants').selectAll().where('id', '=', tenantId).execute(),
    users: await queries.selectFrom('users').selectAll().where('tenantId', '=', tenantId).execute(),
    keys: await queries.selectFrom('apiKeys').selectAll().where('tenantId', '=', tenantId).execute(),
    signIns: await queries.selectFrom('signIns').selectAll().where('tenantId', '=', tenantId).execute(),
    settings: await queries.selectFrom('userSettings').selectAll().where('tenantId', '=', tenantId).execute(),
    links: await queries.selectFrom('oneTimeLinks').selectAll().where('tenantId', '=', tenantId).execute(),
  };
}

test.each(['a', 'default'])(
  'an owner of tenant b finds and changes nothing of tenant %s',
  async (tenantId) => {
    const victim = await bench.person('owner', { name: 'victim', tenantId });
    await bench.person('viewer', { name: 'second', tenantId });
    const browser = await bench.signedIn(victim);
    await browser.get('/api/v1/settings');
    const key = await browser.post('/api/v1/api-keys', { name: 'theirs', permissions: ['users:read'] });
    const signIns = await browser.get('/api/auth/sign-ins');
    const ids = [
      victim.id,
      key.body['id'] as string,
      (signIns.body['items'] as { id: string }[])[0]!.id,
      tenantId,
    ];
    const attacker = await bench.person('owner', { name: 'attacker', tenantId: 'b' });
    const { accessToken } = await bench.signedIn(attacker);
    const program = bench.browser({ ...bearer(accessToken), 'if-match': '"v1"' });
    await program.get('/api/v1/settings');
    await bench.audit.flush();
    const before = await allOf(tenantId);

    for (const { operationId, method, path, access, hasBody } of await operations()) {
      if (access === 'public') continue;
      if (hasBody) expect(Object.keys(BODIES)).toContain(operationId);
      for (const id of path.includes('{id}') ? ids : ['']) {
        const answer = await program.ask(method, path.replace('{id}', id), BODIES[operationId]);
        if (id !== '' || path.startsWith('/api/v1/tenants'))
          expect([operationId, id, answer.status]).toEqual([operationId, id, 404]);
        // Its own password is not what BODIES says.
        else if (operationId === 'changePassword') expect(answer.status).toBe(422);
        else expect([200, 201, 204, 412]).toContain(answer.status);
        const told = answer.text.replaceAll(id === '' ? '\0' : id, '').replaceAll(/"instance":"[^"]*"/g, '');
        for (const secret of [...ids.slice(0, 3), victim.email, 'second@', 'theirs'])
          expect([operationId, told.includes(secret)]).toEqual([operationId, false]);
      }
    }
    expect(await allOf(tenantId)).toEqual(before);
    const audit = await program.get('/api/v1/audit-log?limit=200', { accept: 'text/csv' });
    expect(audit.text).toContain('attacker');
    expect(audit.text).not.toContain(victim.id);
  },
);

test('a key of one tenant is of no use in another', async () => {
  const owner = await bench.signedIn(await bench.person('owner', { tenantId: 'a' }));
  const other = await bench.person('viewer', { tenantId: 'b' });
  const { body } = await owner.post('/api/v1/api-keys', { name: 'k', permissions: ['users:read'] });
  const program = bench.browser({ 'x-api-key': body['key'] as string });
  expect((await program.get('/api/v1/users')).text).not.toContain(other.id);
  expect((await program.get(`/api/v1/users/${other.id}`)).status).toBe(404);
});

test('planted secrets are in no log, no audit entry and no answer but the one that hands them out', async () => {
  const answers: Answer[] = [];
  const planted = new Set<string>([
    PASSWORD,
    'wrong-Password-7',
    'sk-provider-secret',
    'noch ein paar Vögel',
  ]);
  const owner: UserRow = await bench.person('owner');
  const browser = await bench.signedIn(owner);
  const keep = async (asked: Promise<Answer>): Promise<Answer> => {
    const answer = await asked;
    answers.push(answer);
    for (const { value } of browser.cookies.values()) planted.add(value);
    return answer;
  };
  planted.add(browser.accessToken);
  await bench.identity.localKey.publish(bench.dataDir, 'http://127.0.0.1:1');
  planted.add((await readLocalAccess(bench.dataDir))!.key);

  // Answers that hand out a secret are not kept, but what they hand out is looked for from then on.
  const invited = await browser.post('/api/v1/users', {
    email: 'new@example.com',
    name: 'New',
    role: 'admin',
  });
  const token = (invited.body['link'] as { url: string }).url.split('#')[1]!;
  planted.add(token);
  const key = await browser.post('/api/v1/api-keys', { name: 'k', permissions: ['users:read'] });
  planted.add(key.body['key'] as string);
  const provider = { id: 'p', name: 'P', kind: 'openaiCompatible', apiKey: 'sk-provider-secret' };
  await keep(browser.get('/api/v1/settings'));
  await keep(browser.put('/api/v1/settings', { modelProviders: [provider] }, { 'if-match': '"v1"' }));
  await keep(browser.get('/api/v1/settings'));
  await keep(browser.put('/api/v1/settings', { modelProviders: provider }, { 'if-match': '"v2"' }));
  await keep(browser.post('/api/auth/login', { email: owner.email, password: 'wrong-Password-7' }));
  await keep(browser.post('/api/auth/login', { email: [], password: 'wrong-Password-7' }));
  await keep(
    browser.post('/api/auth/password', { currentPassword: PASSWORD, newPassword: 'noch ein paar Vögel' }),
  );
  await keep(bench.browser().post('/api/auth/links/look', { token }));
  await keep(bench.browser().post('/api/auth/links/redeem', { token, password: PASSWORD, extra: token }));
  await bench.browser().post('/api/auth/links/redeem', { token, password: PASSWORD });
  await keep(bench.browser().post('/api/auth/links/redeem', { token, password: PASSWORD }));
  await keep(bench.browser({ 'x-api-key': key.body['key'] as string }).get('/api/v1/users'));
  await keep(bench.browser({ 'x-api-key': `${String(key.body['key'])}x` }).get('/api/v1/users'));
  await keep(browser.get('/api/v1/api-keys'));
  await keep(browser.get('/api/v1/users'));
  await keep(browser.get('/api/auth/sign-ins'));
  await keep(browser.get('/api/auth/me'));
  await bench.audit.flush();
  await keep(browser.get('/api/v1/audit-log?limit=200'));
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(8);

  const rows = JSON.stringify(await database.queries.selectFrom('auditLog').selectAll().execute());
  const everything: [string, string][] = [
    ['log', bench.log],
    ['audit log', rows],
    ...answers.map(({ text }, index): [string, string] => [`answer ${index}`, text]),
  ];
  const stored = JSON.stringify([
    await database.queries.selectFrom('users').selectAll().execute(),
    await database.queries.selectFrom('userSettings').selectAll().execute(),
    await database.queries.selectFrom('signingKeys').selectAll().execute(),
  ]);
  everything.push(['database', stored]);
  const leaks = everything.flatMap(([where, text]) =>
    [...planted].filter((secret) => text.includes(secret)).map((secret) => `${where}: ${secret}`),
  );
  expect(leaks).toEqual([]);
});
