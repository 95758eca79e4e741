/** Stories about a device whose connection is lost in the middle of a conversation. */
import { Reason, ResumePolicy, SessionState } from '@pipit/protocol';
import { describe, expect, test } from 'vitest';
import { MemoryConversationStore } from '../history/memory-conversation-store.ts';
import { FakeLink } from '../testing/fake-link.ts';
import { SessionBench, settle } from '../testing/session-bench.ts';

/** In the middle of an answer of six seconds: the device has 20 frames and has heard 16. */
async function inAnswer(options: ConstructorParameters<typeof SessionBench>[0] = {}) {
  const bench = await new SessionBench(options).open();
  bench.ask('tell me');
  bench.conversation.say(1, 6000, 'A long answer, word by word.');
  bench.conversation.emit({ kind: 'answerEnded', answer: 1 });
  bench.clock.advance(960);
  return bench;
}
const has = { generation: 1, nextSequence: 14, playedMs: 800 };

describe('a device that comes back within its grace', () => {
  test('hears the answer go on with the packet that it lacks', async () => {
    const bench = await inAnswer();
    const sent = bench.frames.length;
    bench.lose();
    bench.clock.advance(5000);
    expect(bench.frames).toHaveLength(sent);
    bench.comeBack(has);
    expect(bench.link.sent[0]).toMatchObject({
      kind: 'sessionResumed',
      value: { session: 1, state: SessionState.SPEAKING, generation: 1, policy: ResumePolicy.CONTINUE },
    });
    bench.clock.advance(10_000);
    const sequences = bench.frames.map(({ sequence }) => sequence);
    expect(sequences).toEqual(Array.from({ length: 100 - 14 }, (_, i) => 14 + i));
    expect(new Set(bench.frames.map(({ generation }) => generation))).toEqual(new Set([1]));
    bench.say('playbackFinished', { session: 1, generation: 1, playedMs: 6000 });
    expect(bench.turns()[0]).toMatchObject({ playedMs: 6000, said: 'A long answer, word by word.' });
  });

  test('hears it again from its beginning, as a new answer', async () => {
    const bench = await inAnswer({ resume: 'repeat' });
    bench.lose();
    bench.clock.advance(1000);
    bench.comeBack(has);
    expect(bench.link.of('flush')).toEqual([{ session: 1, generation: 1 }]);
    bench.clock.advance(10_000);
    expect(bench.frames).toHaveLength(100);
    expect(new Set(bench.frames.map(({ generation }) => generation))).toEqual(new Set([2]));
    bench.say('playbackFinished', { session: 1, generation: 2, playedMs: 6000 });
    expect(bench.turns()).toHaveLength(1);
    bench.ask('next');
    bench.conversation.say(2, 600);
    expect(bench.frames.at(-1)!.generation).toBe(3);
  });

  test('hears no more of it, and the history has what it heard', async () => {
    const bench = await inAnswer();
    bench.lose();
    bench.clock.advance(1000);
    bench.comeBack({ ...has, playedMs: 3000 }, ResumePolicy.DROP);
    bench.say('flushed', { session: 1, generation: 1, playedMs: 3000 });
    bench.clock.advance(10_000);
    expect(bench.frames).toEqual([]);
    expect(bench.turns()[0]).toMatchObject({ said: 'A long answer,' });
  });

  test('hears what the model answered meanwhile', async () => {
    const bench = await new SessionBench().open();
    bench.ask('and?');
    bench.lose();
    bench.conversation.say(1, 1200, 'Here I am.');
    bench.conversation.emit({ kind: 'answerEnded', answer: 1 });
    bench.clock.advance(20_000);
    bench.comeBack({ generation: 0, nextSequence: 0, playedMs: 0 });
    bench.clock.advance(2000);
    expect(bench.frames).toHaveLength(20);
    expect(bench.link.of('transcript').map(({ text }) => text)).toContain('Here I am.');
  });

  test('finds the model that was kept alive with silence', async () => {
    const bench = await new SessionBench().open();
    const before = bench.conversation.sentMs;
    bench.lose();
    bench.clock.advance(30_000);
    expect(bench.conversation.sentMs - before).toBeGreaterThan(29_000);
    bench.comeBack({ generation: 0, nextSequence: 0, playedMs: 0 });
    expect(bench.link.of('sessionResumed')[0]).toMatchObject({ state: SessionState.LISTENING });
    bench.ask('still there?');
    bench.conversation.say(1, 60);
    expect(bench.frames).toHaveLength(1);
  });

  test('gets the end of an answer that was sent whole and not heard whole', async () => {
    const bench = await inAnswer();
    bench.clock.advance(5000);
    bench.lose();
    bench.comeBack({ generation: 1, nextSequence: 97, playedMs: 5700 });
    bench.clock.advance(1000);
    expect(bench.frames.map(({ sequence }) => sequence)).toEqual([97, 98, 99]);
    expect(bench.frames.at(-1)!.flags).toBe(1);
  });

  test('whose old connection is not known to be dead takes its session with it', async () => {
    const bench = await inAnswer();
    bench.comeBack(has);
    expect(bench.link.of('sessionResumed')).toHaveLength(1);
    expect(bench.host.size).toBe(1);
  });

  test('and speaks another audio format hears the next answer, not the rest of this one', async () => {
    const bench = await inAnswer();
    const old = bench.link;
    bench.lose();
    bench.link = new FakeLink();
    Object.assign(bench.link, { audio: { frameDurationMs: 20, playbackSampleRateHz: 24_000, leadMs: 200 } });
    bench.device = bench.host.accept(bench.link);
    const { sessionId } = old.of('sessionOpened')[0]!;
    bench.say('sessionResume', { session: 1, sessionId, frameDurationMs: 60, ...has });
    bench.clock.advance(5000);
    expect(bench.frames).toEqual([]);
    bench.ask('again');
    bench.conversation.say(2, 200);
    bench.clock.advance(500);
    expect(bench.frames).toHaveLength(10);
  });
});

test('a device that has had enough may close its conversation when it is back', async () => {
  const bench = await inAnswer();
  bench.lose();
  bench.link = new FakeLink();
  bench.device = bench.host.accept(bench.link);
  bench.say('sessionClose', { session: 1 });
  await settle();
  expect(bench.ended()).toMatchObject({ reason: 'REQUESTED' });
  expect(bench.host.size).toBe(0);
});

describe('what a device that is away costs is bounded', () => {
  test('of an answer without end, what fits is kept', async () => {
    const bench = await new SessionBench({ maxAwayAnswerMs: 3000 }).open();
    bench.ask('talk');
    bench.lose();
    for (let i = 0; i < 100; i++) bench.conversation.say(1, 1000);
    bench.conversation.emit({ kind: 'answerEnded', answer: 1 });
    bench.comeBack({ generation: 0, nextSequence: 0, playedMs: 0 });
    bench.clock.advance(10_000);
    expect(bench.frames).toHaveLength(50);
  });
});

describe('a device that comes back too late', () => {
  test('is told why its conversation ended, and the next one knows what was said', async () => {
    const store = new MemoryConversationStore();
    const bench = await inAnswer({ store });
    await settle();
    bench.lose();
    bench.clock.advance(60_000);
    await settle();
    await settle();
    expect(bench.ended()).toMatchObject({ reason: 'DEVICE_LOST' });
    bench.comeBack(has);
    await settle();
    expect(bench.link.of('sessionClosed')).toMatchObject([{ session: 1, reason: Reason.DEVICE_LOST }]);
    bench.say('sessionOpen', { session: 2, frameDurationMs: 60 });
    await settle();
    expect(bench.conversation.history![0]).toEqual({ role: 'user', text: 'tell me' });
    expect(bench.conversation.history).toHaveLength(2);
  });
});

describe('a broker that was restarted', () => {
  test('goes on with the conversation of a device that comes back, and answers what was left unanswered', async () => {
    const store = new MemoryConversationStore();
    const before = await new SessionBench({ store }).open();
    await settle();
    before.ask('who are you');
    before.conversation.say(1, 600, 'I am Pipit.');
    before.conversation.emit({ kind: 'answerEnded', answer: 1 });
    before.clock.advance(600);
    before.say('playbackFinished', { session: 1, generation: 1, playedMs: 600 });
    before.ask('and how old');
    await settle();
    expect(before.link.of('transcript').filter(({ recorded }) => recorded)).toHaveLength(2);
    const { sessionId } = before.link.of('sessionOpened')[0]!;

    const after = new SessionBench({ store });
    after.say('sessionResume', { session: 1, sessionId, frameDurationMs: 60, ...has });
    after.say('listenStart', { session: 1 });
    await settle();
    await settle();
    expect(after.link.sent.map(({ kind }) => kind)).toEqual([
      'sessionResumed',
      'stateChanged',
      'sessionOpened',
      'stateChanged',
    ]);
    expect(after.link.of('sessionResumed')[0]).toMatchObject({ restored: true, state: SessionState.OPENING });
    expect(after.conversation.history).toEqual([
      { role: 'user', text: 'who are you' },
      { role: 'assistant', text: 'I am Pipit.' },
    ]);
    expect(after.conversation.sentTexts).toEqual(['and how old']);
  });

  test('does not know a conversation that was closed, or another device’s', async () => {
    const store = new MemoryConversationStore();
    const before = await new SessionBench({ store }).open();
    await settle();
    const { sessionId } = before.link.of('sessionOpened')[0]!;
    before.say('sessionClose', { session: 1 });
    await settle();
    await settle();
    const after = new SessionBench({ store });
    after.say('sessionResume', { session: 1, sessionId, frameDurationMs: 60 });
    await settle();
    expect(after.link.of('sessionClosed')).toMatchObject([{ reason: Reason.REQUESTED }]);
    const other = new SessionBench({ store });
    other.link = new FakeLink('device-2');
    other.device = other.host.accept(other.link);
    other.say('sessionResume', { session: 1, sessionId, frameDurationMs: 60 });
    await settle();
    expect(other.link.of('sessionClosed')).toMatchObject([{ reason: Reason.DEVICE_LOST }]);
    expect(other.host.size).toBe(0);
  });
});
