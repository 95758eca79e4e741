/** Stories about a device whose connection is lost in the middle of a conversation. */
import { ErrorCode, Reason, ResumePolicy, SessionState } from '@pipit/protocol';
import { describe, expect, test } from 'vitest';
import { MemoryConversationStore } from '../history/memory-conversation-store.ts';
import { FakeLink } from '../testing/fake-link.ts';
import { SessionBench, loudMs, settle } from '../testing/session-bench.ts';

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

  test('gets the mark of its end when that alone was lost', async () => {
    const bench = await new SessionBench().open();
    bench.ask('tell me');
    bench.conversation.say(1, 600, 'Short.');
    bench.clock.advance(900);
    bench.conversation.emit({ kind: 'answerEnded', answer: 1 });
    bench.lose();
    bench.comeBack({ generation: 1, nextSequence: 10, playedMs: 600 });
    expect(bench.frames).toMatchObject([{ flags: 1, generation: 1, sequence: 10, packet: undefined }]);
  });

  test('loses its link again while it hears the answer again, and nothing of that', async () => {
    const bench = await inAnswer({ resume: 'repeat' });
    const { sessionId } = bench.link.of('sessionOpened')[0]!;
    bench.lose();
    bench.comeBack(has);
    bench.clock.advance(600);
    const { sequence } = bench.frames.at(-1)!;
    const sent = bench.frames.length;
    bench.lose();
    bench.link = new FakeLink();
    bench.device = bench.host.accept(bench.link);
    const lacks = { generation: 2, nextSequence: sequence - 2, playedMs: 400 };
    const policy = ResumePolicy.CONTINUE;
    bench.say('sessionResume', { session: 1, sessionId, frameDurationMs: 60, policy, ...lacks });
    bench.clock.advance(10_000);
    expect(bench.frames).toHaveLength(100 - sent + 3);
    expect(bench.frames[0]).toMatchObject({ generation: 2, sequence: sequence - 2 });
    expect(bench.frames.at(-1)).toMatchObject({ generation: 2, flags: 1 });
  });

  test('and speaks nonsense of what it has does no harm', async () => {
    const bench = await inAnswer();
    bench.lose();
    bench.comeBack({ generation: 99, nextSequence: 2 ** 31 + 5, playedMs: 2 ** 32 - 1 });
    bench.clock.advance(10_000);
    bench.say('playbackFinished', { session: 1, generation: 1, playedMs: 6000 });
    bench.say('sessionClose', { session: 1 });
    await settle();
    const ended = bench.ended();
    expect(ended?.kind === 'ended' && ended.totals.framesDropped).toBeLessThan(200);
    expect(bench.turns()).toHaveLength(1);
  });

  test('asks twice, and the conversation goes on', async () => {
    const bench = await inAnswer();
    const { sessionId } = bench.link.of('sessionOpened')[0]!;
    bench.say('sessionResume', { session: 1, sessionId, frameDurationMs: 60, ...has });
    expect(bench.link.of('error')).toMatchObject([{ code: ErrorCode.INVALID_STATE }]);
    expect(bench.link.of('sessionClosed')).toEqual([]);
    bench.clock.advance(10_000);
    expect(bench.frames).toHaveLength(100);
  });

  test('with other frames than before is told that it is over, and it is', async () => {
    const bench = await new SessionBench().open();
    const { sessionId } = bench.link.of('sessionOpened')[0]!;
    bench.lose();
    bench.link = new FakeLink();
    bench.device = bench.host.accept(bench.link);
    bench.say('sessionResume', { session: 1, sessionId, frameDurationMs: 20 });
    expect(bench.link.of('sessionClosed')).toMatchObject([{ reason: Reason.DEVICE_LOST }]);
    await settle();
    expect(bench.host.size).toBe(0);
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

/** A broker after the one that was killed when the user had asked this, and the device is back. */
async function restored(question: string): Promise<SessionBench> {
  const store = new MemoryConversationStore();
  const before = await new SessionBench({ store }).open();
  await settle();
  before.ask(question);
  await settle();
  const { sessionId } = before.link.of('sessionOpened')[0]!;
  const after = new SessionBench({ store });
  after.say('sessionResume', { session: 1, sessionId, frameDurationMs: 60 });
  await settle();
  await settle();
  return after;
}

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

  test('knows the restored question also when the user has asked another before the stream is lost', async () => {
    const after = await restored('how old');
    after.say('listenStart', { session: 1 });
    after.ask('and where');
    after.conversation.fail('MODEL_FAILED');
    after.clock.advance(1000);
    await settle();
    expect(loudMs(after.conversation.heard)).toBe(600);
    expect(after.conversation.history).toEqual([{ role: 'user', text: 'how old' }]);
  });

  test('knows the restored question also when the streams are lost while the user goes on speaking', async () => {
    const after = await restored('how old');
    after.say('listenStart', { session: 1 });
    expect(after.conversation.sentTexts).toEqual(['how old']);
    const lose = async () => {
      after.conversation.fail('MODEL_FAILED');
      after.clock.advance(1000);
      await settle();
    };
    // No stream is asked in writing while somebody speaks.
    after.microphone(600);
    after.conversation.emit({ kind: 'userSpeechStarted', atMs: after.conversation.sentMs - 600 });
    await lose();
    const known = [{ role: 'user', text: 'how old' }];
    expect(after.conversation.sentTexts).toEqual([]);
    expect(after.conversation.history).toEqual(known);
    // Nor is it forgotten with the question that the next stream hears again.
    after.microphone(600);
    after.conversation.emit({ kind: 'userSpeechStarted', atMs: 0 });
    after.conversation.emit(
      { kind: 'userSpeechEnded', atMs: after.conversation.sentMs },
      { kind: 'userText', text: 'and where' },
    );
    await lose();
    expect(loudMs(after.conversation.heard)).toBeGreaterThan(0);
    expect(after.conversation.history).toEqual(known);
    after.conversation.emit({ kind: 'userText', text: 'and where' });
    after.conversation.say(1, 600, 'Here.');
    after.conversation.emit({ kind: 'answerEnded', answer: 1 });
    after.clock.advance(600);
    after.say('playbackFinished', { session: 1, generation: 1, playedMs: 600 });
    await lose();
    expect(after.conversation.history).toEqual([
      { role: 'user', text: 'how old and where' },
      { role: 'assistant', text: 'Here.' },
    ]);
  });

  test('asks the restored question again when the model’s stream is lost, and knows it once', async () => {
    const after = await restored('how old');
    for (const answer of [1, 2]) {
      expect(after.conversation.sentTexts).toEqual(['how old']);
      expect(after.conversation.history).toEqual([]);
      if (answer === 2) after.conversation.say(1, 600, 'I am');
      after.conversation.fail('MODEL_FAILED');
      after.clock.advance(1000);
      await settle();
    }
    expect(after.model.conversations).toHaveLength(3);
    expect(after.conversation.sentTexts).toEqual(['how old']);
    after.conversation.say(1, 60, 'Two.');
    after.conversation.emit({ kind: 'answerEnded', answer: 1 });
    after.clock.advance(60);
    after.say('playbackFinished', { session: 1, generation: 2, playedMs: 60 });
    after.conversation.fail('MODEL_FAILED');
    await settle();
    expect(after.conversation.sentTexts).toEqual([]);
    expect(after.conversation.history).toEqual([
      { role: 'user', text: 'how old' },
      { role: 'assistant', text: 'Two.' },
    ]);
  });

  test('is asked once more by a device whose link is lost before the model is open', async () => {
    const store = new MemoryConversationStore();
    const before = await new SessionBench({ store }).open();
    await settle();
    before.ask('how old');
    await settle();
    const { sessionId } = before.link.of('sessionOpened')[0]!;
    const after = new SessionBench({ store });
    after.model.manual = true;
    for (const _time of [1, 2]) {
      after.link = new FakeLink();
      after.device = after.host.accept(after.link);
      after.say('sessionResume', { session: 1, sessionId, frameDurationMs: 60 });
      await settle();
      await settle();
      expect(after.link.of('sessionResumed')).toMatchObject([{ restored: true }]);
      after.lose();
      await settle();
    }
    expect(after.host.size).toBe(0);
  });

  test('and stops again sends its devices on, one by one, without an end of their conversations', async () => {
    const store = new MemoryConversationStore();
    const bench = await new SessionBench({ store }).open();
    const { sessionId } = bench.link.of('sessionOpened')[0]!;
    const busy = new FakeLink('device-2');
    const talking = bench.host.accept(busy);
    const quiet = { link: bench.link, device: bench.device };
    Object.assign(bench, { link: busy, device: talking });
    await bench.open();
    bench.ask('tell me');
    void bench.host.close('SHUTDOWN', { drainMs: 8000 });
    await settle();
    expect([quiet.link.closedFor, busy.closedFor]).toEqual(['SHUTDOWN', undefined]);
    bench.link = new FakeLink();
    bench.device = bench.host.accept(bench.link);
    bench.say('sessionResume', { session: 1, sessionId, frameDurationMs: 60 });
    expect(bench.link.closedFor).toBe('SHUTDOWN');
    expect(bench.link.sent).toEqual([]);
    bench.clock.advance(8000);
    await settle();
    expect(busy.closedFor).toBe('SHUTDOWN');
    expect(bench.host.size).toBe(0);
  });

  test('asks again what the one before could not answer to the end before it stopped', async () => {
    const store = new MemoryConversationStore();
    const before = await inAnswer({ store });
    await settle();
    const { sessionId } = before.link.of('sessionOpened')[0]!;
    before.say('playbackProgress', { session: 1, generation: 1, playedMs: 900 });
    const closed = before.host.close('SHUTDOWN', { drainMs: 1000 });
    before.clock.advance(1000);
    await closed;
    const after = new SessionBench({ store });
    after.say('sessionResume', { session: 1, sessionId, frameDurationMs: 60, ...has });
    await settle();
    await settle();
    expect(after.conversation.history).toEqual([]);
    expect(after.conversation.sentTexts).toEqual(['tell me']);
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

test('a store that hangs holds up neither what is told nor the end', async () => {
  const store = new MemoryConversationStore();
  store.append = () => new Promise(() => {});
  const bench = await new SessionBench({ store }).open();
  bench.ask('hello');
  bench.conversation.say(1, 60, 'Hi.');
  const told = () => bench.link.of('transcript').map(({ text, recorded }) => [text, recorded]);
  await settle();
  expect(told()).toEqual([]);
  bench.clock.advance(5000);
  await settle();
  expect(told()).toEqual([
    ['hello', false],
    ['Hi.', false],
  ]);
  bench.say('sessionClose', { session: 1 });
  await settle();
  bench.clock.advance(5000);
  await settle();
  expect(bench.host.size).toBe(0);
  expect(bench.clock.pending).toBe(0);
});
