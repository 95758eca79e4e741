/** Signing in to MCP servers while somebody else changes them, signs out, or renews: tokens are nobody else's, and not lost. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { NO_AUDIT } from '../../src/audit/audit-sink.ts';
import type { McpRunner, McpSignInStart } from '../../src/fleet/mcp-runner.ts';
import { McpServers, mcpServerSchema } from '../../src/fleet/mcp-servers.ts';
import { McpSignInAttempts } from '../../src/fleet/mcp-sign-in-attempts.ts';
import { type McpSignInKey, McpSignIns } from '../../src/fleet/mcp-sign-ins.ts';
import { McpSigningIn } from '../../src/fleet/mcp-signing-in.ts';
import type { Database } from '../../src/store/database.ts';
import { openTestDatabase } from '../store/test-database.ts';
import { ADMIN, TEST_VAULT } from './fleet-people.ts';

const URL = 'https://good.example/mcp';
const ISSUER = 'https://sign-in.example';
const BACK = 'https://broker.example/back';
const input = (url = URL) => mcpServerSchema.parse({ name: 'a', transport: 'http', url });

let database: Database;
let servers: McpServers;
let signIns: McpSignIns;
let signing: McpSigningIn;
let at: number;
let id: string;
let key: McpSignInKey;
/** While the authorization server is asked. */
let meanwhile: () => Promise<unknown>;
let starts: McpSignInStart[];

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.queries.deleteFrom('mcpServers').execute();
  const common = { database, vault: TEST_VAULT, audit: NO_AUDIT, now: () => at, allowNetwork: true };
  at = Date.UTC(2026, 2, 1);
  servers = new McpServers(common);
  signIns = new McpSignIns(common);
  starts = [];
  meanwhile = async () => {};
  const runner: Pick<McpRunner, 'startSignIn' | 'finishSignIn'> = {
    async startSignIn(start) {
      starts.push(start);
      await meanwhile();
      return { url: 'https://sign-in.example/authorize', attempt: { verifier: start.state } };
    },
    async finishSignIn({ code }) {
      await meanwhile();
      return { issuer: ISSUER, credentials: { tokens: code } };
    },
  };
  const attempts = new McpSignInAttempts(common);
  const options = { mcpServers: servers, signIns, attempts, audit: NO_AUDIT };
  signing = new McpSigningIn({ ...options, runner: () => runner as McpRunner });
  ({ id } = await servers.create(ADMIN, input()));
  key = { tenantId: 'default', serverId: id, url: URL };
});

const start = async () => {
  await signing.start(ADMIN, id, BACK);
  return starts.at(-1)!.state;
};
const finish = (state: string, code = 'first') =>
  signing.finish(ADMIN, { state, code, iss: undefined, error: undefined });
const signIn = async (code?: string) => finish(await start(), code);
const tokens = async (of = key) => (await signIns.read(of))?.credentials;
const shown = async () => (await signIns.of('default')).get(id);

async function renew(credentials: object): Promise<boolean> {
  const claim = await signIns.claim(key);
  return claim !== undefined && signIns.replace(key, claim, credentials);
}

test('an attempt leaves the sign-in of before alone, whatever becomes of it', async () => {
  await signIn();
  meanwhile = () => renew({ tokens: 'renewed' });
  const state = await start();
  meanwhile = async () => {};
  expect(await tokens()).toEqual({ tokens: 'renewed' });
  expect(starts.at(-1)!.kept).toEqual({ issuer: ISSUER, credentials: { tokens: 'first' } });
  expect(await renew({ tokens: 'renewed again' })).toBe(true);
  await finish(state, 'second');
  expect(await tokens()).toEqual({ tokens: 'second' });
});

test.each(['https://evil.example/mcp', 'https://good.example/another-customer/mcp'])(
  'a server that goes to %s while somebody signs in has no tokens of before',
  async (url) => {
    await signIn();
    meanwhile = () => servers.replace(ADMIN, id, input(url), undefined);
    await expect(start()).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await tokens({ ...key, url })).toBeUndefined();
    expect(await tokens()).toBeUndefined();
    expect(await shown()).toBeUndefined();
    expect(await signIns.keepIssuer(key, 'https://late.example')).toBeUndefined();
  },
);

test('nor does it get those that somebody brings back afterwards', async () => {
  const state = await start();
  meanwhile = () => servers.replace(ADMIN, id, input('https://evil.example/mcp'), undefined);
  await expect(finish(state)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await tokens({ ...key, url: 'https://evil.example/mcp' })).toBeUndefined();
  expect(await shown()).toBeUndefined();
});

test('who signs out while somebody signs in is signed out', async () => {
  await signIn();
  meanwhile = () => signIns.forget(ADMIN, id);
  const state = await start();
  expect(await tokens()).toBeUndefined();
  expect(await shown()).toBeUndefined();
  await expect(finish(state)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await tokens()).toBeUndefined();
});

test('who begins anew ends what was begun before, also when that is almost done', async () => {
  const state = await start();
  meanwhile = async () => {
    meanwhile = async () => {};
    await start();
  };
  await expect(finish(state)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await tokens()).toBeUndefined();
  await finish(starts.at(-1)!.state, 'second');
  expect(await tokens()).toEqual({ tokens: 'second' });
});

test('a renewal ends with a new sign-in, and only its owner gives it back', async () => {
  await signIn();
  const claim = (await signIns.claim(key))!;
  await signIns.release(key, '00000000-0000-7000-8000-000000000000');
  expect(await signIns.claim(key)).toBeUndefined();
  at += 61_000;
  const next = (await signIns.claim(key))!;
  await signIns.release(key, claim);
  expect(await signIns.replace(key, claim, { tokens: 'late' })).toBe(false);
  expect(await signIns.claim(key)).toBeUndefined();
  await signIn('second');
  expect(await signIns.replace(key, next, { tokens: 'late' })).toBe(false);
  expect(await tokens()).toEqual({ tokens: 'second' });
});

test('tokens that were refused are gone, and the first authorization server is remembered', async () => {
  await signIn();
  expect(await shown()).toMatchObject({ by: expect.any(String) });
  await signIns.drop(key, (await signIns.claim(key))!);
  expect(await shown()).toBeUndefined();
  expect(await signIns.read(key)).toEqual({ issuer: ISSUER, credentials: undefined });
  expect(await signIns.keepIssuer(key, 'https://other.example')).toBe(ISSUER);
  await signIns.forget(ADMIN, id);
  expect(await signIns.keepIssuer(key, 'https://other.example')).toBe('https://other.example');
});
