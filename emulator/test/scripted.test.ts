import { describe, expect, test } from 'vitest';
import { PcmCutter } from '../src/conversation/pcm-cutter.ts';
import { createScriptedParts, createEmulator, type HearingEvent, type Script } from '../src/index.ts';
import { NovaClient, noise, silence } from './nova-client.ts';

function listen(script: Script, sampleRateHz = 16_000) {
  const events: HearingEvent[] = [];
  const listener = createScriptedParts(script).ears.listen({
    sampleRateHz,
    endpointing: 'MEDIUM',
    onEvent: (event) => events.push(event),
  });
  return { events, listener };
}

describe('scripted ears', () => {
  test('find turns by loudness', () => {
    const { events, listener } = listen({ silenceMs: 300, transcripts: ['one', 'two'] });
    for (let turn = 0; turn < 2; turn += 1) {
      listener.push(silence(200));
      for (let i = 0; i < 20; i += 1) listener.push(noise(20));
      for (let i = 0; i < 20; i += 1) listener.push(silence(20));
    }
    listener.close();
    listener.push(noise(1000));
    expect(events).toEqual([
      { kind: 'speechStart', atMs: 200 },
      { kind: 'speechEnd', atMs: 600, detectedAtMs: 900 },
      { kind: 'transcript', text: 'one' },
      { kind: 'speechStart', atMs: 1200 },
      { kind: 'speechEnd', atMs: 1600, detectedAtMs: 1900 },
      { kind: 'transcript', text: 'two' },
    ]);
  });

  test('find turns by amount, even in silence', () => {
    const { events, listener } = listen({ hearing: 'amount', silenceMs: 100, speechMs: 200 });
    for (let i = 0; i < 30; i += 1) listener.push(silence(20));
    expect(events.map(({ kind }) => kind)).toEqual([
      'speechStart',
      'speechEnd',
      'transcript',
      'speechStart',
      'speechEnd',
      'transcript',
    ]);
  });

  test('may take their time for the words, and say nothing after they were closed', async () => {
    const { events, listener } = listen({ silenceMs: 100, transcriptDelayMs: 20 });
    listener.push(noise(200));
    listener.push(silence(200));
    expect(events.at(-1)?.kind).toBe('speechEnd');
    listener.close();
    const other = listen({ silenceMs: 100, transcriptDelayMs: 20 });
    other.listener.push(noise(200));
    other.listener.push(silence(200));
    await expect.poll(() => other.events.at(-1)?.kind).toBe('transcript');
    expect(events.at(-1)?.kind).toBe('speechEnd');
  });
});

test('prepared audio comes out as it is, whatever its length', async () => {
  const pcm = Int16Array.from({ length: 10_007 }, (_, index) => (index * 37) % 3000);
  await using emulator = await createEmulator({
    brain: 'scripted',
    script: { replies: [{ text: 'Mine.', pcm }] },
  });
  const c = new NovaClient({ url: emulator.url }).open().start().audioStart().speak();
  await c.event('contentEnd', (event) => event['type'] === 'AUDIO');
  expect(c.pcm()).toEqual(Buffer.from(pcm.buffer));
  c.abort();
});

test('audio in any pieces is cut into equal ones', () => {
  const cutter = new PcmCutter(10);
  const samples = Int16Array.from({ length: 97 }, (_, index) => index);
  const pieces: Int16Array[] = [];
  for (const [from, to] of [
    [0, 3],
    [3, 3],
    [3, 9],
    [9, 30],
    [30, 45],
    [45, 96],
    [96, 97],
  ] as const) {
    pieces.push(...cutter.push(samples.subarray(from, to)));
  }
  expect(pieces.every((piece) => piece.length === 10)).toBe(true);
  expect([...pieces, cutter.end()].flatMap((piece) => [...piece])).toEqual([...samples]);
});
