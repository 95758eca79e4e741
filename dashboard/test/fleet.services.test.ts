/** A fleet as its manager sees it: thousands of devices, of which some are here and talk. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DashboardBench, LOOKS, barriers, nameOf } from './dashboard-bench.ts';

const DEVICES = 1200;

let bench: DashboardBench;
beforeAll(async () => {
  bench = await DashboardBench.start();
  const lines = Array.from({ length: DEVICES }, (_, i) => `shelf-${String(i).padStart(4, '0')},Shelf ${i}`);
  const csv = ['id,name', ...lines].join('\n');
  const { status, text } = await bench.whole.ask('POST', '/api/v1/devices/import', csv, {
    'content-type': 'text/csv',
  });
  expect(status, text).toBe(200);
});
afterAll(() => bench[Symbol.asyncDispose]());

test('a device that comes, talks and goes is seen while it does', async () => {
  const page = await bench.signedIn();
  await page.goto('/');
  await page.getByText('of 1,200 devices').waitFor();
  const device = await bench.whole.device('porch');
  await page.getByText('porch is online').waitFor();
  await page.getByText('of 1,201 devices').waitFor();
  const session = await device.openSession({ mode: 'ALWAYS_OPEN' });
  await session.waitForState('LISTENING');
  await page.getByText('porch began a conversation').waitFor();
  await bench.whole.turn(session);
  await page.getByText(/^porch answered within \d/).waitFor();
  await page.getByText('in 1 conversation').waitFor();
  await session.close();
  await page.getByText('porch ended a conversation: somebody asked for it').waitFor();
  await device.close();
  await page.getByText('porch is offline').waitFor();
  expect(bench.complaints).toEqual([]);
});

test('of thousands, those are shown that are looked for, in the order that is wished', async () => {
  const page = await bench.signedIn();
  await page.goto('/devices');
  await page.getByRole('status').getByText('1,201 devices').waitFor();
  const rows = page.getByRole('row');
  // Only what is in sight is there.
  expect(await rows.count()).toBeLessThan(60);
  await page.getByRole('searchbox').fill('shelf-01');
  await page.getByRole('status').getByText('100 devices').waitFor();
  expect(page.url()).toBe(`${bench.url}/devices?q=shelf-01`);
  await page.getByRole('button', { name: 'Sort by Device' }).click();
  await page.getByRole('row', { name: /shelf-0199/ }).waitFor();
  await expect
    .poll(() => page.getByRole('columnheader', { name: 'Sort by Device' }).getAttribute('aria-sort'))
    .toBe('descending');
  await page.getByLabel('State').selectOption({ label: 'Online' });
  await page.getByText('No device fits.').waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('status').getByText('1,201 devices').waitFor();
  expect(await page.getByRole('searchbox').inputValue()).toBe('');
  expect(bench.complaints).toEqual([]);
});

test('the last of them is reached by scrolling', async () => {
  const page = await bench.signedIn();
  await page.goto('/devices');
  await page.getByRole('row', { name: /porch/ }).waitFor();
  await expect
    .poll(
      async () => {
        await page.mouse.wheel(0, 20_000);
        return page.getByRole('row', { name: /shelf-1199/ }).count();
      },
      { timeout: 30_000 },
    )
    .toBe(1);
  expect(await page.getByRole('row').count()).toBeLessThan(60);
  expect(bench.complaints).toEqual([]);
});

test('a device that comes is seen in its row, and the row stays where it is', async () => {
  const page = await bench.signedIn();
  await page.goto('/devices?sort=-id');
  await page.getByRole('row', { name: /shelf-1199/ }).waitFor();
  const porch = await bench.whole.device('zebra-1');
  await page.reload();
  const row = page.getByRole('row', { name: /zebra-1/ });
  await row.getByText('Online').waitFor();
  await porch.close();
  await row.getByText('Offline').waitFor();
  expect(bench.complaints).toEqual([]);
});

test.each(LOOKS.map((look) => [nameOf(look), look] as const))(
  'nobody is kept out (%s)',
  async (_name, look) => {
    const page = await bench.signedIn(look);
    for (const path of ['/', '/devices']) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('[data-live=open]').waitFor();
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
