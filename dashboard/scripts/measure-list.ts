/**
 * Whether the list of devices stays smooth with many rows while devices come and go, and what the pages weigh:
 * `node_modules/node/bin/node --conditions=pipit-source dashboard/scripts/measure-list.ts
 * [--devices 10000] [--changes 100] [--seconds 15] [--chromium /usr/bin/chromium]`
 * It wants a dashboard that was built (`npm run build -- dashboard`). Prints JSON.
 */
import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { WholeBroker } from '../../broker/test/whole-broker.ts';
import { EventProxy } from './event-proxy.ts';
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
const loadBefore = loadavg()[0];
const say = (text: string): void => void process.stderr.write(`${text}\n`);

await using whole = await WholeBroker.start({
  settings: { 'http.rateLimitPerMinute': 100_000, 'log.level': 'warn' },
});
const { http = 0 } = whole.broker.ports;
const idOf = (n: number): string => `shelf-${String(n).padStart(5, '0')}`;
say(`adding ${settings.devices} devices`);
const csv = ['id,name', ...Array.from({ length: settings.devices }, (_, n) => `${idOf(n)},Shelf ${n}`)].join(
  '\n',
);
await whole.ask('POST', '/api/v1/devices/import', csv, { 'content-type': 'text/csv' });

await using proxy = await EventProxy.start(http);
const browser = await chromium.launch({
  executablePath: values.chromium,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
const OWNER = { name: 'Anna', email: 'anna@example.com', password: 'four small birds' };
const context = await browser.newContext({
  baseURL: proxy.url,
  viewport: settings.viewport,
  locale: 'en-GB',
});
const token = new URL(whole.setupLink).hash.slice(1);
await context.request.post('/api/auth/links/redeem', { data: { token, ...OWNER } });
const page = await context.newPage();
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
await context.close();
const weights = await pageWeights(
  browser,
  `http://127.0.0.1:${http}`,
  (send) => send('/api/auth/login', { email: OWNER.email, password: OWNER.password }),
  ['/', '/devices', '/devices/add?by=table', '/devices/groups'],
);
const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();
const report = {
  commit: git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') ? ' and changes' : ''),
  machine: {
    processor: `${cpus().length} × ${cpus()[0]?.model}`,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    load: [loadBefore, loadavg()[0]],
    node: process.version,
    chromium: browser.version(),
  },
  settings,
  results,
  weights,
};
await browser.close();
process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);

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
async function changing(among: number): Promise<void> {
  const endMs = performance.now() + 1000 * settings.seconds;
  const startMs = performance.now();
  let sent = 0;
  while (performance.now() < endMs) {
    const due = Math.floor(((performance.now() - startMs) / 1000) * settings.changesPerSecond);
    for (; sent < due; sent += 1) {
      // A stride that is prime to the number reaches all of them.
      const deviceId = idOf((sent * 7919) % among);
      const presence = Math.floor(sent / among) % 2 === 0 ? 'online' : 'offline';
      const at = new Date().toISOString();
      proxy.send(`device.${presence}`, { deviceId, presence, at });
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function scroll(page: Page, signal: AbortSignal): Promise<void> {
  await page.mouse.move(700, 500);
  while (!signal.aborted) {
    await page.mouse.wheel(0, 300);
    await page.waitForTimeout(16);
  }
}
