import { expect, test } from 'vitest';
import { createEmulator } from '../src/index.ts';
import { NovaClient, silence } from './nova-client.ts';

test('one stream too many is throttled with HTTP 429, and a place that was left is free again', async () => {
  await using emulator = await createEmulator({ brain: 'scripted', limits: { concurrentStreams: 2 } });
  const open = () => new NovaClient({ url: emulator.url }).open().start().audioStart();
  const [first, second] = [open(), open()];
  await Promise.all([first.event('usageEvent'), second.event('usageEvent')]);
  expect(await open().end()).toMatchObject({
    name: 'ThrottlingException',
    $metadata: { httpStatusCode: 429 },
  });
  await first.finish();
  await open().event('usageEvent');
  expect(emulator.stats()).toMatchObject({ throttled: 1, refused: 1, streams: 3, mostOpenStreams: 2 });
});

test('a stream lives for 8 minutes, fast as the clock may run', async () => {
  await using emulator = await createEmulator({
    brain: 'scripted',
    timeScale: 2400,
    limits: { idleMs: Infinity },
  });
  const startedMs = performance.now();
  const c = new NovaClient({ url: emulator.url }).open().start().audioStart();
  expect(await c.end()).toMatchObject({
    name: 'ModelTimeoutException',
    message: expect.stringMatching(
      / : Model has timed out in processing the request\. Try your request again\.$/,
    ),
  });
  expect(performance.now() - startedMs).toBeGreaterThan(190);
});

test('silence of the client ends the stream after 55 seconds, silence in its audio does not', async () => {
  await using emulator = await createEmulator({ brain: 'scripted', timeScale: 200 });
  const c = new NovaClient({ url: emulator.url }).open().start().audioStart();
  await c.event('usageEvent');
  const startedMs = performance.now();
  const feed = setInterval(() => c.audio(silence(32)), 20);
  await new Promise((resolve) => setTimeout(resolve, 500));
  clearInterval(feed);
  const error = await c.end();
  expect(performance.now() - startedMs).toBeGreaterThan(500 + 250);
  expect(error).toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(
      /Timed out waiting for audio bytes or interactive content.*less than 55 seconds/,
    ),
  });
});

test('audio far ahead of real time is read at the pace of real time', async () => {
  await using emulator = await createEmulator({ brain: 'scripted', limits: { inputLeadMs: 500 } });
  const c = new NovaClient({ url: emulator.url }).open().start().audioStart();
  const startedMs = performance.now();
  c.speak(1000, 500);
  await c.event('userSpeechEnd');
  expect(performance.now() - startedMs).toBeGreaterThan(700);
  expect(emulator.stats().inputPauses).toBeGreaterThan(0);
  await c.finish();
  expect(c.ended?.error).toBeUndefined();
});

test('closing ends the streams and leaves nothing behind, twice or once', async () => {
  const emulator = await createEmulator({
    brain: 'scripted',
    script: { replies: [{ text: 'Long.', audioMs: 60_000 }] },
  });
  const c = new NovaClient({ url: emulator.url }).open().start().audioStart().speak();
  await c.event('audioOutput');
  await Promise.all([emulator.close(), emulator.close()]);
  await c.end();
  expect(emulator.stats().openStreams).toBe(0);
  await expect(fetch(emulator.url)).rejects.toThrow();
});

test('a port that is taken is told', async () => {
  await using emulator = await createEmulator({ brain: 'scripted' });
  await expect(createEmulator({ brain: 'scripted', port: emulator.port })).rejects.toThrow(/EADDRINUSE/);
  await expect(createEmulator({ brain: 'scripted', timeScale: 0 })).rejects.toThrow(
    /timeScale must be greater/,
  );
});
