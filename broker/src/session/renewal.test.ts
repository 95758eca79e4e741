/** Stories about one stream of the model taking the place of another. */
import { beforeEach, describe, expect, test } from 'vitest';
import { SessionBench, loudMs, settle } from '../testing/session-bench.ts';

let bench: SessionBench;
beforeEach(async () => {
  bench = await new SessionBench().open();
});

const renewals = () => bench.events.filter((event) => event.kind === 'modelRenewed').length;

/** A question and its whole answer, heard. */
function turn(text: string, answer: string, number: number, generation = number): void {
  bench.ask(text);
  bench.conversation.say(number, 1200, answer);
  bench.conversation.emit({ kind: 'answerEnded', answer: number });
  bench.clock.advance(1200);
  bench.say('playbackFinished', { session: 1, generation, playedMs: 1200 });
}

describe('before the limit', () => {
  test('a silent conversation is renewed with its history, and goes on', async () => {
    turn('what is the time', 'It is noon.', 1);
    const [first] = bench.model.conversations;
    bench.clock.advance(360_000);
    await settle();
    const second = bench.conversation;
    expect(second).not.toBe(first);
    expect(second.options.place).toBe('second');
    expect(second.history).toEqual([
      { role: 'user', text: 'what is the time' },
      { role: 'assistant', text: 'It is noon.' },
    ]);
    expect(first!.ending).toBe('closed');
    expect(renewals()).toBe(1);
    turn('and now', 'Still noon.', 1, 2);
    expect(bench.turns().map(({ generation, said }) => [generation, said])).toEqual([
      [1, 'It is noon.'],
      [2, 'Still noon.'],
    ]);
    expect(bench.link.of('flush')).toEqual([]);
  });

  test('an answer that is being heard is not disturbed, and not asked for again', async () => {
    bench.clock.advance(359_000);
    bench.ask('tell me a story');
    const [first] = bench.model.conversations;
    first!.say(1, 4000, 'Once upon a time.');
    bench.clock.advance(1000);
    await settle();
    expect(renewals()).toBe(0);
    first!.emit({ kind: 'answerEnded', answer: 1 });
    expect(renewals()).toBe(1);
    bench.clock.advance(4000);
    expect(bench.frames).toHaveLength(67);
    expect(loudMs(bench.conversation.heard)).toBe(0);
    expect(bench.conversation.history!.at(-1)).toEqual({ role: 'assistant', text: 'Once upon a time.' });
  });

  test('who begins to speak at that moment is heard by the new stream from the first word', async () => {
    bench.clock.advance(359_900);
    bench.model.manual = true;
    bench.microphone(240);
    bench.conversation.accept();
    await settle();
    expect(renewals()).toBe(1);
    bench.microphone(360);
    expect(loudMs(bench.conversation.heard)).toBe(600);
  });

  test('a long question is not cut: the stream changes after its answer', async () => {
    bench.clock.advance(359_900);
    const [first] = bench.model.conversations;
    first!.emit({ kind: 'userSpeechStarted', atMs: first!.sentMs });
    bench.microphone(20_000);
    expect(bench.model.conversations).toHaveLength(1);
    first!.emit({ kind: 'userSpeechEnded', atMs: first!.sentMs }, { kind: 'userText', text: 'well' });
    first!.say(1, 600, 'Yes.');
    bench.clock.advance(3000);
    await settle();
    expect(bench.model.conversations).toHaveLength(2);
    first!.emit({ kind: 'answerEnded', answer: 1 });
    expect(renewals()).toBe(1);
    expect(loudMs(bench.conversation.heard)).toBe(0);
  });
});

describe('at the limit', () => {
  test('a question without end is heard by the new stream as a whole', async () => {
    bench.clock.advance(440_000);
    const [first] = bench.model.conversations;
    first!.emit({ kind: 'userSpeechStarted', atMs: first!.sentMs });
    bench.microphone(12_000);
    await settle();
    expect(renewals()).toBe(1);
    expect(loudMs(bench.conversation.heard)).toBe(12_000);
  });

  test('an answer without end is ended by the old stream, while the new one listens', async () => {
    bench.clock.advance(359_000);
    bench.ask('count');
    const [first] = bench.model.conversations;
    first!.say(1, 60_000, 'One, two,');
    for (let i = 0; i < 20; i++) {
      bench.clock.advance(5000);
      await settle();
      if (i < 18) first!.say(1, 5000);
    }
    expect(renewals()).toBe(1);
    first!.say(1, 600, 'a hundred.');
    first!.emit({ kind: 'answerEnded', answer: 1 });
    await settle();
    expect(first!.ending).toBe('closed');
    const second = bench.conversation;
    expect(loudMs(second.heard)).toBe(0);
    bench.ask('stop it');
    expect(loudMs(second.heard)).toBe(600);
    expect(bench.link.of('flush')).toHaveLength(1);
  });
});

test('a question whose answer the old stream ended is not put to anybody again', async () => {
  bench = await new SessionBench({ renewal: { afterMs: 20_000, byMs: 24_000 } }).open();
  bench.clock.advance(18_000);
  bench.ask('count');
  const [first] = bench.model.conversations;
  first!.say(1, 20_000, 'One, two, three.');
  bench.clock.advance(3000);
  await settle();
  bench.clock.advance(4000);
  await settle();
  expect(renewals()).toBe(1);
  first!.emit({ kind: 'answerEnded', answer: 1 });
  bench.conversation.fail('MODEL_FAILED');
  await settle();
  expect(bench.model.conversations).toHaveLength(3);
  expect(loudMs(bench.conversation.heard)).toBe(0);
  expect(bench.conversation.history).toEqual([
    { role: 'user', text: 'count' },
    { role: 'assistant', text: 'One, two, three.' },
  ]);
});

test('a stream that dies while it waits for its time is replaced before it is needed', async () => {
  bench.clock.advance(359_000);
  bench.ask('hello');
  const [first] = bench.model.conversations;
  first!.say(1, 6000, 'Hi.');
  bench.clock.advance(1000);
  await settle();
  expect(bench.model.conversations).toHaveLength(2);
  bench.conversation.fail('MODEL_FAILED');
  bench.clock.advance(4000);
  await settle();
  expect(bench.model.conversations).toHaveLength(3);
  first!.emit({ kind: 'answerEnded', answer: 1 });
  expect(renewals()).toBe(1);
  await settle();
  expect(first!.ending).toBe('closed');
});

describe('without a place for a second stream', () => {
  test('the first ends at a pause, and nothing that is said meanwhile is lost', async () => {
    bench.clock.advance(359_000);
    bench.ask('hello');
    const [first] = bench.model.conversations;
    bench.model.manual = true;
    first!.say(1, 1200, 'Hi.');
    bench.clock.advance(3000);
    await settle();
    bench.conversation.refuse('MODEL_THROTTLED', 'backoff');
    await settle();
    expect(first!.ending).toBeUndefined();
    first!.emit({ kind: 'answerEnded', answer: 1 });
    await settle();
    expect(first!.ending).toBe('aborted');
    const third = bench.conversation;
    expect(third.options.place).toBe('again');
    bench.microphone(300);
    third.accept();
    await settle();
    bench.microphone(300);
    expect(loudMs(third.heard)).toBe(600);
    expect(bench.link.of('flush')).toEqual([]);
  });
});

test('what an interrupted answer had said is in the history, and no more', async () => {
  bench.ask('list the planets');
  bench.conversation.say(1, 2000, 'Mercury Venus Earth Mars.');
  bench.conversation.say(1, 2000, 'Jupiter Saturn Uranus Neptune.');
  bench.clock.advance(2600);
  bench.say('interrupt', { session: 1, cause: 1 });
  bench.say('flushed', { session: 1, generation: 1, playedMs: 2500 });
  bench.clock.advance(360_000);
  await settle();
  expect(bench.conversation.history).toEqual([
    { role: 'user', text: 'list the planets' },
    { role: 'assistant', text: 'Mercury Venus Earth Mars. Jupiter' },
  ]);
});
