/** Conversations as somebody watches them: one under the microscope, live and later, and a wall of all. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { speakUntil, type WholeBroker } from '../../broker/test/whole-broker.ts';
import { DashboardBench, LOOKS, barriers, nameOf } from './dashboard-bench.ts';

let bench: DashboardBench;
beforeAll(async () => {
  bench = await DashboardBench.start({
    script: {
      transcripts: ['tell me a long story', 'thank you'],
      replies: [
        {
          text: 'Once upon a time there was a king who had three sons and a very old horse.',
          audioMs: 20_000,
        },
        { text: 'You are welcome.', audioMs: 900 },
      ],
    },
  });
});
afterAll(() => bench[Symbol.asyncDispose]());
// A person may have so many streams of events open, and each page has one.
afterEach(() => bench.closePages());

type Session = Awaited<ReturnType<Awaited<ReturnType<WholeBroker['device']>>['openSession']>>;

async function begin(deviceId: string): Promise<Session> {
  const device = await bench.whole.device(deviceId, { capabilities: { echoCancellation: true } });
  const session = await device.openSession({ mode: 'ALWAYS_OPEN' });
  await session.waitForState('LISTENING');
  return session;
}

/** Asks for the story, and talks into it when it was heard for a moment, or was seen; until the turn is over. */
async function interrupt(session: Session, seen: () => Promise<unknown> = async () => {}): Promise<void> {
  const { whole } = bench;
  const of = (event: { readonly sessionId: string }): boolean => event.sessionId === session.sessionId;
  const begun = whole.event(
    'peaks',
    (event) => of(event) && event.runs.some(({ side }) => side === 'assistant'),
  );
  await speakUntil(session, 600, Promise.all([begun, seen()]));
  await speakUntil(
    session,
    600,
    whole.event('turn', (event) => of(event) && event.turn.marks.interrupted !== undefined),
  );
}

/** Something is drawn in this colour, by far more than a line. */
const isDrawn = (page: Page, variable: string): Promise<boolean> =>
  page.evaluate<boolean>(`(() => {
    const canvas = document.querySelector('canvas');
    const probe = document.createElement('i');
    probe.style.color = 'var(${variable})';
    document.body.append(probe);
    const wanted = /(\\d+), (\\d+), (\\d+)/.exec(getComputedStyle(probe).color).slice(1).map(Number);
    probe.remove();
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4)
      if (wanted.every((value, j) => Math.abs(data[i + j] - value) < 12) && data[i + 3] > 200) count++;
    return count > 60;
  })()`);

test('a conversation is seen while it goes on: words, waveforms, an interruption, and its end', async () => {
  const page = await bench.signedIn();
  const session = await begin('porch');
  await page.goto(`/conversations/${session.sessionId}`);
  await page.getByText('Listening', { exact: true }).waitFor();
  const log = page.getByRole('log', { name: 'Transcript' });
  await interrupt(session, async () => {
    await log.getByText('tell me a long story').waitFor();
    await log.getByText('Once upon a time').waitFor();
    await expect.poll(() => isDrawn(page, '--voice-user'), { timeout: 15_000 }).toBe(true);
  });
  await log.locator('del').getByText('a very old horse.').waitFor();
  await page.getByText('Interrupted', { exact: true }).first().waitFor();
  await page.getByText(/Turn 1 ·\s+Answer after \d/).waitFor();
  await page.getByText('Follows what happens now').waitFor();

  await page.getByRole('button', { name: 'End conversation' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End conversation' }).click();
  await page.getByText('The conversation is asked to end.').waitFor();
  await page.getByText('Ended', { exact: true }).waitFor();
  await log.getByText('The conversation ended').waitFor();
  expect(await page.getByRole('button', { name: 'End conversation' }).count()).toBe(0);
  expect(bench.complaints).toEqual([]);
});

test('one that is over is replayed from its record: a place in it is an address', async () => {
  const page = await bench.signedIn();
  const session = await begin('attic');
  await interrupt(session);
  await session.close();
  await bench.whole.event('ended', ({ sessionId }) => sessionId === session.sessionId);
  await page.goto(`/conversations/${session.sessionId}?t=500`);
  const log = page.getByRole('log', { name: 'Transcript' });
  await log.locator('del').getByText('a very old horse.').waitFor();
  await page.getByText('Ended', { exact: true }).waitFor();
  // Without recorded sound there are waveforms all the same.
  await expect.poll(() => isDrawn(page, '--danger')).toBe(true);
  const position = page.getByRole('slider', { name: 'Position' });
  expect(Number(await position.inputValue())).toBeCloseTo(0.5, 1);
  await page.getByText('The sound was not recorded.').waitFor();

  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect
    .poll(async () => Number(await position.inputValue()), { timeout: 20_000 })
    .toBeGreaterThan(0.6);
  await page.getByRole('button', { name: 'Pause' }).click();
  await position.focus();
  await page.keyboard.press('Home');
  expect(await position.inputValue()).toBe('0');

  const words = log.locator('li').filter({ hasText: 'tell me a long story' });
  await words.getByRole('button').click();
  expect(await words.getAttribute('aria-current')).toBe('true');
  await expect.poll(() => new URL(page.url()).searchParams.get('t')).toMatch(/^\d/);

  await page.getByText('Turn 1').locator('xpath=ancestor::li').locator('summary').click();
  await page.getByText('Network and buffer, until the device plays').waitFor();

  await page.getByLabel('Show all events').check();
  await page.getByLabel('Filter').fill('interrupted heardms');
  await page.getByText(/^1 of \d+$/).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download JSON' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`conversation-${session.sessionId}.json`);
  expect(bench.complaints).toEqual([]);
});

test('recorded sound is heard along with it', async () => {
  const page = await bench.signedIn();
  const { whole } = bench;
  const { status, text } = await whole.ask(
    'PUT',
    '/api/v1/configuration/fleet',
    { recording: true },
    { 'if-match': '"v0"' },
  );
  expect(status, text).toBeLessThan(300);
  const session = await begin('studio');
  await interrupt(session);
  await session.close();
  await whole.event('ended', ({ sessionId }) => sessionId === session.sessionId);
  await expect
    .poll(
      async () =>
        (await whole.ask('GET', `/api/v1/sessions/${session.sessionId}/recording`)).json.items.length,
    )
    .toBe(2);
  await page.goto(`/conversations/${session.sessionId}`);
  await page.getByLabel('Play the recorded sound').waitFor();
  const heard = page.waitForResponse((response) => /recording\/.*\.opus/.test(response.url()));
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  expect((await heard).ok()).toBe(true);
  expect(await page.getByText('The browser cannot play').count()).toBe(0);
  expect(bench.complaints).toEqual([]);
});

test('the wall shows all that go on, what they say, and that they end', async () => {
  const page = await bench.signedIn();
  const session = await begin('hall');
  await page.goto('/live');
  const tile = page.getByRole('article').filter({ hasText: 'hall' });
  await tile.getByText('Listening', { exact: true }).waitFor();
  const another = await begin('cellar');
  await page.getByRole('article').filter({ hasText: 'cellar' }).waitFor();
  await page.getByRole('status').getByText('2 conversations').waitFor();
  await interrupt(session, async () => {
    await tile.getByText(/tell me a long story|thank you/).waitFor();
    await tile.getByText('Speaking', { exact: true }).waitFor();
  });
  await tile.getByText('Turns 1').waitFor();
  await another.close();
  await page.getByText('Ended because: somebody asked for it').waitFor();
  await page.getByRole('status').getByText('1 conversation', { exact: true }).waitFor();
  await tile.getByRole('link', { name: 'hall' }).click();
  await page.getByRole('heading', { name: 'hall' }).waitFor();
  await session.close();
  expect(bench.complaints).toEqual([]);
});

test.each(LOOKS.map((look) => [nameOf(look), look] as const))(
  'nobody is kept out (%s)',
  async (name, look) => {
    const page = await bench.signedIn(look);
    const session = await begin(`look-${LOOKS.indexOf(look)}`);
    await page.goto(`/conversations/${session.sessionId}`);
    await page.locator('canvas').waitFor();
    await interrupt(session);
    await page.locator('del').waitFor();
    await shoot(page, `conversation ${name}`);
    for (const path of [`/conversations/${session.sessionId}`, '/live']) {
      await page.goto(path);
      await page.locator('canvas').first().waitFor();
      await page.locator('[data-live=open]').waitFor();
      if (path === '/live') await shoot(page, `wall ${name}`);
      expect(await barriers(page), path).toEqual([]);
      expect(
        await page.evaluate('document.documentElement.scrollWidth - innerWidth'),
        path,
      ).toBeLessThanOrEqual(0);
    }
    await session.close();
    expect(bench.complaints).toEqual([]);
  },
  180_000,
);

/** To look at: SHOTS names a folder. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['SHOTS'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
