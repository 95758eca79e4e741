/** Stories in which one answer is not over yet when the next thing comes. */
import { expect, test } from 'vitest';
import { SessionBench, settle } from '../testing/session-bench.ts';

test('a text of what was said belongs to its own answer, however late it comes', async () => {
  const bench = await new SessionBench().open();
  bench.ask('one');
  bench.conversation.say(1, 600, 'First, as planned.');
  bench.conversation.emit({ kind: 'answerEnded', answer: 1 });
  bench.clock.advance(600);
  bench.ask('two');
  bench.conversation.say(2, 600, 'Second.');
  bench.conversation.emit({ kind: 'assistantText', answer: 1, stage: 'final', text: 'First.' });
  bench.conversation.emit({ kind: 'answerEnded', answer: 2 });
  bench.clock.advance(600);
  bench.say('playbackFinished', { session: 1, generation: 2, playedMs: 600 });
  expect(bench.turns().map(({ said }) => said)).toEqual(['Second.']);
  expect(bench.link.of('transcript').at(-1)).toMatchObject({ generation: 1, text: 'First.' });
});

test('a text of an answer that was called off is told to nobody', async () => {
  const bench = await new SessionBench().open();
  bench.ask('one');
  bench.conversation.say(1, 600, 'First.');
  bench.conversation.emit({ kind: 'answerEnded', answer: 1 });
  bench.clock.advance(600);
  bench.ask('two');
  bench.say('interrupt', { session: 1, cause: 1 });
  bench.conversation.say(2, 600, 'Second.');
  bench.conversation.emit({ kind: 'assistantText', answer: 2, stage: 'final', text: 'Second.' });
  expect(bench.link.of('transcript').map(({ text }) => text)).toEqual(['one', 'First.', 'two']);
});

test('an answer that comes while the broker asks for patience begins after its words, under its own number', async () => {
  const bench = await new SessionBench().open();
  bench.ask('one');
  bench.clock.advance(15_000);
  await settle();
  bench.conversation.say(1, 600);
  bench.clock.advance(400);
  bench.say('interrupt', { session: 1, cause: 1 });
  const told = bench.frames.map(({ generation, flags }) => `${generation}${flags ? ' end' : ''}`);
  expect(told.slice(0, 11)).toEqual([...Array.from({ length: 9 }, () => '1'), '1 end', '2']);
  expect(bench.link.of('flush')).toEqual([{ session: 1, generation: 2 }]);
});

test('a model that owes an answer to words that were spoken into another one is not waited for without end', async () => {
  const bench = await new SessionBench().open();
  bench.ask('one');
  bench.conversation.say(1, 600, 'First.');
  bench.conversation.emit({ kind: 'userText', text: 'two' }, { kind: 'answerEnded', answer: 1 });
  bench.clock.advance(600);
  bench.say('playbackFinished', { session: 1, generation: 1, playedMs: 600 });
  bench.clock.advance(16_000);
  await settle();
  expect(bench.model.conversations).toHaveLength(2);
  expect(bench.conversation.sentTexts).toEqual(['two']);
});
