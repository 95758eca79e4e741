/** A fleet is made, ordered and acted on: one device by its code, one by hand, many from a table, and 1200 at once. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PipitDevice } from '@pipit/device-sdk';
import type { Download, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { showQr } from './camera.ts';
import { DashboardBench, LOOKS, barriers, nameOf } from './dashboard-bench.ts';

const DEVICES = 1200;

let bench: DashboardBench;
const folder = mkdtempSync(join(tmpdir(), 'pipit-camera-'));
const camera = join(folder, 'camera.y4m');
beforeAll(async () => {
  bench = await DashboardBench.start(undefined, camera);
  const lines = Array.from({ length: DEVICES }, (_, i) => `shelf-${String(i).padStart(4, '0')},Shelf ${i}`);
  const csv = ['id,name', ...lines].join('\n');
  const { status, text } = await bench.whole.ask('POST', '/api/v1/devices/import', csv, {
    'content-type': 'text/csv',
  });
  expect(status, text).toBe(200);
});
afterEach(() => bench.closePages());
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const textOf = async (download: Promise<Download>): Promise<string> =>
  readFile(await (await download).path(), 'utf8');

async function signsIn(deviceId: string, secret: string): Promise<void> {
  const device = new PipitDevice({ url: bench.whole.url, deviceId, secret });
  await device.connect();
  await device.close();
}

/** What stands in the dialog of a report that is there. */
const report = (page: Page, title: string) =>
  page.getByRole('dialog', { name: title }).filter({ has: page.getByText(/Download the report/) });

test('a device that shows a code is taken by it, fetches its secret and is seen online', async () => {
  const claimKey = randomBytes(32).toString('base64url');
  const whoAmI = { deviceId: 'porch-lamp', claimKey };
  const { json: pending } = await bench.whole.ask('POST', '/api/v1/claims', whoAmI);
  const page = await bench.signedIn();
  await page.goto('/devices');
  await page.getByRole('link', { name: 'Add devices' }).click();
  bench.expectComplaint(/404/);
  await page.getByRole('textbox', { name: 'Code' }).fill('ABCD-EFGH');
  await page.getByRole('button', { name: 'Take the device' }).click();
  await page.getByText('No device shows this code').waitFor();
  await page.getByRole('textbox', { name: 'Code' }).fill(pending.code.toLowerCase().replace('-', ' '));
  await page.getByRole('textbox', { name: 'Name' }).fill('Lamp on the porch');
  await page.getByRole('button', { name: 'Take the device' }).click();
  await page.getByText('porch-lamp belongs to the fleet now.').waitFor();
  const { json: claimed } = await bench.whole.ask('POST', '/api/v1/claims/poll', whoAmI);
  expect(claimed.status).toBe('claimed');
  await page.goto('/devices?q=porch');
  const row = page.getByRole('row', { name: /Lamp on the porch/ });
  await row.getByText('Never seen').waitFor();
  const device = new PipitDevice({
    url: bench.whole.url,
    deviceId: claimed.deviceId,
    secret: claimed.secret,
  });
  await device.connect();
  await row.getByText('Online').waitFor();
  await device.close();
  await row.getByText('Offline').waitFor();
  expect(bench.complaints).toEqual([]);
});

test('the camera reads the code of a device; a code of something else is told', async () => {
  const claimKey = randomBytes(32).toString('base64url');
  const { json: pending } = await bench.whole.ask('POST', '/api/v1/claims', {
    deviceId: 'hall-lamp',
    claimKey,
  });
  const page = await bench.signedIn();
  await page.goto('/add-devices?by=code');
  await showQr(camera, 'https://elsewhere.example/a-menu');
  await page.getByRole('button', { name: 'Scan' }).click();
  await page.getByText('There is no code of a device in this QR code.').waitFor();
  await page.keyboard.press('Escape');
  await showQr(camera, `${bench.url}/add-devices?code=${pending.code}`);
  await page.getByRole('button', { name: 'Scan' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await page.getByRole('textbox', { name: 'Code' }).inputValue()).toBe(pending.code);
  await page.getByRole('button', { name: 'Take the device' }).click();
  await page.getByText('hall-lamp belongs to the fleet now.').waitFor();
  expect(bench.complaints).toEqual([]);
});

test('one that is added by hand signs in with the secret that was shown', async () => {
  const page = await bench.signedIn();
  await page.goto('/add-devices?by=one');
  const id = page.getByRole('textbox', { name: 'Id', exact: true });
  bench.expectComplaint(/422|409/);
  await id.fill('no id');
  await page.getByRole('button', { name: 'Add the device' }).click();
  await page.getByText('Use 1 to 64 of').first().waitFor();
  await id.fill('desk-1');
  await page.getByRole('textbox', { name: 'Tags' }).fill('site:berlin, new');
  await page.getByRole('button', { name: 'Add the device' }).click();
  const secret = await page.getByRole('textbox', { name: 'Secret' }).inputValue();
  expect(secret).toMatch(/^pk_/);
  await signsIn('desk-1', secret);
  expect(await page.getByRole('region', { name: 'Environment' }).textContent()).toContain(
    `export PIPIT_DEVICE_SECRET='${secret}'`,
  );
  await page.getByRole('button', { name: 'ESP32' }).click();
  await page.getByText('p1/desk-1/uc (QoS 1)').waitFor();
  await page.getByRole('button', { name: 'Show as QR code' }).click();
  await page.getByRole('img', { name: 'Id, secret and address for desk-1' }).locator('path').waitFor();
  await page.getByRole('button', { name: 'Add another' }).click();
  await id.fill('desk-1');
  await page.getByRole('button', { name: 'Add the device' }).click();
  await page.getByText('There is a device desk-1 already.').waitFor();
  expect(bench.complaints).toEqual([]);
});

test('a table is looked at before it is sent; a bad line is left out, the secrets are told once', async () => {
  const page = await bench.signedIn();
  await page.goto('/add-devices?by=table');
  await page.getByRole('button', { name: 'Choose a file' }).waitFor();
  const buffer = Buffer.from('id,name,tags\nroom-1,"Room, left",hall\nno id,Broken,\nroom-2,,\n');
  await page.getByLabel('Table').first().setInputFiles({ name: 'rooms.csv', mimeType: 'text/csv', buffer });
  await page.getByText('2 lines are fine, 1 have problems').waitFor();
  await page.getByRole('row', { name: /no id/ }).getByText('The id must be 1 to 64').waitFor();
  expect((await bench.whole.ask('GET', '/api/v1/devices?q=room')).json.items).toEqual([]);
  await page.getByRole('button', { name: 'Ask the broker' }).click();
  await page.getByText('The broker would add 2 devices and leave out 1 lines.').waitFor();
  await page.getByRole('button', { name: 'Add 2 devices' }).click();
  await page.getByRole('heading', { name: '2 devices were added.' }).waitFor();
  await page.getByText('1 line was left out.').waitFor();
  const file = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the secrets' }).click();
  const [, first] = (await textOf(file)).trim().split('\r\n');
  const [id, secret] = first!.split(',');
  expect(id).toBe('room-1');
  await signsIn('room-1', secret!);
  expect((await bench.whole.ask('GET', '/api/v1/devices/room-1')).json).toMatchObject({
    name: 'Room, left',
    tags: ['hall'],
  });
  expect(bench.complaints).toEqual([]);
});

test('all 1200 that match are tagged at once, with a report', async () => {
  const page = await bench.signedIn();
  await page.goto('/devices?q=shelf-');
  await page.getByRole('checkbox', { name: 'Select shelf-0002' }).click();
  await page.getByRole('checkbox', { name: 'Select shelf-0005' }).click({ modifiers: ['Shift'] });
  await page.getByText('4 devices selected').waitFor();
  // By the keyboard: down, and one more on the way.
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByText('5 devices selected').waitFor();
  await page.getByRole('button', { name: 'Select all 1,200 that match' }).click();
  await page.getByText('1,200 devices selected').waitFor();
  await page.getByRole('checkbox', { name: 'Select shelf-0000' }).click();
  await page.getByText('1,199 devices selected').waitFor();
  await page.getByRole('checkbox', { name: 'Select shelf-0000' }).click();
  await page.getByRole('button', { name: 'Tags', exact: true }).click();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('Name a tag to add or to remove.').waitFor();
  await page.getByRole('textbox', { name: 'Tags to add' }).fill('stock, 2026');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('It was done for all 1,200 devices.').waitFor({ timeout: 60_000 });
  const file = page.waitForEvent('download');
  await report(page, 'Tags').getByRole('button', { name: 'Download the report' }).click();
  expect((await textOf(file)).trim().split('\r\n')).toHaveLength(1 + DEVICES);
  await page.keyboard.press('Escape');
  await page.getByLabel('Tag', { exact: true }).selectOption('stock');
  await page.getByLabel('Tag', { exact: true }).selectOption('2026');
  await page.getByRole('status').getByText('1,200 devices').waitFor();
  expect(new URL(page.url()).searchParams.getAll('tag')).toEqual(['stock', '2026']);
  // What was selected is not carried along to another list.
  expect(await page.getByText('devices selected').count()).toBe(0);
  expect(bench.complaints).toEqual([]);
});

test('a command to many tells what became of it at each', async () => {
  const identify = { lamp: () => {}, bell: () => Promise.reject(new Error('The bell is broken.')) };
  await using devices = new AsyncDisposableStack();
  for (const [id, act] of Object.entries(identify)) {
    const { json } = await bench.whole.ask('POST', '/api/v1/devices', { id: `way-${id}` });
    const options = { url: bench.whole.url, deviceId: json.device.id, secret: json.secret };
    const device = new PipitDevice({ ...options, commands: { identify: act } });
    devices.defer(() => device.close());
    await device.connect();
  }
  const page = await bench.signedIn();
  await page.goto('/devices?q=way-');
  await page.getByRole('checkbox', { name: 'Select all that are loaded' }).click();
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Let them show themselves' }).click();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('Succeeded: 1').waitFor();
  await page
    .getByRole('row', { name: /way-bell/ })
    .getByText('The bell is broken.')
    .waitFor();
  expect(bench.complaints).toEqual([]);
});

test('what fails is told for each device, and tried again', async () => {
  const page = await bench.signedIn();
  await page.goto('/devices?q=shelf-000');
  await page.getByRole('checkbox', { name: 'Select all that are loaded' }).click();
  await page.getByText('10 devices selected').waitFor();
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Let them show themselves' }).click();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('Failed: 10').waitFor();
  expect(await page.getByText('The device is offline.').count()).toBe(10);
  await page.getByRole('button', { name: 'Try 10 again' }).click();
  await page.getByText('Failed: 10').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'New secrets' }).click();
  await page.getByRole('checkbox', { name: 'The old secrets end at once' }).check();
  await page.getByRole('button', { name: 'Go on' }).click();
  const file = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the secrets' }).click();
  const [id, secret] = (await textOf(file)).trim().split('\r\n')[3]!.split(',');
  await signsIn(id!, secret!);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const sure = page.getByRole('dialog', { name: 'Delete 10 devices?' });
  expect(await sure.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
  await sure.getByRole('textbox').fill('10');
  await sure.getByRole('button', { name: 'Delete' }).click();
  await page.getByText('It was done for all 10 devices.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('No device fits.').waitFor();
  expect(bench.complaints).toEqual([]);
});

test('a view is kept with the person, opens first, and is there at the next sign-in', async () => {
  const page = await bench.signedIn();
  await page.goto('/devices?tag=stock&sort=-name');
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Tags' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Firmware' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('columnheader', { name: 'Tags' }).waitFor();
  const views = page.getByRole('button', { name: /^Views:/ });
  await views.click();
  await page.getByRole('menuitem', { name: 'Save this view …' }).click();
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('Stock');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('The view Stock was saved.').waitFor();
  await views.click();
  await page.getByRole('menuitem', { name: 'Open the list with this view' }).click();
  await page.getByText('Saved.', { exact: true }).waitFor();

  const other = await bench.signedIn(LOOKS[0]);
  await other.goto('/');
  await other.getByRole('link', { name: 'Devices', exact: true }).click();
  await other.getByRole('button', { name: 'Views: Stock' }).waitFor();
  const { searchParams } = new URL(other.url());
  expect(Object.fromEntries(searchParams)).toMatchObject({ tag: 'stock', sort: '-name' });
  await other.getByRole('columnheader', { name: 'Tags' }).waitFor();
  expect(await other.getByRole('columnheader', { name: 'Firmware' }).count()).toBe(0);
  // A change of it is seen as one, and can be kept.
  await other.getByLabel('State').selectOption({ label: 'Never seen' });
  const changed = other.getByRole('button', { name: 'Views: Stock, changed' });
  await changed.click();
  await other.getByRole('menuitem', { name: 'Save the changes to Stock' }).click();
  await other.getByRole('button', { name: 'Views: Stock', exact: true }).click();
  await other.getByRole('menuitem', { name: 'Rename …' }).click();
  await other.getByRole('textbox', { name: 'Name of the view' }).fill('New stock');
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await other.getByRole('button', { name: 'Views: New stock' }).click();
  await other.getByRole('menuitem', { name: 'Delete …' }).click();
  await other.getByRole('button', { name: 'Delete', exact: true }).click();
  await other.getByText('Deleted.').waitFor();
  await other.getByRole('button', { name: /^Views:/ }).click();
  expect(await other.getByRole('menuitemradio').allTextContents()).toEqual(['All devices']);
  expect(bench.complaints).toEqual([]);
});

test('groups are made, filled and deleted; the devices stay', async () => {
  const page = await bench.signedIn();
  await page.goto('/device-groups');
  await page.getByRole('button', { name: 'Add a group' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Kitchens');
  await page.getByRole('textbox', { name: 'About it' }).fill('Speak slowly.');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('row', { name: /Kitchens/ }).waitFor();
  await page.goto('/devices?q=room');
  await page.getByRole('checkbox', { name: 'Select room-1' }).click();
  await page.getByRole('button', { name: 'Move to a group' }).click();
  await page.getByRole('dialog').getByLabel('Group').selectOption({ label: 'Kitchens' });
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('It was done for the device.').waitFor();
  await page.keyboard.press('Escape');
  await page
    .getByRole('row', { name: /room-1/ })
    .getByText('Kitchens')
    .waitFor();
  await page.getByRole('link', { name: 'Groups' }).click();
  await page.getByRole('button', { name: 'Delete Kitchens' }).click();
  await page.getByText('Its device stays').waitFor();
  await page.getByRole('dialog').getByRole('textbox').fill('Kitchens');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('There is no group yet.').waitFor();
  expect((await bench.whole.ask('GET', '/api/v1/devices/room-1')).json.group).toBeNull();
  expect(bench.complaints).toEqual([]);
});

test('the file of a filter is the broker’s', async () => {
  const page = await bench.signedIn();
  await page.goto('/devices?q=room');
  await page.getByRole('status').getByText('2 devices').waitFor();
  const file = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export as CSV' }).click();
  expect((await textOf(file)).split('\r\n').map((line) => line.split(',')[0])).toEqual([
    '\uFEFFid',
    'room-1',
    'room-2',
    '',
  ]);
  expect(bench.complaints).toEqual([]);
});

const PICTURES = process.env['DEVICE_PICTURES'];

test.each(LOOKS.map((look) => [nameOf(look), look] as const))(
  'nobody is kept out (%s)',
  async (name, look) => {
    const page = await bench.signedIn(look);
    const see = async (what: string): Promise<void> => {
      if (PICTURES) await page.screenshot({ path: `${PICTURES}/${what}-${name.replaceAll(', ', '-')}.png` });
      expect(await barriers(page), what).toEqual([]);
      const beyond = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(beyond, what).toBeLessThanOrEqual(0);
    };
    await page.goto('/devices?q=shelf-01&tag=stock&columns=status,sync,group,tags,firmware,lastSeenAt');
    await page.locator('[data-live=open]').waitFor();
    for (const id of ['shelf-0101', 'shelf-0103'])
      await page.getByRole('checkbox', { name: new RegExp(id) }).click();
    await page.locator('.bar').waitFor();
    await see('devices');
    for (const by of ['code', 'one', 'table']) {
      await page.goto(`/add-devices?by=${by}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('[data-live=open]').waitFor();
      await see(`add-${by}`);
    }
    await page.goto('/device-groups');
    await page.locator('[data-live=open]').waitFor();
    await see('groups');
    expect(bench.complaints).toEqual([]);
  },
);
