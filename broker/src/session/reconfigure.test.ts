/** Stories about settings that change while a conversation goes on, and about what the broker asks the model to say. */
import { describe, expect, test } from 'vitest';
import { SessionBench, loudMs, settle } from '../testing/session-bench.ts';
import { sayExactly } from './prompted-speech.ts';
import type { SessionSettings } from './session-settings.ts';

const settingsWith = (voice: string, more: Partial<SessionSettings> = {}): SessionSettings => ({
  model: { systemPrompt: 'p', voice, maxTokens: 1, topP: 1, temperature: 1, endpointing: 'HIGH' },
  resume: 'continue',
  recording: false,
  ...more,
});

/** A device whose settings are these, in a conversation that has begun. */
async function talking(settings: SessionSettings | Promise<SessionSettings> = settingsWith('amy')) {
  const bench = new SessionBench({ settingsFor: () => settings });
  await bench.open();
  await settle();
  return bench;
}

const change = async (bench: SessionBench, settings: SessionSettings): Promise<void> => {
  bench.host.applySettings(bench.link.deviceId, settings);
  await settle();
};

/** A question and its whole answer, heard. */
function turn(bench: SessionBench, text: string, answer: string, number: number, generation = number): void {
  bench.ask(text);
  bench.conversation.say(number, 1200, answer);
  bench.conversation.emit({ kind: 'answerEnded', answer: number });
  bench.clock.advance(1200);
  bench.say('playbackFinished', { session: 1, generation, playedMs: 1200 });
}

const voices = (bench: SessionBench) =>
  bench.model.conversations.map(({ options }) => options.settings.voice);
const said = (bench: SessionBench) => bench.turns().map((each) => each.said);

describe('a new voice', () => {
  test('in a pause it is there at once, with all that was said', async () => {
    const bench = await talking();
    turn(bench, 'what is the time', 'It is noon.', 1);
    const first = bench.conversation;
    await change(bench, settingsWith('olivia'));
    expect(voices(bench)).toEqual(['amy', 'olivia']);
    expect(bench.conversation.history).toEqual([
      { role: 'user', text: 'what is the time' },
      { role: 'assistant', text: 'It is noon.' },
    ]);
    expect(first.ending).toBe('closed');
    turn(bench, 'and now', 'Still noon.', 1, 2);
    expect(said(bench)).toEqual(['It is noon.', 'Still noon.']);
    expect(bench.link.of('flush')).toEqual([]);
    expect(bench.link.of('sessionClosed')).toEqual([]);
  });

  test('waits for the end of an answer, which is neither cut nor said twice', async () => {
    const bench = await talking();
    bench.ask('tell me a story');
    const first = bench.conversation;
    first.say(1, 4000, 'Once upon a time.');
    await change(bench, settingsWith('olivia'));
    expect(first.ending).toBeUndefined();
    first.emit({ kind: 'answerEnded', answer: 1 });
    await settle();
    expect(first.ending).toBe('closed');
    bench.clock.advance(4000);
    expect(bench.frames).toHaveLength(67);
    expect(loudMs(bench.conversation.heard)).toBe(0);
    expect(bench.conversation.history!.at(-1)).toEqual({ role: 'assistant', text: 'Once upon a time.' });
  });

  test('waits for the end of a question, which is heard once', async () => {
    const bench = await talking();
    const first = bench.conversation;
    first.emit({ kind: 'userSpeechStarted', atMs: first.sentMs });
    bench.microphone(600);
    await change(bench, settingsWith('olivia'));
    bench.microphone(600);
    expect(loudMs(first.heard)).toBe(1200);
    first.emit({ kind: 'userSpeechEnded', atMs: first.sentMs }, { kind: 'userText', text: 'well' });
    first.say(1, 600, 'Yes.');
    first.emit({ kind: 'answerEnded', answer: 1 });
    await settle();
    expect(first.ending).toBe('closed');
    expect(loudMs(bench.conversation.heard)).toBe(0);
    expect(bench.conversation.history).toEqual([
      { role: 'user', text: 'well' },
      { role: 'assistant', text: 'Yes.' },
    ]);
  });

  test('of two changes the later counts, also when the stream for the first is open already', async () => {
    const bench = await talking();
    bench.ask('hello');
    const first = bench.conversation;
    first.say(1, 600, 'Hi.');
    await change(bench, settingsWith('olivia'));
    const second = bench.conversation;
    await change(bench, settingsWith('tina'));
    expect(second.ending).toBe('aborted');
    first.emit({ kind: 'answerEnded', answer: 1 });
    await settle();
    expect(voices(bench)).toEqual(['amy', 'olivia', 'tina']);
    expect(bench.model.live).toEqual([bench.conversation]);
  });

  test('a stream that dies before its time is opened again', async () => {
    const bench = await talking();
    bench.ask('hello');
    const first = bench.conversation;
    first.say(1, 600, 'Hi.');
    await change(bench, settingsWith('olivia'));
    bench.conversation.fail('MODEL_FAILED');
    bench.clock.advance(2000);
    await settle();
    expect(voices(bench)).toEqual(['amy', 'olivia', 'olivia']);
    first.emit({ kind: 'answerEnded', answer: 1 });
    await settle();
    expect(first.ending).toBe('closed');
  });

  test('without a place for a second stream, the first ends at a pause', async () => {
    const bench = await talking();
    bench.ask('hello');
    const first = bench.conversation;
    first.say(1, 600, 'Hi.');
    bench.model.manual = true;
    await change(bench, settingsWith('olivia'));
    bench.conversation.refuse('MODEL_THROTTLED', 'backoff');
    await settle();
    first.emit({ kind: 'answerEnded', answer: 1 });
    await settle();
    expect(first.ending).toBe('aborted');
    bench.conversation.accept();
    await settle();
    expect(bench.conversation.options.settings.voice).toBe('olivia');
    expect(bench.conversation.history!.at(-1)).toEqual({ role: 'assistant', text: 'Hi.' });
  });

  test('one that comes while the first stream opens follows as soon as that is open', async () => {
    const bench = new SessionBench({ settingsFor: () => settingsWith('amy') });
    bench.model.manual = true;
    await bench.open();
    await change(bench, settingsWith('olivia'));
    bench.conversation.accept();
    await settle();
    bench.model.manual = false;
    bench.clock.advance(2000);
    await settle();
    expect(voices(bench)).toEqual(['amy', 'olivia']);
  });
});

test('what is no business of the model changes at once, and renews nothing', async () => {
  const bench = await talking();
  await change(bench, settingsWith('amy', { resume: 'drop', recording: true, configRevision: 7 }));
  expect(bench.model.conversations).toHaveLength(1);
  expect(bench.host.settingsOf(bench.link.deviceId)).toMatchObject({ resume: 'drop', recording: true });
  expect(bench.events.findLast(({ kind }) => kind === 'settings')).toEqual({
    kind: 'settings',
    voice: 'amy',
    recording: true,
    configRevision: 7,
  });
});

describe('when a conversation begins', () => {
  test('it waits for its settings, and what is said meanwhile is not lost', async () => {
    const read = Promise.withResolvers<SessionSettings>();
    const bench = await talking(read.promise);
    expect(bench.model.conversations).toEqual([]);
    bench.microphone(300);
    read.resolve(settingsWith('ambre'));
    await settle();
    expect(voices(bench)).toEqual(['ambre']);
    bench.microphone(300);
    expect(loudMs(bench.conversation.heard)).toBe(600);
  });

  test('not for long: settings that cannot be read are those of the broker', async () => {
    for (const broken of [Promise.reject(new Error('database lost')), new Promise<never>(() => {})]) {
      const bench = await talking(broken);
      bench.clock.advance(2000);
      await settle();
      expect(voices(bench)).toEqual(['v']);
      expect(bench.figures.value('session_settings_failed_total')).toBe(1);
    }
  });

  test('a change that comes while settings are read is not undone by them', async () => {
    const read = Promise.withResolvers<SessionSettings>();
    const bench = await talking(read.promise);
    await change(bench, settingsWith('tina'));
    read.resolve(settingsWith('ambre'));
    await settle();
    expect(voices(bench)).toEqual(['tina']);
  });

  test('the device speaks first when there is a greeting, and nobody is told of what was written to the model', async () => {
    const bench = await talking(settingsWith('amy', { greeting: 'Good morning!' }));
    const instruction = sayExactly('Good morning!');
    expect(bench.conversation.sentTexts).toEqual([instruction]);
    bench.conversation.emit({ kind: 'userText', text: instruction });
    bench.conversation.say(1, 600, 'Good morning!');
    bench.conversation.emit({ kind: 'answerEnded', answer: 1 });
    bench.clock.advance(600);
    bench.say('playbackFinished', { session: 1, generation: 1, playedMs: 600 });
    expect(bench.turns().map(({ heard, said: words }) => [heard, words])).toEqual([['', 'Good morning!']]);
    expect(JSON.stringify(bench.link.of('transcript'))).not.toContain('Say exactly');
    expect(bench.frames).toHaveLength(10);
  });

  test('not when the model takes no text, and not when the device comes back', async () => {
    const settings = settingsWith('amy', { greeting: 'Good morning!' });
    const bench = new SessionBench({ settingsFor: () => settings });
    bench.model.capabilities = { ...bench.model.capabilities, textInput: false };
    await bench.open();
    await settle();
    expect(bench.conversation.sentTexts).toEqual([]);
    const other = await talking(settings);
    other.lose();
    other.comeBack({ generation: 0, nextSequence: 0, playedMs: 0 });
    await settle();
    expect(other.conversation.sentTexts).toHaveLength(1);
  });
});

describe('what somebody wants said', () => {
  test('is said, and they learn when it was heard', async () => {
    const bench = await talking();
    turn(bench, 'hello', 'Hi.', 1);
    const outcome = bench.host.say(bench.link.deviceId, 'Dinner is ready.', 60_000);
    expect(bench.conversation.sentTexts).toEqual([sayExactly('Dinner is ready.')]);
    expect(await bench.host.say(bench.link.deviceId, 'Twice.', 60_000)).toBe('busy');
    bench.conversation.say(2, 600, 'Dinner is ready.');
    bench.conversation.emit({ kind: 'answerEnded', answer: 2 });
    bench.clock.advance(600);
    bench.say('playbackFinished', { session: 1, generation: 2, playedMs: 600 });
    expect(await outcome).toBe('played');
    // For the model it was asked for, so the order of who speaks is kept.
    await change(bench, settingsWith('tina'));
    expect(bench.conversation.history!.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'user',
      'assistant',
    ]);
  });

  test('an interruption, an end, and no conversation are told apart', async () => {
    const bench = await talking();
    const interrupted = bench.host.say(bench.link.deviceId, 'A long story.', 60_000);
    bench.conversation.say(1, 2000, 'A long');
    bench.clock.advance(300);
    bench.say('interrupt', { session: 1, cause: 1 });
    bench.say('flushed', { session: 1, generation: 1, playedMs: 200 });
    expect(await interrupted).toBe('interrupted');
    const ended = bench.host.say(bench.link.deviceId, 'Another.', 60_000);
    expect(bench.host.restartSession(bench.link.deviceId)).toBe(true);
    expect(await ended).toBe('ended');
    bench.clock.advance(5000);
    await settle();
    expect(await bench.host.say(bench.link.deviceId, 'Anybody?', 60_000)).toBe('no_conversation');
    expect(bench.host.restartSession(bench.link.deviceId)).toBe(false);
  });

  test('nobody is talked over', async () => {
    const bench = await talking();
    bench.conversation.emit({ kind: 'userSpeechStarted', atMs: 0 });
    expect(await bench.host.say(bench.link.deviceId, 'Dinner is ready.', 60_000)).toBe('busy');
    expect(bench.conversation.sentTexts).toEqual([]);
  });
});
