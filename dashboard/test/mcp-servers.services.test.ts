/** An MCP server from nothing to its use: tried, added, given to devices, called in a conversation, changed, deleted. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { REPOSITORY } from '../../broker/test/whole-broker.ts';
import { DashboardBench, LOOKS, nameOf } from './dashboard-bench.ts';
import { expectNoBarriers } from './page-barriers.ts';

const require = createRequire(import.meta.url);
const everything = join(
  dirname(require.resolve('@modelcontextprotocol/server-everything/package.json')),
  'dist',
  'index.js',
);
const SECRET = 'planted secret';

let bench: DashboardBench;
let page: Page;
/** Of the server that was added. */
let address = '';
beforeAll(async () => {
  bench = await DashboardBench.start({
    script: { replies: [[{ call: 'get-sum', input: { a: 2, b: 40 } }, { text: 'It says {result}.' }]] },
    settings: {
      'tools.commands': [process.execPath],
      'tools.sandbox.readOnlyPaths': [REPOSITORY],
      // Tools are wanted in the first turn already, on a busy machine, too.
      'tools.startTimeoutMs': 20_000,
    },
  });
  page = await bench.signedIn();
});
afterAll(() => bench[Symbol.asyncDispose]());

const button = (name: string | RegExp, exact = false) => page.getByRole('button', { name, exact });
const card = (name: string) => page.getByRole('region', { name, exact: true });

test('a server is tried before it is added, and what is wrong is told', async () => {
  await page.goto('/mcp-servers');
  await page.getByText('There is no MCP server yet.').waitFor();
  await page.getByRole('link', { name: 'Add an MCP server' }).click();
  await page.getByLabel('Name').fill('every');
  await page.getByLabel('Command').fill('rm');
  await page.getByLabel('Arguments').fill(everything);
  await button('Connect and list').click();
  await page.getByText(/may not start "rm".*tools\.commands/).waitFor();
  await page.getByLabel('Command').fill(process.execPath);
  await button('Add a variable').click();
  const variable = page.getByRole('group', { name: 'Environment' });
  bench.expectComplaint(/422 .*\/mcp-servers/);
  await variable.getByRole('textbox', { name: 'Name' }).fill('no name');
  await variable.getByLabel('Value').fill(SECRET);
  await button('Connect and list').click();
  await page.locator('.problem, [role=alert]').first().waitFor();
  await variable.getByRole('textbox', { name: 'Name' }).fill('KEY');
  await button('Connect and list').click();
  await card('What it offers')
    .getByText(/\d+ tools · .*everything/)
    .waitFor({ timeout: 60_000 });
  await page.getByText('get-sum', { exact: true }).click();
  await page.getByRole('region', { name: 'Arguments of get-sum' }).getByText('"properties"').waitFor();
  expect(bench.complaints).toEqual([]);
});

test('it is added, and its secret is never seen again', async () => {
  await button('Add', true).click();
  await page.getByText('No settings name it').waitFor();
  await page.getByRole('heading', { name: 'every', level: 1 }).waitFor();
  address = page.url();
  await page.reload();
  const variable = page.getByRole('group', { name: 'Environment' });
  await expect.poll(() => variable.getByLabel('Value').getAttribute('placeholder')).toBe('kept, not shown');
  expect(await variable.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('KEY');
  expect(await page.content()).not.toContain(SECRET);
  expect(bench.complaints).toEqual([]);
});

test('a conversation uses it, and that is seen while it does', async () => {
  const id = address.split('/').at(-1)!;
  const body = { tools: { mcp: true }, mcpServers: [id] };
  const { status } = await bench.whole.ask('PUT', '/api/v1/configuration/fleet', body, {
    'if-match': '"v0"',
  });
  expect(status).toBe(200);
  await page.goto('/mcp-servers');
  const row = page.getByRole('row', { name: /every/ });
  await row.getByText('Not needed yet').waitFor();
  const device = await bench.whole.device('kitchen');
  const session = await device.openSession();
  await session.waitForState('LISTENING');
  expect(await bench.whole.turn(session)).toMatch(/^It says/);
  expect(await bench.whole.event('toolResult')).toMatchObject({ name: 'get-sum', code: null });
  await row.getByText('Running').waitFor();

  await page.getByRole('link', { name: 'Use', exact: true }).click();
  await expect
    .poll(
      async () => {
        await button('Refresh').click();
        return page.getByRole('row', { name: /get-sum every 1/ }).count();
      },
      { timeout: 20_000 },
    )
    .toBe(1);
  await page.getByRole('link', { name: 'Sandboxes' }).click();
  await button('Details').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('link', { name: 'kitchen' }).waitFor();
  await dialog.getByRole('link', { name: 'every' }).waitFor();
  await dialog.getByText('Well').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await button('Keep').first().click();
  await page.getByText('Kept, as if it was used just now.').waitFor();
  await session.close();
  await device.close();
  await button('Delete').first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Deleted.').waitFor();
  expect(bench.complaints).toEqual([]);
});

test('it is changed: versions are kept, secrets stay, and somebody who was faster is not overwritten', async () => {
  await page.goto(address);
  await page.getByLabel('Name').first().fill('every thing');
  await button('Save').click();
  await page.getByRole('heading', { name: 'every thing', level: 1 }).waitFor();
  await card('History').getByText('Version 2').waitFor();
  await card('History').getByText('Changed: name').waitFor();
  // The secret that was left as it is is still there for the program.
  await button('Connect and list').click();
  await card('What it offers')
    .getByText(/\d+ tools/)
    .waitFor({ timeout: 60_000 });
  await button('Disable').click();
  await button('Enable').waitFor();
  await card('Health').getByText('Disabled', { exact: true }).waitFor();

  await page.getByLabel('Name').first().fill('mine');
  const path = new URL(address).pathname;
  const { json } = await bench.whole.ask('GET', `/api/v1${path}`);
  const { name: _, ...rest } = json as { name: string };
  const { transport, command, args, env } = rest as Record<string, unknown>;
  const other = { name: 'theirs', enabled: true, transport, command, args, env };
  const put = await bench.whole.ask('PUT', `/api/v1${path}`, other, { 'if-match': '*' });
  expect(put.status, put.text).toBe(200);
  bench.expectComplaint(/412 .*\/mcp-servers/);
  await button('Save').click();
  await button('Read again').click();
  await page.getByRole('heading', { name: 'theirs', level: 1 }).waitFor();
  await expect.poll(() => page.getByLabel('Name').first().inputValue()).toBe('theirs');
  expect(bench.complaints).toEqual([]);
});

test.each(LOOKS.map((look) => [nameOf(look), look] as const))(
  'nobody is kept out (%s)',
  async (_name, look) => {
    const one = await bench.signedIn(look);
    const paths = ['/mcp-servers', '/mcp-servers/new', new URL(address).pathname];
    await expectNoBarriers(one, [...paths, '/mcp-servers/sandboxes?show=all', '/mcp-servers/usage']);
    expect(bench.complaints).toEqual([]);
  },
  120_000,
);

test('who deletes it sees first whose settings name it', async () => {
  await page.goto(address);
  await card('Who has it').getByRole('link', { name: 'All devices' }).waitFor();
  await button('Delete').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('These settings name it').waitFor();
  await dialog.getByRole('link', { name: 'All devices' }).waitFor();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await page.getByText('There is no MCP server yet.').waitFor();
  expect(bench.complaints).toEqual([]);
});
