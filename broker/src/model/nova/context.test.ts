/** What reaches the mind behind the wire: history, texts and results of tools. */
import {
  createEmulator,
  createScriptedParts,
  type Emulator,
  type EmulatorOptions,
  type MindStep,
  type MindTurn,
} from '@pipit/emulator';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../clock.ts';
import type { HistoryMessage, ModelError, ModelEvent, OpenOptions, VoiceModel } from '../voice-model.ts';
import { createNovaSonic } from './nova-sonic.ts';

const settings = {
  systemPrompt: 'Be brief.',
  voice: 'matthew',
  maxTokens: 1024,
  topP: 0.9,
  temperature: 0.7,
  endpointing: 'HIGH',
  tools: [{ name: 'clock', description: 'the time', inputSchema: '{"type":"object"}' }],
} as const;

/** What the mind does in a turn; a call is answered with its result. */
type Think = (turn: MindTurn) => AsyncGenerator<MindStep, void, string | undefined>;

async function* sayDone(): ReturnType<Think> {
  yield { kind: 'say', text: 'Done.' };
}

let emulator: Emulator | undefined;
let model: VoiceModel | undefined;
let turns: MindTurn[] = [];

afterEach(async () => {
  model?.close();
  await emulator?.close();
});

async function start({
  think = sayDone,
  modelId = 'amazon.nova-2-sonic-v1:0',
  ...options
}: EmulatorOptions & { think?: Think; modelId?: string } = {}): Promise<VoiceModel> {
  turns = [];
  emulator = await createEmulator({
    brain: {
      ...createScriptedParts(),
      createMind: () => ({
        reply(turn) {
          turns.push({ ...turn, history: [...turn.history] });
          return think(turn);
        },
      }),
    },
    ...options,
  });
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const place = { region: 'us-east-1', endpoint: emulator.url, credentials };
  model = createNovaSonic({ modelId, ...place, clock: systemClock });
  return model;
}

async function open(more: Partial<OpenOptions> = {}) {
  const events: ModelEvent[] = [];
  let onEnded: (failure: ModelError | null) => void = () => {};
  const ended = new Promise<ModelError | null>((resolve) => {
    onEnded = resolve;
  });
  const session = await model!.open({
    sessionId: 's',
    settings,
    history: [],
    place: 'new',
    onEvent: (event) => events.push(event),
    onEnded,
    signal: new AbortController().signal,
    ...more,
  });
  const heard = async (kind: ModelEvent['kind']): Promise<void> => {
    while (!events.some((event) => event.kind === kind)) {
      await Promise.race([
        new Promise((resolve) => setImmediate(resolve)),
        ended.then((failure) => Promise.reject(failure ?? new Error('The stream ended.'))),
      ]);
    }
  };
  return { session, events, ended, heard };
}

const said: HistoryMessage[] = [
  { role: 'assistant', text: 'Welcome.' },
  { role: 'user', text: 'My name is Ada.' },
  { role: 'assistant', text: 'Hello Ada.' },
  { role: 'assistant', text: 'How are you?' },
];

test('the history is known, whatever its shape was; a text is a turn', async () => {
  await start();
  const { session, heard } = await open({ history: said });
  session.sendText('');
  session.sendText('What is my name?');
  await heard('answerEnded');
  expect(turns).toHaveLength(1);
  expect(turns[0]).toMatchObject({ systemPrompt: 'Be brief.', tools: [{ name: 'clock' }] });
  expect(turns[0]!.history).toEqual([
    { role: 'USER', text: 'My name is Ada.' },
    { role: 'ASSISTANT', text: 'Hello Ada.\nHow are you?' },
    { role: 'USER', text: 'What is my name?' },
  ]);
  await session.close();
});

test('a history far over the limit is cut, and long texts arrive whole', async () => {
  await start();
  const word = (i: number) => `größer${i} `.repeat(300).trim();
  const long = Array.from({ length: 60 }, (_, i) => ({
    role: i % 2 === 0 ? ('user' as const) : ('assistant' as const),
    text: word(i),
  }));
  const { session, heard } = await open({ history: long });
  session.sendText(word(60));
  await heard('answerEnded');
  const { history } = turns[0]!;
  expect(history.length).toBeGreaterThan(5);
  expect(history.at(-2)!.text).toBe(word(59));
  expect(history.at(-1)!.text).toBe(word(60));
  session.abort();
});

test('a session without history is open, and listens once it has one', async () => {
  await start();
  const { session, heard } = await open({ history: null });
  session.sendAudio(new Int16Array(1600));
  session.sendText('too early');
  session.sendToolResult('x', '{}');
  expect(session.sentMs).toBe(0);
  session.begin(said);
  session.begin([{ role: 'user', text: 'not again' }]);
  session.sendAudio(new Int16Array(1600));
  expect(session.sentMs).toBe(100);
  session.sendText('Who am I?');
  await heard('answerEnded');
  expect(turns[0]!.history.map(({ text }) => text)).toEqual([
    'My name is Ada.',
    'Hello Ada.\nHow are you?',
    'Who am I?',
  ]);
  await session.close();
});

test('one that never began ends without a complaint', async () => {
  await start();
  const { session, ended } = await open({ history: null });
  await session.close();
  expect(await ended).toBeNull();
  expect(emulator!.stats().failed).toBe(0);
});

test.each([
  ['{"time":"noon"}', '{"time":"noon"}'],
  ['"noon"', '{"result":"noon"}'],
  ['[1]', '{"result":[1]}'],
  ['noon, more or less', '{"result":"noon, more or less"}'],
])('the result of a tool %j reaches the model as %j', async (result, expected) => {
  const results: (string | undefined)[] = [];
  await start({
    behaviour: { doubleEncodedToolInput: true },
    async *think() {
      results.push(yield { kind: 'call', toolName: 'clock', input: { zone: 'UTC' } });
      yield { kind: 'say', text: 'Done.' };
    },
  });
  const { session, events, heard } = await open();
  session.sendText('What time is it?');
  await heard('toolUse');
  const call = events.find((event) => event.kind === 'toolUse')!;
  expect(call).toMatchObject({ name: 'clock', input: '{"zone":"UTC"}' });
  session.sendAudio(new Int16Array(1600));
  session.sendToolResult(call.toolUseId, result);
  session.sendAudio(new Int16Array(1600));
  await heard('answerEnded');
  expect(results).toEqual([expected]);
  await session.close();
});

test('the first Nova Sonic takes no texts, no choice of endpointing and less history', async () => {
  const { capabilities } = await start({ modelId: 'amazon.nova-sonic-v1:0' });
  expect(capabilities).toMatchObject({ textInput: false, maxHistoryBytes: 10_000 });
  const { session, ended } = await open({ history: said });
  session.sendText('not sent');
  session.sendAudio(new Int16Array(1600));
  await session.close();
  expect(await ended).toBeNull();
  expect(emulator!.stats().failed).toBe(0);
});

test('texts that wait for a model that does not read end the stream, not the memory', async () => {
  await start();
  emulator!.faults.add({ kind: 'slow-reader', afterOutputEvents: 1 });
  const { session, ended } = await open();
  for (let i = 0; i < 5000; i++) session.sendText('word '.repeat(200));
  expect(await ended).toMatchObject({ reason: 'MODEL_FAILED', recovery: 'reopen' });
});
