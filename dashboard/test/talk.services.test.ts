/** A manager tries a configuration at once: the browser is the device, with Chromium's microphone, which beeps. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DashboardBench, LOOKS, barriers, nameOf } from './dashboard-bench.ts';

let bench: DashboardBench;
beforeAll(async () => {
  bench = await DashboardBench.start({
    script: {
      replies: [{ text: 'A story that takes its time to be told.', audioMs: 8000 }],
      // A beep of the microphone is short, and the button is let go after the first one.
      speechMs: 10,
    },
  });
  await bench.whole.broker.devices.add('kitchen');
});
afterAll(() => bench[Symbol.asyncDispose]());

test('it asks while the button is held, hears the answer, stops it, and ends', async () => {
  const page = await bench.signedIn();
  await page.goto('/talk?device=kitchen');
  expect(await page.getByLabel('Id of the device').inputValue()).toBe('kitchen');
  await page.getByLabel('How you speak').selectOption({ label: 'While you hold a button' });
  await page.getByRole('button', { name: 'Begin to talk' }).click();
  const hold = page.getByRole('button', { name: /Hold to talk|Listening …/ });
  await page.locator('[data-talk=LISTENING]').waitFor();
  await hold.hover();
  await page.mouse.down();
  const meter = page.getByRole('meter', { name: 'Loudness of your microphone' });
  const loudness = () =>
    expect.poll(async () => Number(await meter.getAttribute('value')), { timeout: 20_000, interval: 20 });
  // What it shows at first may be of a beep before the button was pressed.
  await loudness().toBeLessThan(0.3);
  await loudness().toBeGreaterThan(0.5);
  // Beside the button, where many let go.
  await page.mouse.move(5, 5);
  await page.mouse.up();
  await page.locator('[data-talk=SPEAKING]').waitFor();
  await page.getByRole('log').getByText('Assistant').first().waitFor();
  await page.getByRole('button', { name: 'Stop the answer' }).click();
  await page.locator('[data-talk=LISTENING]').waitFor();
  await page.locator('del').first().waitFor();
  await page.getByText(/^Answered after \d/).waitFor();
  const detail = page.getByRole('link', { name: 'This conversation in detail' });
  const { json } = await bench.whole.ask('GET', '/api/v1/sessions?open=true');
  expect(await detail.getAttribute('href')).toBe(`/conversations/${json.items[0].id}`);
  await page.getByRole('button', { name: 'End the conversation' }).click();
  await page.locator('[data-talk=IDLE]').waitFor();
  await page.getByRole('button', { name: 'Begin to talk' }).waitFor();
  expect(bench.complaints).toEqual([]);
});

test('what the broker refuses is said in its words, and can be put right', async () => {
  bench.expectComplaint(/404/);
  const page = await bench.signedIn();
  await page.goto('/talk?device=nobody');
  await page.getByRole('button', { name: 'Begin to talk' }).click();
  await page.getByText('There is no device with the id "nobody".').waitFor();
  await page.getByLabel('Id of the device').fill('kitchen');
  await page.getByRole('button', { name: 'Begin to talk' }).click();
  await page.locator('[data-talk=LISTENING]').waitFor();
  // Whoever leaves the page lets go of the microphone, and of the conversation.
  await page.getByRole('link', { name: 'Devices' }).click();
  await page.getByRole('row', { name: /trial-/ }).waitFor();
  await expect
    .poll(async () => (await bench.whole.ask('GET', '/api/v1/devices?tag=trial')).json.items, {
      timeout: 20_000,
    })
    .toMatchObject([{ online: false }]);
  expect(bench.complaints).toEqual([]);
});

test.each(LOOKS.map((look) => [nameOf(look), look] as const))(
  'nobody is kept out (%s)',
  async (_name, look) => {
    const page = await bench.signedIn(look);
    await page.goto('/talk');
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    expect(bench.complaints).toEqual([]);
  },
);
