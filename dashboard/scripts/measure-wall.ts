/**
 * Whether the wall stays smooth with many conversations on it, all of them loud, while devices come and go:
 * `node_modules/node/bin/node --conditions=pipit-source dashboard/scripts/measure-wall.ts
 * [--tiles 50] [--changes 100] [--seconds 15] [--chromium /usr/bin/chromium]`
 * It wants a dashboard that was built (`npm run build -- dashboard`). Prints JSON.
 */
import { parseArgs } from 'node:util';
import { MeasuredDashboard, steadily } from './measured-dashboard.ts';
import { watchFrames } from './watch-frames.ts';

const { values } = parseArgs({
  options: {
    tiles: { type: 'string', default: '50' },
    changes: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '15' },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
  },
});
const settings = {
  tiles: Number(values.tiles),
  changesPerSecond: Number(values.changes),
  seconds: Number(values.seconds),
  /** All tiles are in sight. */
  viewport: { width: 1920, height: 1600 },
};
/** As the broker tells them. */
const LEVELS_PER_SECOND = 4;
const LEVEL_MS = 100;
/** A word or two of somebody. */
const WORDS_PER_SECOND = 2;

await using measured = await MeasuredDashboard.start({
  chromium: values.chromium,
  viewport: settings.viewport,
});
const { proxy, browser } = measured;
const tiles = Array.from({ length: settings.tiles }, (_, n) => ({
  sessionId: `session-${n}`,
  deviceId: `kitchen-${n}`,
}));
const page = await measured.page();
await page.goto('/live');
await page.locator('[data-live=open]').waitFor();
for (const tile of tiles) proxy.send('session.started', summaryOf(tile, 'opening', 0));
await page.getByText(`kitchen-${settings.tiles - 1}`, { exact: true }).waitFor();

const results = {
  quiet: await watchFrames(browser, page, () => page.waitForTimeout(1000 * settings.seconds)),
  talking: await watchFrames(browser, page, async () => {
    await Promise.all([talking(), changing()]);
  }),
};
process.stdout.write(measured.report(settings, { results }));

function summaryOf(tile: (typeof tiles)[number], phase: string, turns: number): object {
  const tokens = {
    inputSpeechTokens: 900,
    inputTextTokens: 80,
    outputSpeechTokens: 700,
    outputTextTokens: 90,
  };
  const counts = { turns, interruptions: 0, cost: turns * 0.004, ...tokens };
  return { ...tile, startedAt: new Date().toISOString(), phase, voice: 'tina', counts };
}

/** Everybody is loud all the time, words come, and the state changes every second or so. */
async function talking(): Promise<void> {
  const sentences = {
    user: 'What is the weather in the mountains like',
    assistant: 'It is sunny, with some clouds later on',
  };
  await steadily(LEVELS_PER_SECOND, settings.seconds, (count) => {
    const values = 1000 / LEVELS_PER_SECOND / LEVEL_MS;
    const loud = (salt: number): number[] =>
      Array.from({ length: Math.round(values) }, (_, i) => (count * 37 + i * 61 + salt) % 256);
    const sessions = tiles.map((tile, n) => ({ ...tile, user: loud(n), assistant: loud(n + 99) }));
    proxy.send('levels', { stepMs: LEVEL_MS, sessions });
    if (count % (LEVELS_PER_SECOND / WORDS_PER_SECOND) === 0) {
      const role = count % (2 * LEVELS_PER_SECOND) < LEVELS_PER_SECOND ? 'user' : 'assistant';
      const words = sentences[role].split(' ').slice(0, 1 + (count % 8));
      const said = tiles.map((tile) => ({ ...tile, role, stage: 'final', text: words.join(' ') }));
      proxy.send('words', { sessions: said });
    }
    if (count % LEVELS_PER_SECOND === 0)
      for (const tile of tiles)
        proxy.send('session.changed', summaryOf(tile, count % 8 === 0 ? 'listening' : 'speaking', count));
  });
}

function changing(): Promise<void> {
  return steadily(settings.changesPerSecond, settings.seconds, (count) => {
    const presence = count % 2 === 0 ? 'online' : 'offline';
    const deviceId = `shelf-${count % 1000}`;
    proxy.send(`device.${presence}`, { deviceId, presence, at: new Date().toISOString() });
  });
}
