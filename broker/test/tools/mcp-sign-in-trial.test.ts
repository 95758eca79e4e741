/** Trials of MCP servers that somebody has signed in to: they cost nobody the sign-in, and one that is over is shown so. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { atProvider } from '../identity/at-provider.ts';
import { WholeBroker } from '../whole-broker.ts';
import { GuardedServer } from './guarded-server.ts';

let whole: WholeBroker;
beforeAll(async () => {
  // The provider warns about its own development pages.
  for (const name of ['warn', 'info'] as const) vi.spyOn(console, name).mockImplementation(() => {});
  whole = await WholeBroker.start({ settings: { 'tools.allowPrivateTargets': true } });
});
afterAll(async () => {
  await whole[Symbol.asyncDispose]();
  vi.restoreAllMocks();
});

test('a trial of other OAuth settings spends no token; a sign-in that was ended there is shown as over', async () => {
  await using guarded = await GuardedServer.start();
  const body = { name: 'weather', transport: 'http', url: guarded.url };
  const { json: added } = await whole.ask('POST', '/api/v1/mcp-servers', body);
  const path = `/api/v1/mcp-servers/${added.id}`;
  const trial = async (of?: object) => (await whole.ask('POST', `${path}/test`, of)).json;
  const signIn = async () => {
    const home = `http://127.0.0.1:${whole.broker.ports['http']}`;
    const { json } = await whole.ask('POST', `${path}/sign-in`);
    const back = await atProvider(json.url, 'anna', `${home}/api/v1/mcp-servers/sign-in/callback`);
    expect(await whole.ask('GET', back.slice(home.length))).toMatchObject({ status: 200 });
  };
  const needed = { ok: false, error: expect.stringMatching(/asks for a sign-in/) };
  const signedIn = async () => (await whole.ask('GET', path)).json.signedIn;
  await signIn();
  expect(await trial()).toMatchObject({ ok: true });
  guarded.refused.add(guarded.shown.at(-1)!);
  const asked = guarded.grants.length;
  expect(await trial({ ...body, oauth: { clientId: 'typo' } })).toMatchObject(needed);
  expect(guarded.grants).toHaveLength(asked);
  expect(await trial({ ...body, oauth: {} })).toMatchObject({ ok: true });
  expect(await signedIn()).toMatchObject({ by: expect.any(String) });

  guarded.refused.add(guarded.shown.at(-1)!);
  guarded.refuseOnce();
  expect(await trial()).toMatchObject(needed);
  expect(await signedIn()).toBeNull();
  await signIn();
  expect(await trial()).toMatchObject({ ok: true });
});
