/** Settings of the fleet and of a group: inherited or set here, checked, merged, brought back. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DashboardBench, LOOKS, barriers, nameOf } from './dashboard-bench.ts';

/** A busy machine takes its time. */
const SLOW = { timeout: 20_000 };

let bench: DashboardBench;
let groupId: string;
beforeAll(async () => {
  bench = await DashboardBench.start();
  const { json } = await bench.whole.ask('POST', '/api/v1/device-groups', { name: 'Lobby' });
  groupId = (json as { id: string }).id;
});
afterEach(() => bench.closePages());
afterAll(() => bench[Symbol.asyncDispose]());

const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });
const setHere = (page: Page, name: string) => page.getByRole('button', { name: `Set here: ${name}` }).click();
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();

test('a setting is inherited until it is set here, is checked while it is typed, and says when it is felt', async () => {
  const page = await bench.signedIn();
  await page.goto('/configuration');
  const temperature = field(page, 'Temperature');
  await expect.poll(() => temperature.inputValue(), SLOW).toBe('0.7');
  expect(await temperature.isDisabled()).toBe(true);
  await setHere(page, 'Temperature');
  await temperature.fill('7');
  await page.getByText('Use 0 to 1.').waitFor();
  expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
  await temperature.fill('0.4');
  await setHere(page, 'Volume');
  await field(page, 'Volume').fill('35');
  await page.getByText('2 changes are not saved').waitFor();
  await save(page);
  await page.getByText('Saved as version 1.').waitFor();
  const felt = (text: RegExp) => page.getByRole('listitem').filter({ hasText: text });
  await felt(/With the next conversation\W*Temperature/).waitFor();
  await felt(/When the device has taken it.*Volume/).waitFor();

  await page.getByRole('link', { name: /Lobby/ }).click();
  await page.getByRole('heading', { name: 'Settings of Lobby' }).waitFor();
  await expect.poll(() => field(page, 'Temperature').inputValue(), SLOW).toBe('0.4');
  await page.getByText('From the fleet').first().waitFor();
  expect(bench.complaints).toEqual([]);
});

test('the broker says beside the field what it refuses, and nothing typed is lost', async () => {
  const page = await bench.signedIn();
  await page.goto(`/configuration/groups/${groupId}`);
  await setHere(page, 'Language');
  await field(page, 'Language').fill('no such language');
  bench.expectComplaint(/422 .*configuration\/groups/);
  await save(page);
  await page
    .getByText(/BCP 47 tag like de/)
    .first()
    .waitFor();
  expect(await field(page, 'Language').getAttribute('aria-invalid')).toBe('true');
  expect(await field(page, 'Language').inputValue()).toBe('no such language');
  // Leaving asks.
  await page.getByRole('link', { name: 'Fleet settings' }).last().click();
  await page.getByRole('dialog').getByText('is not saved yet').waitFor();
  await page.getByRole('button', { name: 'Stay' }).click();
  expect(page.url()).toContain(groupId);
  await page.getByRole('link', { name: 'Fleet settings' }).last().click();
  await page.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('heading', { name: 'Fleet settings' }).waitFor();
  expect(bench.complaints).toEqual([]);
});

test('two people change the same: what is another is shown, chosen and saved', async () => {
  const [anna, ben] = [await bench.signedIn(), await bench.signedIn()];
  for (const page of [anna, ben]) {
    await page.goto('/configuration');
    await field(page, 'Voice').waitFor();
  }
  await setHere(anna, 'Voice');
  await field(anna, 'Voice').selectOption('tina');
  await setHere(anna, 'Greeting');
  await field(anna, 'Greeting').fill('Hallo!');
  await setHere(ben, 'Voice');
  await field(ben, 'Voice').selectOption('olivia');
  await setHere(ben, 'Top P');
  await field(ben, 'Top P').fill('0.5');
  await save(ben);
  await ben.getByText('Saved as version 2.').waitFor();

  // She is told at once, before she has lost a word.
  await anna.getByText('Somebody else has changed these settings').waitFor();
  await anna.getByRole('button', { name: 'Compare and merge' }).click();
  const dialog = anna.getByRole('dialog');
  await dialog.getByText('1 choice is missing').waitFor();
  const voice = dialog.getByRole('radiogroup', { name: 'Which Voice?' });
  await voice.getByLabel(/Mine/).check();
  await dialog.getByRole('button', { name: 'Take these' }).click();
  expect(await field(anna, 'Greeting').inputValue()).toBe('Hallo!');
  expect(await field(anna, 'Top P').inputValue()).toBe('0.5');
  await save(anna);
  await anna.getByText('Saved as version 3.').waitFor();
  // He has typed nothing since, so he just sees it.
  await expect.poll(() => field(ben, 'Voice').inputValue(), SLOW).toBe('tina');
  expect(bench.complaints).toEqual([]);
});

test('an earlier version is compared and brought back', async () => {
  const page = await bench.signedIn();
  await page.goto('/configuration');
  await page.getByRole('button', { name: 'Difference: version 2 and now' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('olivia').waitFor();
  await dialog.getByText('Hallo!').waitFor();
  await dialog.getByRole('button', { name: 'Bring back' }).click();
  await page.getByText('brought back from 2').waitFor();
  await expect.poll(() => field(page, 'Voice').inputValue(), SLOW).toBe('olivia');
  await page.getByRole('button', { name: 'Inherit again: Voice' }).click();
  await save(page);
  await page.getByText('Saved as version 5.').waitFor();
  await expect.poll(() => field(page, 'Voice').inputValue(), SLOW).toBe('matthew');
  expect(bench.complaints).toEqual([]);
});

test('a voice is heard before it is chosen, and a prompt is put together from pieces', async () => {
  const page = await bench.signedIn();
  await page.goto('/configuration');
  await page.getByRole('button', { name: 'Listen to Matthew' }).click();
  await page.getByRole('button', { name: 'Stop' }).waitFor();
  await setHere(page, 'Prompt');
  const prompt = page.getByRole('textbox', { name: 'Prompt' });
  await prompt.fill('You are polite.');
  await page.getByText(/About 4 tokens/).waitFor();
  await page.getByRole('button', { name: 'Keep as fragment' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Manners');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The fragment is kept.').waitFor();
  await prompt.fill('Speak slowly. ');
  await prompt.press('End');
  await page.getByLabel('Insert a fragment').selectOption('Manners');
  expect(await prompt.inputValue()).toBe('Speak slowly. You are polite.');
  await page.getByRole('button', { name: 'Take back' }).click();
  expect(bench.complaints).toEqual([]);
});

test.each(LOOKS.map((look) => [nameOf(look), look] as const))(
  'nobody is kept out (%s)',
  async (name, look) => {
    const page = await bench.signedIn(look);
    for (const path of ['/configuration', `/configuration/groups/${groupId}`]) {
      await page.goto(path);
      await page.locator('form textarea').waitFor();
      await page.locator('[data-live=open]').waitFor();
      await look2(page, `${path.split('/').length}-${name}`);
      expect(await barriers(page), path).toEqual([]);
      expect(
        await page.evaluate('document.documentElement.scrollWidth - innerWidth'),
        path,
      ).toBeLessThanOrEqual(0);
    }
    expect(bench.complaints).toEqual([]);
  },
);

async function look2(page: Page, name: string): Promise<void> {
  if (process.env['LOOK'])
    await page.screenshot({
      path: `${process.env['LOOK']}/configuration-${name.replaceAll(/\W+/g, '-')}.png`,
      fullPage: true,
    });
}
