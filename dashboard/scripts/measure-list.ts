/**
 * Whether the list of devices stays smooth with many rows while devices come and go, and what the pages weigh:
 * `node_modules/node/bin/node --conditions=pipit-source dashboard/scripts/measure-list.ts
 * [--devices 10000] [--changes 100] [--seconds 15] [--chromium /usr/bin/chromium]`
 * It wants a dashboard that was built (`npm run build -- dashboard`). Prints JSON.
 */
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { MeasuredDashboard, steadily } from './measured-dashboard.ts';
import { pageWeights } from './page-weight.ts';
import { watchFrames } from './watch-frames.ts';

const { values } = parseArgs({
  options: {
    devices: { type: 'string', default: '10000' },
    changes: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '15' },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
  },
});
const settings = {
  devices: Number(values.devices),
  changesPerSecond: Number(values.changes),
  seconds: Number(values.seconds),
  viewport: { width: 1280, height: 800 },
};
const say = (text: string): void => void process.stderr.write(`${text}\n`);

await using measured = await MeasuredDashboard.start({
  chromium: values.chromium,
  viewport: settings.viewport,
});
const { whole, proxy, browser } = measured;
const idOf = (n: number): string => `shelf-${String(n).padStart(5, '0')}`;
say(`adding ${settings.devices} devices`);
const csv = ['id,name', ...Array.from({ length: settings.devices }, (_, n) => `${idOf(n)},Shelf ${n}`)].join(
  '\n',
);
await whole.ask('POST', '/api/v1/devices/import', csv, { 'content-type': 'text/csv' });

const page = await measured.page();
await page.goto('/devices');
await loadAll(page);

const results = {
  quiet: await watchFrames(browser, page, () => page.waitForTimeout(1000 * settings.seconds)),
  anywhere: await watchFrames(browser, page, () => changing(settings.devices)),
  /** Each change is of a row in sight. */
  inSight: await watchFrames(browser, page, () => changing(12)),
  scrolling: await watchFrames(browser, page, async () => {
    const stop = new AbortController();
    const scrolled = scroll(page, stop.signal);
    await changing(settings.devices);
    stop.abort();
    await scrolled;
  }),
};
await page.close();
const weights = await pageWeights(browser, measured.url, measured.signIn, [
  '/',
  '/devices',
  '/add-devices?by=table',
  '/device-groups',
]);
process.stdout.write(measured.report(settings, { results, weights }));

/** Scrolls until each page of the list is there. */
async function loadAll(page: Page): Promise<void> {
  const rows = page.locator('.rows');
  await rows.waitFor();
  for (;;) {
    const count = Math.round((await rows.evaluate((element) => element.clientHeight)) / 52);
    if (count >= settings.devices) break;
    if (count % 2000 === 0) say(`${count} rows`);
    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
    await page.waitForTimeout(50);
  }
  await page.evaluate('scrollTo(0, 0)');
  await page.waitForTimeout(1000);
}

/** Devices come and go, each of the first `among` in its turn. */
const changing = (among: number): Promise<void> =>
  steadily(settings.changesPerSecond, settings.seconds, (count) => {
    // A stride that is prime to the number reaches all of them.
    const deviceId = idOf((count * 7919) % among);
    const presence = Math.floor(count / among) % 2 === 0 ? 'online' : 'offline';
    proxy.send(`device.${presence}`, { deviceId, presence, at: new Date().toISOString() });
  });

async function scroll(page: Page, signal: AbortSignal): Promise<void> {
  await page.mouse.move(700, 500);
  while (!signal.aborted) {
    await page.mouse.wheel(0, 300);
    await page.waitForTimeout(16);
  }
}
