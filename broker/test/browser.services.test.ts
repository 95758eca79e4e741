/**
 * The SDK's browser bundle in a real browser against the real broker: a page speaks into Chromium's fake microphone,
 * over MQTT on a WebSocket, and hears the answer.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WholeBroker } from './whole-broker.ts';

const SPEAK_MS = 3000;
const scripts: Record<string, URL> = {
  '/page.js': new URL('browser-page.js', import.meta.url),
  '/browser.bundle.js': new URL('../../device-sdk/dist/browser.bundle.js', import.meta.url),
};

interface Outcome {
  readonly states: string[];
  readonly playedMs: number;
  readonly loudest: number;
  readonly figures: { uplink: { sent: number }; playout: { received: number; corrupt: number } };
}

interface Page {
  converse(options: object): Promise<Outcome>;
}

let whole: WholeBroker;
const page = createServer((request, response) => {
  const script = scripts[request.url ?? ''];
  response.setHeader('content-type', script ? 'text/javascript' : 'text/html');
  response.end(
    script ? readFileSync(script) : '<!doctype html><script type="module" src="/page.js"></script>',
  );
});

beforeAll(async () => {
  whole = await WholeBroker.start();
  await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await new Promise((resolve) => page.close(resolve));
  await whole[Symbol.asyncDispose]();
});

test('a page talks and hears an answer', async () => {
  const { secret } = await whole.broker.devices.add('page-1');
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
  try {
    const tab = await browser.newPage();
    const complaints: string[] = [];
    tab.on('pageerror', (error) => void complaints.push(error.message));
    tab.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    const { port } = page.address() as { port: number };
    await tab.goto(`http://127.0.0.1:${port}/`);
    await tab.addScriptTag({
      type: 'module',
      content: "globalThis.sdk = await import('/browser.bundle.js');",
    });
    await tab.waitForFunction(() => 'sdk' in globalThis);
    const url = `ws://127.0.0.1:${whole.broker.ports['ws']}`;
    const options = { url, deviceId: 'page-1', secret, speakMs: SPEAK_MS };
    const outcome = await tab.evaluate((given) => (globalThis as unknown as Page).converse(given), options);

    expect(outcome.states).toContain('SPEAKING');
    expect(outcome.figures.uplink.sent).toBeGreaterThan(30);
    expect(outcome.figures.playout).toMatchObject({ corrupt: 0, lost: 0 });
    expect(outcome.playedMs).toBeGreaterThan(300);
    expect(outcome.loudest).toBeGreaterThan(1000);
    expect(complaints.filter((text) => !text.includes('favicon'))).toEqual([]);
  } finally {
    await browser.close();
  }
});
