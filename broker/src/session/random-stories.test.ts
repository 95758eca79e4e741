/**
 * Conversations in which anything may happen at any time: they always end, and nothing of them stays open.
 * The seed is printed; `PIPIT_TEST_SEED=… npm test` plays the same stories again.
 */
import { ResumePolicy } from '@pipit/protocol';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import type { SessionSettings } from './session-settings.ts';
import { ScriptedTools } from '../testing/scripted-tools.ts';
import { SessionBench, settle } from '../testing/session-bench.ts';
import { Toolbox, type ToolSettings } from '../tools/toolbox.ts';

const open = vi.hoisted(() => ({ codecs: 0 }));
vi.mock(import('../audio/opus.ts'), async (original) => {
  const opus = await original();
  const counted = <T extends { close(): void }>(codec: T): T => {
    open.codecs++;
    let closed = false;
    const close = codec.close.bind(codec);
    codec.close = () => {
      if (!closed) open.codecs--;
      closed = true;
      close();
    };
    return codec;
  };
  return {
    ...opus,
    createOpusEncoder: (options) => counted(opus.createOpusEncoder(options)),
    createOpusDecoder: () => counted(opus.createOpusDecoder()),
  };
});

const seed = Number(process.env['PIPIT_TEST_SEED'] ?? Date.now() % 2 ** 31);
const STORIES = 500;
const STEPS = 240;

/** mulberry32 */
function randomFrom(start: number): () => number {
  let state = start | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const MODEL = { systemPrompt: '', maxTokens: 1, topP: 1, temperature: 1, endpointing: 'HIGH' } as const;
const TOOLS: ToolSettings = {
  timeoutMs: 10_000,
  maxResultBytes: 1000,
  maxTools: 8,
  maxBytes: 8000,
  startTimeoutMs: 1500,
  listTimeoutMs: 10_000,
  slowAfterMs: 2000,
  maxCalls: 4,
  record: 'names',
};
const RECOVERIES = ['reopen', 'backoff', 'trim', 'none'] as const;

function story(random: () => number) {
  const settings = (): SessionSettings => ({
    model: { ...MODEL, voice: `v${some(3)}` },
    resume: 'continue',
    recording: random() < 0.5,
    ...(random() < 0.3 && { greeting: 'hello' }),
  });
  const clocks = new ScriptedTools('device', 'clock');
  const bench: SessionBench = new SessionBench({
    openTools: (context) =>
      new Toolbox({
        context,
        sourcesFor: () =>
          random() < 0.7 ? [{ id: 'device', open: () => ({ source: clocks, release: () => {} }) }] : [],
        settings: TOOLS,
        clock: bench.clock,
        log: pino({ level: 'silent' }),
        figures: bench.figures,
      }),
    phrases: { get: (name) => ({ text: name, pcm: new Int16Array(2880) }) },
    settingsFor: () => (random() < 0.5 ? settings() : Promise.resolve(settings())),
  });
  bench.model.manual = true;
  const some = (n: number) => Math.floor(random() * n);
  const answer = () => 1 + some(4);
  const model = (tell: () => void) => () => void (bench.model.conversations.length > 0 && tell());
  let linked = true;
  const steps: (() => void)[] = [
    () => bench.say('sessionOpen', { session: 1 + some(3), frameDurationMs: 60 }),
    model(() => bench.model.live[some(bench.model.live.length)]?.accept()),
    model(() => bench.model.live[some(bench.model.live.length)]?.accept()),
    model(() => bench.conversation.options.onWaiting!()),
    model(() => random() < 0.5 && bench.conversation.refuse('MODEL_FAILED', RECOVERIES[some(4)])),
    model(() => random() < 0.3 && bench.conversation.fail('MODEL_FAILED', RECOVERIES[some(4)])),
    model(() => bench.conversation.emit({ kind: 'userSpeechStarted', atMs: bench.conversation.sentMs })),
    model(() => bench.conversation.emit({ kind: 'userSpeechEnded', atMs: bench.conversation.sentMs })),
    model(() => bench.conversation.emit({ kind: 'userText', text: 'words' })),
    model(() => bench.conversation.say(answer(), 60 * some(6), 'more words')),
    model(() => bench.conversation.say(answer(), 60 * some(6))),
    model(() => bench.conversation.emit({ kind: 'answerEnded', answer: answer() })),
    model(() => bench.conversation.emit({ kind: 'interrupted' })),
    model(() =>
      bench.conversation.emit({ kind: 'toolUse', toolUseId: `${some(9)}`, name: 'clock', input: '{}' }),
    ),
    () => clocks.calls.splice(some(3), 1)[0]?.answer({ time: 'late' }),
    () => random() < 0.2 && clocks.change('clock', ...(random() < 0.5 ? ['watch'] : [])),
    model(() =>
      bench.conversation.emit({
        kind: 'assistantText',
        answer: answer(),
        stage: 'final',
        text: 'words',
      }),
    ),
    () => bench.host.applySettings(bench.link.deviceId, settings()),
    () => void bench.host.say(bench.link.deviceId, 'words', 1 + some(20_000)),
    () => random() < 0.1 && bench.host.restartSession(bench.link.deviceId),
    () => linked && bench.microphone(60 * (1 + some(3))),
    () => bench.clock.advance(some(500)),
    () => bench.clock.advance(some(5) === 0 ? some(400_000) : some(5000)),
    () => bench.say('interrupt', { session: 1, cause: 1 }),
    () => bench.say('playbackFinished', { session: 1, generation: answer(), playedMs: some(1000) }),
    () => bench.say('flushed', { session: 1, generation: answer(), playedMs: some(1000) }),
    () => random() < 0.1 && bench.say('sessionClose', { session: 1 }),
    () => {
      if (linked && random() < 0.3) bench.lose();
      linked = false;
    },
    () => {
      const has = { generation: some(3), nextSequence: some(50), playedMs: some(2000) };
      if (!linked)
        bench.comeBack(has, [ResumePolicy.CONTINUE, ResumePolicy.REPEAT, ResumePolicy.DROP][some(3)]);
      linked = true;
    },
  ];
  return { bench, step: () => steps[some(steps.length)]!() };
}

test(`random stories end with nothing open (PIPIT_TEST_SEED=${seed})`, { timeout: 120_000 }, async () => {
  console.log(`random stories: PIPIT_TEST_SEED=${seed}`);
  const random = randomFrom(seed);
  const ends = new Map<string, number>();
  // The microphone's own.
  open.codecs = 0;
  for (let number = 0; number < STORIES; number++) {
    const { bench, step } = story(random);
    for (let i = 0; i < STEPS; i++) {
      step();
      if (random() < 0.2) await settle();
    }
    const closed = random() < 0.5 ? bench.host.close('SHUTDOWN') : bench.host.close('INTERNAL');
    bench.clock.advance(30_000);
    await settle();
    bench.clock.advance(30_000);
    await closed;
    await settle();
    const left = { timers: bench.clock.pending, sessions: bench.host.size, streams: bench.model.live.length };
    expect({ ...left, ...open }, `story ${number} of seed ${seed}`).toEqual({
      timers: 0,
      sessions: 0,
      streams: 0,
      codecs: 0,
    });
    expect(bench.figures.value('session_faults_total'), `story ${number} of seed ${seed}`).toBe(0);
    for (const event of bench.events) {
      if (event.kind === 'ended') ends.set(event.reason, (ends.get(event.reason) ?? 0) + 1);
    }
  }
  // The stories must be of some variety to prove anything.
  expect(ends.size).toBeGreaterThan(4);
});
