/** The OpenAPI document, from the schemas that requests are checked with, and the page that shows it. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify';
import { createJsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { CSRF_HEADER } from './csrf.ts';
import { PROBLEMS, type ProblemCode } from './problem-codes.ts';
import { PROBLEM_TYPE, problemSchema } from './problem.ts';

export const DOCS_PATH = '/api/docs';
export const DOCUMENT_PATH = '/api/v1/openapi.json';

const DOCS_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><text y="28" font-family="sans-serif" font-size="26" fill="#fff">Pipit</text></svg>';

/** Cookie of the browser's sign-in. */
export const SESSION_COOKIE = 'pipit_access';

const SIGNED_IN = [{ bearer: [] }, { apiKey: [] }, { cookie: [] }];

const zodTransform = createJsonSchemaTransform({});

const JSON_TYPE = 'application/json';

interface BodySchema {
  readonly type?: string;
  readonly anyOf?: readonly BodySchema[];
}

interface Operation {
  readonly requestBody?: {
    readonly required?: boolean;
    readonly content: Record<string, { readonly schema?: BodySchema }>;
  };
  readonly responses?: Record<string, unknown>;
  [key: `x-${string}`]: unknown;
}

interface Document {
  readonly paths?: Record<string, Record<string, Operation>>;
  readonly components?: Record<string, object>;
  [key: string]: unknown;
}

/** Before the routes, whose declarations it reads. The page comes without access rules: it holds nothing of anybody. */
export async function describeRoutes(app: FastifyInstance): Promise<void> {
  app.addHook('onRoute', (route) => {
    if (!route.schema?.hide && !route.url.startsWith(DOCS_PATH)) demandDescription(route);
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Pipit',
        version: '1',
        description: 'The HTTP API of the Pipit broker. Its habits are in docs/http-api.md.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'an access token, or an API key' },
          apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
          cookie: {
            type: 'apiKey',
            in: 'cookie',
            name: SESSION_COOKIE,
            description: `of the browser; what changes something needs the header ${CSRF_HEADER} as well`,
          },
        },
      },
    },
    transform: (input) => {
      const { schema, url } = zodTransform({ ...input, schema: withPlainBody(input.schema) });
      return { schema: { ...schema, ...declared(input.route) }, url };
    },
    transformObject: (document) => {
      if (!('openapiObject' in document)) throw new Error('The document is OpenAPI 3.');
      return withProblems(jsonSchemaTransformObject(document) as Document);
    },
  });
  await app.register(swaggerUi, {
    routePrefix: DOCS_PATH,
    staticCSP: DOCS_CSP,
    logo: { type: 'image/svg+xml', content: LOGO },
    theme: { title: 'Pipit HTTP API' },
    uiConfig: { persistAuthorization: false, validatorUrl: null },
  });
}

/** A body of another type than JSON stands under its type, which the transformation of zod's schemas does not know. */
function withPlainBody(schema: FastifySchema): FastifySchema & { readonly consumes?: readonly string[] } {
  const { content } = (schema.body ?? {}) as {
    readonly content?: Record<string, { readonly schema: unknown }>;
  };
  const [typed] = Object.entries(content ?? {});
  return typed ? { ...schema, body: typed[1].schema, consumes: [typed[0]] } : schema;
}

/** What is easily forgotten, and would be noticed by nobody until a client relied on it. */
function demandDescription({ method, url, schema = {} }: RouteOptions): void {
  const refuse = (what: string): never => {
    throw new Error(`The route ${String(method)} ${url} ${what}.`);
  };
  const lacking = (['operationId', 'summary', 'tags'] as const).filter((key) => !schema[key]);
  if (lacking.length > 0) refuse(`lacks schema.${lacking.join(' and schema.')}`);
  if (!Object.keys(schema.response ?? {}).some((status) => /^[23]/.test(status)))
    refuse('does not say what it answers: give it schema.response (z.null() for 204)');
  for (const part of ['body', 'querystring'] as const) {
    const given = schema[part];
    if (given instanceof z.ZodObject && !(given.def.catchall instanceof z.ZodNever))
      refuse(`lets unknown fields of schema.${part} pass: make it a z.strictObject`);
  }
}

/** What the route's `config` says, in words of OpenAPI. */
function declared({ config = {}, method, schema }: RouteOptions): object {
  const { access = 'public', idempotent, ifMatch, csv, problems = [] } = config;
  const open = access === 'public';
  const codes = new Set<ProblemCode>(['RATE_LIMITED', 'INTERNAL', 'UNAVAILABLE', ...problems]);
  if (!open) codes.add('SIGN_IN_REQUIRED').add('FORBIDDEN');
  if (!open && method !== 'GET') codes.add('CSRF');
  if (schema?.body ?? schema?.querystring ?? schema?.params) codes.add('INVALID_INPUT');
  if (schema?.body) codes.add('MALFORMED_JSON').add('TOO_LARGE').add('UNSUPPORTED_MEDIA_TYPE');
  if (idempotent)
    codes.add('IDEMPOTENCY_KEY_INVALID').add('IDEMPOTENCY_KEY_REUSED').add('IDEMPOTENCY_IN_FLIGHT');
  if (idempotent === 'withheld') codes.add('IDEMPOTENCY_WITHHELD');
  if (ifMatch) codes.add('VERSION_REQUIRED').add('VERSION_STALE').add('IF_MATCH_INVALID');
  return {
    security: open ? [] : SIGNED_IN,
    'x-access': access,
    'x-problems': [...codes],
    ...(idempotent && { 'x-idempotent': true }),
    ...(ifMatch && { 'x-if-match': true }),
    ...(csv && { 'x-csv': true }),
  };
}

function withProblems(document: Document): Document {
  const paths = Object.entries(document.paths ?? {}).map(([path, operations]) => [
    path,
    Object.fromEntries(
      Object.entries(operations).map(([method, operation]) => [method, completed(operation)]),
    ),
  ]);
  const { $schema: _, ...problem } = z.toJSONSchema(problemSchema, { io: 'output' });
  const components = document.components as { schemas?: object; securitySchemes?: object } | undefined;
  const schemas = { ...components?.schemas, Problem: problem };
  return withoutUnused({
    ...document,
    components: { ...components, schemas },
    paths: Object.fromEntries(paths),
  });
}

/** Every schema with an id comes in two forms, for what is sent and what is received; most routes use one. */
function withoutUnused(document: Document): Document {
  const schemas = (document.components as { schemas: Record<string, object> }).schemas;
  const used = new Set<string>();
  const visit = (value: unknown): void => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      visit(schemas[name] ?? {});
    }
  };
  visit(document.paths);
  const kept = Object.entries(schemas).filter(([name]) => used.has(name));
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(kept) } };
}

/** With the problems that it may answer, and the headers that its habits know. */
/** A body that may be null may be left out: HTTP has no other way to say it. */
function withOptionalBody(operation: Operation): Operation {
  const { requestBody } = operation;
  const options = requestBody?.content[JSON_TYPE]?.schema?.anyOf ?? [];
  const [schema, ...more] = options.filter(({ type }) => type !== 'null');
  if (!requestBody || !schema || more.length > 0 || options.length !== 2) return operation;
  return { ...operation, requestBody: { required: false, content: { [JSON_TYPE]: { schema } } } };
}

function completed(operation: Operation): Operation {
  const {
    'x-problems': codes,
    'x-if-match': ifMatch,
    'x-idempotent': idempotent,
    'x-csv': csv,
    ...rest
  } = withOptionalBody(operation);
  const byStatus = new Map<string, ProblemCode[]>();
  for (const code of (codes ?? []) as ProblemCode[]) {
    const status = String(PROBLEMS[code].status);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const problems = [...byStatus].map(([status, all]) => [
    status,
    {
      description: all.toSorted().join(', '),
      content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]);
  const headers = [
    ...(ifMatch ? [header('If-Match', true, 'the ETag of what is to be changed')] : []),
    ...(idempotent ? [header('Idempotency-Key', false, 'makes a repeated request harmless')] : []),
  ];
  const parameters = [...((rest['parameters' as `x-${string}`] as object[] | undefined) ?? []), ...headers];
  return {
    ...rest,
    ...(parameters.length > 0 && { parameters }),
    responses: { ...Object.fromEntries(problems), ...(csv ? withCsv(rest.responses) : rest.responses) },
  };
}

/** What is answered as JSON may be had as CSV. */
function withCsv(responses: Operation['responses'] = {}): Operation['responses'] {
  const answers = Object.entries(responses) as [string, { readonly content?: object }][];
  return Object.fromEntries(
    answers.map(([status, answer]) => {
      const content = { ...answer.content, 'text/csv': { schema: { type: 'string' } } };
      return [status, { ...answer, content }];
    }),
  );
}

const header = (name: string, required: boolean, description: string): object => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
});
