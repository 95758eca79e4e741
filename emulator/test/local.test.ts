/** The whole emulator with its own ears, mind and voice: real speech in, real speech out. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEmulator, type Emulator, type LocalParts, openLocalParts } from '../src/index.ts';
import { NovaClient, silence } from './nova-client.ts';

const question = new URL('../../fixtures/speech/question-01.wav', import.meta.url);
let parts: LocalParts;
let emulator: Emulator;
beforeAll(async () => {
  parts = await openLocalParts();
  emulator = await createEmulator({ brain: parts });
}, 180_000);
afterAll(async () => {
  await emulator.close();
  await parts.close();
});

/** The samples of a 16 kHz mono WAV file. */
function readSpeech(url: URL): Int16Array {
  const wav = readFileSync(url);
  const data = wav.indexOf('data') + 8;
  return new Int16Array(
    wav.buffer.slice(wav.byteOffset + data, wav.byteOffset + data + ((wav.length - data) & ~1)),
  );
}

test('hears a spoken question and speaks an answer that its own ears understand', async () => {
  const c = new NovaClient({ url: emulator.url }).open();
  c.start({
    session: { turnDetectionConfiguration: { endpointingSensitivity: 'HIGH' } },
    prompt: { audioOutputConfiguration: { sampleRateHertz: 16_000, voiceId: 'tiffany' } },
  });
  c.audioStart().audio(readSpeech(question)).audio(silence(2500));
  const heard = await c.event('textOutput', (event) => event['role'] === 'USER');
  expect(heard['content']).toMatch(/weather in seattle tomorrow/i);
  await c.event('contentEnd', (event) => event['type'] === 'AUDIO' && event['stopReason'] === 'END_TURN');
  const said = c.events.filter((event) => event['name'] === 'textOutput' && event['role'] === 'ASSISTANT');
  const bytes = c.pcm();
  const understood = await parts.transcribe(
    new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)),
  );
  const words = (text: string) => new Set(text.toLowerCase().match(/[a-z]+/g));
  const spoken = words(said.map((event) => event['content'] as string).join(' '));
  const known = [...words(understood)].filter((word) => spoken.has(word));
  expect(known.length / spoken.size).toBeGreaterThan(0.5);
  await c.finish();
  expect(c.ended?.error).toBeUndefined();
});
