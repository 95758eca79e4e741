/** Look-ups through the SDK as it is, against a server that speaks as the service does. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AWS_ENVIRONMENT, AwsBench } from '../../testing/aws-services/aws-bench.ts';
import { json, refusal, throttled } from '../../testing/aws-services/aws-answer.ts';
import { KnowledgeBase } from './knowledge-base.ts';

let my: AwsBench;
beforeEach(async () => {
  for (const [name, value] of Object.entries(AWS_ENVIRONMENT)) vi.stubEnv(name, value);
  my = await AwsBench.start();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await my[Symbol.asyncDispose]();
});

const base = ({ clients, log } = my, maxBytes = 16_384): KnowledgeBase =>
  new KnowledgeBase({ clients, log, knowledgeBaseId: 'KB12345678', results: 4, maxBytes });

const search = (args: object = { query: 'How is it cleaned?' }, source = base()) =>
  my.call(source, 'search_knowledge', args);

const passage = (text: string, more: object = {}) => ({
  content: { type: 'TEXT', text },
  location: { type: 'S3', s3Location: { uri: 's3://secret-bucket-of-ours/manuals/kettle.pdf' } },
  score: 0.734_512,
  metadata: { 'x-amz-bedrock-kb-source-uri': 's3://secret-bucket-of-ours/manuals/kettle.pdf' },
  ...more,
});

describe('what is found', () => {
  test('is told with where it stands, the best first', async () => {
    const web = { type: 'WEB', webLocation: { url: 'https://example.com/kettle' } };
    my.services.answer(
      'retrieve',
      json({
        retrievalResults: [
          passage('With vinegar.'),
          passage('Not in a dishwasher.', { location: web, score: 0.5 }),
          { content: { type: 'ROW', row: [{ columnName: 'part', columnValue: 'lid', type: 'STRING' }] } },
          { content: { type: 'IMAGE', byteContent: 'data:image/png;base64,AAAA' } },
        ],
      }),
    );
    expect((await search()).result).toEqual({
      passages: [
        { text: 'With vinegar.', from: 'kettle.pdf', score: 0.73 },
        { text: 'Not in a dishwasher.', from: 'https://example.com/kettle', score: 0.5 },
        { text: 'part: lid' },
        { text: '(image: it cannot be shown here)' },
      ],
    });
    expect(my.services.requests).toMatchObject([
      {
        operation: 'retrieve',
        name: 'KB12345678',
        body: {
          retrievalQuery: { text: 'How is it cleaned?' },
          retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: 4 } },
        },
      },
    ]);
  });

  test('is nothing', async () => {
    my.services.answer('retrieve', json({ retrievalResults: [] }));
    expect((await search()).result).toEqual({ passages: [], note: 'Nothing was found.' });
  });

  test('is no more than a model takes, and says how much is left out', async () => {
    const many = Array.from({ length: 25 }, (_, at) => passage(`${at} ${'天'.repeat(3000)}`));
    my.services.answer('retrieve', json({ retrievalResults: many }));
    const { json: text, result } = await search({ query: 'x', results: 25 });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(16_384);
    expect(result).toMatchObject({ passages: [{}, {}], leftOut: 23 });
    const tiny = await search({ query: 'x' }, base(my, 1024));
    expect(Buffer.byteLength(tiny.json)).toBeLessThanOrEqual(1024);
    expect(tiny.result).toMatchObject({ passages: [{ text: expect.stringMatching(/^0 天/) }], leftOut: 24 });
  });
});

test('a question is cut, a number kept within bounds, and none is refused', async () => {
  my.services.answer('retrieve', json({ retrievalResults: [] }));
  await search({ query: 'x'.repeat(5000), results: 4000 });
  const { body } = my.services.requests[0]!;
  expect(body).toMatchObject({
    retrievalQuery: { text: 'x'.repeat(1000) },
    retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: 25 } },
  });
  for (const args of [{}, { query: '  ' }, { query: 4 }])
    expect(await search(args)).toMatchObject({ code: 'INVALID_ARGUMENTS' });
  expect(my.services.requests).toHaveLength(1);
});

describe('a service that fails', () => {
  test.each([
    ['AccessDeniedException', 403, 'UNAVAILABLE', 'is not available here', 1],
    ['ExpiredTokenException', 403, 'UNAVAILABLE', 'is not available here', 1],
    ['ResourceNotFoundException', 404, 'UNAVAILABLE', 'is not there', 1],
    ['ValidationException', 400, 'FAILED', 'did not take the request', 1],
    ['ThrottlingException', 429, 'UNAVAILABLE', 'has too much to do now', 3],
    ['ServiceQuotaExceededException', 400, 'UNAVAILABLE', 'has too much to do now', 1],
    ['InternalServerException', 500, 'UNAVAILABLE', 'is in trouble', 3],
    ['DependencyFailedException', 424, 'UNAVAILABLE', 'is in trouble', 1],
    ['BadGatewayException', 502, 'UNAVAILABLE', 'is in trouble', 3],
    ['NeverHeardOfException', 418, 'UNAVAILABLE', 'is in trouble', 1],
  ])(
    'with %s is told in words, and to operators with advice',
    async (name, status, code, words, attempts) => {
      const said = 'User: arn:aws:sts::123456789012:assumed-role/broker/i-0abc may not do this';
      my.services.answer('retrieve', refusal(name, status, said));
      const outcome = await search();
      expect(outcome).toMatchObject({
        code,
        result: { error: expect.stringContaining(`The knowledge base ${words}`) },
      });
      expect(outcome.json).not.toMatch(/arn:|123456789012/);
      expect(my.services.requests).toHaveLength(attempts);
      expect(my.warnings).toMatchObject([
        { source: 'knowledge-base', error: name, reason: said, advice: expect.stringMatching(/\w{4}.*\.$/) },
      ]);
      expect(JSON.stringify(my.lines)).not.toContain('planted');
    },
  );

  test('for a moment is asked again', async () => {
    my.services.answer('retrieve', throttled(), throttled(), json({ retrievalResults: [passage('Yes.')] }));
    expect(await search()).toMatchObject({ code: undefined, result: { passages: [{ text: 'Yes.' }] } });
    expect(my.warnings).toEqual([]);
  });

  test('by losing connections, or not being there', async () => {
    my.services.answer('retrieve', { kind: 'lost' });
    expect(await search()).toMatchObject({
      code: 'UNAVAILABLE',
      result: { error: expect.stringContaining('cannot be reached') },
    });
    const gone = await AwsBench.start({ maxAttempts: 1 });
    await gone.services[Symbol.asyncDispose]();
    expect(await search(undefined, base(gone))).toMatchObject({
      code: 'UNAVAILABLE',
      result: { error: expect.stringContaining('cannot be reached') },
    });
    gone.clients.close();
  });

  test('by answering something else', async () => {
    my.services.answer('retrieve', { kind: 'raw', body: Buffer.from('<html>proxy</html>') });
    expect(await search()).toMatchObject({ code: 'UNAVAILABLE' });
  });
});

test('a call that nobody waits for any more ends the request', async () => {
  my.services.answer('retrieve', { kind: 'silence' });
  const stop = new AbortController();
  const outcome = my.call(base(), 'search_knowledge', { query: 'x' }, { signal: stop.signal });
  const { gone } = await my.services.request('retrieve');
  stop.abort();
  expect(await outcome).toMatchObject({ code: 'CANCELLED' });
  await gone;
  expect(my.warnings).toEqual([]);
});

test('a service that does not answer in time is given up', async () => {
  my.services.answer('retrieve', { kind: 'silence' });
  expect(await my.call(base(), 'search_knowledge', { query: 'x' }, { timeoutMs: 300 })).toMatchObject({
    code: 'TIMEOUT',
  });
  await (
    await my.services.request('retrieve')
  ).gone;
});

test('without credentials the model is told that it is not available, and operators what to set', async () => {
  for (const name of Object.keys(AWS_ENVIRONMENT)) vi.stubEnv(name, '');
  for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/nowhere');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  expect(await search()).toMatchObject({
    code: 'UNAVAILABLE',
    result: { error: 'The knowledge base is not available here.' },
  });
  expect(my.services.requests).toEqual([]);
  expect(my.warnings).toMatchObject([
    { error: 'CredentialsProviderError', advice: expect.stringContaining('AWS credentials') },
  ]);
});
