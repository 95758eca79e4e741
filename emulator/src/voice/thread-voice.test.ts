import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joined } from '../../test/speech-fixtures.ts';
import { ThreadVoice } from './thread-voice.ts';

let voice: ThreadVoice;
const troubles: string[] = [];
beforeAll(async () => {
  voice = await ThreadVoice.start({ onTrouble: (message) => troubles.push(message) });
}, 60_000);
afterAll(() => voice?.close());

const options = (signal = new AbortController().signal) => ({
  voiceId: 'matthew',
  sampleRateHz: 24_000,
  signal,
});

describe('ThreadVoice', () => {
  it('streams a sentence in chunks of 100 ms', async () => {
    const chunks: Int16Array[] = [];
    for await (const chunk of voice.speak('Turn off the lights in the living room, please.', options()))
      chunks.push(chunk);
    expect(Math.max(...chunks.map(({ length }) => length))).toBe(2_400);
    expect(joined(chunks).length / 24_000).toBeGreaterThan(2);
    expect(troubles).toEqual([]);
  });

  it('stops when it is told to, without an error', async () => {
    const abort = new AbortController();
    let chunks = 0;
    for await (const _ of voice.speak('One, two, three, four, five, six and seven.', options(abort.signal))) {
      chunks += 1;
      if (chunks === 3) abort.abort();
    }
    expect(chunks).toBe(3);
    for await (const _ of voice.speak('Nothing.', options(abort.signal))) chunks += 1;
    expect(chunks).toBe(3);
  });

  it('has nothing to say for what cannot be said', async () => {
    for await (const _ of voice.speak('👍 …', options())) expect.unreachable();
  });

  it('says why, once, and goes on when a thread is gone', async () => {
    const heard: string[] = [];
    const other = await ThreadVoice.start({ onTrouble: (message) => heard.push(message) });
    await other.close();
    for await (const chunk of other.speak('Hello.', options())) expect(chunk).toHaveLength(0);
    expect(heard).toEqual(['The voice has no thread to speak with.']);
    expect(other.counters.failedPieces).toBe(1);
  });
});
