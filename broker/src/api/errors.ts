/** Whatever goes wrong becomes a problem; only problems of ours say in their own words what it was. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { IdentityError } from '../identity/identity-error.ts';
import { unavailabilityOf } from '../store/database-error.ts';
import { type DatabaseProblemLog, databaseProblem } from './database-problem.ts';
import { identityProblem } from './identity-problem.ts';
import { ApiProblem, PROBLEM_TYPE, problemOf } from './problem.ts';
import { InputError, errorsOf } from './validation.ts';

export interface ErrorOptions {
  readonly log: Logger;
  readonly databaseLog: DatabaseProblemLog;
  readonly bodyLimitBytes: number;
  /** Hears of every problem before it is sent. */
  readonly onProblem: (request: FastifyRequest, problem: ApiProblem) => void;
}

export function handleErrors(app: FastifyInstance, options: ErrorOptions): void {
  app.setErrorHandler((error: FastifyError | Error, request, reply) =>
    answerError(error, request, reply, options),
  );
}

export function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  { log, databaseLog, bodyLimitBytes, onProblem }: ErrorOptions,
): FastifyReply {
  const problem = asProblem(error, bodyLimitBytes);
  onProblem(request, problem);
  const about = { requestId: request.id, method: request.method, route: routeOf(request) };
  if (unavailabilityOf(error)) databaseLog.note(error, about);
  else if (problem.status >= 500) {
    log.error({ err: error, ...about, status: problem.status }, 'HTTP request failed');
  }
  return sendProblem(problem, request, reply);
}

export function sendProblem(problem: ApiProblem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const challenge = problem.status === 401 ? { 'www-authenticate': 'Bearer realm="pipit"' } : {};
  reply.code(problem.status);
  reply.headers({ ...challenge, ...problem.extras.headers, 'cache-control': 'no-store' });
  return reply.type(PROBLEM_TYPE).send(JSON.stringify(problemOf(problem, pathOf(request), request.id)));
}

function asProblem(error: unknown, bodyLimitBytes: number): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof IdentityError) return identityProblem(error);
  if (error instanceof InputError) {
    return new ApiProblem('INVALID_INPUT', 'See errors for what does not fit, and where.', {
      errors: errorsOf(error),
    });
  }
  const unavailable = databaseProblem(error);
  if (unavailable) return unavailable;
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new ApiProblem('TOO_LARGE', `Send at most ${bodyLimitBytes} bytes.`);
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new ApiProblem('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json.');
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new ApiProblem('MALFORMED_JSON', 'The body must be valid JSON in UTF-8, and not empty.');
    default:
  }
  // The text of such an error may repeat what was sent, so it is not told.
  if (typeof code === 'string' && code.startsWith('FST_') && isClientError(statusCode))
    return new ApiProblem('BAD_REQUEST', 'Check path, headers and body.');
  if (error instanceof SyntaxError && isClientError(statusCode))
    return new ApiProblem('MALFORMED_JSON', 'The body holds keys that are not allowed, such as __proto__.');
  return new ApiProblem('INTERNAL', 'The broker failed. Its log says why.');
}

const isClientError = (status: unknown): boolean =>
  typeof status === 'number' && status >= 400 && status < 500;

/** Without the query, which may hold what is nobody's business. */
export const pathOf = ({ url }: FastifyRequest): string => url.split('?', 1)[0]!.slice(0, 200);

/** As it was declared, so that logs name no ids. */
export const routeOf = ({ routeOptions }: FastifyRequest): string => routeOptions.url ?? 'unknown';
