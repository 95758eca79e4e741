import { expect, test } from 'vitest';
import type { ConversationEvent } from '../session/conversation-events.ts';
import { SessionBench } from '../testing/session-bench.ts';

const peaksOf = (events: readonly ConversationEvent[], side: 'user' | 'assistant') =>
  events
    .flatMap((event) => (event.kind === 'peaks' ? event.runs : []))
    .filter((run) => run.side === side)
    .flatMap(({ atMs, values }) => [...values].map((value, i) => ({ atMs: atMs + i * 20, value })));

test('what the microphone catches is told as a waveform, at its time, in one piece', async () => {
  const my = await new SessionBench().open();
  const startMs = my.clock.now();
  my.microphone(600);
  my.microphone(600, 'quiet');
  my.clock.advance(300);
  const user = peaksOf(my.events, 'user');
  expect(user[0]!.atMs).toBeGreaterThanOrEqual(startMs - 20);
  expect(user.length).toBeGreaterThanOrEqual(58);
  expect(user.map(({ atMs }) => atMs)).toEqual(user.map((_, i) => user[0]!.atMs + i * 20));
  // The tone is a quarter of full scale: half of 255, by its square root.
  expect(user[10]!.value).toBeGreaterThan(100);
  expect(user.at(-1)!.value).toBeLessThan(10);
});

test('lost packets are told with their number', async () => {
  const my = await new SessionBench().open();
  my.microphone(300);
  my.skip(4);
  my.microphone(300);
  my.clock.advance(300);
  const lost = my.events.flatMap((event) => (event.kind === 'peaks' ? event.lost : []));
  expect(lost.map(({ packets }) => packets)).toEqual([4]);
});

test('of an answer that is cut off there is what was to be heard, and it is told how much that is', async () => {
  const my = await new SessionBench().open();
  my.ask('tell me a story');
  const pcm = new Int16Array(24 * 5000).map((_, i) => 12_000 * Math.sin(i / 10));
  my.conversation.emit(
    { kind: 'assistantText', answer: 1, stage: 'speculative', text: 'Once upon a time there was a king' },
    { kind: 'audio', answer: 1, pcm },
  );
  my.microphone(1200, 'quiet');
  my.conversation.emit({ kind: 'interrupted' });
  my.microphone(600, 'quiet');
  const interrupted = my.events.find((event) => event.kind === 'interrupted');
  expect(interrupted).toMatchObject({ generation: 1 });
  const { heardMs } = interrupted as ConversationEvent & { kind: 'interrupted' };
  expect(heardMs).toBeGreaterThan(1100);
  expect(heardMs).toBeLessThan(1300);
  expect(peaksOf(my.events, 'assistant').length * 20).toBe(heardMs);
  my.say('flushed', { session: 1, generation: 1, playedMs: 2500 });
  const cut = my.events.find((event) => event.kind === 'transcript' && event.stage === 'cut');
  expect(cut).toMatchObject({ text: 'Once upon a time', unsaid: 'there was a king' });
  expect(my.events.find((event) => event.kind === 'turn')).toMatchObject({ atMs: my.clock.now() });
});
