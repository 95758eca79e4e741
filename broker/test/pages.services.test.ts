/** The documents of the API in a real browser. The dashboard has tests of its own. */
import { type Browser, type Page, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WholeBroker } from './whole-broker.ts';

let whole: WholeBroker;
let browser: Browser;
beforeAll(async () => {
  whole = await WholeBroker.start();
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
});
afterAll(async () => {
  await browser.close();
  await whole[Symbol.asyncDispose]();
});

/** What a page complains of, such as something that its policy does not allow. */
function complaints(page: Page): string[] {
  const texts: string[] = [];
  page.on('pageerror', (error) => texts.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') texts.push(message.text());
  });
  return texts;
}

test('the documents of the API show every route, from the broker alone', async () => {
  const page = await browser.newPage();
  const texts = complaints(page);
  const base = `http://127.0.0.1:${whole.broker.ports['http']}`;
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith('data:')) elsewhere.push(request.url());
  });
  await page.goto(`${base}/api/docs/`);
  const document = (await (await fetch(`${base}/api/v1/openapi.json`)).json()) as { paths: object };
  const described = Object.values(document.paths).flatMap((operations: object) =>
    Object.keys(operations),
  ).length;
  // The page draws them one after another.
  await expect.poll(() => page.locator('.opblock').count(), { timeout: 30_000 }).toBe(described);
  expect(elsewhere).toEqual([]);
  expect(texts).toEqual([]);
  await page.close();
});
