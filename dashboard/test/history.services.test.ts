/** What was talked about, found again; and what it came to. */
import { readFile } from 'node:fs/promises';
import { type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DashboardBench, LOOKS, barriers, nameOf } from './dashboard-bench.ts';

let bench: DashboardBench;
beforeAll(async () => {
  const transcripts = ['Wie wird das Wetter in Köln?', '今天天气怎么样', 'Is it raining?'];
  const replies = [{ text: 'It is sunny and warm.', audioMs: 400 }];
  bench = await DashboardBench.start({ script: { silenceMs: 200, transcripts, replies } });
});
afterAll(() => bench[Symbol.asyncDispose]());

const get = async (path: string) => (await bench.whole.ask('GET', path)).json;
const list = (page: Page) => page.getByRole('table', { name: 'Conversations' });

async function downloaded(page: Page, button: string): Promise<{ name: string; rows: string[][] }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ]);
  const text = await readFile(await download.path(), 'utf8');
  expect(text[0]).toBe('\uFEFF');
  const rows = text
    .slice(1)
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
  return { name: download.suggestedFilename(), rows };
}

test('a conversation is told when it begins, shown when that is wished, and followed to its end', async () => {
  const page = await bench.signedIn();
  await page.goto('/conversations');
  await page.getByText('Nobody has talked yet.').waitFor();
  await page.locator('[data-live=open]').waitFor();
  const porch = await bench.whole.device('porch');
  const session = await porch.openSession({ mode: 'ALWAYS_OPEN' });
  await page.getByText('1 new conversation').waitFor();
  // Nothing jumps.
  expect(await list(page).count()).toBe(0);
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  const row = page.getByRole('row', { name: /porch/ });
  await row.getByText('Going on').waitFor();
  await row.getByText('New', { exact: true }).waitFor();
  expect(await row.getByRole('button').count()).toBe(0);
  await bench.whole.turn(session);
  await expect.poll(() => row.getByRole('cell').nth(4).textContent()).toContain('1');
  await bench.whole.turn(session);
  await session.close();
  await row.getByText('Ended by the device').waitFor();
  await row.getByText('Just ended').waitFor();
  const hall = await bench.whole.device('hall');
  const other = await hall.openSession({ mode: 'ALWAYS_OPEN' });
  await bench.whole.turn(other);
  await other.close();
  await page.getByText('1 new conversation').waitFor();
  expect(bench.complaints).toEqual([]);
});

test('filters stand in the address', async () => {
  const page = await bench.signedIn();
  await page.goto('/conversations');
  await page.getByRole('row', { name: /hall/ }).waitFor();
  const device = page.getByRole('combobox', { name: 'Device' });
  await device.fill('por');
  await page.getByRole('option', { name: 'porch' }).click();
  await page.waitForURL('**/conversations?device=porch');
  await expect.poll(() => list(page).getByRole('row').count()).toBe(2);
  expect(await device.inputValue()).toBe('porch');
  await page.getByLabel('State').selectOption({ label: 'Nobody spoke' });
  await page.getByText('No conversation fits.').waitFor();
  expect(new URL(page.url()).search).toBe('?device=porch&reason=SILENCE');
  await page.getByRole('button', { name: 'Clear: Device' }).click();
  await page.waitForURL('**/conversations?reason=SILENCE');
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('row', { name: /hall/ }).waitFor();
  // Before anybody has talked.
  await page.getByLabel('To', { exact: true }).fill('2026-01-31');
  await page.waitForURL('**/conversations?to=2026-01-31');
  await page.getByText('No conversation fits.').waitFor();
  expect(bench.complaints).toEqual([]);
});

test('words are found without accents, marked, and lead to their place in the conversation', async () => {
  const page = await bench.signedIn();
  await page.goto('/conversations?device=porch');
  const search = page.getByRole('searchbox');
  await search.fill('wetter koln');
  const found = page.getByRole('list', { name: 'What was said' }).getByRole('listitem');
  await expect.poll(() => found.locator('mark').allTextContents()).toEqual(['Wetter', 'Köln']);
  const { items } = await get('/api/v1/messages?q=wetter%20koln&device=porch');
  expect(items).toHaveLength(1);
  const [{ sessionId, tMs, at }] = items;
  expect(await found.getByRole('link').first().getAttribute('href')).toBe(
    `/conversations/${sessionId}?t=${tMs}`,
  );
  const { startedAt } = await get(`/api/v1/sessions/${sessionId}`);
  expect(Date.parse(startedAt) + tMs).toBe(Date.parse(at));
  await search.fill('天气');
  await expect.poll(() => found.locator('mark').allTextContents()).toEqual(['天气']);
  expect(new URL(page.url()).searchParams.get('q')).toBe('天气');
  const { name, rows } = await downloaded(page, 'Export as CSV');
  expect(name).toMatch(/^messages-\d{4}-\d\d-\d\d\.csv$/);
  expect(rows).toHaveLength(2);
  expect(rows[1]![rows[0]!.indexOf('text')]).toBe('今天天气怎么样');
  await search.fill('snow');
  await page.getByText('These words were not said').waitFor();
  expect(bench.complaints).toEqual([]);
});

test('all that fits is exported', async () => {
  const page = await bench.signedIn();
  await page.goto('/conversations?device=porch');
  await page.getByRole('row', { name: /porch/ }).waitFor();
  const { name, rows } = await downloaded(page, 'Export as CSV');
  expect(name).toMatch(/^conversations-/);
  const [head, only, ...others] = rows;
  expect(others).toEqual([]);
  const cell = (column: string) => only![head!.indexOf(column)];
  const [conversation] = (await get('/api/v1/sessions?device=porch')).items;
  expect(cell('id')).toBe(conversation.id);
  expect(Number(cell('turns'))).toBe(2);
  expect(Number(cell('cost'))).toBe(conversation.cost);
  expect(bench.complaints).toEqual([]);
});

test('the report of today has the very numbers, and so has its file', async () => {
  const page = await bench.signedIn();
  await page.goto('/');
  await page.getByRole('link', { name: /Turns today/ }).click();
  await page.waitForURL('**/reports?span=today#turns');
  const today = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Berlin' }).format(new Date());
  const from = await page.evaluate('new Date(new Date().setHours(0, 0, 0, 0)).toISOString()');
  const { items } = await get(`/api/v1/usage?by=span&from=${String(from)}&timeZone=Europe/Berlin`);
  const [all] = items;
  expect(all).toMatchObject({ sessions: 2, turns: 3 });
  const tile = (name: string) =>
    page
      .getByRole('term')
      .filter({ hasText: new RegExp(`^${name}$`) })
      .locator('xpath=following-sibling::dd[1]');
  await expect.poll(() => tile('Conversations').textContent()).toBe('2');
  expect(await tile('Turns').textContent()).toBe('3');
  expect(await tile('Model failures').textContent()).toBe('0');
  const { input, output } = all.tokens;
  const tokens = input.speech + input.text + output.speech + output.text;
  expect(await tile('Tokens').textContent()).toBe(
    new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 1 }).format(tokens),
  );
  // Hour by hour, below its chart.
  const turns = page.locator('#turns');
  await turns.getByText('Numbers').click();
  const cells = await turns.getByRole('row').locator('td:last-child').allTextContents();
  expect(cells).toHaveLength(24);
  expect(cells.reduce((sum, text) => sum + Number(text), 0)).toBe(3);
  const costs = page.getByRole('region', { name: 'Devices that cost most' });
  expect(await costs.getByRole('link', { name: 'porch', exact: true }).first().getAttribute('href')).toBe(
    '/devices/porch',
  );
  const { name, rows } = await downloaded(page, 'Export as CSV');
  expect(name).toBe(`report-by-hour-${today}-${today}.csv`);
  const [head, ...hours] = rows;
  const sum = (column: string) =>
    hours.reduce((total, hour) => total + Number(hour[head!.indexOf(column)]), 0);
  expect([hours.length, sum('conversations'), sum('turns'), sum('tokens')]).toEqual([24, 2, 3, tokens]);
  expect(sum('cost')).toBeCloseTo(all.cost, 5);
  // Narrowed to one device, by month.
  await page.getByRole('link', { name: 'Report of hall' }).click();
  await page.getByLabel('Span').selectOption({ label: 'Last month' });
  await page.getByLabel('Span').selectOption({ label: '12 months' });
  await page.waitForURL('**/reports?span=12m&device=hall');
  await expect.poll(() => tile('Turns').textContent()).toBe('1');
  await expect.poll(() => turns.getByRole('row').count()).toBe(13);
  expect(bench.complaints).toEqual([]);
});

test.each(LOOKS.map((look) => [nameOf(look), look] as const))(
  'nobody is kept out (%s)',
  async (_name, look) => {
    const page = await bench.signedIn(look);
    for (const path of ['/conversations', '/conversations?q=sunny', '/reports?span=7d']) {
      await page.goto(path);
      await page.locator('[data-live=open]').waitFor();
      await expect
        .poll(() => page.getByText('porch').first().isVisible(), { timeout: 20_000, message: path })
        .toBe(true);
      if (path.startsWith('/reports')) await page.locator('#turns summary').click();
      expect(await barriers(page), path).toEqual([]);
      // Nothing sticks out to the side.
      expect(
        await page.evaluate('document.documentElement.scrollWidth - innerWidth'),
        path,
      ).toBeLessThanOrEqual(0);
    }
    expect(bench.complaints).toEqual([]);
  },
);

test('a conversation is deleted once that was confirmed', async () => {
  const page = await bench.signedIn();
  await page.goto('/conversations');
  const row = page.getByRole('row', { name: /porch/ });
  const [{ id }] = (await get('/api/v1/sessions?device=porch')).items;
  await row.getByRole('button', { name: /Delete the conversation of porch/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await row.getByRole('button', { name: /Delete the conversation of porch/ }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await page.getByText('The conversation was deleted.').waitFor();
  await expect.poll(() => row.count()).toBe(0);
  // The focus went on to the next row, or to the page where there is none.
  const focused = () =>
    page.evaluate<string>("document.activeElement?.getAttribute('href') ?? document.activeElement?.id");
  await expect.poll(focused).toMatch(/^(\/conversations\/|content$)/);
  expect((await bench.whole.ask('GET', `/api/v1/sessions/${id}`)).status).toBe(404);
  await page.getByRole('searchbox').fill('天气');
  await page.getByText('These words were not said').waitFor();
  expect(bench.complaints).toEqual([]);
});
