/** Tasks that an agent does with the other tools of a conversation, its model being asked through the SDK as it is. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as wire from '../../testing/aws-services/aws-answer.ts';
import { AWS_ENVIRONMENT, AwsBench } from '../../testing/aws-services/aws-bench.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { ScriptedTools } from '../../testing/scripted-tools.ts';
import type { ConversationEvent } from '../../session/conversation-events.ts';
import { Figures } from '../../telemetry/figures.ts';
import { Toolbox } from '../toolbox.ts';
import { ToolError, type ToolSource } from '../tool-source.ts';
import { AgentLoop } from './agent-loop.ts';
import type { AgentTaskLimits } from './agent-task.ts';

let my: AwsBench;
beforeEach(async () => {
  for (const [name, value] of Object.entries(AWS_ENVIRONMENT)) vi.stubEnv(name, value);
  my = await AwsBench.start();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await my[Symbol.asyncDispose]();
});

const SETTINGS = {
  timeoutMs: 10_000,
  maxResultBytes: 4096,
  maxTools: 20,
  maxBytes: 32_000,
  startTimeoutMs: 1500,
  listTimeoutMs: 10_000,
  slowAfterMs: 0,
  record: 'all',
  maxCalls: 4,
} as const;

/** A conversation whose tools are these and the agent's. */
class Conversation {
  readonly clock = new FakeClock();
  readonly figures = new Figures();
  readonly events: ConversationEvent[] = [];
  readonly results = new Map<string, unknown>();
  readonly toolbox: Toolbox;
  #sources: ToolSource[];
  readonly #waiting = new Set<() => void>();

  constructor(limits: Partial<AgentTaskLimits>, ...sources: ToolSource[]) {
    this.#sources = sources;
    const { clock, figures } = this;
    const { clients, log } = my;
    this.toolbox = new Toolbox({
      context: {
        deviceId: 'kitchen',
        sessionId: 'session-1',
        onChanged: () => {},
        onSlow: () => {},
        observe: (event) => void this.events.push(event),
        onResult: (toolUseId, json) => {
          this.results.set(toolUseId, JSON.parse(json));
          for (const resolve of this.#waiting) resolve();
        },
      },
      sourcesFor: () => [
        ...this.#sources.map((source) => ({ id: source.id, open: () => ({ source, release: () => {} }) })),
        {
          id: AgentLoop.id,
          open: (tools) => ({
            source: new AgentLoop({
              clients,
              log,
              modelId: 'eu.amazon.nova-lite-v1:0',
              instruction: 'You work for a voice assistant.',
              limits: { maxSteps: 6, maxTokens: 10_000, timeoutMs: 60_000, ...limits },
              tools,
              clock,
              figures,
            }),
            release: () => {},
          }),
        },
      ],
      settings: SETTINGS,
      clock,
      log,
      figures,
    });
    this.use(...sources);
  }

  use(...sources: ToolSource[]): void {
    this.#sources = sources;
    this.toolbox.configure({} as Parameters<Toolbox['configure']>[0]);
  }

  /** What Nova gets for it. */
  async ask(task = 'Warm the room.'): Promise<unknown> {
    await this.toolbox.ready;
    this.toolbox.call('nova-1', 'delegate_task', JSON.stringify({ task }));
    while (!this.results.has('nova-1')) await new Promise<void>((resolve) => this.#waiting.add(resolve));
    return this.results.get('nova-1');
  }
}

type Call = readonly [toolUseId: string, name: string, input: object];

const calls = (...made: Call[]) => said('', { calls: made, stopReason: 'tool_use' });

function said(
  text: string,
  {
    calls: made = [],
    stopReason = 'end_turn',
    tokens = 100,
  }: { calls?: Call[]; stopReason?: string; tokens?: number } = {},
): wire.AwsAnswer {
  const content = [
    ...(text ? [{ text }] : []),
    ...made.map(([toolUseId, name, input]) => ({ toolUse: { toolUseId, name, input } })),
  ];
  const usage = { inputTokens: tokens - 10, outputTokens: 10, totalTokens: tokens };
  return wire.json({
    output: { message: { role: 'assistant', content } },
    stopReason,
    usage,
    metrics: { latencyMs: 3 },
  });
}

/** Tools that answer at once. */
function answering(id: string, answers: Readonly<Record<string, unknown>>): ScriptedTools {
  const tools = new ScriptedTools(id, ...Object.keys(answers));
  tools.call = async (name) => {
    const answer = answers[name];
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return tools;
}

const messages = (at: number) =>
  my.services.of('converse')[at]!.body['messages'] as { role: string; content: unknown[] }[];

describe('a task', () => {
  test('is done in steps, with the tools of others', async () => {
    my.services.answer(
      'converse',
      said('<thinking>First the temperature.</thinking>', {
        calls: [['a', 'temperature', {}]],
        stopReason: 'tool_use',
      }),
      calls(['b', 'heating', { on: true }]),
      said('<thinking>Done.</thinking>It was 17 degrees, now the heating is on.'),
    );
    const room = answering('device', { temperature: { degrees: 17 }, heating: 'on' });
    const talk = new Conversation({}, room);
    expect(await talk.ask()).toEqual({ answer: 'It was 17 degrees, now the heating is on.' });

    const [first] = my.services.of('converse');
    expect(first).toMatchObject({
      name: 'eu.amazon.nova-lite-v1:0',
      body: {
        system: [{ text: 'You work for a voice assistant.' }],
        messages: [{ role: 'user', content: [{ text: 'Warm the room.' }] }],
        toolConfig: {
          tools: [
            {
              toolSpec: {
                name: 'temperature',
                description: 'does temperature',
                inputSchema: { json: { type: 'object', properties: {} } },
              },
            },
            { toolSpec: { name: 'heating' } },
          ],
        },
      },
    });
    expect(messages(1).at(-1)).toEqual({
      role: 'user',
      content: [{ toolResult: { toolUseId: 'a', content: [{ json: { degrees: 17 } }], status: 'success' } }],
    });
    expect(messages(2)).toHaveLength(5);
    expect(talk.figures.value('tools_agent_tokens_total')).toBe(300);
    expect(my.lines).toMatchObject([{ source: 'agent', steps: 3, calls: 2, tokens: 300 }]);
  });

  test("shows its calls like those of the model's own, which gets only the answer", async () => {
    my.services.answer('converse', calls(['a', 'temperature', { room: 'hall' }]), said('17 degrees.'));
    const talk = new Conversation({}, answering('mcp:house', { temperature: 17 }));
    await talk.ask();
    expect([...talk.results.keys()]).toEqual(['nova-1']);
    const own = talk.events.find((event) => event.kind === 'toolUse' && event.name === 'temperature');
    const { toolUseId } = own as { toolUseId: string };
    expect(toolUseId).toMatch(/^[0-9a-f-]{36}$/);
    expect(talk.events).toMatchObject([
      { kind: 'toolUse', toolUseId: 'nova-1', source: 'agent' },
      { kind: 'toolText', toolUseId: 'nova-1', part: 'arguments' },
      { kind: 'toolUse', toolUseId, source: 'mcp:house' },
      { kind: 'toolText', toolUseId, part: 'arguments', text: '{"room":"hall"}' },
      { kind: 'toolText', toolUseId, part: 'result', text: '{"result":17}' },
      { kind: 'toolResult', toolUseId, name: 'temperature', source: 'mcp:house', code: null },
      { kind: 'toolText', toolUseId: 'nova-1', part: 'result' },
      { kind: 'toolResult', toolUseId: 'nova-1', source: 'agent', code: null },
    ]);
    expect(talk.figures.value('tools_calls_total')).toBe(2);
  });

  test('may call several tools at once, but not more than a conversation may', async () => {
    my.services.answer(
      'converse',
      calls(['a', 'one', {}], ['b', 'two', {}], ['c', 'one', {}], ['d', 'two', {}]),
      said('Done.'),
    );
    const house = new ScriptedTools('mcp:house', 'one', 'two');
    const talk = new Conversation({}, house);
    const answer = talk.ask();
    await vi.waitFor(() => expect(house.calls).toHaveLength(3));
    // Those of one step come back in its order.
    for (const call of house.calls.toReversed()) call.answer(call.name);
    expect(await answer).toEqual({ answer: 'Done.' });
    const results = messages(1).at(-1)!.content as { toolResult: { toolUseId: string; status: string } }[];
    expect(results.map(({ toolResult: { toolUseId, status } }) => [toolUseId, status])).toEqual([
      ['a', 'success'],
      ['b', 'success'],
      ['c', 'success'],
      ['d', 'error'],
    ]);
  });

  test('goes on after a tool that fails, or is not there', async () => {
    my.services.answer(
      'converse',
      calls(['a', 'lamp', {}], ['b', 'delegate_task', { task: 'x' }]),
      said('No light.'),
    );
    const talk = new Conversation(
      {},
      answering('device', { lamp: new ToolError('FAILED', 'The bulb is gone.') }),
    );
    expect(await talk.ask()).toEqual({ answer: 'No light.' });
    expect(messages(1).at(-1)!.content).toEqual([
      {
        toolResult: { toolUseId: 'a', content: [{ json: { error: 'The bulb is gone.' } }], status: 'error' },
      },
      // It does not ask itself.
      {
        toolResult: {
          toolUseId: 'b',
          content: [{ json: { error: 'There is no such tool now.' } }],
          status: 'error',
        },
      },
    ]);
  });

  test('does without tools that were switched off meanwhile, and without any', async () => {
    const house = new ScriptedTools('mcp:house', 'one');
    const talk = new Conversation({}, house);
    my.services.answer('converse', calls(['a', 'one', {}]), calls(['b', 'one', {}]), said('Gone.'));
    const answer = talk.ask();
    await vi.waitFor(() => expect(house.calls).toHaveLength(1));
    talk.use();
    house.calls[0]!.answer('ok');
    expect(await answer).toEqual({ answer: 'Gone.' });
    const bare = new Conversation({});
    my.services.answer('converse', said('Yes.'));
    expect(await bare.ask()).toEqual({ answer: 'Yes.' });
    expect(my.services.of('converse').at(-1)!.body).not.toHaveProperty('toolConfig');
  });
});

describe('a task that does not end', () => {
  const wrappedUp = () =>
    my.services.of('converse').at(-1)!.body as { messages: { content: { text: string }[] }[] };

  test('by its steps is asked for what it knows, without tools', async () => {
    my.services.answer('converse', (request) =>
      request.body['toolConfig'] ? calls(['a', 'look', { at: 'it' }]) : said('It is still 17 degrees.'),
    );
    const talk = new Conversation({ maxSteps: 3 }, answering('device', { look: { degrees: 17 } }));
    expect(await talk.ask()).toEqual({ answer: 'It is still 17 degrees.', note: 'It is not complete.' });
    expect(my.services.of('converse')).toHaveLength(4);
    expect(wrappedUp().messages).toHaveLength(1);
    expect(wrappedUp().messages[0]!.content[0]!.text).toMatch(
      /Warm the room\.[^]*look {"at":"it"}: {"degrees":17}/,
    );
    expect(my.lines.at(-1)).toMatchObject({ steps: 4, calls: 2, cutShort: 'steps' });
  });

  test('by its tokens', async () => {
    my.services.answer('converse', (request) =>
      request.body['toolConfig']
        ? said('', { calls: [['a', 'look', {}]], stopReason: 'tool_use', tokens: 6000 })
        : said('Enough.'),
    );
    const talk = new Conversation({ maxTokens: 10_000 }, answering('device', { look: 1 }));
    expect(await talk.ask()).toMatchObject({ answer: 'Enough.' });
    expect(my.services.of('converse')).toHaveLength(3);
    expect(my.lines.at(-1)).toMatchObject({ cutShort: 'tokens' });
  });

  test('by its time: the tool that is waited for is given up', async () => {
    my.services.answer('converse', calls(['a', 'wait', {}]), said('Nobody answered.'));
    const slow = new ScriptedTools('mcp:slow', 'wait');
    const talk = new Conversation({ timeoutMs: 8000 }, slow);
    const answer = talk.ask();
    await vi.waitFor(() => expect(slow.calls).toHaveLength(1));
    talk.clock.advance(6000);
    expect(slow.calls[0]!.signal.aborted).toBe(true);
    expect(await answer).toMatchObject({ answer: 'Nobody answered.' });
    expect(wrappedUp().messages[0]!.content[0]!.text).toContain(
      'wait {}: {"error":"The call was cancelled."}',
    );
    expect(my.lines.at(-1)).toMatchObject({ cutShort: 'time' });
  });

  test('at all is ended, and so is what it waits for', async () => {
    my.services.answer('converse', { kind: 'silence' });
    const talk = new Conversation({ timeoutMs: 20_000 });
    const answer = talk.ask();
    const { gone } = await my.services.request('converse');
    // Longer than other tools may take.
    talk.clock.advance(19_000);
    expect(talk.results.size).toBe(0);
    talk.clock.advance(1000);
    expect(await answer).toEqual({ error: 'There was no answer within 20 s.' });
    await gone;
  });

  test('because the user has gone ends its tools as well', async () => {
    my.services.answer('converse', calls(['a', 'wait', {}]));
    const slow = new ScriptedTools('mcp:slow', 'wait');
    const talk = new Conversation({}, slow);
    void talk.ask();
    await vi.waitFor(() => expect(slow.calls).toHaveLength(1));
    talk.toolbox.close();
    expect(slow.calls[0]!.signal.aborted).toBe(true);
    await new Promise((resolve) => setImmediate(resolve));
    expect(my.services.of('converse')).toHaveLength(1);
    expect(talk.results.size).toBe(0);
  });
});

describe('a model that', () => {
  test.each([
    ['refuses', said('I cannot.', { stopReason: 'guardrail_intervened' }), 'FAILED', 'may not answer'],
    ['says nothing', said(''), 'FAILED', 'no answer'],
    ['is throttled', wire.throttled(), 'UNAVAILABLE', 'too much to do'],
    ['is not open to us', wire.refusal('AccessDeniedException', 403, 'no'), 'UNAVAILABLE', 'not available'],
    [
      'needs a profile',
      wire.refusal('ValidationException', 400, 'on-demand throughput'),
      'FAILED',
      'did not take',
    ],
    ['took too long', wire.refusal('ModelTimeoutException', 408, 'slow'), 'TIMEOUT', 'in time'],
  ])('%s is told as a failure', async (_what, answer, code, words) => {
    my.services.answer('converse', answer);
    const talk = new Conversation({});
    expect(await talk.ask()).toEqual({ error: expect.stringContaining(words) });
    expect(talk.events.at(-1)).toMatchObject({ kind: 'toolResult', code });
  });

  test('writes calls that cannot be read is asked for what it knows', async () => {
    my.services.answer('converse', (request) =>
      request.body['toolConfig']
        ? said('{"na', { stopReason: 'malformed_tool_use' })
        : said('I do not know.'),
    );
    const talk = new Conversation({}, answering('device', { look: 1 }));
    expect(await talk.ask()).toEqual({ answer: 'I do not know.', note: 'It is not complete.' });
  });

  test('writes too much is cut', async () => {
    my.services.answer('converse', said('A long', { stopReason: 'max_tokens' }));
    expect(await new Conversation({}).ask()).toEqual({ answer: 'A long', note: 'It is not complete.' });
  });
});
