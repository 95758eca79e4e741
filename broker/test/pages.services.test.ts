/** The broker's own pages in a real browser: the way in for the first owner, and the documents of the API. */
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

async function redeem(page: Page, password: string): Promise<void> {
  await page.fill('#password', password);
  await page.fill('#again', password);
  await page.click('button');
}

test('the first owner sets a password by the link, is signed in, and the link is used up', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const texts = complaints(page);
  await page.goto(whole.setupLink);
  await page.waitForSelector('#form:not([hidden])');
  expect(texts).toEqual([]);
  await page.fill('#name', 'Anna');
  await page.fill('#email', 'anna@example.com');
  await redeem(page, 'short');
  await page.waitForSelector('#problem:has-text("10 characters")');
  await redeem(page, 'four small birds');
  await page.waitForSelector('#next:not([hidden])');
  expect(await page.textContent('#who')).toContain('anna@example.com, owner');
  // The token is not left in the address.
  expect(page.url()).not.toContain('#');
  const me = await page.evaluate(async () => (await fetch('/api/auth/me')).json());
  expect(me).toMatchObject({ user: { email: 'anna@example.com', role: 'owner' } });
  await page.goto('about:blank');
  await page.goto(whole.setupLink);
  await page.waitForSelector('#problem:has-text("link")');
  expect(await page.isHidden('#form')).toBe(true);
  await context.close();
});

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
  const shown = await page.locator('.opblock').count();
  const document = (await (await fetch(`${base}/api/v1/openapi.json`)).json()) as { paths: object };
  const described = Object.values(document.paths).flatMap((operations: object) =>
    Object.keys(operations),
  ).length;
  expect(shown).toBe(described);
  expect(elsewhere).toEqual([]);
  expect(texts).toEqual([]);
  await page.close();
});
