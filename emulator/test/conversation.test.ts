import { afterEach, describe, expect, test } from 'vitest';
import {
  createEmulator,
  createScriptedParts,
  type Emulator,
  type EmulatorEvent,
  type EmulatorOptions,
  type MindTurn,
  type Script,
} from '../src/index.ts';
import { NovaClient, noise, pcmFormat, silence } from './nova-client.ts';

const opened: Emulator[] = [];
afterEach(async () => {
  for (const emulator of opened.splice(0)) await emulator.close();
});

async function emulate(options: EmulatorOptions = {}): Promise<Emulator & { seen: EmulatorEvent[] }> {
  const seen: EmulatorEvent[] = [];
  const emulator = await createEmulator({
    brain: 'scripted',
    onEvent: (event) => seen.push(event),
    ...options,
  });
  opened.push(emulator);
  return Object.assign(emulator, { seen });
}

const talk = (emulator: Emulator, setup: Parameters<NovaClient['start']>[0] = {}) =>
  new NovaClient({ url: emulator.url }).open().start(setup).audioStart();
const stage = (event: Record<string, string>) =>
  event['additionalModelFields'] &&
  (JSON.parse(event['additionalModelFields']) as { generationStage: string }).generationStage;
const turnEnd = (event: Record<string, string>) =>
  event['type'] === 'AUDIO' && event['stopReason'] === 'END_TURN';
const lastFinal = (event: Record<string, string>) =>
  event['type'] === 'TEXT' && event['stopReason'] === 'END_TURN';
const longReply: Script = { replies: [{ text: 'A long story.', audioMs: 60_000 }], silenceMs: 300 };
const shortPause: Script = { silenceMs: 200 };
const oneTool = {
  toolConfiguration: {
    tools: [
      {
        toolSpec: {
          name: 'getTime',
          description: 'tells the time',
          inputSchema: { json: '{"type":"object"}' },
        },
      },
    ],
  },
  toolUseOutputConfiguration: { mediaType: 'application/json' },
};

/** One word an event, repeated audio left away. */
function shape(client: NovaClient): string[] {
  const words = client.events.map((event) => {
    if (event['name'] === 'contentStart')
      return `${event['type']} ${event['role']} ${stage(event) ?? ''}`.trim();
    if (event['name'] === 'contentEnd') return `end ${event['type']} ${event['stopReason']}`;
    if (event['name'] === 'textOutput') return `“${event['content']}”`;
    return event['name'] as string;
  });
  return words.filter((word, index) => word !== 'audioOutput' || words[index - 1] !== 'audioOutput');
}

test('a turn has the order of the service, and the session ends with its completion', async () => {
  const emulator = await emulate({
    script: {
      transcripts: ['what is new'],
      replies: [
        [
          { text: 'Nothing much.', audioMs: 150 },
          { text: 'And you?', audioMs: 100 },
        ],
      ],
    },
  });
  const c = talk(emulator);
  c.speak();
  await c.event('contentEnd', lastFinal);
  await c.finish();
  expect(shape(c)).toEqual([
    'usageEvent',
    'userSpeechStart',
    'completionStart',
    'userSpeechEnd',
    'usageEvent',
    'TEXT USER FINAL',
    '“what is new”',
    'end TEXT PARTIAL_TURN',
    'TEXT ASSISTANT SPECULATIVE',
    '“Nothing much.”',
    'end TEXT PARTIAL_TURN',
    'AUDIO ASSISTANT',
    'audioOutput',
    'end AUDIO PARTIAL_TURN',
    'usageEvent',
    'TEXT ASSISTANT SPECULATIVE',
    '“And you?”',
    'end TEXT PARTIAL_TURN',
    'AUDIO ASSISTANT',
    'audioOutput',
    'end AUDIO END_TURN',
    'usageEvent',
    'TEXT ASSISTANT FINAL',
    '“Nothing much.”',
    'end TEXT PARTIAL_TURN',
    'TEXT ASSISTANT FINAL',
    '“And you?”',
    'end TEXT END_TURN',
    'completionEnd',
  ]);
  expect(c.pcm().length).toBe(2 * 24 * 250);
  const ids = new Set(
    c.events.map((event) => `${event['sessionId']} ${event['promptName']} ${event['completionId']}`),
  );
  expect(ids.size).toBe(1);
  expect(emulator.seen.map(({ kind }) => kind)).toEqual([
    'streamOpened',
    'heard',
    'said',
    'said',
    'streamEnded',
  ]);
  expect(emulator.seen.at(-1)).toMatchObject({ reason: { kind: 'finished' } });
  expect(emulator.stats()).toMatchObject({ openStreams: 0, streams: 1, turns: 1, failed: 0 });
});

test('usage is told as the difference and as the sum', async () => {
  const emulator = await emulate({
    tokenRates: { speechInputPerSecond: 100, speechOutputPerSecond: 50, charactersPerTextToken: 1 },
    script: { replies: [{ text: 'four', audioMs: 1000 }] },
  });
  const c = talk(emulator, { systemPrompt: 'twelve chars' });
  c.speak(512);
  await c.event('contentEnd', turnEnd);
  const usage = (await c.event('usageEvent', () => true, 3))['details'];
  expect(usage.total).toEqual({
    input: { speechTokens: 51, textTokens: 12 },
    output: { speechTokens: 50, textTokens: 4 },
  });
  expect(usage.delta).toEqual({ input: { speechTokens: 0, textTokens: 0 }, output: usage.total.output });
  c.abort();
});

test('the conversation is given the prompt, the history, the tools, the voice and the rates', async () => {
  const parts = createScriptedParts(shortPause);
  const turns: MindTurn[] = [];
  const spoken: unknown[] = [];
  const emulator = await emulate({
    brain: {
      ears: parts.ears,
      voice: {
        ...parts.voice,
        speak(text, options) {
          spoken.push([options.voiceId, options.sampleRateHz]);
          return parts.voice.speak(text, options);
        },
      },
      createMind: () => ({
        async *reply(turn) {
          turns.push(turn);
          yield { kind: 'say', text: 'Yes.' };
        },
      }),
    },
  });
  const c = new NovaClient({ url: emulator.url }).open();
  c.start({
    systemPrompt: 'Be kind.',
    prompt: { ...oneTool, audioOutputConfiguration: pcmFormat(8000, { voiceId: 'lupe' }) },
  });
  c.text('USER', 'my name is Ada').text('ASSISTANT', 'Hello Ada.').audioStart(8000);
  c.audio(noise(400, 8000), 8000).audio(silence(400, 8000), 8000);
  await c.event('contentEnd', lastFinal);
  c.text('USER', 'and in writing?', true);
  await c.event('contentEnd', lastFinal, 2);
  await c.finish();
  const earlier = [
    { role: 'USER', text: 'my name is Ada' },
    { role: 'ASSISTANT', text: 'Hello Ada.' },
    { role: 'USER', text: 'scripted turn' },
  ];
  expect(turns[0]).toMatchObject({
    systemPrompt: 'Be kind.',
    history: earlier,
    tools: [{ name: 'getTime', description: 'tells the time', inputSchema: { type: 'object' } }],
  });
  expect(turns[1]?.history).toEqual([
    ...earlier,
    { role: 'ASSISTANT', text: 'Yes.' },
    { role: 'USER', text: 'and in writing?' },
  ]);
  expect(spoken).toEqual([
    ['lupe', 8000],
    ['lupe', 8000],
  ]);
  expect(c.pcm().length).toBe(2 * 2 * 8 * 240);
});

test('live text before the audio makes the model speak first', async () => {
  const c = new NovaClient({ url: (await emulate()).url })
    .open()
    .start()
    .text('USER', 'Greet the user.', true)
    .audioStart();
  await c.event('contentEnd', turnEnd);
  await c.finish();
  expect(c.names()).not.toContain('userSpeechStart');
});

test('noise without words is no turn', async () => {
  const emulator = await emulate({ script: { ...shortPause, transcripts: ['', 'words'] } });
  const c = talk(emulator);
  c.speak().speak();
  await c.event('contentEnd', turnEnd);
  expect(c.names().filter((name) => name === 'userSpeechStart')).toHaveLength(2);
  expect(emulator.stats().turns).toBe(1);
  c.abort();
});

test('the last words before the audio block ends are a turn', async () => {
  const c = talk(await emulate());
  c.audio(noise(400)).send('contentEnd', { contentName: 'audio' });
  await c.event('contentEnd', turnEnd);
  c.send('promptEnd').send('sessionEnd').endInput();
  expect(await c.end()).toBeUndefined();
  expect(c.names().at(-1)).toBe('completionEnd');
});

test('an answer that is being given ends before the completion does', async () => {
  const c = talk(await emulate({ script: { replies: [{ text: 'Bye.', audioMs: 300, delayMs: 100 }] } }));
  c.speak();
  await c.event('textOutput', (event) => event['role'] === 'USER');
  c.send('contentEnd', { contentName: 'audio' }).send('promptEnd');
  await c.event('completionEnd');
  expect(shape(c).slice(-6)).toEqual([
    'end AUDIO END_TURN',
    'usageEvent',
    'TEXT ASSISTANT FINAL',
    '“Bye.”',
    'end TEXT END_TURN',
    'completionEnd',
  ]);
  c.send('sessionEnd').endInput();
  expect(await c.end()).toBeUndefined();
});

describe('interruption', () => {
  const marker = '“{ "interrupted" : true }”';
  const story = '“A long story.”';
  const variants = {
    full: ['end AUDIO END_TURN', story, 'end TEXT PARTIAL_TURN', marker, 'end TEXT INTERRUPTED'],
    marker: ['end AUDIO END_TURN', story, 'end TEXT PARTIAL_TURN', marker, 'end TEXT END_TURN'],
    'stop-reason': ['end AUDIO END_TURN', story, 'end TEXT INTERRUPTED'],
    silent: ['end AUDIO PARTIAL_TURN', story, 'end TEXT PARTIAL_TURN'],
  } as const;

  test.each(Object.entries(variants))('while audio is sent: %s', async (bargeIn, expected) => {
    const emulator = await emulate({
      script: longReply,
      behaviour: { bargeIn: bargeIn as keyof typeof variants, audioSpeed: 1 },
    });
    const c = talk(emulator);
    c.speak();
    await c.event('audioOutput', () => true, 2);
    c.speak();
    await c.event('textOutput', ({ role }) => role === 'USER', 2);
    const all = shape(c);
    const after = all.slice(all.lastIndexOf('userSpeechStart') + 1, all.lastIndexOf('userSpeechEnd'));
    expect(after.filter((word) => !['usageEvent', 'TEXT ASSISTANT FINAL'].includes(word))).toEqual(expected);
    expect(emulator.stats().interruptions).toBe(1);
    c.abort();
  });

  test('while the client still plays what it has', async () => {
    const emulator = await emulate({
      script: { ...longReply, replies: [{ text: 'A long story.', audioMs: 4000 }] },
    });
    const c = talk(emulator);
    c.speak();
    await c.event('contentEnd', turnEnd);
    c.speak();
    await c.event('contentEnd', ({ stopReason }) => stopReason === 'INTERRUPTED');
    expect(shape(c)).toContain(marker);
    // Nothing of the first answer follows.
    await c.event('contentEnd', turnEnd, 2);
    expect(
      c.events.filter((event) => stage(event) === 'FINAL' && event['role'] === 'ASSISTANT'),
    ).toHaveLength(2);
    c.abort();
  });

  test('while the model thinks nothing was said, so nothing is told', async () => {
    const emulator = await emulate({
      script: { ...shortPause, replies: [{ text: 'Never said.', delayMs: 20_000 }, { text: 'Said.' }] },
    });
    const c = talk(emulator);
    c.speak();
    await c.event('textOutput', ({ role }) => role === 'USER');
    c.speak();
    await c.event('contentEnd', turnEnd);
    expect(shape(c)).toContain('“Said.”');
    expect(shape(c)).not.toContain('“Never said.”');
    expect(shape(c)).not.toContain(marker);
    c.abort();
  });

  test('by live text', async () => {
    const c = talk(await emulate({ script: longReply, behaviour: { audioSpeed: 1 } }));
    c.speak();
    await c.event('audioOutput');
    c.text('USER', 'stop', true);
    await c.event('contentEnd', ({ stopReason }) => stopReason === 'INTERRUPTED');
    await c.event('textOutput', ({ content }) => content === 'A long story.', 2);
    c.abort();
  });
});

describe('tools', () => {
  const script: Script = {
    ...shortPause,
    replies: [
      [
        { call: 'getTime', input: { zone: 'UTC' } },
        { text: 'It is {result}.', audioMs: 200 },
      ],
      { text: 'I am still looking.', audioMs: 200 },
    ],
  };

  test('are called before the answer, which waits for the result', async () => {
    const emulator = await emulate({ script });
    const c = talk(emulator, { prompt: oneTool });
    c.speak();
    const use = await c.event('toolUse');
    expect(use).toMatchObject({ toolName: 'getTime', content: '{"zone":"UTC"}' });
    await c.event('contentEnd', ({ stopReason }) => stopReason === 'TOOL_USE');
    c.toolResult(use['toolUseId'] as string, '{"time":"noon"}');
    await c.event('contentEnd', turnEnd);
    expect(shape(c)).toContain('“It is {"time":"noon"}.”');
    await c.finish();
    expect(emulator.seen.map(({ kind }) => kind)).toContain('toolAnswered');
    expect(emulator.stats().toolCalls).toBe(1);
  });

  test('work while the conversation goes on', async () => {
    const c = talk(await emulate({ script }), { prompt: oneTool });
    c.speak();
    const use = await c.event('toolUse');
    c.speak();
    await c.event('textOutput', ({ content }) => content === 'I am still looking.');
    c.toolResult(use['toolUseId'] as string, '"noon"');
    await c.event('textOutput', ({ content }) => content === 'It is "noon".');
    await c.event('contentEnd', turnEnd, 2);
    await c.finish();
    expect(c.ended?.error).toBeUndefined();
  });

  test('may have their arguments encoded twice', async () => {
    const c = talk(await emulate({ script, behaviour: { doubleEncodedToolInput: true } }), {
      prompt: oneTool,
    });
    c.speak();
    const { content } = await c.event('toolUse');
    expect(JSON.parse(JSON.parse(content as string) as string)).toEqual({ zone: 'UTC' });
    c.abort();
  });

  test('without another word, the turn still ends', async () => {
    const emulator = await emulate({
      script: { replies: [[{ text: 'One moment.', audioMs: 100 }, { call: 'getTime' }]] },
    });
    const c = talk(emulator, { prompt: oneTool });
    c.speak();
    const use = await c.event('toolUse');
    c.toolResult(use['toolUseId'] as string, 'null');
    await c.event('contentEnd', turnEnd);
    c.abort();
  });
});

describe('switches', () => {
  test('completionStart with the prompt, no undocumented events, no FINAL text', async () => {
    const c = talk(
      await emulate({ behaviour: { completionStart: 'prompt', userSpeechEvents: false, finalText: 'none' } }),
    );
    expect((await c.event('completionStart'))['completionId']).toBeTruthy();
    c.speak();
    await c.event('contentEnd', turnEnd);
    await c.finish();
    expect(c.names()[0]).toBe('completionStart');
    expect(c.names().filter((name) => name === 'completionStart')).toHaveLength(1);
    expect(c.names()).not.toContain('userSpeechStart');
    expect(c.events.some((event) => stage(event) === 'FINAL' && event['role'] === 'ASSISTANT')).toBe(false);
  });

  test('FINAL text at once, and still an interruption while it is played', async () => {
    const emulator = await emulate({
      script: { ...shortPause, replies: [{ text: 'A story.', audioMs: 5000 }] },
      behaviour: { finalText: 'immediate' },
    });
    const c = talk(emulator);
    c.speak();
    await c.event('contentEnd', lastFinal);
    c.speak();
    await c.event('contentEnd', ({ stopReason }) => stopReason === 'INTERRUPTED');
    expect(shape(c).filter((word) => word === '“A story.”')).toHaveLength(2);
    c.abort();
  });
});

test('a slow reader costs no memory, and gets all of it later', async () => {
  let made = 0;
  const parts = createScriptedParts({ replies: [{ text: 'Long.', audioMs: 120_000 }], silenceMs: 200 });
  const emulator = await emulate({
    brain: {
      ...parts,
      voice: {
        ...parts.voice,
        async *speak(text, options) {
          for await (const pcm of parts.voice.speak(text, options)) {
            made += pcm.length;
            yield pcm;
          }
        },
      },
    },
  });
  const c = talk(emulator);
  c.speak();
  await c.event('audioOutput');
  c.freeze();
  // The flow control windows fill up; then the voice waits.
  let before = -1;
  while (before !== made) {
    before = made;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(made).toBeLessThan(24_000 * 60);
  c.unfreeze();
  await c.event('contentEnd', turnEnd);
  expect(made).toBe(24_000 * 120);
  expect(c.pcm().length).toBe(2 * made);
  await c.finish();
});

test('a mind that fails ends its stream as the service would, and its cause can be seen', async () => {
  const emulator = await emulate({
    brain: {
      ...createScriptedParts(shortPause),
      createMind: () => ({
        // oxlint-disable-next-line require-yield -- it fails before its first step
        async *reply() {
          throw new Error('the language model is not there');
        },
      }),
    },
  });
  const c = talk(emulator);
  c.speak();
  expect(await c.end()).toMatchObject({ name: 'ModelStreamErrorException' });
  expect(emulator.seen.at(-1)).toMatchObject({
    reason: {
      kind: 'error',
      error: 'ModelStreamErrorException',
      cause: { message: 'the language model is not there' },
    },
  });
});
