/** Who may do what: somebody is invited, comes, does no more than the role allows, and goes again. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DashboardBench, LOOKS, OWNER, barriers, nameOf } from './dashboard-bench.ts';
import { expectNoBarriers } from './page-barriers.ts';

const BOB = { name: 'Bob', email: 'bob@example.com', password: 'seven tall trees' };

let bench: DashboardBench;
let owner: Page;
let bob: Page;
beforeAll(async () => {
  bench = await DashboardBench.start();
  owner = await bench.signedIn();
});
afterAll(() => bench[Symbol.asyncDispose]());

const row = (page: Page, name: string | RegExp) => page.getByRole('row', { name });
const button = (page: Page, name: string | RegExp, exact = false) =>
  page.getByRole('button', { name, exact });

test('somebody is invited by a link, and comes in by it', async () => {
  await owner.goto('/people');
  await row(owner, /Anna.*Owner.*Active/).waitFor();
  await button(owner, 'Invite somebody').click();
  const dialog = owner.getByRole('dialog');
  await dialog.getByLabel('Name').fill(BOB.name);
  bench.expectComplaint(/409 .*\/api\/v1\/users/);
  await dialog.getByLabel('E-mail address').fill(OWNER.email);
  await dialog.getByLabel('Role').selectOption('Operator');
  await dialog.getByRole('button', { name: 'Invite somebody' }).click();
  // The broker's words, and what was typed is still there.
  await dialog.getByText('There is somebody with this e-mail address already.').waitFor();
  expect(await dialog.getByLabel('Name').inputValue()).toBe(BOB.name);
  await dialog.getByLabel('E-mail address').fill(BOB.email);
  await dialog.getByRole('button', { name: 'Invite somebody' }).click();
  const link = await dialog.getByLabel('Link for Bob').inputValue();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await row(owner, /Bob.*Operator.*Invited.*never/).waitFor();

  bob = await bench.page();
  await bob.goto(link);
  await bob.getByText(/For Bob, bob@example.com/).waitFor();
  await bob.getByLabel('Password', { exact: true }).fill(BOB.password);
  await bob.getByLabel('The password once more').fill(BOB.password);
  await button(bob, 'Go on').click();
  await bob.getByRole('heading', { name: 'Overview' }).waitFor();
  await owner.reload();
  await row(owner, /Bob.*Operator.*Active/).waitFor();
  expect(bench.complaints).toEqual([]);
});

test('the role says what is offered, and what the broker refuses', async () => {
  await bob.getByRole('link', { name: 'Devices', exact: true }).waitFor();
  for (const name of ['People', 'API keys', 'Audit log'])
    expect(await bob.getByRole('link', { name, exact: true }).count(), name).toBe(0);
  bench.expectComplaint(/403 .*\/api\/v1\/users/);
  await bob.goto('/people');
  await bob
    .getByRole('alert')
    .getByText(/users:read/)
    .waitFor();
  expect(await button(bob, 'Invite somebody').count()).toBe(0);
  // He may see to alerts, and only see tools.
  await bob.goto('/mcp-servers');
  await bob.getByText('There is no MCP server yet.').waitFor();
  expect(await bob.getByRole('link', { name: 'Add an MCP server' }).count()).toBe(0);
  expect(bench.complaints).toEqual([]);
});

test('people are found, get another role, are kept out, and let in again', async () => {
  await owner.goto('/people');
  await owner.getByRole('searchbox').fill('bo');
  await row(owner, /Anna/).waitFor({ state: 'detached' });
  await expect.poll(() => owner.url()).toBe(`${bench.url}/people?q=bo`);
  await button(owner, 'Edit Bob').click();
  const dialog = owner.getByRole('dialog');
  await dialog.getByLabel('Role').selectOption('Viewer');
  await dialog.getByLabel('Name').fill('Bob Miller');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await row(owner, /Bob Miller.*Viewer/).waitFor();
  await button(owner, 'Edit Bob Miller').click();
  await dialog.getByRole('button', { name: 'Disable' }).click();
  await dialog.getByRole('button', { name: 'Enable' }).waitFor();
  bench.expectComplaint(/401 .*\/api\//);
  expect((await bob.request.get('/api/auth/me')).status()).toBe(401);
  await dialog.getByRole('button', { name: 'Enable' }).click();
  await dialog.getByRole('button', { name: 'Disable' }).waitFor();
  await dialog.getByRole('button', { name: 'New password link' }).click();
  expect(await dialog.getByLabel(/^Link for Bob Miller/).inputValue()).toMatch(/\/welcome#.{20,}$/);
  await dialog.getByRole('button', { name: 'Done' }).click();

  // Of oneself: the last owner stays one, and is told why.
  await owner.goto('/people');
  await button(owner, 'Edit Anna').click();
  await dialog.getByText('This is you.').waitFor();
  expect(await dialog.getByRole('button', { name: 'Disable' }).count()).toBe(0);
  bench.expectComplaint(/409 .*\/api\/v1\/users/);
  await dialog.getByLabel('Role').selectOption('Viewer');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText(/last owner/).waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(bench.complaints).toEqual([]);
});

test('a key is shown once, may do what was chosen, and is refused when it is revoked', async () => {
  await owner.goto('/api-keys');
  await owner.getByText('There is no key yet.').waitFor();
  await button(owner, 'Make a key').click();
  const dialog = owner.getByRole('dialog');
  await dialog.getByLabel('Name').fill('stocktaking');
  expect(await dialog.getByRole('button', { name: 'Make a key' }).isDisabled()).toBe(true);
  await dialog.getByLabel('See devices').check();
  await dialog.getByLabel('Expires').selectOption('In 30 days');
  await dialog.getByRole('button', { name: 'Make a key' }).click();
  const key = await dialog.getByLabel('The key').inputValue();
  await dialog.getByRole('region', { name: 'Try it' }).getByText(`x-api-key: ${key}`).waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  expect(await owner.content()).not.toContain(key);
  const ask = async (path: string) =>
    (await fetch(bench.url + path, { headers: { 'x-api-key': key } })).status;
  expect(await ask('/api/v1/devices')).toBe(200);
  expect(await ask('/api/v1/users')).toBe(403);
  await owner.reload();
  const shown = row(owner, /stocktaking.*Active/);
  await shown.getByText('1 permission').click();
  await shown.getByText('See devices').waitFor();
  await button(owner, 'Revoke stocktaking').click();
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await row(owner, /stocktaking.*Revoked/).waitFor();
  expect(await ask('/api/v1/devices')).toBe(401);
  expect(bench.complaints).toEqual([]);
});

test('where one is signed in is seen, and ended', async () => {
  const elsewhere = await bench.signedIn();
  await owner.goto('/account');
  const here = owner.getByRole('listitem').filter({ hasText: 'This browser' });
  await here.getByText(/^Chrome \d+, Linux$/).waitFor();
  await button(owner, /^Sign out of/).click();
  await button(owner, /^Sign out of/).waitFor({ state: 'detached' });
  bench.expectComplaint(/401 .*\/api\//);
  expect((await elsewhere.request.get('/api/auth/me')).status()).toBe(401);

  await owner.getByLabel('Name', { exact: true }).fill('Anna Bird');
  const profile = owner.getByRole('region', { name: 'Profile' });
  await profile.getByRole('button', { name: 'Save' }).click();
  await button(owner, 'Account: Anna Bird').waitFor();
  const password = owner.getByRole('region', { name: 'Password' });
  bench.expectComplaint(/422 .*\/api\/auth\/password/);
  const change = async (present: string, next: string) => {
    await password.getByLabel('Present password').fill(present);
    await password.getByLabel('New password', { exact: true }).fill(next);
    await password.getByLabel('The new password once more').fill(next);
    await button(owner, 'Change password').click();
  };
  await change('wrong', 'five large birds');
  await password.locator('.problem').waitFor();
  await change(OWNER.password, 'five large birds');
  await owner
    .getByText(/The password is changed/)
    .first()
    .waitFor();
  await expect.poll(() => password.getByLabel('Present password').inputValue()).toBe('');
  await change('five large birds', OWNER.password);
  await expect.poll(() => password.getByLabel('Present password').inputValue()).toBe('');
  expect(bench.complaints).toEqual([]);
});

test('own settings are kept, a key among them unseen, and nothing typed is lost by a slip', async () => {
  await owner.goto('/account/settings');
  await owner.getByLabel('Follow a conversation to its end').uncheck();
  await button(owner, 'Add a fragment').click();
  await owner.getByLabel('Text').fill('Be brief.');
  await button(owner, 'Add a provider').click();
  const provider = owner.getByRole('group', { name: 'New provider' });
  await provider.getByRole('textbox', { name: 'Id' }).fill('own');
  await provider.getByLabel('Key', { exact: true }).fill('planted key');
  await provider.getByRole('textbox', { name: 'Name' }).fill('Own');
  await owner.getByRole('link', { name: 'Devices', exact: true }).click();
  await owner.getByRole('dialog').getByText('is not saved yet', { exact: false }).waitFor();
  await button(owner, 'Stay').click();
  expect(owner.url()).toBe(`${bench.url}/account/settings`);
  await owner
    .getByRole('group', { name: 'New fragment' })
    .getByRole('textbox', { name: 'Name' })
    .fill('Short');
  await owner.getByLabel('Minutes until an idle one ends').fill('0');
  bench.expectComplaint(/422 .*\/api\/v1\/settings/);
  await button(owner, 'Save').click();
  await owner.locator('.problem').waitFor();
  await owner.getByLabel('Minutes until an idle one ends').fill('45');
  await button(owner, 'Save').click();
  await owner.getByText('Saved.').waitFor();
  await owner.reload();
  await owner.getByText(/There is a key, which is never shown/).waitFor();
  expect(await owner.getByLabel('Follow a conversation to its end').isChecked()).toBe(false);
  expect(await owner.getByLabel('Minutes until an idle one ends').inputValue()).toBe('45');
  expect(await owner.getByLabel('Text').inputValue()).toBe('Be brief.');

  // Somebody else, or oneself elsewhere, was faster.
  const headers = (await owner.request.get('/api/v1/settings')).headers();
  const csrf = (await owner.context().cookies()).find(({ name }) => name === 'pipit_csrf')!.value;
  const patched = await owner.request.patch('/api/v1/settings', {
    headers: { 'if-match': headers['etag']!, 'x-pipit-csrf': csrf },
    data: { inputSuggestions: false },
  });
  expect(patched.status()).toBe(200);
  bench.expectComplaint(/412 .*\/api\/v1\/settings/);
  await owner.getByLabel('Text').fill('Be very brief.');
  await button(owner, 'Save').click();
  await button(owner, 'Read again').click();
  await expect.poll(() => owner.getByLabel('Text').inputValue()).toBe('Be brief.');
  expect(await owner.getByLabel('Suggest what to write').isChecked()).toBe(false);

  // Signing out asks before it happens; whoever goes back from what is not saved has gone back.
  const tab = (name: string) => owner.getByRole('main').getByRole('link', { name, exact: true });
  await tab('Profile and sign-in').click();
  await tab('Settings').click();
  await owner.getByLabel('Text').fill('Lost.');
  await button(owner, /^Account:/).click();
  await owner.getByRole('menuitem', { name: 'Sign out' }).click();
  await button(owner, 'Stay').click();
  expect((await owner.request.get('/api/auth/me')).status()).toBe(200);
  await owner.evaluate('history.back()');
  await button(owner, 'Leave').click();
  await expect.poll(() => owner.url()).toBe(`${bench.url}/account`);
  await owner.evaluate('history.forward()');
  await expect.poll(() => owner.url()).toBe(`${bench.url}/account/settings`);
  expect(bench.complaints).toEqual([]);
});

test('all of it stands in the audit log', async () => {
  await owner.goto('/audit-log');
  const entry = row(owner, /Invited somebody/);
  await entry.waitFor();
  await owner.getByLabel('What').selectOption('Made an API key');
  await entry.waitFor({ state: 'detached' });
  await row(owner, /Anna.*Made an API key.*Done/).waitFor();
  expect(owner.url()).toBe(`${bench.url}/audit-log?action=apiKey.create`);
  await owner.getByLabel('Outcome').selectOption('Failed');
  await owner.getByText('No entry fits.').waitFor();
  await button(owner, 'Show all').click();
  await owner.getByLabel('Outcome').selectOption('Refused');
  await row(owner, /Bob.*Asked for what is not allowed.*Refused/)
    .first()
    .waitFor();
  await button(owner, 'Details of request.refused').first().click();
  const dialog = owner.getByRole('dialog');
  await dialog.getByText('users:read').waitFor();
  await dialog.getByRole('button', { name: 'All by the same' }).click();
  await expect.poll(() => owner.url()).toMatch(/actor=/);
  const download = owner.waitForEvent('download');
  await button(owner, 'Download as CSV').click();
  const file = await (await download).path();
  expect(await readFile(file, 'utf8')).toMatch(/request\.refused.*users:read/);
  expect(bench.complaints).toEqual([]);
});

test('whoever is deleted is gone', async () => {
  await owner.goto('/people');
  await button(owner, 'Edit Bob Miller').click();
  await owner.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  const ask = owner.getByRole('dialog', { name: /Delete Bob Miller/ });
  expect(await ask.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
  await ask.getByLabel(/^Type/).fill(BOB.email);
  await ask.getByRole('button', { name: 'Delete' }).click();
  await row(owner, /Bob/).waitFor({ state: 'detached' });
  const { email, password } = BOB;
  expect((await bob.request.post('/api/auth/login', { data: { email, password } })).status()).toBe(401);
  expect(bench.complaints).toEqual([]);
});

test.each(LOOKS.map((look) => [nameOf(look), look] as const))(
  'nobody is kept out (%s)',
  async (_name, look) => {
    const page = await bench.signedIn(look);
    await expectNoBarriers(page, ['/people', '/api-keys', '/account', '/account/settings', '/audit-log']);
    await page.goto('/people');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.locator('main button').first().click();
    await page.getByRole('dialog').waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(bench.complaints).toEqual([]);
  },
  120_000,
);
