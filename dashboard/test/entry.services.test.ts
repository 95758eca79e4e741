/** The way in: the first owner, signing in, coming back. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DashboardBench, LOOKS, OWNER, barriers, nameOf } from './dashboard-bench.ts';
import { Line } from './line.ts';

let bench: DashboardBench;
beforeAll(async () => {
  bench = await DashboardBench.start();
});
afterAll(() => bench[Symbol.asyncDispose]());
afterEach(() => bench.closePages());

test('the first owner sets a password by the link, is signed in, and the link is used up', async () => {
  const page = await bench.page();
  await page.goto(
    bench.whole.setupLink.replace('localhost', '127.0.0.1').replace(':0/', `:${new URL(bench.url).port}/`),
  );
  await page.getByLabel('Your name').fill(OWNER.name);
  await page.getByLabel('E-mail address').fill(OWNER.email);
  const choose = async (password: string, again = password) => {
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByLabel('The password once more').fill(again);
    await page.getByRole('button', { name: 'Go on' }).click();
  };
  await choose('four small birds', 'four large birds');
  await page.getByText('The two passwords differ.').waitFor();
  bench.expectComplaint(/422 .*links\/redeem/);
  await choose('short');
  // The broker's words, at the field.
  await page
    .getByText(/10 characters/)
    .nth(1)
    .waitFor();
  await choose(OWNER.password);
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  // The token is not left in the address.
  expect(page.url()).toBe(`${bench.url}/`);
  await page.locator('[data-live=open]').waitFor();

  bench.expectComplaint(/4\d\d .*links\/look/);
  const other = await bench.page();
  await other.goto(`/welcome${new URL(bench.whole.setupLink).hash}`);
  await other.getByRole('alert').waitFor();
  await other.goto('/welcome');
  await other.getByText(/This link is not whole/).waitFor();
  expect(bench.complaints).toEqual([]);
});

test('a wrong password is told, and the right one leads to where one was', async () => {
  const page = await bench.page();
  bench.expectComplaint(/401 .*\/api\/auth\/(me|login|refresh)/);
  await page.goto('/devices?status=online');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByLabel('E-mail address').fill(OWNER.email);
  await page.getByLabel('Password').fill('four large birds');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('The e-mail address or the password is wrong.').waitFor();
  // What is right need not be typed again.
  expect(await page.getByLabel('E-mail address').inputValue()).toBe(OWNER.email);
  await page.getByLabel('Password').fill(OWNER.password);
  await page.getByLabel('Password').press('Enter');
  await page.getByRole('heading', { name: 'Devices' }).waitFor();
  expect(page.url()).toBe(`${bench.url}/devices?status=online`);

  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await page.context().cookies()).toEqual([]);
  expect(bench.complaints).toEqual([]);
});

test('a sign-in whose short token is over goes on by itself, in two tabs at once', async () => {
  const page = await bench.signedIn();
  const context = page.context();
  await page.goto('/');
  await page.locator('[data-live=open]').waitFor();
  bench.expectComplaint(/401 .*\/api\/auth\/me/);
  await context.clearCookies({ name: 'pipit_access' });
  const tabs = await Promise.all([context.newPage(), context.newPage()]);
  await Promise.all(tabs.map((tab) => tab.goto('/devices')));
  await Promise.all(tabs.map((tab) => tab.getByRole('heading', { name: 'Devices' }).waitFor()));
  expect((await context.cookies()).map(({ name }) => name)).toContain('pipit_access');
  expect(bench.complaints).toEqual([]);
});

test('whoever is signed out elsewhere is asked to sign in again, and comes back', async () => {
  const page = await bench.signedIn();
  await page.goto('/devices?sort=-name');
  await page.locator('[data-live=open]').waitFor();
  bench.expectComplaint(/401 .*\/api\//);
  const { json } = await bench.whole.ask('GET', '/api/v1/users');
  const [{ id }] = (json as { items: [{ id: string }] }).items;
  // Ends all of her sign-ins, and the streams that were opened with them.
  expect((await bench.whole.ask('POST', `/api/v1/users/${id}/link`)).status).toBeLessThan(300);
  await page.context().clearCookies();
  await page.reload();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByLabel('E-mail address').fill(OWNER.email);
  await page.getByLabel('Password').fill(OWNER.password);
  await page.getByLabel('Password').press('Enter');
  await page.getByRole('heading', { name: 'Devices' }).waitFor();
  expect(page.url()).toBe(`${bench.url}/devices?sort=-name`);
  expect(bench.complaints).toEqual([]);
});

test.each(LOOKS.map((look) => [nameOf(look), look] as const))(
  'nobody is kept out (%s)',
  async (_name, look) => {
    const page = await bench.page(look);
    await page.goto('/sign-in');
    await page.locator('form').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe(look.language === 'zh' ? 'zh-CN' : 'en');
    expect(await barriers(page)).toEqual([]);
  },
);

test('a lost broker is told, heals by itself, and nothing that was typed is lost', async () => {
  const line = await Line.to(bench.whole.broker.ports['http']!);
  const page = await bench.signedIn();
  bench.expectComplaint(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE/);
  bench.expectComplaint(/^asks elsewhere/);
  try {
    await page.goto(`http://127.0.0.1:${line.port}/devices`);
    await page.locator('[data-live=open]').waitFor();
    await line.cut();
    await page.getByText('Connection lost. Trying again …').waitFor();
    await page.getByRole('searchbox').fill('attic');
    await page.getByText('The broker does not answer.', { exact: false }).waitFor();
    await bench.whole.broker.devices.add('attic-1');
    await line.mend();
    await page.locator('[data-live=open]').waitFor();
    await page.getByRole('row', { name: /attic-1/ }).waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe('attic');
    await page.getByText('The broker does not answer.', { exact: false }).waitFor({ state: 'detached' });
  } finally {
    await line.cut();
  }
});
