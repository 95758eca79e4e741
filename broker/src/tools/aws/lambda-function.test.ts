/** Calls of a function through the SDK as it is, against a server that speaks as Lambda does. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type AwsAnswer, json, refusal } from '../../testing/aws-services/aws-answer.ts';
import { AWS_ENVIRONMENT, AwsBench } from '../../testing/aws-services/aws-bench.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { FunctionDescriptions } from './function-descriptions.ts';
import { LambdaFunction } from './lambda-function.ts';

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:garden-lights:live';

let my: AwsBench;
let clock: FakeClock;
let descriptions: FunctionDescriptions;
beforeEach(async () => {
  for (const [name, value] of Object.entries(AWS_ENVIRONMENT)) vi.stubEnv(name, value);
  my = await AwsBench.start();
  clock = new FakeClock();
  const { clients, log } = my;
  descriptions = new FunctionDescriptions({ clients, clock, log });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  descriptions.close();
  await my[Symbol.asyncDispose]();
});

const lights = (arn = ARN): LambdaFunction => {
  const { clients, log } = my;
  const caller = { deviceId: 'kitchen', sessionId: 'session-1', tenantId: 'default' };
  return new LambdaFunction({ clients, log, arn, caller, description: () => descriptions.of(arn) });
};

const ask = (args: object = { request: 'Lights on', parameters: { on: true } }, options = {}) =>
  my.call(lights(), 'garden-lights', args, options);

const payload = (text: string, failure?: string): AwsAnswer => ({
  kind: 'raw',
  body: Buffer.from(text),
  headers: { 'x-amz-executed-version': '3', ...(failure && { 'x-amz-function-error': failure }) },
});

describe('as a tool it is', () => {
  test('named as the function, and described by its own words, which are read once', async () => {
    my.services.answer('functionConfiguration', json({ Description: 'Switches the lights of the garden.' }));
    expect(await lights().list()).toMatchObject([
      {
        name: 'garden-lights',
        description: 'Switches the lights of the garden.',
        inputSchema: { properties: { request: {}, parameters: {} }, required: ['request'] },
      },
    ]);
    await lights().list();
    expect(my.services.requests).toMatchObject([{ name: ARN }]);
    clock.advance(11 * 60_000);
    await lights().list();
    expect(my.services.requests).toHaveLength(2);
  });

  test('there also when its words may not be read', async () => {
    const answer = refusal('AccessDeniedException', 403, `no access to ${ARN}`);
    my.services.answer('functionConfiguration', answer);
    const [tool] = await lights().list();
    expect(tool!.description).toBe('Asks the function garden-lights to do what its name says.');
    await lights().list();
    expect(my.services.requests).toHaveLength(1);
    expect(my.lines).toMatchObject([
      { level: 30, function: 'garden-lights', error: 'AccessDeniedException' },
    ]);
  });

  test('there also when they do not come', async () => {
    my.services.answer('functionConfiguration', { kind: 'silence' });
    const listed = lights().list();
    const { gone } = await my.services.request('functionConfiguration');
    clock.advance(5000);
    expect(await listed).toHaveLength(1);
    await gone;
  });
});

describe('a call', () => {
  test('is one event, with who asks', async () => {
    my.services.answer('invoke', payload('{"lights":"on"}'));
    expect((await ask()).result).toEqual({ lights: 'on' });
    const { name, headers, body } = my.services.requests[0]!;
    expect(name).toBe(ARN);
    expect(headers['x-amz-invocation-type']).toBe('RequestResponse');
    // In the function's own region.
    expect(headers.authorization).toContain('/eu-west-1/lambda/');
    expect(body).toEqual({
      request: 'Lights on',
      parameters: { on: true },
      context: { deviceId: 'kitchen', sessionId: 'session-1', tenantId: 'default' },
    });
  });

  test('takes what a model names outside of the parameters, and is not too large', async () => {
    my.services.answer('invoke', payload('null'));
    expect((await ask({ on: true })).result).toEqual({ result: null });
    expect(my.services.requests[0]!.body).toMatchObject({ request: '', parameters: { on: true } });
    expect(await ask({ request: 'x', parameters: { text: 'y'.repeat(70_000) } })).toMatchObject({
      code: 'INVALID_ARGUMENTS',
    });
  });

  test.each([
    ['"done"', { result: 'done' }],
    ['[1,2]', { result: [1, 2] }],
    ['', {}],
    ['no JSON', { result: 'no JSON' }],
  ])('that returns %j is answered', async (text, result) => {
    my.services.answer('invoke', payload(text));
    expect(await ask()).toMatchObject({ code: undefined, result });
  });

  test('that returns too much is an error', async () => {
    my.services.answer('invoke', payload(JSON.stringify('x'.repeat(1_100_000))));
    expect(await ask()).toMatchObject({ code: 'BAD_ANSWER' });
  });
});

describe('a function that fails', () => {
  test('says why, without names of accounts', async () => {
    const errorMessage = `The lamp of ${ARN} is broken.`;
    const failure = { errorMessage, errorType: 'LampError', trace: ['at /var/task/index.mjs:3'] };
    my.services.answer('invoke', payload(JSON.stringify(failure), 'Unhandled'));
    expect(await ask()).toMatchObject({
      code: 'FAILED',
      result: { error: 'The lamp of (a resource) is broken.' },
    });
    expect(my.warnings).toMatchObject([
      { source: 'lambda:garden-lights', kind: 'Unhandled', error: 'LampError' },
    ]);
    // It may be of what somebody said.
    expect(JSON.stringify(my.lines)).not.toContain('broken');
  });

  test('by running out of time', async () => {
    const errorMessage = '2026-01-01T00:00:00.000Z 8b6f Task timed out after 3.00 seconds';
    my.services.answer('invoke', payload(JSON.stringify({ errorMessage }), 'Unhandled'));
    expect(await ask()).toMatchObject({ code: 'TIMEOUT' });
  });

  test('without a word', async () => {
    my.services.answer('invoke', payload('', 'Unhandled'));
    expect(await ask()).toMatchObject({
      code: 'FAILED',
      result: { error: expect.stringContaining('did not say why') },
    });
  });
});

describe('Lambda', () => {
  test('that has no time is asked again', async () => {
    const busy: AwsAnswer = {
      kind: 'json',
      status: 429,
      headers: { 'x-amzn-errortype': 'TooManyRequestsException' },
      body: {
        Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
        Type: 'User',
        message: 'Rate Exceeded.',
      },
    };
    my.services.answer('invoke', busy, payload('"done"'));
    expect((await ask()).result).toEqual({ result: 'done' });
    my.services.answer('invoke', busy);
    expect(await ask()).toMatchObject({
      code: 'UNAVAILABLE',
      result: { error: expect.stringContaining('too much to do') },
    });
    expect(my.services.of('invoke')).toHaveLength(2 + 3);
  });

  test.each([
    ['an error of its own', refusal('ServiceException', 500, 'The service encountered an internal error.')],
    ['a lost connection', { kind: 'lost' } as const],
  ])('is not asked twice after %s: the function may have done it', async (_what, answer) => {
    my.services.answer('invoke', answer);
    expect(await ask()).toMatchObject({ code: 'UNAVAILABLE' });
    expect(my.services.requests).toHaveLength(1);
  });

  test('that refuses is told to operators, not to the model', async () => {
    const answer: AwsAnswer = {
      kind: 'json',
      status: 404,
      headers: { 'x-amzn-errortype': 'ResourceNotFoundException' },
      body: { Type: 'User', Message: `Function not found: ${ARN}` },
    };
    my.services.answer('invoke', answer);
    const outcome = await ask();
    expect(outcome).toMatchObject({ code: 'UNAVAILABLE', result: { error: 'The function is not there.' } });
    expect(my.warnings).toMatchObject([{ reason: `Function not found: ${ARN}` }]);
  });

  test('is not kept at work for nobody', async () => {
    my.services.answer('invoke', { kind: 'silence' });
    const stop = new AbortController();
    const outcome = ask({ request: 'x' }, { signal: stop.signal });
    const { gone } = await my.services.request('invoke');
    stop.abort();
    expect(await outcome).toMatchObject({ code: 'CANCELLED' });
    await gone;
  });
});
