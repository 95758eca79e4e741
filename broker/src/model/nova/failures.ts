/** What the SDK throws, as a reason and a sentence that says what to do. */
import type { ReasonName } from '@pipit/protocol';
import { ModelError } from '../voice-model.ts';

interface Failure {
  readonly reason: ReasonName;
  readonly retryable: boolean;
  readonly advice: string;
}

const MODEL_FAILED: Failure = { reason: 'MODEL_FAILED', retryable: true, advice: 'Try again.' };
const ACCESS: Failure = {
  reason: 'MODEL_ACCESS_DENIED',
  retryable: false,
  advice: 'Check the AWS credentials, the region, and that the account has access to the model.',
};
const THROTTLED: Failure = {
  reason: 'MODEL_THROTTLED',
  retryable: true,
  advice: 'The quota for concurrent conversations or tokens is used up; wait or ask for a higher one.',
};

/** Names of the service's exceptions and of the SDK's own errors. */
const failures = new Map<string, Failure>(
  Object.entries({
    AccessDeniedException: ACCESS,
    UnrecognizedClientException: ACCESS,
    InvalidSignatureException: ACCESS,
    ExpiredTokenException: ACCESS,
    CredentialsProviderError: ACCESS,
    ResourceNotFoundException: {
      reason: 'MODEL_ACCESS_DENIED',
      retryable: false,
      advice: 'Check the model id, and that the model is offered in the region.',
    },
    ThrottlingException: THROTTLED,
    ServiceQuotaExceededException: THROTTLED,
    ModelTimeoutException: { reason: 'MODEL_TIMEOUT', retryable: true, advice: 'Open a new conversation.' },
    ValidationException: {
      reason: 'MODEL_FAILED',
      retryable: false,
      advice: 'Check the prompt, the voice and the settings.',
    },
  } satisfies Record<string, Failure>),
);

export function toModelError(cause: unknown): ModelError {
  if (cause instanceof ModelError) return cause;
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const failure = failures.get(error.name) ?? MODEL_FAILED;
  // The SDK reports a refused, reset or aborted connection as a plain Error.
  const advice = error.name === 'Error' ? 'Check that the endpoint can be reached.' : failure.advice;
  return new ModelError(failure.reason, `${error.name}: ${sentence(error.message)} ${advice}`, {
    retryable: failure.retryable,
    cause,
  });
}

const sentence = (text: string): string => (text.trim() || 'no message').replace(/[^.!?]$/, '$&.');

/** The service just stopped: the SDK shows resets and lost connections as a normal end. */
export const silentEnd = (): ModelError =>
  new ModelError(
    'MODEL_FAILED',
    "The model's stream ended without a word. Check the connection to the endpoint.",
    {
      retryable: true,
    },
  );
