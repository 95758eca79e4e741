/**
 * What the AWS SDK throws, as what the model is told and what operators are told: one table. The model hears nothing of
 * what a service wrote: there are names of accounts and roles in it.
 */
import type { Logger } from 'pino';
import { ToolError, type ToolErrorCode } from '../tool-source.ts';

export interface AwsFailureRow {
  /** Of the services' exceptions, of the SDK's own errors, and of what the system calls lost connections. */
  readonly names: readonly string[];
  readonly code: ToolErrorCode;
  /** For the model, behind the name of what failed. */
  readonly words: string;
  /** For operators. */
  readonly advice: string;
}

/** Names are those of the Bedrock, Lambda and STS APIs, and of the AWS SDK for JavaScript. */
export const AWS_FAILURES: readonly AwsFailureRow[] = [
  {
    names: ['CredentialsProviderError'],
    code: 'UNAVAILABLE',
    words: 'is not available here.',
    advice:
      'Give the broker AWS credentials: variables, a profile, or the role of its container or instance.',
  },
  {
    names: [
      'AccessDeniedException',
      'UnrecognizedClientException',
      'MissingAuthenticationTokenException',
      'IncompleteSignatureException',
      'InvalidSignatureException',
      'ExpiredTokenException',
      'ExpiredToken',
      'InvalidClientTokenId',
      'KMSAccessDeniedException',
      'EC2AccessDeniedException',
    ],
    code: 'UNAVAILABLE',
    words: 'is not available here.',
    advice:
      'Check the AWS credentials, the clock, and that their policy allows what docs/tools.md lists; for agents also access to the model.',
  },
  {
    names: ['ResourceNotFoundException', 'UnknownOperationException'],
    code: 'UNAVAILABLE',
    words: 'is not there.',
    advice:
      'Check knowledgeBaseId and lambdaArn of the device, tools.aws.agentModelId, and that all are in the region.',
  },
  {
    names: [
      'ThrottlingException',
      'Throttling',
      'TooManyRequestsException',
      'ServiceQuotaExceededException',
      'ModelNotReadyException',
      'ResourceNotReadyException',
      'EC2ThrottledException',
      'SnapStartNotReadyException',
    ],
    code: 'UNAVAILABLE',
    words: 'has too much to do now. Try again in a minute.',
    advice: 'A quota of the account is used up: wait, or ask for a higher one.',
  },
  {
    names: [
      'ValidationException',
      'InvalidParameterValueException',
      'InvalidRequestContentException',
      'RequestTooLargeException',
      'UnsupportedMediaTypeException',
      'SerializationException',
    ],
    code: 'FAILED',
    words: 'did not take the request.',
    advice:
      'See reason. For agents, check tools.aws.agentModelId: many models need an inference profile like eu.amazon.nova-lite-v1:0.',
  },
  {
    names: ['ModelTimeoutException', 'TimeoutError', 'CallbackTimeoutException'],
    code: 'TIMEOUT',
    words: 'did not answer in time.',
    advice: 'Check that the service can be reached from here, or try again later.',
  },
  {
    names: ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET', 'EPIPE'],
    code: 'UNAVAILABLE',
    words: 'cannot be reached now.',
    advice: 'Check the region, the endpoints of tools.aws, and the way to them: DNS, proxy, firewall.',
  },
];

const UNKNOWN: AwsFailureRow = {
  names: [],
  code: 'UNAVAILABLE',
  words: 'is in trouble. Try again later.',
  advice: 'The service is in trouble; try again later.',
};

export interface Asked {
  /** As the model is told, like `The knowledge base`. */
  readonly what: string;
  /** Of the source of tools. */
  readonly source: string;
  readonly signal: AbortSignal;
  /** With the ids of the conversation. */
  readonly log: Logger;
}

/** @throws {ToolError} for whatever `work` throws; operators are told what to do about it */
export async function answerOf<T>(work: () => Promise<T>, asked: Asked): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw failureOf(cause, asked);
  }
}

function failureOf(cause: unknown, { what, source, signal, log }: Asked): ToolError {
  if (cause instanceof ToolError) return cause;
  if (signal.aborted) return new ToolError('CANCELLED', 'The call was cancelled.', { cause });
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const { code } = error as { code?: unknown };
  const named = (name: unknown) => (row: AwsFailureRow) => row.names.includes(String(name));
  // The SDK has one name for all that is wrong with connections; the system's code says more.
  const row = AWS_FAILURES.find(named(code)) ?? AWS_FAILURES.find(named(error.name)) ?? UNKNOWN;
  const { attempts, requestId } =
    (error as { $metadata?: { attempts?: number; requestId?: string } }).$metadata ?? {};
  log.warn(
    {
      source,
      error: error.name,
      // What the SDK adds on further lines is for programmers.
      reason: error.message.split('\n', 1)[0]!.slice(0, MAX_REASON),
      attempts,
      requestId,
      advice: row.advice,
    },
    'a service of AWS failed',
  );
  return new ToolError(row.code, `${what} ${row.words}`, { cause });
}

const MAX_REASON = 500;

/** What others wrote, without what only operators should know. */
export const withoutArns = (text: string): string =>
  text.replaceAll(/\barn:aws[\w-]*:[^\s"',;)]+/g, '(a resource)').replaceAll(/\b\d{12}\b/g, '(an account)');
