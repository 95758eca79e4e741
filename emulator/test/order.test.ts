import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEmulator, type Emulator } from '../src/index.ts';
import { NovaClient, pcmFormat, silence } from './nova-client.ts';

const invalid = 'Invalid input request, please fix your input and try again.';
const early = 'Chat history should be sent completely before streaming audio.';
const tooLong = 'Chat history is over max limit. Trim chat history and try again.';
const block = (contentName: string, more: object) => ({ contentName, interactive: false, ...more });
const textBlock = (role: string) =>
  block('t', { type: 'TEXT', role, textInputConfiguration: { mediaType: 'text/plain' } });
const tool = (more: object = {}) => ({
  toolSpec: {
    name: 'getTime',
    description: 'tells the time',
    inputSchema: { json: '{"type":"object"}' },
    ...more,
  },
});

let emulator: Emulator;
beforeAll(async () => {
  emulator = await createEmulator({ brain: 'scripted' });
});
afterAll(() => emulator.close());
const client = (modelId?: string) => new NovaClient({ url: emulator.url, ...(modelId && { modelId }) });

type Story = (client: NovaClient) => unknown;

/** What a client must not do → how the service says so. */
const mistakes: Record<string, [story: Story, message: string, detail?: string]> = {
  'prompt without session': [(c) => c.send('promptStart'), invalid, 'audioOutputConfiguration'],
  'session twice': [(c) => c.start().send('sessionStart'), invalid, 'sessionStart'],
  'prompt twice': [(c) => c.start().start(), invalid, 'sessionStart'],
  'unknown event': [(c) => c.start().send('hello'), invalid, 'unknown event "hello"'],
  'two events in one message': [
    (c) => c.sendRaw({ event: { sessionStart: {}, sessionEnd: {} } }),
    invalid,
    'one name',
  ],
  'no object': [(c) => c.sendRaw([]), invalid, 'must be an object'],
  'maxTokens out of range': [
    (c) => c.send('sessionStart', { inferenceConfiguration: { maxTokens: 0 } }),
    invalid,
    'from 1 to 10000',
  ],
  'temperature out of range': [
    (c) => c.send('sessionStart', { inferenceConfiguration: { temperature: 1.5 } }),
    invalid,
    'from 0 to 1',
  ],
  'unknown sensitivity': [
    (c) => c.start({ session: { turnDetectionConfiguration: { endpointingSensitivity: 'EXTREME' } } }),
    invalid,
    'HIGH, MEDIUM, LOW',
  ],
  'unknown voice': [
    (c) => c.start({ prompt: { audioOutputConfiguration: pcmFormat(24_000, { voiceId: 'greta' }) } }),
    invalid,
    'unknown voiceId "greta"',
  ],
  'unknown sample rate': [
    (c) => c.start({ prompt: { audioOutputConfiguration: pcmFormat(44_100, { voiceId: 'amy' }) } }),
    invalid,
    '8000, 16000, 24000',
  ],
  'tool schema as an object': [
    (c) => c.start({ prompt: { toolConfiguration: { tools: [tool({ inputSchema: { json: {} } })] } } }),
    invalid,
    'json must be a string',
  ],
  'tool with a bad name': [
    (c) => c.start({ prompt: { toolConfiguration: { tools: [tool({ name: 'get time' })] } } }),
    invalid,
    'must match',
  ],
  'choice of an unknown tool': [
    (c) =>
      c.start({ prompt: { toolConfiguration: { tools: [tool()], toolChoice: { tool: { name: 'x' } } } } }),
    invalid,
    'must name one of the tools',
  ],
  'foreign prompt name': [
    (c) => c.start().send('promptEnd', { promptName: 'other' }),
    invalid,
    'unknown promptName',
  ],
  'history that begins with the assistant': [(c) => c.start().text('ASSISTANT', 'Hi.'), invalid, 'role USER'],
  'history with two of a kind': [(c) => c.start().text('USER', 'a').text('USER', 'b'), invalid, 'same role'],
  'history after audio': [(c) => c.start().audioStart().text('USER', 'a'), early],
  'system prompt after history': [
    (c) => c.start().text('USER', 'a').text('SYSTEM', 'b'),
    invalid,
    'must come before',
  ],
  'audio before its block': [(c) => c.start().audio(silence(32)), early, 'before the contentStart'],
  'audio block inside a text block': [
    (c) => c.start().send('contentStart', textBlock('USER')).audioStart(),
    early,
  ],
  'audio inside a text block': [
    (c) =>
      c
        .start()
        .audioStart()
        .send('contentStart', { ...textBlock('USER'), interactive: true })
        .audio(silence(32)),
    early,
    'while a TEXT block is open',
  ],
  'a second audio block': [
    (c) => c.start().audioStart().send('contentEnd', { contentName: 'audio' }).audioStart(),
    invalid,
    'only one AUDIO block',
  ],
  'audio that is not base64': [
    (c) => c.start().audioStart().send('audioInput', { contentName: 'audio', content: '*&^%' }),
    invalid,
    'base64',
  ],
  'half a sample': [
    (c) => c.start().audioStart().send('audioInput', { contentName: 'audio', content: 'AAAA' }),
    invalid,
    '16-bit',
  ],
  'one long message': [(c) => c.start().text('USER', 'x'.repeat(1025)), tooLong, '1025 bytes'],
  'a long history': [
    (c) => {
      c.start();
      for (let i = 0; i < 41; i += 1) c.text(i % 2 ? 'ASSISTANT' : 'USER', 'x'.repeat(1024));
    },
    tooLong,
    '40960 bytes',
  ],
  'a system prompt in one piece': [
    (c) => c.start({ systemPrompt: 'x'.repeat(32_000) }),
    invalid,
    'send it in several',
  ],
  'prompt end with open audio': [
    (c) => c.start().audioStart().send('promptEnd'),
    'All contents must be closed before ending prompt.',
    'open: audio',
  ],
  'session end inside a prompt': [(c) => c.start().send('sessionEnd'), invalid, 'promptEnd must come before'],
  'result of a tool that was not called': [
    (c) =>
      c
        .start({ prompt: { toolConfiguration: { tools: [tool()] } } })
        .audioStart()
        .toolResult('nobody', '{}'),
    invalid,
    'no tool call waits',
  ],
  'tool result that is not JSON': [
    (c) =>
      c
        .start({ prompt: { toolConfiguration: { tools: [tool()] } } })
        .audioStart()
        .toolResult('x', 'ten past nine'),
    'Tool Response parsing error.',
  ],
  'tool result of another type': [
    (c) =>
      c
        .start({ prompt: { toolConfiguration: { tools: [tool()] } } })
        .audioStart()
        .toolResult('x', '{}', 'application/json'),
    'Tool result media type must be one of: [text/plain]',
  ],
  'content end without start': [
    (c) => c.start().send('contentEnd', { contentName: 'x' }),
    invalid,
    'no open content',
  ],
  'text into the audio block': [
    (c) => c.start().audioStart().send('textInput', { contentName: 'audio', content: 'x' }),
    invalid,
    'no open TEXT block',
  ],
};

describe('mistakes are refused in the words of the service', () => {
  test.each(Object.entries(mistakes))('%s', async (_name, [story, message, detail]) => {
    const c = client().open();
    story(c);
    const error = await c.end();
    expect(error).toMatchObject({ name: 'ValidationException' });
    expect(error?.message).toMatch(/^RequestId=[0-9a-f-]{36} : /);
    expect(error?.message).toContain(message);
    if (detail) expect(error?.message).toContain(detail);
  });

  test('without explanations when the service would give none', async () => {
    await using plain = await createEmulator({ brain: 'scripted', behaviour: { explain: false } });
    const error = await new NovaClient({ url: plain.url }).open().send('sessionEnd').end();
    expect(error?.message).toMatch(
      /^RequestId=\S+ : Invalid input request, please fix your input and try again\.$/,
    );
  });
});

test('the first generation has its own voices and no live text', async () => {
  const v1 = 'amazon.nova-sonic-v1:0';
  const greta = { prompt: { audioOutputConfiguration: pcmFormat(24_000, { voiceId: 'greta' }) } };
  // The examples of the service mark history as interactive; there is nothing else that it could be.
  const c = client(v1).open().start(greta).text('USER', 'hi', true).text('ASSISTANT', 'hello', true);
  c.text('USER', 'good day', true).audioStart();
  await c.event('usageEvent');
  expect(c.names()).not.toContain('completionStart');
  c.text('USER', 'hello', true);
  expect((await c.end())?.message).toContain('live text needs a model of the second generation');
});

test('a model that is no Nova Sonic is refused, its later generations are not', async () => {
  expect(await client('amazon.nova-pro-v1:0').open().start().end()).toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('The provided model identifier is invalid.'),
  });
  const c = client('amazon.nova-2-5-sonic').open().start().audioStart();
  await c.event('usageEvent');
  await c.finish();
  expect(c.ended?.error).toBeUndefined();
});
