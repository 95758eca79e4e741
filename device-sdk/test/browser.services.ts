/**
 * The browser bundle in a real browser: a page loads it, speaks into Chromium's fake microphone and hears an answer.
 * Needs the build and a Chromium. Run it with the pinned Node.js and the condition pipit-source:
 *
 *   node --conditions=pipit-source --test device-sdk/test/browser.services.ts
 *
 * Environment: PIPIT_CHROMIUM (default /usr/bin/chromium); PIPIT_BROKER_WS, PIPIT_DEVICE_ID, PIPIT_DEVICE_SECRET for a
 * broker that runs already (default: an echoing one is started here); PIPIT_QUESTION_WAV for what the microphone hears
 * (default: Chromium's beeps), a recording of 16 kHz, mono, 16 bits.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import test from 'node:test';
import { chromium } from 'playwright-core';
import { startFakeBroker } from './fake-broker.mjs';

const {
  PIPIT_CHROMIUM = '/usr/bin/chromium',
  PIPIT_BROKER_WS,
  PIPIT_DEVICE_ID = 'page-1',
  PIPIT_DEVICE_SECRET = 'secret',
  PIPIT_QUESTION_WAV,
} = process.env;
const SPEAK_MS = 4000;

interface Outcome {
  readonly clock: { readonly roundTripMs: number };
  readonly states: string[];
  readonly playedMs: number;
  readonly loudest: number;
  readonly figures: { uplink: { sent: number }; playout: { received: number; corrupt: number } };
}

/** Runs in the page. */
async function converse(options: {
  url: string;
  deviceId: string;
  secret: string;
  speakMs: number;
}): Promise<Outcome> {
  const bundle = '/browser.bundle.js';
  const sdk = (await import(bundle)) as typeof import('../src/browser/index.ts');
  const device = new sdk.PipitDevice(options);
  const clock = device.once('clock');
  await device.connect();
  const session = await device.openSession({ mode: 'PUSH_TO_TALK' });
  const states: string[] = [];
  session.on('state', ({ to }) => void states.push(to));
  const speaker = new sdk.Speaker();
  await session.play(speaker);
  let loudest = 0;
  const hearing = (async () => {
    for await (const pcm of session.audio()) for (const x of pcm) loudest = Math.max(loudest, Math.abs(x));
  })();
  await session.waitForState('LISTENING');
  const finished = session.once('playbackFinished');
  session.startListening();
  const enough = AbortSignal.timeout(options.speakMs);
  await session.stream(sdk.microphone({ signal: enough }));
  session.stopListening();
  const { playedMs } = await finished;
  const outcome = { clock: await clock, states, playedMs, loudest, figures: session.figures };
  await session.close();
  await hearing;
  await speaker.close();
  await device.close();
  return outcome;
}

await test('a page talks and hears an answer', { timeout: 60_000 }, async (context) => {
  const broker = PIPIT_BROKER_WS ? undefined : await startFakeBroker();
  const bundle = readFileSync(new URL('../dist/browser.bundle.js', import.meta.url));
  const server = createServer((request, response) => {
    const script = request.url === '/browser.bundle.js';
    response.setHeader('content-type', script ? 'text/javascript' : 'text/html');
    response.end(script ? bundle : '<!doctype html><title>Pipit</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const browser = await chromium.launch({
    executablePath: PIPIT_CHROMIUM,
    args: [
      '--no-sandbox',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
      ...(PIPIT_QUESTION_WAV ? [`--use-file-for-fake-audio-capture=${PIPIT_QUESTION_WAV}%noloop`] : []),
    ],
  });
  context.after(async () => {
    await browser.close();
    await new Promise((resolve) => server.close(resolve));
    await broker?.close();
  });
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => void complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(`http://127.0.0.1:${port}/`);

  const outcome = await page.evaluate(converse, {
    url: PIPIT_BROKER_WS ?? broker!.wsUrl,
    deviceId: PIPIT_DEVICE_ID,
    secret: PIPIT_DEVICE_SECRET,
    speakMs: SPEAK_MS,
  });
  context.diagnostic(JSON.stringify(outcome));
  assert.ok(outcome.clock.roundTripMs < 1000);
  assert.ok(outcome.figures.uplink.sent > 30, 'the microphone was sent');
  assert.ok(outcome.figures.playout.received > 5, 'an answer came');
  assert.equal(outcome.figures.playout.corrupt, 0);
  assert.ok(outcome.playedMs > 300, 'the answer was played');
  assert.ok(outcome.loudest > 1000, 'the answer was not silence');
  assert.ok(outcome.states.includes('SPEAKING'));
  assert.deepEqual(
    complaints.filter((text) => !text.includes('favicon')),
    [],
  );
});
