/** A form of a server, while others change the server too. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { broker } from '#lib/broker/client.ts';
import { Problem, isProblem } from '#lib/broker/problem.ts';
import type { LiveFeed } from '#lib/state/live-feed.svelte.ts';
import type { Server, ServerInput } from './server-draft.ts';
import { ServerPage } from './servers.svelte.ts';

const feed = { on: () => () => {}, onReset: () => () => {} } as unknown as LiveFeed;

let stored: Server;
/** What somebody else saves. */
const change = (changed: Partial<Server>): void =>
  void (stored = { ...stored, ...changed, version: stored.version + 1 });

beforeEach(() => {
  stored = {
    id: 'one',
    name: 'Clock',
    enabled: true,
    transport: 'stdio',
    command: 'clock',
    version: 1,
  } as Server;
  vi.spyOn(broker, 'GET').mockImplementation(((path: string) =>
    Promise.resolve({ data: path.endsWith('/uses') ? { items: [] } : stored })) as never);
  vi.spyOn(broker, 'PUT').mockImplementation(((_path: string, init: unknown) => {
    const { params, body } = init as { params: { header: { 'If-Match': string } }; body: ServerInput };
    if (params.header['If-Match'] !== `"v${stored.version}"`)
      return Promise.reject(new Problem(412, { code: 'VERSION_STALE' }));
    change(body as Partial<Server>);
    return Promise.resolve({ data: stored });
  }) as never);
});
afterEach(() => void vi.restoreAllMocks());

async function shown(): Promise<ServerPage> {
  const page = new ServerPage(feed, 'one');
  await page.server.read();
  return page;
}

test('what is switched off beside a form that is not saved stays off when it is saved', async () => {
  const page = await shown();
  page.draft!.name = 'Tower clock';
  await page.enable(false);
  expect(page.isChanged).toBe(true);
  expect(await page.save()).toBe(true);
  expect(stored).toMatchObject({ name: 'Tower clock', enabled: false });
  expect(page.isChanged).toBe(false);
});

test('switching does not hide that somebody else has saved meanwhile', async () => {
  const page = await shown();
  page.draft!.name = 'Tower clock';
  change({ command: 'better-clock' });
  await page.server.read();
  await page.enable(false);
  expect(await page.save()).toBe(false);
  expect(isProblem(page.saving.error, 'VERSION_STALE')).toBe(true);
  expect(stored).toMatchObject({ command: 'better-clock', enabled: false });
  expect(page.draft!.name).toBe('Tower clock');
});

test('a switch that comes while the form is saved takes nothing that was typed', async () => {
  const page = await shown();
  page.draft!.name = 'Tower clock';
  const results = await Promise.allSettled([page.enable(false), page.save()]);
  expect(results[1]).toMatchObject({ value: false });
  expect(page.draft!.name).toBe('Tower clock');
});

test('whoever was overtaken can save what was typed all the same, and switches nothing by it', async () => {
  const page = await shown();
  page.draft!.name = 'Tower clock';
  change({ command: 'better-clock', enabled: false });
  expect(await page.save()).toBe(false);
  expect(await page.saveMine()).toBe(true);
  expect(stored).toMatchObject({ name: 'Tower clock', command: 'clock', enabled: false });
  expect(page.isChanged).toBe(false);
});

test('a form in which nothing is typed stays the same until the server is another one', async () => {
  const page = await shown();
  const { draft } = page;
  await page.server.read();
  expect(page.draft).toBe(draft);
  change({ name: 'Tower clock' });
  await page.server.read();
  expect(page.draft!.name).toBe('Tower clock');
  page.draft!.name = 'Bell';
  await page.discard();
  expect(page.draft!.name).toBe('Tower clock');
});
