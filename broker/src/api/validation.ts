/** What comes in is checked with zod; what does not fit is told with a JSON pointer for each place. */
import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import type { ProblemError } from './problem.ts';

/** Fastify adds the part of the request that was looked at. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly issues: readonly z.core.$ZodIssue[];
  validationContext?: string;

  constructor(issues: readonly z.core.$ZodIssue[]) {
    super('The request does not fit its schema');
    this.issues = issues;
  }
}

export const validateInput: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart }) =>
  (data: unknown) => {
    const result = schema.safeParse(data);
    if (!result.success) {
      const issues = result.error.issues.map((issue) =>
        httpPart === 'querystring' && isRepeated(issue, data) ? repeated(issue.path) : issue,
      );
      return { error: new InputError(issues) };
    }
    const path = placeOfUnfitText(result.data);
    return path ? { error: new InputError([unfit(path)]) } : { value: result.data };
  };

const unfit = (path: PropertyKey[]): z.core.$ZodIssue => ({
  code: 'custom',
  path,
  message: 'Text must be Unicode without the character NUL.',
  params: { code: 'UNFIT_TEXT' },
  input: undefined,
});

/** A parameter that is there twice comes as a list, of which nobody has heard who sent it. */
function isRepeated({ code, path: [key, ...more] }: z.core.$ZodIssue, data: unknown): boolean {
  if (key === undefined || more.length > 0 || (code !== 'invalid_type' && code !== 'invalid_value'))
    return false;
  return Array.isArray((data as Readonly<Record<PropertyKey, unknown>>)[key]);
}

const repeated = (path: PropertyKey[]): z.core.$ZodIssue => ({
  code: 'custom',
  path,
  message: 'It is there more than once. Give it once.',
  params: { code: 'REPEATED' },
  input: undefined,
});

/** The database keeps neither NUL nor half a character. */
function placeOfUnfitText(value: unknown): PropertyKey[] | undefined {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? [] : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const path = placeOfUnfitText(key) ?? placeOfUnfitText(inner);
    if (path) return [key, ...path];
  }
  return undefined;
}

const PARTS: Readonly<Record<string, string>> = {
  body: 'body',
  querystring: 'query',
  params: 'params',
  headers: 'headers',
};

export function errorsOf({ issues, validationContext = 'body' }: InputError): ProblemError[] {
  const part = PARTS[validationContext] ?? validationContext;
  return issues.flatMap(plain).flatMap((issue) => {
    const at = (path: readonly PropertyKey[]) => [part, ...path].map((key) => `/${escaped(key)}`).join('');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        pointer: at([...issue.path, key]),
        detail: 'There is no such field.',
        code: 'UNKNOWN_FIELD',
      }));
    }
    return [{ pointer: at(issue.path), detail: issue.message, code: codeOf(issue) }];
  });
}

/** What zod hides behind "Invalid input" and "Invalid key" is what people need to know. */
function plain(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  const within = (inner: z.core.$ZodIssue): z.core.$ZodIssue => ({
    ...inner,
    path: [...issue.path, ...inner.path],
  });
  if (issue.code === 'invalid_key') return [{ ...issue, message: issue.issues[0]?.message ?? issue.message }];
  if (issue.code === 'invalid_type' && issue.message.endsWith('received NaN'))
    return [{ ...issue, message: `Invalid input: expected a ${issue.expected}` }];
  if (issue.code !== 'invalid_union' || issue.message !== 'Invalid input') return [issue];
  const types = issue.errors.map(([first]) =>
    first?.code === 'invalid_type' && first.path.length === 0 ? first.expected : undefined,
  );
  if (types.length > 0 && types.every((type) => type !== undefined))
    return [{ ...issue, message: `Invalid input: expected ${[...new Set(types)].join(' or ')}` }];
  // The one of the choices that was meant is most likely the one that fits best.
  const [nearest] = issue.errors.toSorted((a, b) => a.length - b.length);
  return nearest ? nearest.map(within).flatMap(plain) : [issue];
}

function codeOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom' && typeof issue.params?.['code'] === 'string') return issue.params['code'];
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) return 'REQUIRED';
  return issue.code.toUpperCase();
}

/** RFC 6901. */
const escaped = (key: PropertyKey): string => String(key).replaceAll('~', '~0').replaceAll('/', '~1');
