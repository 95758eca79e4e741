/** An inline agent through the SDK as it is: its stream, and all the ways in which that may end. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as wire from '../../testing/aws-services/aws-answer.ts';
import { AWS_ENVIRONMENT, AwsBench } from '../../testing/aws-services/aws-bench.ts';
import { InlineAgent, type InlineAgentOptions } from './inline-agent.ts';

let my: AwsBench;
beforeEach(async () => {
  for (const [name, value] of Object.entries(AWS_ENVIRONMENT)) vi.stubEnv(name, value);
  my = await AwsBench.start();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await my[Symbol.asyncDispose]();
});

const INSTRUCTION = 'You answer questions in one or two sentences.';

const agent = (options: Partial<InlineAgentOptions> = {}): InlineAgent =>
  new InlineAgent({
    clients: my.clients,
    log: my.log,
    sessionId: 'session-1',
    modelId: 'amazon.nova-lite-v1:0',
    instruction: INSTRUCTION,
    knowledgeBaseId: undefined,
    timeoutMs: 60_000,
    maxBytes: 1000,
    ...options,
  });

const ask = (source = agent(), options = {}) =>
  my.call(source, 'ask_agent', { question: 'What is heavier?' }, options);

describe('an answer', () => {
  test('is put together from its parts, with what was looked up', async () => {
    const [half, rest] = [Buffer.from('Grüße').subarray(0, 3), Buffer.from('Grüße').subarray(3)];
    const location = { type: 'S3', s3Location: { uri: 's3://bucket/manuals/kettle.pdf' } };
    const citation = { retrievedReferences: [{ content: { text: 'x' }, location }] };
    my.services.answer(
      'inlineAgent',
      wire.events(
        wire.event('trace', { sessionId: 'session-1', trace: { orchestrationTrace: {} } }),
        wire.chunk(half),
        wire.chunk(rest, { attribution: { citations: [citation, citation] } }),
        wire.event('somethingNew', { of: 'next year' }),
        wire.chunk(', says the agent.'),
      ),
    );
    const source = agent({ knowledgeBaseId: 'KB12345678' });
    expect((await ask(source)).result).toEqual({ answer: 'Grüße, says the agent.', sources: ['kettle.pdf'] });
    expect(my.services.requests).toMatchObject([
      {
        operation: 'inlineAgent',
        name: 'session-1',
        body: {
          foundationModel: 'amazon.nova-lite-v1:0',
          instruction: INSTRUCTION,
          inputText: 'What is heavier?',
          knowledgeBases: [{ knowledgeBaseId: 'KB12345678', description: expect.any(String) }],
        },
      },
    ]);
  });

  test('that does not end is cut, and its connection with it', async () => {
    const messages = Array.from({ length: 30 }, () => wire.chunk('天'.repeat(20)));
    my.services.answer('inlineAgent', { kind: 'events', messages, ends: 'never' });
    const { result } = await ask();
    expect(result).toEqual({ answer: '天'.repeat(333), cut: true });
    await my.services.requests[0]!.gone;
  });

  test.each([
    ['none at all', wire.events()],
    ['an empty one', wire.events(wire.chunk(' \n'))],
  ])('that is %s is an error', async (_what, answer) => {
    my.services.answer('inlineAgent', answer);
    expect(await ask()).toMatchObject({ code: 'BAD_ANSWER' });
  });

  test('that wants something done here is refused', async () => {
    const invocationInputs = [{ functionInvocationInput: { actionGroup: 'house', function: 'open_door' } }];
    my.services.answer(
      'inlineAgent',
      wire.events(wire.event('returnControl', { invocationId: 'i-1', invocationInputs })),
    );
    expect(await ask()).toMatchObject({
      code: 'FAILED',
      result: { error: expect.stringContaining('cannot be done from here') },
    });
  });
});

describe('a stream that fails', () => {
  test.each([
    ['throttlingException', 'UNAVAILABLE', 'too much to do'],
    ['accessDeniedException', 'UNAVAILABLE', 'not available here'],
    ['resourceNotFoundException', 'UNAVAILABLE', 'is not there'],
    ['validationException', 'FAILED', 'did not take'],
    ['internalServerException', 'UNAVAILABLE', 'in trouble'],
    ['dependencyFailedException', 'UNAVAILABLE', 'in trouble'],
    ['conflictException', 'UNAVAILABLE', 'in trouble'],
  ])('by %s in the middle is told in words', async (member, code, words) => {
    const said = 'Not allowed for arn:aws:iam::123456789012:role/x';
    my.services.answer('inlineAgent', wire.events(wire.chunk('I think '), wire.exception(member, said)));
    const outcome = await ask();
    expect(outcome).toMatchObject({ code, result: { error: expect.stringContaining(words) } });
    expect(outcome.json).not.toContain('arn:');
    expect(my.warnings).toMatchObject([{ source: 'inline-agent', reason: said }]);
  });

  test('by an error without a type', async () => {
    my.services.answer('inlineAgent', wire.events(wire.error('InternalFailure', 'It is broken.')));
    expect(await ask()).toMatchObject({ code: 'UNAVAILABLE' });
    expect(my.warnings).toMatchObject([{ error: 'InternalFailure', reason: 'It is broken.' }]);
  });

  test.each(['torn', 'lost'] as const)('by being %s', async (ends) => {
    const messages = [wire.chunk('I think '), wire.chunk('it is lead.')];
    my.services.answer('inlineAgent', { kind: 'events', messages, ends });
    expect(await ask()).toMatchObject({ code: 'UNAVAILABLE' });
    expect(my.warnings).toHaveLength(1);
  });

  test('by nonsense', async () => {
    my.services.answer('inlineAgent', {
      kind: 'raw',
      body: Buffer.from('<html>a proxy, not an agent</html>'),
      headers: { 'content-type': 'application/vnd.amazon.eventstream' },
    });
    expect(await ask()).toMatchObject({ code: 'UNAVAILABLE' });
  });
});

test('throttled before the stream, it is asked again', async () => {
  my.services.answer('inlineAgent', wire.throttled(), wire.events(wire.chunk('Lead.')));
  expect((await ask()).result).toEqual({ answer: 'Lead.' });
});

test('a call that nobody waits for any more ends the stream', async () => {
  const messages = [wire.chunk('I think ')];
  my.services.answer('inlineAgent', { kind: 'events', messages, ends: 'never' });
  const stop = new AbortController();
  const outcome = ask(undefined, { signal: stop.signal });
  const { gone } = await my.services.request('inlineAgent');
  stop.abort();
  expect(await outcome).toMatchObject({ code: 'CANCELLED' });
  await gone;
  expect(my.warnings).toEqual([]);
});

describe('a conversation', () => {
  test('asks one thing after the other', async () => {
    let running = 0;
    my.services.answer('inlineAgent', async () => {
      expect(++running).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return wire.events(wire.chunk('Lead.'));
    });
    const source = agent();
    const outcomes = await Promise.all([ask(source), ask(source), ask(source)]);
    expect(outcomes.map(({ code }) => code)).toEqual([undefined, undefined, undefined]);
  });

  test('is forgotten by the service at its end, when it was known there', async () => {
    my.services.answer('inlineAgent', wire.events(wire.chunk('Lead.')));
    const { signal } = new AbortController();
    await agent().end(signal);
    expect(my.services.requests).toEqual([]);
    const source = agent();
    await ask(source);
    await source.end(signal);
    await source.end(signal);
    expect(my.services.requests.map(({ body }) => body['endSession'])).toEqual([undefined, true]);
  });

  test('does not mind a service that will not forget', async () => {
    my.services.answer('inlineAgent', wire.events(wire.chunk('Lead.')), wire.throttled());
    const source = agent();
    await ask(source);
    await source.end(AbortSignal.timeout(100));
    expect(my.warnings).toEqual([]);
  });
});
