import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LiveFeed } from '#lib/state/live-feed.svelte.ts';
import { FakeEventSource } from '#lib/testing/event-source.ts';
import { ConfigurationForm } from './configuration-form.svelte.ts';
import * as scopes from './scope.ts';

vi.mock('./scope.ts');

let found: { version: number; settings: Record<string, unknown> };
let feed: LiveFeed;
let form: ConfigurationForm;
beforeEach(async () => {
  FakeEventSource.all.length = 0;
  vi.stubGlobal('EventSource', FakeEventSource);
  vi.useFakeTimers();
  found = { version: 4, settings: { voice: 'matthew', language: 'en' } };
  vi.mocked(scopes.readScope).mockImplementation(() => Promise.resolve({ ...found } as never));
  vi.mocked(scopes.readInherited).mockResolvedValue({});
  feed = new LiveFeed(() => {});
  form = new ConfigurationForm({ scope: 'device', id: 'lamp' } as never, feed);
  await vi.advanceTimersByTimeAsync(0);
});
afterEach(() => {
  form.close();
  feed.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
async function saveOfOthers(version: number, settings: Record<string, unknown>): Promise<void> {
  found = { version, settings };
  FakeEventSource.all[0]!.say('configuration.changed', { scope: 'device', id: 'lamp' });
  await vi.advanceTimersByTimeAsync(1000);
}

test('who discards what was typed sees what others have saved meanwhile', async () => {
  form.set('voice', 'tiffany');
  await saveOfOthers(5, { voice: 'matthew', language: 'de' });
  expect(form.mergings).toBeDefined();
  form.reset();
  expect([form.version, form.valueOf('language'), form.mergings, form.isDirty]).toEqual([
    5,
    'de',
    undefined,
    false,
  ]);
});

test('so does who takes it back by hand, and what comes later is no change of theirs', async () => {
  form.set('voice', 'tiffany');
  await saveOfOthers(5, { voice: 'matthew', language: 'de' });
  form.set('voice', 'matthew');
  expect([form.version, form.valueOf('language'), form.mergings]).toEqual([5, 'de', undefined]);
  await saveOfOthers(6, { voice: 'matthew', language: 'fr' });
  expect([form.version, form.valueOf('language'), form.mergings]).toEqual([6, 'fr', undefined]);
});

test('a device that was moved inherits from another group', async () => {
  vi.mocked(scopes.readInherited).mockClear();
  await saveOfOthers(4, found.settings);
  expect(scopes.readInherited).toHaveBeenCalledTimes(1);
});
