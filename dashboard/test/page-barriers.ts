/** Pages as whoever has them before him: nothing keeps people out, nothing sticks out to the side. */
import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { barriers } from './dashboard-bench.ts';

export async function expectNoBarriers(page: Page, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.locator('[data-live=open]').waitFor();
    await page.locator('[aria-busy=true]').waitFor({ state: 'detached' });
    expect(await barriers(page), path).toEqual([]);
    const beyondPx = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(beyondPx, path).toBeLessThanOrEqual(0);
  }
}
