/** What is wrong, as it comes and goes, whom it is told to, and how the broker does. */
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DashboardBench, LOOKS, nameOf } from './dashboard-bench.ts';
import { expectNoBarriers } from './page-barriers.ts';

/** Rules look every quarter of a minute. */
const NEXT_CHECK_MS = 40_000;

let hook: Server;
let hookStatus = 204;
let bench: DashboardBench;
let page: Page;
beforeAll(async () => {
  hook = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(hookStatus).end());
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  bench = await DashboardBench.start({
    settings: {
      'alerts.allowPrivateTargets': true,
      'alerts.webhookUrl': `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`,
      'alerts.webhookSecret': 'a secret of the test',
      'alerts.offlineAfterMs': 1,
      'alerts.diskFreePercent': 0,
      'session.max': 7,
    },
  });
  page = await bench.signedIn();
});
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
  hook.close();
});

const button = (name: string | RegExp) => page.getByRole('button', { name });

test('an alert comes up by itself, is acknowledged, and is over when the device is back', async () => {
  await page.goto('/');
  await page.getByText('Nothing is wrong.').waitFor();
  await page.getByRole('link', { name: 'All alerts' }).click();
  await page.getByText('Nothing is wrong.').waitFor();
  const { secret } = await bench.whole.broker.devices.add('lamp');
  const { PipitDevice } = await import('@pipit/device-sdk');
  const device = new PipitDevice({ url: bench.whole.url, deviceId: 'lamp', secret });
  await device.connect();
  await device.close();
  const alert = page.getByRole('article', { name: 'The device lamp is offline' });
  await alert.waitFor({ timeout: NEXT_CHECK_MS });
  expect(await alert.getByRole('link', { name: 'lamp' }).getAttribute('href')).toBe('/devices/lamp');
  const other = await bench.signedIn();
  await other.goto('/alerts');
  await other.getByRole('button', { name: /Acknowledge: The device lamp/ }).waitFor();
  await alert.getByRole('button', { name: /Acknowledge/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Note for the others').fill('Its plug was pulled.');
  await dialog.getByRole('button', { name: 'Acknowledge' }).click();
  await alert.getByText('Anna sees to it').waitFor();
  await other.getByText('Anna sees to it').waitFor();
  await other.getByText('Its plug was pulled.').waitFor();
  await other.close();
  expect(await alert.getByRole('button').count()).toBe(0);

  await page.getByLabel('Severity').selectOption('Critical');
  await page.getByText('Nothing is wrong.').waitFor();
  expect(page.url()).toBe(`${bench.url}/alerts?severity=critical`);
  await page.getByLabel('Severity').selectOption('All');
  await alert.waitFor();
  const again = new PipitDevice({ url: bench.whole.url, deviceId: 'lamp', secret });
  await again.connect();
  await alert.waitFor({ state: 'detached', timeout: NEXT_CHECK_MS });
  await page.getByRole('link', { name: 'Past' }).click();
  await alert.getByText('Over').waitFor();
  await again.close();
  expect(bench.complaints).toEqual([]);
}, 120_000);

test('it is shown who is told, and a test says what became of it', async () => {
  await page.goto('/alerts');
  const channels = page.getByRole('region', { name: 'Who is told, and how' });
  await channels.getByRole('listitem').filter({ hasText: 'Webhook' }).getByText('127.0.0.1').waitFor();
  await channels.getByRole('listitem').filter({ hasText: 'WeCom' }).getByText('Not set').waitFor();
  await button('Send a test').click();
  await channels.getByText('Arrived', { exact: true }).waitFor();
  hookStatus = 500;
  await button('Send a test').click();
  await channels.getByText('Did not arrive').waitFor();
  await channels.getByText(/500/).waitFor();
  expect(await page.content()).not.toContain('a secret of the test');
  expect(bench.complaints).toEqual([]);
});

test('how the broker does is read when somebody asks, or every few seconds when that is wished', async () => {
  await page.goto('/system');
  await page.getByText('Ready', { exact: true }).waitFor();
  await page.getByText('0 of 7').waitFor();
  await page.getByText('Reachable').waitFor();
  await page.getByText('Embedded').waitFor();
  await page.getByRole('rowheader', { name: 'Audit log' }).waitFor();
  await page.getByRole('meter', { name: 'Disk of the data folder' }).waitFor();
  const device = await bench.whole.device('porch');
  const session = await device.openSession({ mode: 'ALWAYS_OPEN' });
  await session.waitForState('LISTENING');
  await button('Refresh').click();
  await page.getByText('1 of 7').waitFor();
  await page.getByLabel('Every 5 seconds').check();
  await session.close();
  await page.getByText('0 of 7').waitFor();
  await page.getByLabel('Every 5 seconds').uncheck();
  await device.close();
  expect(bench.complaints).toEqual([]);
});

test.each(LOOKS.map((look) => [nameOf(look), look] as const))(
  'nobody is kept out (%s)',
  async (_name, look) => {
    const one = await bench.signedIn(look);
    await expectNoBarriers(one, ['/alerts?show=all', '/system']);
    expect(bench.complaints).toEqual([]);
  },
  120_000,
);
