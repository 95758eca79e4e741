import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { MindStep, ToolSpec } from '../conversation/parts.ts';
import { chatCompletionsUrl } from './chat-completion.ts';
import { createOpenAiMind, type OpenAiMindOptions } from './openai.ts';

interface ChatBody {
  readonly model: string;
  readonly messages: readonly Record<string, unknown>[];
  readonly tools?: readonly unknown[];
}
type Answer = (response: ServerResponse, body: ChatBody, request: IncomingMessage) => void;

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** An endpoint that gives its answers in order; the last one again and again. */
async function endpoint(...answers: Answer[]) {
  const bodies: ChatBody[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as ChatBody;
    bodies.push(body);
    answers[Math.min(bodies.length, answers.length) - 1]!(response, body, request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, bodies };
}

const event = (delta: unknown) => `data: ${JSON.stringify({ choices: [{ delta }] })}\n\n`;
const words =
  (...texts: string[]): Answer =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const content of texts) response.write(event({ content }));
    response.end('data: [DONE]\n\n');
  };
const toolCall =
  (name: string, ...argumentParts: string[]): Answer =>
  (response) => {
    response.writeHead(200);
    response.write(event({ tool_calls: [{ index: 0, id: 'c1', function: { name, arguments: '' } }] }));
    for (const part of argumentParts)
      response.write(event({ tool_calls: [{ index: 0, function: { arguments: part } }] }));
    response.end();
  };

const dice: ToolSpec = { name: 'roll', description: 'Rolls a die', inputSchema: { type: 'object' } };

async function ask(
  options: Omit<OpenAiMindOptions, 'model'>,
  tools: readonly ToolSpec[] = [],
  result = '{"value":4}',
) {
  const troubles: string[] = [];
  const mind = createOpenAiMind({
    model: 'test',
    onTrouble: (message) => troubles.push(message),
    ...options,
  });
  const steps: MindStep[] = [];
  const reply = mind.reply({
    systemPrompt: 'Be kind.',
    history: [
      { role: 'USER', text: 'Hi' },
      { role: 'ASSISTANT', text: 'Hello' },
      { role: 'USER', text: 'Roll' },
    ],
    tools,
    signal: new AbortController().signal,
  });
  for (let step = await reply.next(); !step.done;) {
    steps.push(step.value);
    step = await reply.next(step.value.kind === 'call' ? result : undefined);
  }
  return { steps, troubles };
}
const say = (text: string) => ({ kind: 'say', text });

describe('the OpenAI mind', () => {
  it('sends prompt, history, tools and key, and speaks sentence by sentence', async () => {
    let authorization: string | undefined;
    const { url, bodies } = await endpoint((response, body, request) => {
      authorization = request.headers.authorization;
      words('Hel', 'lo. How ', 'are you?')(response, body, request);
    });
    const { steps } = await ask({ url, apiKey: 'secret' }, [dice]);
    expect(steps).toEqual([say('Hello.'), say('How are you?')]);
    expect(authorization).toBe('Bearer secret');
    expect(bodies[0]).toMatchObject({
      model: 'test',
      stream: true,
      messages: [
        { role: 'system', content: expect.stringContaining('Be kind.') },
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Hello' },
        { role: 'user', content: 'Roll' },
      ],
      tools: [{ type: 'function', function: { name: 'roll', parameters: { type: 'object' } } }],
    });
  });

  it('gives a sentence while the next is still being written', async () => {
    const { promise: spoken, resolve } = Promise.withResolvers<void>();
    const { url } = await endpoint((response) => {
      response.write(event({ content: 'First. S' }));
      void spoken.then(() => response.end(event({ content: 'econd.' })));
    });
    const mind = createOpenAiMind({ url, model: 'test' });
    const reply = mind.reply({
      systemPrompt: '',
      history: [],
      tools: [],
      signal: new AbortController().signal,
    });
    expect((await reply.next()).value).toEqual(say('First.'));
    resolve();
    expect((await reply.next()).value).toEqual(say('Second.'));
  });

  it('calls tools, in rounds, and tells the model what came of it', async () => {
    const { url, bodies } = await endpoint(
      toolCall('roll', '{"si', 'des":6}'),
      toolCall('roll', ''),
      words('Four.'),
    );
    const { steps } = await ask({ url }, [dice]);
    expect(steps).toEqual([
      { kind: 'call', toolName: 'roll', input: { sides: 6 } },
      { kind: 'call', toolName: 'roll', input: {} },
      say('Four.'),
    ]);
    expect(bodies[1]!.messages.slice(-2)).toEqual([
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'roll', arguments: '{"sides":6}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: '{"value":4}' },
    ]);
  });

  it('keeps the thoughts of the model to itself', async () => {
    const { url, bodies } = await endpoint(
      (response) => {
        response.write(event({ content: '<thi' }));
        response.write(
          event({ content: 'nk>They want dice. I roll.</think>One mo', reasoning_content: 'Hm.' }),
        );
        response.write(event({ content: 'ment.' }));
        response.end(event({ tool_calls: [{ id: 'c1', function: { name: 'roll', arguments: {} } }] }));
      },
      words('<think>', 'Four!</think>\n\nIt is a four.'),
    );
    const { steps } = await ask({ url }, [dice]);
    expect(steps).toEqual([
      say('One moment.'),
      { kind: 'call', toolName: 'roll', input: {} },
      say('It is a four.'),
    ]);
    expect(JSON.stringify(bodies[1]!.messages)).not.toContain('want dice');
  });

  const once = (message: unknown) => JSON.stringify({ choices: [{ message }] });
  const called = [
    { kind: 'call', toolName: 'roll', input: { n: 1 } },
    { kind: 'call', toolName: 'roll', input: { n: 2 } },
  ];
  const piece = (part: object) => event({ tool_calls: [part] });
  it.each<[what: string, type: string, body: string, steps: unknown[]]>([
    ['no streaming', 'application/json', once({ content: 'Hello. You.' }), [say('Hello.'), say('You.')]],
    [
      'no streaming, with calls',
      'application/json; charset=utf-8',
      once({
        content: null,
        tool_calls: [1, 2].map((n) => ({ id: `c${n}`, function: { name: 'roll', arguments: `{"n":${n}}` } })),
      }),
      called,
    ],
    [
      'CRLF, comments, empty data and no end',
      'text/event-stream',
      `: keep-alive\r\n\r\ndata:\r\n\r\n: again\r\n${event({ content: 'Hello.' }).replaceAll('\n', '\r\n')}`,
      [say('Hello.')],
    ],
    [
      'parts as content',
      'text/event-stream',
      event({ content: [{ type: 'text', text: 'Hello.' }] }),
      [say('Hello.')],
    ],
    [
      'calls without numbers',
      'text/event-stream',
      piece({ id: 'a', function: { name: 'roll', arguments: '{"n"' } }) +
        piece({ function: { arguments: ':1}' } }) +
        piece({ id: 'b', function: { name: 'roll', arguments: '{"n":2}' } }),
      called,
    ],
    [
      'calls of one number',
      'text/event-stream',
      piece({ index: 0, id: 'a', function: { name: 'roll', arguments: '{"n":1}' } }) +
        piece({ index: 0, id: 'b', function: { name: 'roll', arguments: '{"n":2}' } }),
      called,
    ],
    [
      'calls in alternating pieces, with everything repeated',
      'text/event-stream',
      piece({ index: 0, id: 'a', function: { name: 'roll', arguments: '{"n"' } }) +
        piece({ index: 1, id: 'b', function: { name: 'roll', arguments: '{"n":' } }) +
        piece({ index: 0, id: 'a', function: { name: 'roll', arguments: ':1}' } }) +
        piece({ index: 1, id: 'b', function: { name: 'roll', arguments: '2}' } }),
      called,
    ],
  ])('understands %s', async (_, type, body, expected) => {
    const { url } = await endpoint((response, { messages }) => {
      response.writeHead(200, { 'content-type': type });
      response.end(messages.at(-1)!['role'] === 'tool' ? '' : body);
    });
    expect((await ask({ url }, [dice])).steps).toEqual(expected);
  });

  it.each([
    ['an error in an answer', '{"error":{"message":"no memory"}}', /no memory/],
    ['an error that is a text', '{"error":"no model"}', /no model/],
    ['a page', '<html>', /no JSON.*<html>/],
    ['no answer', '{"choices":[]}', /answered nothing/],
    ['nothing', 'null', /answered nothing/],
  ])('apologises for %s', async (_, body, trouble) => {
    const { url } = await endpoint((response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(body),
    );
    const { steps, troubles } = await ask({ url });
    expect(steps).toEqual([say('I am sorry, my language model could not answer that.')]);
    expect(troubles).toEqual([expect.stringMatching(trouble)]);
  });

  it('tells the model of a call that cannot be made', async () => {
    const { url, bodies } = await endpoint(toolCall('fly', '{}'), toolCall('roll', '[1'), words('Sorry.'));
    const { steps } = await ask({ url }, [dice]);
    expect(steps).toEqual([say('Sorry.')]);
    expect(bodies.slice(1).map(({ messages }) => messages.at(-1)!['content'])).toEqual([
      '{"error":"There is no tool named fly."}',
      '{"error":"The arguments must be one JSON object."}',
    ]);
  });

  it('gives up on a model that calls tools for ever', async () => {
    const { url } = await endpoint(toolCall('roll', '{}'));
    const { steps, troubles } = await ask({ url }, [dice]);
    expect(steps.at(-1)).toMatchObject({ kind: 'say', text: expect.stringMatching(/sorry/) });
    expect(troubles[0]).toMatch(/8 times/);
  });

  it.each([
    [401, /did not accept its key/],
    [404, /not found/],
    [429, /too busy/],
    [500, /could not answer/],
  ])('apologises for HTTP %i', async (status, apology) => {
    const { url } = await endpoint((response) => response.writeHead(status).end('{"error":"why"}'));
    const { steps, troubles } = await ask({ url, apiKey: 'secret' });
    expect(steps).toEqual([say(expect.stringMatching(apology) as string)]);
    expect(troubles).toEqual([expect.stringMatching(new RegExp(`${status}.*why`))]);
    expect(troubles.join()).not.toContain('secret');
  });

  it('apologises when nobody answers, and when the server falls silent', async () => {
    const unreachable = await ask({ url: 'http://127.0.0.1:1' });
    expect(unreachable.steps).toEqual([say('I am sorry, I cannot reach my language model.')]);
    const { url } = await endpoint((response) => void response.write(event({ content: 'Well' })));
    const silent = await ask({ url, silenceMs: 50 });
    expect(silent.steps.at(-1)).toMatchObject({ text: expect.stringMatching(/sorry/) });
    expect(silent.troubles[0]).toMatch(/silent for 50 ms/);
  });

  it('ends without a word when it is interrupted', async () => {
    const left = vi.fn<() => void>();
    const { url } = await endpoint((response) => {
      response.on('close', left);
      response.write(event({ content: 'One. Two' }));
    });
    const abort = new AbortController();
    const mind = createOpenAiMind({ url, model: 'test' });
    const reply = mind.reply({ systemPrompt: '', history: [], tools: [], signal: abort.signal });
    await reply.next();
    abort.abort();
    expect((await reply.next()).done).toBe(true);
    await vi.waitFor(() => expect(left).toHaveBeenCalled());
  });
});

it.each([
  ['http://host:1', 'http://host:1/v1/chat/completions'],
  ['http://host/v1/', 'http://host/v1/chat/completions'],
  ['http://host/api/chat/completions?key=1', 'http://host/api/chat/completions?key=1'],
])('%s', (address, url) => {
  expect(chatCompletionsUrl(address).href).toBe(url);
});
