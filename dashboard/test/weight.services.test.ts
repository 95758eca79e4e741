/** What has to be fetched before a page can be used: JavaScript as it is compressed for the way (gzip). */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DashboardBench } from './dashboard-bench.ts';

const BUILT = join(import.meta.dirname, '..', '..', 'broker', 'dashboard');
const FIRST_LOAD_BYTES = 150_000;
const ROUTE_BYTES = 60_000;

let bench: DashboardBench;
beforeAll(async () => {
  bench = await DashboardBench.start();
});
afterAll(() => bench[Symbol.asyncDispose]());

/** Counts the scripts that a page fetches, each once. */
function weigh(page: Page): () => number {
  let bytes = 0;
  page.on('response', (response) => {
    const path = join(BUILT, new URL(response.url()).pathname);
    if (!path.endsWith('.js')) return;
    bytes += statSync(existsSync(`${path}.gz`) ? `${path}.gz` : path).size;
  });
  return () => {
    const sum = bytes;
    bytes = 0;
    return sum;
  };
}

async function opened(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
}

test('each page is light, first of all or after another one', async () => {
  const page = await bench.signedIn();
  const weight = weigh(page);
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  const links = await page.getByRole('navigation', { name: 'Main' }).getByRole('link').all();
  const paths = await Promise.all(links.map(async (link) => (await link.getAttribute('href'))!));
  expect(paths.length).toBeGreaterThan(3);
  const weights: Record<string, { first: number; more: number }> = {};
  for (const path of paths) {
    const fresh = await bench.signedIn();
    const first = weigh(fresh);
    await fresh.goto(path);
    await opened(fresh);
    const whole = first();
    await page.goto('/');
    await opened(page);
    weight();
    await page.getByRole('navigation', { name: 'Main' }).locator(`a[href="${path}"]`).click();
    await opened(page);
    weights[path] = { first: whole, more: weight() };
    await fresh.context().close();
  }
  const tooHeavy = Object.entries(weights).filter(
    ([, { first, more }]) => first > FIRST_LOAD_BYTES || more > ROUTE_BYTES,
  );
  expect(tooHeavy, JSON.stringify(weights)).toEqual([]);
});
