/** Puts the HTTP side together; it listens nowhere, so tests and the generator of the documents use it as well. */
import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { type ZodTypeProvider, serializerCompiler } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import type { AuditSink } from '../audit/audit-sink.ts';
import type { Clock } from '../clock.ts';
import { guardRoutes } from './access.ts';
import type { Api, Authenticate, Routes } from './api.ts';
import { answerBrokenRequest } from './broken-request.ts';
import { CSRF_HEADER } from './csrf.ts';
import { DatabaseProblemLog } from './database-problem.ts';
import { type ErrorOptions, answerError, handleErrors, pathOf } from './errors.ts';
import { honourVersions } from './habits/etag.ts';
import { type IdempotencyStore, honourIdempotencyKeys } from './habits/idempotency.ts';
import { DOCUMENT_PATH, describeRoutes } from './openapi.ts';
import { servePages } from './pages.ts';
import { ApiProblem } from './problem.ts';
import { type RateLimitSettings, createLimiters } from './rate-limits.ts';
import { logRequests, requestIdOf } from './request-log.ts';
import { Refusals } from './refusals.ts';
import { rememberOrigins } from './request-origin.ts';
import { listRoutes } from './route-list.ts';
import type { SharedState } from '../store/shared/shared-state.ts';
import { validateInput } from './validation.ts';

export interface ApiSettings extends RateLimitSettings {
  /** Origins of other pages that may use the API with cookies. */
  readonly corsOrigins: readonly string[];
  /** Addresses and ranges of proxies whose X-Forwarded headers are believed. */
  readonly trustProxy: readonly string[];
  readonly bodyLimitBytes: number;
  /** Where people find the broker. */
  readonly publicUrl?: string | undefined;
}

export interface ApiOptions {
  readonly settings: ApiSettings;
  readonly routes: readonly Routes[];
  /** The folder of the built dashboard; undefined without one. */
  readonly dashboard?: string | undefined;
  readonly authenticate: Authenticate;
  /** Requests to become a WebSocket are taken there; elsewhere they are requests like all others. */
  readonly webSocketPath?: string | undefined;
  /** Answers to requests that may be repeated. */
  readonly idempotency: IdempotencyStore;
  /** Where requests are counted. */
  readonly shared: SharedState;
  /** Hears who was refused what. */
  readonly audit: AuditSink;
  readonly clock: Clock;
  readonly log: Logger;
}

export const DEFAULT_API_SETTINGS: ApiSettings = {
  corsOrigins: [],
  trustProxy: [],
  bodyLimitBytes: 256 * 1024,
  rateLimitPerMinute: 600,
  signInPerMinute: 10,
};

/** Headers that a page of another origin may read. */
const EXPOSED = [
  'etag',
  'location',
  'retry-after',
  'x-request-id',
  'idempotent-replayed',
  'content-disposition',
  'content-range',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
];

const ALLOWED = [
  'authorization',
  'content-type',
  'if-match',
  'if-none-match',
  'idempotency-key',
  'x-api-key',
  'last-event-id',
  'range',
  'x-request-id',
];

/** Any other OPTIONS is answered as if there were no CORS. */
const isPreflight = ({ headers }: FastifyRequest): boolean =>
  headers.origin !== undefined && headers['access-control-request-method'] !== undefined;

/** @throws when a route does not say who may call it, or has no operationId, summary or tags. */
export async function createApi({
  settings,
  routes,
  dashboard,
  webSocketPath,
  authenticate,
  idempotency,
  shared,
  audit,
  clock,
  log,
}: ApiOptions): Promise<Api> {
  const { bodyLimitBytes, corsOrigins, publicUrl } = settings;
  const app: FastifyInstance = Fastify({
    logger: false,
    bodyLimit: bodyLimitBytes,
    trustProxy: settings.trustProxy.length > 0 ? [...settings.trustProxy] : false,
    genReqId: requestIdOf,
    requestIdHeader: false,
    requestTimeout: 30_000,
    http: {
      headersTimeout: 10_000,
      shouldUpgradeCallback: ({ url, headers }) =>
        headers.upgrade?.toLowerCase() === 'websocket' && url?.split('?')[0] === webSocketPath,
    },
    // Whoever says nothing, or listens to events, does not keep the broker from stopping.
    forceCloseConnections: true,
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (_error, request, reply) => {
      reply.header('x-request-id', request.id);
      answerError(nothingAt(request), request, reply, errors);
    },
  });
  const list = listRoutes(app);
  const refusals = new Refusals({ audit, clock });
  const errors: ErrorOptions = {
    log,
    databaseLog: new DatabaseProblemLog(log, clock),
    bodyLimitBytes,
    onProblem: (request, problem) => refusals.note(request, problem),
  };
  const origins = new Set([...corsOrigins, ...(publicUrl ? [new URL(publicUrl).origin] : [])]);

  app.setValidatorCompiler(validateInput);
  app.setSerializerCompiler(serializerCompiler);
  handleErrors(app, errors);
  // A text body would reach a handler that expects JSON.
  app.removeContentTypeParser('text/plain');
  takeJson(app);
  logRequests(app, log);
  rememberOrigins(app);
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  await app.register(helmet, HELMET);
  if (corsOrigins.length > 0) {
    const options = {
      origin: [...corsOrigins],
      credentials: true,
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      allowedHeaders: [...ALLOWED, CSRF_HEADER],
      exposedHeaders: EXPOSED,
      maxAge: 600,
    };
    await app.register(cors, {
      delegator: (request, done) => done(null, { ...options, preflight: isPreflight(request) }),
    });
  }
  await app.register(cookie);
  const limiters = await createLimiters(app, settings, shared);
  await describeRoutes(app);
  const pages = dashboard === undefined ? undefined : await servePages(app, dashboard);
  guardRoutes(app, { authenticate, limiters, csrf: { origins } });
  honourVersions(app);
  honourIdempotencyKeys(app, idempotency, log);

  app.setNotFoundHandler({ preHandler: limiters.of('default', 'nowhere') }, (request, reply) => {
    if (pages?.isWanted(request)) return pages.send(reply);
    throw refusal(request, list.methodsOf(pathOf(request)));
  });
  const api = app.withTypeProvider<ZodTypeProvider>() as unknown as Api;
  api.get(DOCUMENT_PATH, { config: { access: 'public' }, schema: { hide: true } }, (_request, reply) =>
    reply.send(app.swagger()),
  );
  for (const add of routes) await add(api);
  await app.ready();
  return api;
}

/** Many programs say `application/json` on every request. Where no body is wanted, none is not broken JSON. */
function takeJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0 && !request.routeOptions.schema?.body) return done(null);
    return parse(request, body as string, done);
  });
}

/** Nothing of a page: answers are data. The page of the documents brings its own policy. */
const HELMET = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  // Whether there is TLS in front is not known here, and over plain HTTP browsers ignore it.
  strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
  referrerPolicy: { policy: 'no-referrer' as const },
  frameguard: { action: 'deny' as const },
  crossOriginResourcePolicy: { policy: 'same-site' as const },
};

function nothingAt(request: FastifyRequest): ApiProblem {
  return new ApiProblem(
    'NOT_FOUND',
    `There is nothing at ${pathOf(request)}. The API is described at ${DOCUMENT_PATH}; the broker's health is at /health.`,
  );
}

function refusal(request: FastifyRequest, methods: readonly string[]): ApiProblem {
  if (methods.length === 0) return nothingAt(request);
  const allow = methods.join(', ');
  return new ApiProblem('METHOD_NOT_ALLOWED', `Only ${allow} can be done at ${pathOf(request)}.`, {
    headers: { allow },
  });
}
