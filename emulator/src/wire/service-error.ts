/** The errors of the service: which exist, their HTTP status, and which of them the stream itself can carry. */

/** Name of the exception → HTTP status. Those in `modeled` also travel inside an open stream. */
export const serviceErrors = {
  AccessDeniedException: 403,
  InternalServerException: 500,
  InvalidSignatureException: 403,
  MissingAuthenticationTokenException: 403,
  ModelErrorException: 424,
  ModelNotReadyException: 429,
  ModelStreamErrorException: 424,
  ModelTimeoutException: 408,
  ResourceNotFoundException: 404,
  ServiceQuotaExceededException: 400,
  ServiceUnavailableException: 503,
  ThrottlingException: 429,
  UnknownOperationException: 404,
  UnrecognizedClientException: 403,
  ValidationException: 400,
} as const;

export type ServiceErrorName = keyof typeof serviceErrors;

const modeled: ReadonlySet<ServiceErrorName> = new Set<ServiceErrorName>([
  'InternalServerException',
  'ModelStreamErrorException',
  'ModelTimeoutException',
  'ServiceUnavailableException',
  'ThrottlingException',
  'ValidationException',
]);

/** What the service says when nothing more precise is known. */
export const defaultMessages: Partial<Record<ServiceErrorName, string>> = {
  InternalServerException:
    'The system encountered an unexpected error during processing. Try your request again.',
  ModelErrorException: 'The model encountered an error while processing the request. Try your request again.',
  ModelNotReadyException: 'The model is not ready for inference. Wait and try your request again.',
  ModelStreamErrorException:
    'The system encountered an unexpected error during processing. Try your request again.',
  ModelTimeoutException: 'Model has timed out in processing the request. Try your request again.',
  ServiceUnavailableException: 'The service is currently unavailable. Try your request again.',
  ThrottlingException: 'Too many requests, please wait before trying again.',
  ValidationException: 'Invalid input request, please fix your input and try again.',
};

export function isServiceErrorName(name: string): name is ServiceErrorName {
  return Object.hasOwn(serviceErrors, name);
}

export class ServiceError extends Error {
  override readonly name: ServiceErrorName;

  constructor(
    name: ServiceErrorName,
    message: string = defaultMessages[name] ?? name,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = name;
  }

  get status(): number {
    return serviceErrors[this.name];
  }

  /** The member of the output union (`throttlingException`), or undefined for an error that it lacks. */
  get unionMember(): string | undefined {
    return modeled.has(this.name) ? this.name[0]!.toLowerCase() + this.name.slice(1) : undefined;
  }
}
