/** Conversations whose devices are set to a knowledge base, a function and agents, from the settings to the record. */
import type { DeviceSession } from '@pipit/device-sdk';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { chunk, events, json } from '../../src/testing/aws-services/aws-answer.ts';
import { AWS_ENVIRONMENT } from '../../src/testing/aws-services/aws-bench.ts';
import { AwsServices } from '../../src/testing/aws-services/aws-services.ts';
import { WholeBroker } from '../whole-broker.ts';

const ACCOUNT = '123456789012';
const SETTINGS = {
  tools: { knowledgeBase: true, agent: true, agents: true },
  knowledgeBaseId: 'KB12345678',
  lambdaArn: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:order-status`,
};

const asks = (call: string, input: Record<string, unknown>) => [
  { call, input },
  { text: 'It says {result}.' },
];

let services: AwsServices;
let whole: WholeBroker;

beforeAll(async () => {
  for (const [name, value] of Object.entries(AWS_ENVIRONMENT)) vi.stubEnv(name, value);
  services = await AwsServices.start();
  services
    .answer(
      'retrieve',
      json({ retrievalResults: [{ content: { type: 'TEXT', text: 'With vinegar.' }, score: 0.9 }] }),
    )
    .answer('functionConfiguration', json({ Description: 'Says how an order is getting on.' }))
    .answer('invoke', { kind: 'raw', body: Buffer.from('{"status":"on its way"}') })
    .answer('inlineAgent', events(chunk('Lead is '), chunk('heavier.')))
    .answer('converse', (request) => converse(request.body['messages'] as object[]));
  whole = await WholeBroker.start({
    script: {
      replies: [
        asks('search_knowledge', { query: 'How is the kettle cleaned?' }),
        asks('order-status', { request: 'Where is order 7?', parameters: { order: 7 } }),
        asks('ask_agent', { question: 'What is heavier?' }),
        asks('delegate_task', { task: 'Clean the kettle.' }),
        asks('search_knowledge', { query: 'And now?' }),
      ],
    },
    settings: {
      'tools.aws.region': 'eu-north-1',
      'tools.aws.runtimeEndpoint': services.url,
      'tools.aws.agentRuntimeEndpoint': services.url,
      'tools.aws.lambdaEndpoint': services.url,
    },
  });
});
afterAll(async () => {
  await whole[Symbol.asyncDispose]();
  await services[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
});

/** Looks it up, and says what it found. */
function converse(messages: object[]) {
  const isFirst = messages.length === 1;
  const content = isFirst
    ? [{ toolUse: { toolUseId: 'a', name: 'search_knowledge', input: { query: 'kettle' } } }]
    : [{ text: 'Use vinegar for it.' }];
  const usage = { inputTokens: 90, outputTokens: 10, totalTokens: 100 };
  return json({
    output: { message: { role: 'assistant', content } },
    stopReason: isFirst ? 'tool_use' : 'end_turn',
    usage,
  });
}

const api = (method: string, path: string, body?: object, version?: number, broker = whole) =>
  broker.ask(method, `/api/v1${path}`, body, version === undefined ? {} : { 'if-match': `"v${version}"` });
const ask = (session: DeviceSession, broker = whole): Promise<string> => broker.turn(session);

const calls = () =>
  whole.events.flatMap((event) =>
    event.kind === 'toolResult' ? [[event.source, event.name, event.code]] : [],
  );

describe('a device', () => {
  let session: DeviceSession;
  let sessionId: string;

  test('is set to all of them', async () => {
    const { status } = await api('PUT', '/configuration/fleet', SETTINGS, 0);
    expect(status).toBe(200);
    const device = await whole.device('kitchen');
    session = await device.openSession();
    await session.waitForState('LISTENING');
    sessionId = session.sessionId!;
  });

  test('has things looked up, a function called, and agents asked', async () => {
    expect(await ask(session)).toContain('With vinegar.');
    expect(await ask(session)).toContain('on its way');
    expect(await ask(session)).toContain('Lead is heavier.');
    expect(await ask(session)).toContain('Use vinegar for it.');
    expect(calls()).toEqual([
      ['knowledge-base', 'search_knowledge', null],
      ['lambda:order-status', 'order-status', null],
      ['inline-agent', 'ask_agent', null],
      ['knowledge-base', 'search_knowledge', null],
      ['agent', 'delegate_task', null],
    ]);
    expect(services.of('retrieve')[0]).toMatchObject({ name: 'KB12345678' });
    expect(services.of('invoke')).toMatchObject([
      {
        body: {
          parameters: { order: 7 },
          context: { deviceId: 'kitchen', sessionId, tenantId: expect.any(String) },
        },
      },
    ]);
    expect(services.of('inlineAgent')).toMatchObject([{ name: sessionId, body: { knowledgeBases: [{}] } }]);
    // What others offer, and no agent.
    const { toolConfig } = services.of('converse')[0]!.body as { toolConfig: { tools: object[] } };
    expect(toolConfig.tools).toMatchObject([
      { toolSpec: { name: 'search_knowledge' } },
      { toolSpec: { name: 'order-status', description: 'Says how an order is getting on.' } },
    ]);
  });

  test('that is set otherwise loses the tool between turns', async () => {
    const body = { ...SETTINGS, tools: { ...SETTINGS.tools, knowledgeBase: false } };
    const { status, json: answer } = await api('PUT', '/configuration/fleet', body, 1);
    expect(status).toBe(200);
    expect(JSON.stringify(answer)).toContain('between_turns');
    await whole.event('modelRenewed');
    expect(await ask(session)).toContain('no such tool');
    expect(calls().at(-1)).toEqual(['none', 'search_knowledge', 'UNKNOWN_TOOL']);
  });

  test('that hangs up is forgotten by the agent', async () => {
    await session.close();
    await vi.waitFor(() =>
      expect(services.of('inlineAgent').at(-1)!.body).toMatchObject({ endSession: true }),
    );
  });
});

test('all of it is counted, and in the audit log', async () => {
  await vi.waitFor(async () => {
    const { json: usage } = await api('GET', '/usage/tools');
    const rows = (usage.items as { source: string; calls: number }[]).map(({ source, calls: count }) => [
      source,
      count,
    ]);
    expect(Object.fromEntries(rows)).toEqual({
      'knowledge-base': 2,
      'lambda:order-status': 1,
      'inline-agent': 1,
      agent: 1,
    });
  }, 5000);
  const { json: log } = await api('GET', '/audit-log?action=tool.call');
  const targets = (log.items as { target: { id: string } }[]).map(({ target }) => target.id);
  expect(targets.toSorted()).toEqual(
    [
      'ask_agent',
      'delegate_task',
      'order-status',
      'search_knowledge',
      'search_knowledge',
      'search_knowledge',
    ].toSorted(),
  );
  expect(whole.broker.figures.value('tools_agent_tokens_total')).toBe(200);
});

test('no secret of the account is told or logged', () => {
  const told = JSON.stringify([whole.events, whole.lines]);
  expect(told).not.toContain('planted');
  expect(JSON.stringify(whole.events)).not.toContain(ACCOUNT);
});

test('a broker without an account starts without a word, and says what it lacks when a tool is called', async () => {
  for (const name of Object.keys(AWS_ENVIRONMENT)) vi.stubEnv(name, '');
  for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/nowhere');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  await using bare = await WholeBroker.start({
    script: { replies: [asks('search_knowledge', { query: 'x' })] },
  });
  expect(bare.lines.filter(({ level }) => level >= 40)).toEqual([]);
  const { status } = await api('PUT', '/configuration/fleet', SETTINGS, 0, bare);
  expect(status).toBe(200);
  const device = await bare.device('kitchen');
  const session = await device.openSession();
  await session.waitForState('LISTENING');
  expect(await ask(session, bare)).toContain('The knowledge base is not available here.');
  const advice = expect.stringContaining('Give the broker AWS credentials');
  expect(await bare.line(({ level, source }) => level === 40 && source === 'knowledge-base')).toMatchObject({
    deviceId: 'kitchen',
    sessionId: session.sessionId,
    error: 'CredentialsProviderError',
    advice,
  });
  await session.close();
});
