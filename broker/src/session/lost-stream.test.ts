/** Stories about a model that fails in the middle of a conversation, or before it. */
import { Reason, SessionState } from '@pipit/protocol';
import { describe, expect, test } from 'vitest';
import { SessionBench, loudMs, settle } from '../testing/session-bench.ts';

const phrases = (bench: SessionBench) =>
  bench.events.flatMap((event) => (event.kind === 'phrase' ? [event.phrase] : []));

describe('a stream that dies', () => {
  test('in the middle of a question is replaced by one that hears it from the first word', async () => {
    const bench = await new SessionBench().open();
    const [first] = bench.model.conversations;
    bench.microphone(600, 'quiet');
    first!.emit({ kind: 'userSpeechStarted', atMs: first!.sentMs });
    bench.microphone(600);
    bench.model.manual = true;
    first!.fail('MODEL_FAILED');
    bench.microphone(600);
    bench.conversation.accept();
    await settle();
    bench.microphone(600);
    expect(loudMs(bench.conversation.heard)).toBe(1800);
    expect(bench.link.of('sessionClosed')).toEqual([]);
    expect(phrases(bench)).toEqual([]);
  });

  test('before its answer is asked again, and the question counts once', async () => {
    const bench = await new SessionBench().open();
    bench.ask('tell me');
    bench.conversation.fail('MODEL_FAILED');
    await settle();
    expect(loudMs(bench.conversation.heard)).toBe(600);
    bench.conversation.emit({ kind: 'userText', text: 'tell me' });
    bench.conversation.say(1, 600, 'This.');
    bench.conversation.emit({ kind: 'answerEnded', answer: 1 });
    bench.clock.advance(1000);
    bench.say('playbackFinished', { session: 1, generation: 1, playedMs: 600 });
    expect(bench.turns()).toMatchObject([{ heard: 'tell me', said: 'This.' }]);
    expect(bench.conversation.history).toEqual([]);
  });

  test('in the middle of an answer is asked for it again, and the device hears it from its beginning', async () => {
    const bench = await new SessionBench().open();
    bench.ask('tell me');
    const [first] = bench.model.conversations;
    first!.say(1, 3000, 'Well, this');
    bench.clock.advance(1000);
    first!.fail('MODEL_FAILED');
    expect(bench.link.of('flush')).toEqual([{ session: 1, generation: 1 }]);
    bench.say('flushed', { session: 1, generation: 1, playedMs: 700 });
    await settle();
    const second = bench.conversation;
    expect(second).not.toBe(first);
    expect(loudMs(second.heard)).toBe(600);
    second.emit({ kind: 'userText', text: 'tell me' });
    second.say(1, 3000, 'Well, this is it.');
    second.emit({ kind: 'answerEnded', answer: 1 });
    bench.clock.advance(3000);
    expect(bench.frames.filter(({ generation }) => generation === 2)).toHaveLength(50);
    bench.say('playbackFinished', { session: 1, generation: 2, playedMs: 3000 });
    expect(bench.turns()).toMatchObject([{ generation: 2, heard: 'tell me', said: 'Well, this is it.' }]);
    second.fail('MODEL_FAILED');
    await settle();
    expect(bench.conversation.history).toEqual([
      { role: 'user', text: 'tell me' },
      { role: 'assistant', text: 'Well, this is it.' },
    ]);
  });

  test('without a word, and hears nothing any more, is replaced by one that hears what was said', async () => {
    const bench = await new SessionBench().open();
    const [first] = bench.model.conversations;
    bench.microphone(1200);
    bench.microphone(6000, 'quiet');
    await settle();
    expect(first!.ending).toBe('aborted');
    expect(loudMs(bench.conversation.heard)).toBe(1200);
    // If that one does not notice it either, it was noise.
    bench.microphone(12_000, 'quiet');
    bench.microphone(1200);
    bench.microphone(12_000, 'quiet');
    await settle();
    expect(bench.model.conversations).toHaveLength(2);
  });

  test('long after the question, while a tool works, loses neither the question nor the result', async () => {
    const bench = await new SessionBench().open();
    bench.ask('tell me');
    const call = { kind: 'toolUse', toolUseId: 'a', name: 'clock', input: '{}' } as const;
    bench.conversation.emit(call);
    bench.microphone(60_000, 'quiet');
    bench.conversation.fail('MODEL_FAILED');
    await settle();
    const second = bench.conversation;
    expect(loudMs(second.heard)).toBe(600);
    expect(second.sentMs).toBeLessThan(5000);
    // The model tells places in what it heard: the second one is mapped as well as the first.
    second.emit({ kind: 'userSpeechStarted', atMs: 0 });
    second.emit({ kind: 'userSpeechEnded', atMs: 900 }, { kind: 'userText', text: 'tell me' }, call);
    bench.microphone(60_000, 'quiet');
    second.fail('MODEL_FAILED');
    bench.clock.advance(1000);
    await settle();
    expect(bench.model.conversations).toHaveLength(3);
    expect(loudMs(bench.conversation.heard)).toBe(600);
    expect(bench.conversation.history).toEqual([]);
  });

  test('after a new question hears that one again, though the end of the last answer came late', async () => {
    const bench = await new SessionBench().open();
    bench.ask('one');
    bench.conversation.say(1, 6000, 'A long answer.');
    bench.clock.advance(600);
    bench.ask('two');
    bench.conversation.emit({ kind: 'answerEnded', answer: 1 }, { kind: 'interrupted' });
    bench.conversation.fail('MODEL_FAILED');
    await settle();
    expect(loudMs(bench.conversation.heard)).toBe(600);
  });

  test('and does not tell when somebody speaks: the question that is not whole is asked in writing', async () => {
    const bench = await new SessionBench().open();
    bench.ask('one');
    bench.conversation.say(1, 6000, 'A long answer.');
    bench.clock.advance(600);
    bench.microphone(5000);
    bench.conversation.emit({ kind: 'userText', text: 'two' }, { kind: 'interrupted' });
    bench.conversation.emit({ kind: 'answerEnded', answer: 1 });
    bench.say('flushed', { session: 1, generation: 1, playedMs: 5900 });
    bench.conversation.fail('MODEL_FAILED');
    await settle();
    const second = bench.conversation;
    expect(second.sentTexts).toEqual(['two']);
    expect(second.history!.filter(({ role }) => role === 'user')).toEqual([{ role: 'user', text: 'one' }]);
    second.say(1, 60, 'Yes.');
    second.emit({ kind: 'answerEnded', answer: 1 });
    bench.clock.advance(60);
    bench.say('playbackFinished', { session: 1, generation: 2, playedMs: 60 });
    expect(bench.turns().at(-1)).toMatchObject({ heard: 'two', said: 'Yes.' });
    second.fail('MODEL_FAILED');
    await settle();
    expect(bench.conversation.sentTexts).toEqual([]);
    expect(bench.conversation.history!.slice(-2)).toEqual([
      { role: 'user', text: 'two' },
      { role: 'assistant', text: 'Yes.' },
    ]);
  });

  test('while the user is asked for patience: the question is in what is heard again, and not in the history', async () => {
    const bench = await new SessionBench().open();
    bench.ask('one');
    bench.clock.advance(15_000);
    expect(phrases(bench)).toEqual(['oneMoment']);
    await settle();
    expect(loudMs(bench.conversation.heard)).toBe(600);
    expect(bench.conversation.history).toEqual([]);
  });

  test('after an answer of no measure is told the end of it', async () => {
    const bench = await new SessionBench().open();
    bench.ask('tell me');
    bench.conversation.say(1, 60, 'ü'.repeat(100_000));
    bench.conversation.emit({ kind: 'answerEnded', answer: 1 });
    bench.clock.advance(100);
    bench.conversation.fail('MODEL_FAILED');
    await settle();
    const { history } = bench.conversation;
    expect(history!.map(({ role }) => role)).toEqual(['user', 'assistant']);
    expect(history![1]!.text).toMatch(/^ü{1000,}$/);
    expect(Buffer.byteLength(JSON.stringify(history))).toBeLessThan(38_000);
  });

  test('after its answer leaves the device alone', async () => {
    const bench = await new SessionBench().open();
    bench.ask('tell me');
    bench.conversation.say(1, 3000, 'This.');
    bench.conversation.emit({ kind: 'answerEnded', answer: 1 });
    bench.clock.advance(500);
    bench.conversation.fail('MODEL_TIMEOUT');
    await settle();
    bench.clock.advance(3000);
    expect(bench.frames).toHaveLength(50);
    expect(bench.link.of('flush')).toEqual([]);
    expect(bench.conversation.history!.at(-1)).toEqual({ role: 'assistant', text: 'This.' });
    expect(loudMs(bench.conversation.heard)).toBe(0);
  });

  test('for too much history is replaced by one that gets less', async () => {
    const bench = await new SessionBench().open();
    for (let i = 1; i <= 30; i++) {
      bench.conversation.emit({ kind: 'userText', text: 'x'.repeat(1000) });
      bench.conversation.say(i, 60, 'y'.repeat(1000));
      bench.conversation.emit({ kind: 'answerEnded', answer: i });
      bench.clock.advance(200);
    }
    bench.conversation.fail('MODEL_FAILED', 'reopen');
    await settle();
    const size = () => JSON.stringify(bench.conversation.history).length;
    const whole = size();
    bench.conversation.fail('MODEL_FAILED', 'trim');
    bench.clock.advance(1000);
    await settle();
    expect(size()).toBeLessThan(whole * 0.6);
    expect(size()).toBeGreaterThan(whole * 0.4);
    expect(bench.conversation.history![0]!.role).toBe('user');
  });

  test('while the device is away is replaced quietly', async () => {
    const bench = await new SessionBench().open();
    bench.lose();
    bench.conversation.fail('MODEL_FAILED');
    await settle();
    bench.comeBack({ generation: 0, nextSequence: 0, playedMs: 0 });
    expect(bench.link.of('sessionResumed')[0]).toMatchObject({ state: SessionState.LISTENING });
    bench.ask('hello');
    expect(loudMs(bench.conversation.heard)).toBe(600);
  });

  test('again and again is asked for patience, then an apology, and nothing is left', async () => {
    const bench = await new SessionBench().open();
    bench.ask('tell me');
    bench.model.manual = true;
    bench.conversation.fail('MODEL_FAILED');
    const opened: number[] = [];
    for (let i = 0; i < 40 && bench.host.size > 0; i++) {
      if (bench.model.live.length > 0) opened.push(bench.clock.now());
      bench.conversation.refuse('MODEL_FAILED', 'backoff');
      await settle();
      bench.clock.advance(500);
      await settle();
    }
    expect(opened).toHaveLength(5);
    const gaps = opened.slice(1).map((at, i) => at - opened[i]!);
    expect(gaps).toEqual(gaps.toSorted((a, b) => a - b));
    expect(phrases(bench)).toEqual(['oneMoment', 'apology']);
    expect(bench.link.of('transcript').map(({ text }) => text)).toEqual(
      expect.arrayContaining(['One moment.', 'Sorry.']),
    );
    expect(bench.link.of('sessionClosed')[0]).toMatchObject({ reason: Reason.MODEL_FAILED });
    expect(bench.host.size).toBe(0);
    expect(bench.clock.pending).toBe(0);
  });
});

describe('a model that cannot be opened', () => {
  test('is waited for with a word, and then listens', async () => {
    const bench = new SessionBench();
    bench.model.manual = true;
    await bench.open();
    bench.conversation.options.onWaiting!();
    bench.conversation.options.onWaiting!();
    expect(phrases(bench)).toEqual(['oneMoment']);
    bench.clock.advance(300);
    expect(bench.frames.map(({ generation }) => generation)).toEqual(Array(9).fill(1));
    bench.conversation.accept();
    await settle();
    bench.ask('hello');
    expect(bench.link.of('flush')).toEqual([{ session: 1, generation: 1 }]);
    bench.conversation.say(1, 60);
    expect(bench.frames.at(-1)!.generation).toBe(2);
  });

  test('is waited for as long as the line may take, and longer than an opening', async () => {
    const bench = new SessionBench();
    bench.model.manual = true;
    await bench.open();
    bench.clock.advance(9000);
    bench.conversation.options.onWaiting!();
    bench.clock.advance(29_000);
    expect(bench.host.size).toBe(1);
    bench.conversation.refuse('MODEL_THROTTLED', 'backoff');
    await settle();
    expect(phrases(bench)).toEqual(['oneMoment', 'busy']);
  });

  test.each([
    ['MODEL_THROTTLED', 'busy'],
    ['MODEL_ACCESS_DENIED', 'apology'],
  ] as const)('for %s is excused with words before the device is told', async (reason, phrase) => {
    const bench = new SessionBench();
    bench.model.manual = true;
    await bench.open();
    bench.conversation.refuse(reason);
    await settle();
    expect(phrases(bench)).toEqual([phrase]);
    expect(bench.link.of('sessionRejected')).toEqual([]);
    bench.clock.advance(600);
    expect(bench.frames).toHaveLength(10);
    expect(bench.link.of('sessionRejected')[0]).toMatchObject({ reason: Reason[reason] });
    expect(bench.host.size).toBe(0);
    expect(bench.clock.pending).toBe(0);
  });
});

test('a place that must be waited for in the middle of a conversation is told with a word', async () => {
  const bench = await new SessionBench().open();
  bench.model.manual = true;
  bench.conversation.fail('MODEL_THROTTLED', 'backoff');
  await settle();
  bench.conversation.options.onWaiting!();
  expect(phrases(bench)).toEqual(['oneMoment']);
  bench.clock.advance(600);
  bench.conversation.accept();
  await settle();
  bench.ask('hello');
  expect(loudMs(bench.conversation.heard)).toBe(600);
});
