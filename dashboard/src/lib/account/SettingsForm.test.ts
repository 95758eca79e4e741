import { render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { broker } from '#lib/broker/client.ts';
import { Problem } from '#lib/broker/problem.ts';
import { m } from '#lib/messages/index.svelte.ts';
import { OwnSettings } from './own-settings.svelte.ts';
import type { Settings, SettingsBody } from './settings-draft.ts';
import SettingsForm from './SettingsForm.svelte';
import { SETTINGS } from './testing/settings.ts';

let stored: Settings;
let version: number;
const answer = () =>
  Promise.resolve({ data: stored, response: new Response(null, { headers: { etag: `"v${version}"` } }) });

beforeEach(() => {
  stored = SETTINGS;
  version = 1;
  vi.spyOn(broker, 'GET').mockImplementation(answer as never);
  vi.spyOn(broker, 'PATCH').mockImplementation((_path: string, init: unknown) => {
    const { params, body } = init as { params: { header: { 'If-Match': string } }; body: SettingsBody };
    if (params.header['If-Match'] !== `"v${version}"`)
      return Promise.reject(new Problem(412, { code: 'VERSION_STALE' }));
    stored = { ...stored, ...(body as Settings) };
    version += 1;
    return answer();
  });
});
afterEach(() => void vi.restoreAllMocks());

async function shown(): Promise<OwnSettings> {
  const settings = new OwnSettings();
  await settings.stored.read();
  render(SettingsForm, { settings, draft: settings.draft! });
  return settings;
}

test('what nothing acts on is not promised: it stands below words that say so', async () => {
  await shown();
  const kept = within(screen.getByRole('region', { name: 'For programs' }));
  kept.getByText(m().common.keptForPrograms);
  const { autoScroll, suggestions, byMail, byDesktop, bySound, sharedLinksOn, addProvider } = m().account;
  for (const name of [autoScroll, suggestions, byMail, byDesktop, bySound, sharedLinksOn]) {
    kept.getByRole('checkbox', { name });
    expect(screen.getAllByRole('checkbox', { name })).toHaveLength(1);
  }
  kept.getByRole('button', { name: addProvider });
  expect(kept.queryByLabelText(m().account.strategy)).toBeNull();
});

test('whoever was overtaken can save what was typed all the same', async () => {
  const settings = await shown();
  settings.draft!.promptFragments[0]!.text = 'Be very polite.';
  version = 2;
  await tick();
  screen.getByRole('button', { name: 'Save' }).click();
  (await screen.findByRole('button', { name: m().account.saveMine })).click();
  await vi.waitFor(() => expect(stored.promptFragments[0]!.text).toBe('Be very polite.'));
  await vi.waitFor(() => expect(settings.isChanged).toBe(false));
  expect(screen.queryByRole('button', { name: m().account.saveMine })).toBeNull();
});

test('what was typed stays when it cannot be saved the second time, either', async () => {
  const settings = await shown();
  settings.draft!.autoScroll = false;
  version = 2;
  await settings.save();
  vi.mocked(broker.GET).mockRejectedValueOnce(new Problem(0, {}));
  expect(await settings.saveMine()).toBe(false);
  expect(settings.draft!.autoScroll).toBe(false);
  expect(await settings.saveMine()).toBe(true);
  expect(stored.autoScroll).toBe(false);
});
