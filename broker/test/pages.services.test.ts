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

/** The ids of the operations that it draws now. */
const operationsOn = async (page: Page): Promise<string[]> =>
  page.locator('.opblock').evaluateAll((blocks) => blocks.map(({ id }) => id.split('-').at(-1) ?? ''));

/** Half a screen further down; false at the end. */
const scrolled = async (page: Page): Promise<boolean> =>
  page.evaluate(`(async () => {
    const before = scrollY;
    scrollBy(0, innerHeight / 2);
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    return scrollY > before;
  })()`);

test('the documents of the API show every route, from the broker alone', async () => {
  const page = await browser.newPage();
  const texts = complaints(page);
  const base = `http://127.0.0.1:${whole.broker.ports['http']}`;
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith('data:')) elsewhere.push(request.url());
  });
  await page.goto(`${base}/api/docs/`);
  await page.waitForSelector('.opblock');
  const document = (await (await fetch(`${base}/api/v1/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  const described = Object.values(document.paths).flatMap((operations) =>
    Object.values(operations).map(({ operationId }) => operationId),
  );
  // Of a long list it draws what can be seen.
  const shown = new Set<string>();
  while (await scrolled(page)) for (const id of await operationsOn(page)) shown.add(id);
  expect([...shown].toSorted()).toEqual(described.toSorted());
  expect(elsewhere).toEqual([]);
  expect(texts).toEqual([]);
  await page.close();
});
