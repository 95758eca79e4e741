/** What the SDK throws, as a reason, what helps, and a sentence that says what to do: one table. */
import type { ReasonName } from '@pipit/protocol';
import { ModelError, type Recovery } from '../voice-model.ts';

export interface FailureRow {
  /** Of the service's exceptions and the SDK's own errors. */
  readonly names: readonly string[];
  /** Where the name is not enough: the service has one name for many things. */
  readonly message?: RegExp;
  readonly reason: ReasonName;
  readonly recovery: Recovery;
  /** Instead, when the stream was not open yet. */
  readonly recoveryAtOpen?: Recovery;
  readonly advice: string;
}

const VALIDATION = ['ValidationException'];

/** The first row that fits counts. Names are those of the Bedrock Runtime API and of the AWS SDK for JavaScript. */
export const FAILURES: readonly FailureRow[] = [
  {
    names: VALIDATION,
    message: /timed out waiting for audio|interactive content/i,
    reason: 'MODEL_FAILED',
    recovery: 'reopen',
    advice:
      'The model heard nothing for too long: the broker was too busy to send, or the connection stalled.',
  },
  {
    names: VALIDATION,
    message: /history is over max limit/i,
    reason: 'MODEL_FAILED',
    recovery: 'trim',
    advice: 'The conversation goes on with less of what was said before.',
  },
  {
    names: VALIDATION,
    message: /history should be sent completely|contents must be closed/i,
    reason: 'MODEL_FAILED',
    recovery: 'reopen',
    advice: 'The events came in a wrong order; the conversation goes on in a new stream.',
  },
  {
    names: VALIDATION,
    message: /tool response parsing|tool result media type/i,
    reason: 'MODEL_FAILED',
    recovery: 'reopen',
    advice: 'The result of a tool was refused; the conversation goes on without it.',
  },
  {
    names: VALIDATION,
    message: /content filter|been blocked/i,
    reason: 'MODEL_FAILED',
    recovery: 'none',
    advice: "The service's content filters refused it; look at the prompt and at what was said.",
  },
  {
    names: VALIDATION,
    message: /system instability/i,
    reason: 'MODEL_FAILED',
    recovery: 'backoff',
    advice: 'The service is in trouble; try again later.',
  },
  {
    names: VALIDATION,
    message: /InternalErrorCode=531|RST_STREAM/i,
    reason: 'MODEL_FAILED',
    recovery: 'reopen',
    advice: 'The service dropped the stream; the conversation goes on in a new one.',
  },
  {
    names: VALIDATION,
    message: /model identifier/i,
    reason: 'MODEL_ACCESS_DENIED',
    recovery: 'none',
    advice: 'Check the model id, and that the model is offered in the region.',
  },
  {
    names: VALIDATION,
    message: /invalid input request/i,
    reason: 'MODEL_FAILED',
    recovery: 'reopen',
    recoveryAtOpen: 'none',
    advice: 'Check the prompt, the voice and the settings.',
  },
  {
    names: VALIDATION,
    reason: 'MODEL_FAILED',
    recovery: 'none',
    advice: 'Check the prompt, the voice and the settings.',
  },
  {
    names: ['ModelTimeoutException'],
    reason: 'MODEL_TIMEOUT',
    recovery: 'reopen',
    advice: 'The conversation goes on in a new stream.',
  },
  {
    names: ['ModelStreamErrorException', 'ModelErrorException'],
    reason: 'MODEL_FAILED',
    recovery: 'reopen',
    advice: 'The conversation goes on in a new stream.',
  },
  {
    names: ['InternalServerException', 'ServiceUnavailableException'],
    reason: 'MODEL_FAILED',
    recovery: 'backoff',
    advice: 'The service is in trouble; try again later.',
  },
  {
    names: ['ThrottlingException', 'ServiceQuotaExceededException', 'TooManyRequestsException'],
    reason: 'MODEL_THROTTLED',
    recovery: 'backoff',
    advice: 'The quota for concurrent conversations or tokens is used up; wait or ask for a higher one.',
  },
  {
    names: ['ModelNotReadyException'],
    reason: 'MODEL_THROTTLED',
    recovery: 'backoff',
    advice: 'The model gets ready; try again later.',
  },
  {
    names: ['ResourceNotFoundException', 'UnknownOperationException'],
    reason: 'MODEL_ACCESS_DENIED',
    recovery: 'none',
    advice: 'Check the model id, and that the model is offered in the region.',
  },
  {
    names: [
      'AccessDeniedException',
      'UnrecognizedClientException',
      'MissingAuthenticationTokenException',
      'IncompleteSignatureException',
      'InvalidSignatureException',
      'ExpiredTokenException',
      'CredentialsProviderError',
    ],
    reason: 'MODEL_ACCESS_DENIED',
    recovery: 'none',
    advice: 'Check the AWS credentials, the region, the clock, and that the account has access to the model.',
  },
  {
    // The SDK reports a refused, reset or aborted connection as a plain Error.
    names: ['Error', 'AbortError', 'TimeoutError'],
    reason: 'MODEL_FAILED',
    recovery: 'reopen',
    advice: 'Check that the endpoint can be reached.',
  },
];

const UNKNOWN: FailureRow = {
  names: [],
  reason: 'MODEL_FAILED',
  recovery: 'backoff',
  advice: 'Try again later.',
};

/** @param opening whether the stream was not open yet. */
export function toModelError(cause: unknown, { opening }: { opening: boolean }): ModelError {
  if (cause instanceof ModelError) return cause;
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const row =
    FAILURES.find(
      ({ names, message }) => names.includes(error.name) && (message?.test(error.message) ?? true),
    ) ?? UNKNOWN;
  // What the model behind the service said; only ModelStreamErrorException has it.
  const { originalMessage } = error as { originalMessage?: unknown };
  const said = typeof originalMessage === 'string' ? ` ${sentence(originalMessage)}` : '';
  return new ModelError(row.reason, `${error.name}: ${sentence(error.message)}${said} ${row.advice}`, {
    recovery: (opening && row.recoveryAtOpen) || row.recovery,
    cause,
  });
}

const sentence = (text: string): string => (text.trim() || 'no message').replace(/[^.!?]$/, '$&.');

/** The service just stopped: the SDK shows resets and lost connections as a normal end. */
export const silentEnd = (): ModelError =>
  new ModelError(
    'MODEL_FAILED',
    "The model's stream ended without a word. Check the connection to the endpoint.",
    { recovery: 'reopen' },
  );

/** More waits for the model than it could ever need: it stopped reading. */
export const notReading = (): ModelError =>
  new ModelError(
    'MODEL_FAILED',
    'The model stopped reading what it is sent. Check the connection to the endpoint.',
    { recovery: 'reopen' },
  );
