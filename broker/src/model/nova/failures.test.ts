import { createEmulator, type Emulator, type EmulatorOptions, type ServiceErrorName } from '@pipit/emulator';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../clock.ts';
import { ModelError, type ModelSession, type VoiceModel } from '../voice-model.ts';
import { FAILURES, toModelError } from './failures.ts';
import { createNovaSonic } from './nova-sonic.ts';

const settings = {
  systemPrompt: 'Be brief.',
  voice: 'matthew',
  maxTokens: 1024,
  topP: 0.9,
  temperature: 0.7,
  endpointing: 'HIGH',
} as const;

let emulator: Emulator | undefined;
let model: VoiceModel | undefined;

afterEach(async () => {
  model?.close();
  await emulator?.close();
  emulator = model = undefined;
});

async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  emulator = await createEmulator({ brain: 'scripted', ...options });
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const place = { region: 'us-east-1', endpoint: emulator.url, credentials };
  model = createNovaSonic({ modelId: 'amazon.nova-2-sonic-v1:0', ...place, clock: systemClock });
  return emulator;
}

/** Opens, lets the stream be, and tells how it failed. */
async function failure(use: (session: ModelSession) => void = () => {}): Promise<unknown> {
  let onEnded: (failure: ModelError | null) => void = () => {};
  const ended = new Promise<ModelError | null>((resolve) => {
    onEnded = resolve;
  });
  const request = {
    sessionId: 's',
    settings,
    history: [],
    place: 'new' as const,
    onEvent: () => {},
    onEnded,
  };
  return model!.open({ ...request, signal: new AbortController().signal }).then(
    (session) => {
      use(session);
      return ended;
    },
    (error: unknown) => error,
  );
}

type Case = [name: string, message: string, reason: string, recovery: string, recoveryAtOpen?: string];

const VALIDATION: Case[] = (
  [
    [
      'Timed out waiting for audio bytes or interactive content. Please ensure gaps are less than 55 seconds.',
      'reopen',
    ],
    ['Chat history is over max limit. Trim chat history and try again.', 'trim'],
    ['Chat history should be sent completely before streaming audio.', 'reopen'],
    ['All contents must be closed before ending prompt.', 'reopen'],
    ['RequestId=1 : Tool Response parsing error.', 'reopen'],
    ['Tool result media type must be one of: [text/plain]', 'reopen'],
    ['This request has been blocked by our content filters.', 'none'],
    ['System instability detected. Please retry your request.', 'backoff'],
    ['InternalErrorCode=531::RST_STREAM closed stream. HTTP/2 error code: NO_ERROR', 'reopen'],
    ['Invalid input request, please fix your input and try again.', 'reopen', 'none'],
    ['Something that nobody has seen yet.', 'none'],
  ] as const
).map(([message, ...recovery]) => ['ValidationException', message, 'MODEL_FAILED', ...recovery]);

/** Those that the service sends inside an open stream, too. */
const IN_STREAM: Case[] = [
  ...VALIDATION,
  ['ValidationException', 'The provided model identifier is invalid.', 'MODEL_ACCESS_DENIED', 'none'],
  ['ModelTimeoutException', 'Model has timed out in processing the request.', 'MODEL_TIMEOUT', 'reopen'],
  ['ModelStreamErrorException', 'The system encountered an unexpected error.', 'MODEL_FAILED', 'reopen'],
  ['InternalServerException', 'The system encountered an unexpected error.', 'MODEL_FAILED', 'backoff'],
  ['ServiceUnavailableException', 'The service is unavailable.', 'MODEL_FAILED', 'backoff'],
  ['ThrottlingException', 'Too many requests.', 'MODEL_THROTTLED', 'backoff'],
];
const AT_OPEN: Case[] = [
  ...IN_STREAM,
  ['ModelErrorException', 'The model failed.', 'MODEL_FAILED', 'reopen'],
  ['ModelNotReadyException', 'The model is not ready.', 'MODEL_THROTTLED', 'backoff'],
  ['ServiceQuotaExceededException', 'Too many.', 'MODEL_THROTTLED', 'backoff'],
  ['AccessDeniedException', 'No.', 'MODEL_ACCESS_DENIED', 'none'],
  ['UnrecognizedClientException', 'The security token is invalid.', 'MODEL_ACCESS_DENIED', 'none'],
  ['MissingAuthenticationTokenException', 'No token.', 'MODEL_ACCESS_DENIED', 'none'],
  ['InvalidSignatureException', 'Signature expired.', 'MODEL_ACCESS_DENIED', 'none'],
  ['ResourceNotFoundException', 'No such model.', 'MODEL_ACCESS_DENIED', 'none'],
  ['UnknownOperationException', 'No such operation.', 'MODEL_ACCESS_DENIED', 'none'],
];
/** Those of the SDK itself. */
const LOCAL: Case[] = [
  [
    'CredentialsProviderError',
    'Could not load credentials from any providers',
    'MODEL_ACCESS_DENIED',
    'none',
  ],
  ['ExpiredTokenException', 'The security token is expired', 'MODEL_ACCESS_DENIED', 'none'],
  ['Error', 'HTTP/2 stream is abnormally aborted with result code 2.', 'MODEL_FAILED', 'reopen'],
  ['AbortError', 'Request aborted', 'MODEL_FAILED', 'reopen'],
  ['NewException', '', 'MODEL_FAILED', 'backoff'],
];

test.each(AT_OPEN)('%s (%s) when a stream is opened', async (error, message, reason, recovery, atOpen) => {
  const { faults } = await start();
  faults.add({ kind: 'error', error: error as ServiceErrorName, message });
  const failed = await failure();
  expect(failed).toBeInstanceOf(ModelError);
  expect(failed).toMatchObject({ reason, recovery: atOpen ?? recovery });
  expect((failed as Error).message).toContain(message);
});

test.each(IN_STREAM)('%s (%s) in an open stream', async (error, message, reason, recovery) => {
  const { faults } = await start();
  const failed = await failure(() =>
    faults.inject({ kind: 'error', error: error as ServiceErrorName, message }),
  );
  expect(failed).toMatchObject({ reason, recovery });
});

test.each(LOCAL)('%s (%s)', (name, message, reason, recovery) => {
  const failed = toModelError(Object.assign(new Error(message), { name }), { opening: true });
  expect(failed).toMatchObject({ reason, recovery });
  expect(failed.message).toMatch(/\.$/);
});

test('no row of the table is without a case', () => {
  const all = [...AT_OPEN, ...LOCAL].map(([name, message]) =>
    FAILURES.find((row) => row.names.includes(name) && (row.message?.test(message) ?? true)),
  );
  expect(FAILURES.filter((row) => !all.includes(row))).toEqual([]);
});

test('what the model behind the service said is told', () => {
  const error = Object.assign(new Error('Failed'), { originalMessage: 'out of memory' });
  expect(toModelError(error, { opening: false }).message).toMatch(/Failed\. out of memory\. /);
});

describe('by what we or the line do', () => {
  test('no audio for too long', async () => {
    await start({ limits: { idleMs: 100 } });
    expect(await failure()).toMatchObject({ reason: 'MODEL_FAILED', recovery: 'reopen' });
  });

  test('the end of its time', async () => {
    await start({ limits: { streamMs: 100 } });
    expect(await failure()).toMatchObject({ reason: 'MODEL_TIMEOUT', recovery: 'reopen' });
  });

  test('the quota', async () => {
    await start({ limits: { concurrentStreams: 0 } });
    expect(await failure()).toMatchObject({ reason: 'MODEL_THROTTLED', recovery: 'backoff' });
  });

  test('a voice that it does not have', async () => {
    await start();
    const failed = await model!
      .open({
        sessionId: 's',
        settings: { ...settings, voice: 'nobody' },
        history: [],
        place: 'new',
        onEvent: () => {},
        onEnded: () => {},
        signal: new AbortController().signal,
      })
      .catch((error: unknown) => error);
    expect(failed).toMatchObject({ reason: 'MODEL_FAILED', recovery: 'none' });
    expect((failed as Error).message).toMatch(/voice/);
  });

  test.each(['reset', 'kill-socket', 'truncated-frame', 'bad-crc'] as const)('%s', async (kind) => {
    const { faults } = await start();
    expect(await failure(() => faults.inject({ kind }))).toMatchObject({
      reason: 'MODEL_FAILED',
      recovery: 'reopen',
    });
  });
});
