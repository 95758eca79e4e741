/** One device under the eyes of its operator: it talks, is changed, commanded, tested, and given another secret. */
import { PipitDevice } from '@pipit/device-sdk';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { speak } from '../../broker/test/whole-broker.ts';
import { DashboardBench, LOOKS, barriers, nameOf } from './dashboard-bench.ts';

let bench: DashboardBench;
let device: PipitDevice;
const volumes: number[] = [];
beforeAll(async () => {
  bench = await DashboardBench.start();
  device = await bench.whole.device('porch', {
    firmware: { name: 'pipit-esp32', version: '1.4.2' },
    hardware: { model: 'Box 3', serial: 'S-17' },
    settings: {
      volume: { apply: (percent) => void volumes.push(percent), current: () => volumes.at(-1) ?? 50 },
      brightness: {
        apply: () => {
          throw new Error('The display is missing.');
        },
      },
    },
    commands: { identify: () => 'Blinked three times.' },
  });
  const { queries } = bench.whole.database;
  const now = Date.now();
  const rows = Array.from({ length: 300 }, (_, i) => ({
    tenantId: 'default',
    deviceId: 'porch',
    at: new Date(now - (300 - i) * 200_000),
    readings: JSON.stringify({
      signalDbm: -58 - Math.round(8 * Math.sin(i / 20)),
      freeHeapBytes: 180_000 - 40 * i,
      batteryPercent: 100 - Math.floor(i / 6),
      temperatureCelsius: 31 + Math.sin(i / 40),
      reconnects: Math.floor(i / 90),
      playout: { jitterMs: 12 + (i % 9), framesLost: Math.floor(i / 50), framesLate: Math.floor(i / 70) },
    }),
  }));
  await queries.insertInto('deviceTelemetry').values(rows).execute();
});
afterEach(() => bench.closePages());
afterAll(() => bench[Symbol.asyncDispose]());

const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });
const setHere = (page: Page, name: string) => page.getByRole('button', { name: `Set here: ${name}` }).click();
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();

test('it is seen to talk, and speaks with another voice from the next pause on', async () => {
  const [page, settings] = [await bench.signedIn(), await bench.signedIn()];
  await page.goto('/devices');
  await page.getByRole('link', { name: 'porch' }).click();
  await page.getByRole('heading', { name: 'porch' }).waitFor();
  await page.getByText('None at the moment').waitFor();
  const session = await device.openSession({ mode: 'ALWAYS_OPEN' });
  await session.waitForState('LISTENING');
  await page.getByText('Speaks with Matthew').waitFor();
  expect(await page.getByRole('link', { name: 'Watch it' }).getAttribute('href')).toBe(
    `/conversations/${session.sessionId}`,
  );
  await bench.whole.turn(session);
  await page.getByText('1 turn', { exact: true }).waitFor();

  await settings.goto('/devices/porch/settings');
  await setHere(settings, 'Voice');
  await field(settings, 'Voice').selectOption('tina');
  await setHere(settings, 'Volume');
  await field(settings, 'Volume').fill('35');
  await setHere(settings, 'Brightness');
  const silent = new AbortController();
  const speaking = speak(session, 300, silent.signal);
  await save(settings);
  await settings.getByText('Saved as version 1.').waitFor();
  await settings
    .getByRole('listitem')
    .filter({ hasText: /At the next pause of a conversation, without a seam\W*Voice/ })
    .waitFor();
  await page.getByText('Speaks with Tina', { exact: true }).waitFor();
  silent.abort();
  await speaking;
  // What the device was told, it has acknowledged or refused, with its words.
  await settings.getByText('Partly applied').first().waitFor();
  await settings.getByText('The display is missing.').waitFor();
  expect(volumes).toContain(35);
  await session.close();
  await page.getByText('None at the moment').waitFor();
  await page.getByRole('link', { name: 'Conversations', exact: true }).last().click();
  await page.getByRole('cell', { name: 'tina' }).waitFor();
  expect(bench.complaints).toEqual([]);
});

test('an earlier version is brought back', async () => {
  const page = await bench.signedIn();
  await page.goto('/devices/porch/settings');
  await page.getByRole('button', { name: 'Inherit again: Brightness' }).click();
  await save(page);
  await page.getByText('Saved as version 2.').waitFor();
  await page.getByText('In sync').first().waitFor();
  await page.getByRole('button', { name: 'Difference: version 1 and now' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Brightness').waitFor();
  await dialog.getByRole('button', { name: 'Bring back' }).click();
  await page.getByText('brought back from 1').waitFor();
  expect(bench.complaints).toEqual([]);
});

test('it is told what to do, and what became of it is told', async () => {
  const page = await bench.signedIn();
  await page.goto('/devices/porch/tools');
  await page.getByText('set_volume').waitFor();
  await page.getByRole('button', { name: 'Identify' }).click();
  const row = (name: RegExp) => page.getByRole('row', { name });
  await row(/Identify.*Done.*Blinked three times/).waitFor();
  await field(page, 'Say aloud').fill('Dinner is ready.');
  await page.getByRole('button', { name: 'Say it' }).click();
  await row(/Dinner is ready.*Refused.*not in a conversation/).waitFor();
  await page.getByRole('button', { name: 'Reboot' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reboot' }).click();
  await row(/Reboot.*Refused/).waitFor();
  expect(bench.complaints).toEqual([]);
});

test('what it measured is shown over time, and the self-test lights up leg by leg', async () => {
  const page = await bench.signedIn();
  await page.goto('/devices/porch');
  const signal = page.getByRole('table', { name: 'Signal' });
  const points = () => signal.getByRole('row').count();
  const slow = { timeout: 20_000 };
  await expect.poll(points, slow).toBeGreaterThan(10);
  await field(page, 'Time').selectOption({ label: 'Last hour' });
  await expect.poll(points, slow).toBeGreaterThan(10);

  await page.getByRole('button', { name: 'Test it' }).click();
  const leg = (name: string) => page.locator(`[data-leg=${name}]`);
  for (const name of ['database', 'link', 'answers', 'model'])
    await leg(name).filter({ hasText: 'Well' }).waitFor();
  await leg('configuration').getByText('It has refused some of them.').waitFor();
  await leg('speaker').getByText('Takes the help of the device.').waitFor();
  expect(bench.complaints).toEqual([]);
});

test('who it is can be changed, and it is kept out and let in again', async () => {
  const page = await bench.signedIn();
  await page.goto('/devices/porch');
  await page.getByRole('button', { name: 'Edit the device' }).click();
  const dialog = page.getByRole('dialog');
  await field(page, 'Name').fill('Front door');
  await field(page, 'Tags').fill('no!tag, outside');
  bench.expectComplaint(/422 .*devices\/porch/);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog
    .getByText(/Use letters, digits/)
    .first()
    .waitFor();
  await field(page, 'Tags').fill('outside, site:berlin');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Front door' }).waitFor();
  await page.getByText('site:berlin').waitFor();
  expect(bench.complaints).toEqual([]);
});

test('it gets a new secret, signs in with it, and is deleted when its id is typed', async () => {
  const spare = await bench.whole.device('spare');
  await spare.close();
  const page = await bench.signedIn();
  await page.goto('/devices/spare/access');
  await page.getByRole('button', { name: 'New secret' }).click();
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByText('This is shown once.').waitFor();
  const secret = (await page.getByRole('region', { name: 'The new secret' }).textContent()) ?? '';
  expect(secret).toMatch(/^pk_/);
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await page.getByText('A new secret waits for its first use.').waitFor();
  await using again = new PipitDevice({ url: bench.whole.url, deviceId: 'spare', secret });
  await again.connect();
  await page.getByText('Online').waitFor();
  await page.getByText('A new secret waits for its first use.').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Log', exact: true }).click();
  await page.getByRole('row', { name: /Went.*it said goodbye/ }).waitFor();

  await page.getByRole('link', { name: 'Access' }).click();
  await page.getByRole('button', { name: 'Delete the device' }).click();
  const remove = page.getByRole('dialog').getByRole('button', { name: 'Delete' });
  expect(await remove.isDisabled()).toBe(true);
  await page.getByLabel('Type spare to go on').fill('spare');
  await remove.click();
  await page.getByRole('heading', { name: 'Devices' }).waitFor();
  await page.getByText('The device is deleted.').waitFor();
  expect(bench.complaints).toEqual([]);
});

const PARTS = ['', '/settings', '/tools', '/conversations', '/log', '/access'];
test.each(LOOKS.map((look) => [nameOf(look), look] as const))(
  'nobody is kept out (%s)',
  async (name, look) => {
    const page = await bench.signedIn(look);
    for (const part of PARTS) {
      await page.goto(`/devices/porch${part}`);
      await page.locator('[data-live=open]').waitFor();
      await page
        .locator(part === '' ? 'canvas' : part === '/settings' ? 'textarea' : 'section, table')
        .first()
        .waitFor();
      await picture(page, `${part.slice(1) || 'overview'}-${name}`);
      expect(await barriers(page), part).toEqual([]);
      expect(
        await page.evaluate('document.documentElement.scrollWidth - innerWidth'),
        part,
      ).toBeLessThanOrEqual(0);
    }
    expect(bench.complaints).toEqual([]);
  },
);

async function picture(page: Page, name: string): Promise<void> {
  if (process.env['LOOK'])
    await page.screenshot({
      path: `${process.env['LOOK']}/device-${name.replaceAll(/\W+/g, '-')}.png`,
      fullPage: true,
    });
}
