/**
 * The main pages with a fleet that has talked for days. With DASHBOARD_PICTURES=1 their pictures go to docs/images, which is
 * how those in the documents were made.
 */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedFleet } from '../../broker/src/testing/seed-fleet.ts';
import { openInMemory } from '../../broker/src/store/open-in-memory.ts';
import { createLog } from '../../broker/src/telemetry/log.ts';
import type { Database } from '../../broker/src/store/database.ts';
import { DashboardBench } from './dashboard-bench.ts';

const IMAGES = join(import.meta.dirname, '..', '..', 'docs', 'images');

let database: Database;
let bench: DashboardBench;
beforeAll(async () => {
  database = await openInMemory(await createLog({ level: 'silent', pretty: false, pii: false }));
  const sizes = { devices: 240, sessions: 1500, messages: 9000, turns: 4500, days: 7 };
  await seedFleet(database.queries, { sizes });
  bench = await DashboardBench.start({ database });
});
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
  await database.close();
});

async function picture(page: Page, name: string): Promise<void> {
  if (process.env['DASHBOARD_PICTURES'] !== '1') return;
  await page.screenshot({ path: join(IMAGES, `${name}.png`), animations: 'disabled' });
}

test('the overview shows what the fleet has done', async () => {
  const page = await bench.signedIn();
  await page.goto('/');
  const device = await bench.whole.device('porch', { firmware: { name: 'pipit-esp32', version: '1.4.2' } });
  const session = await device.openSession({ mode: 'ALWAYS_OPEN' });
  await session.waitForState('LISTENING');
  await bench.whole.turn(session);
  await page.getByText(/^porch answered within \d/).waitFor();
  const hours = page.getByRole('table', { name: /Turns by hour/ }).getByRole('row');
  await expect.poll(() => hours.count()).toBe(24);
  const days = page.getByRole('table').filter({ hasText: '95th percentile' }).getByRole('rowheader');
  await expect.poll(() => days.count()).toBeGreaterThan(3);
  await picture(page, 'dashboard-overview');
  await session.close();
  await device.close();
  expect(bench.complaints).toEqual([]);
});

test('a conversation under the microscope, and all that go on', async () => {
  const { whole } = bench;
  const sessions = await Promise.all(
    ['porch', 'kitchen', 'workshop', 'reception', 'nursery', 'garage'].map(async (name) => {
      const device = await whole.device(`${name}-1`, { capabilities: { echoCancellation: true } });
      const session = await device.openSession({ mode: 'ALWAYS_OPEN' });
      await session.waitForState('LISTENING');
      return session;
    }),
  );
  const [first] = sessions;
  const page = await bench.signedIn();
  await page.goto(`/conversations/${first!.sessionId}`);
  await page.locator('canvas').waitFor();
  await whole.turn(first!);
  await whole.turn(first!);
  await page.getByText(/^Turn 2/).waitFor();
  await picture(page, 'dashboard-conversation');
  await page.goto('/live');
  await page.getByRole('status').getByText(`${sessions.length} conversations`).waitFor();
  await page.getByRole('link', { name: 'garage-1', exact: true }).scrollIntoViewIfNeeded();
  await Promise.all(sessions.map((session) => whole.turn(session)));
  await picture(page, 'dashboard-live');
  for (const session of sessions) await session.close();
  expect(bench.complaints).toEqual([]);
});

test('the list of devices', async () => {
  const page = await bench.signedIn();
  await page.goto('/devices');
  await page.getByRole('row', { name: /seed-000001/ }).waitFor();
  await picture(page, 'dashboard-devices');
  expect(bench.complaints).toEqual([]);
});
