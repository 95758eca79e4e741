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
  ({ schema }) =>
  (data) => {
    const result = schema.safeParse(data);
    if (!result.success) return { error: new InputError(result.error.issues) };
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
  return issues.flatMap((issue) => {
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

function codeOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom' && typeof issue.params?.['code'] === 'string') return issue.params['code'];
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) return 'REQUIRED';
  return issue.code.toUpperCase();
}

/** RFC 6901. */
const escaped = (key: PropertyKey): string => String(key).replaceAll('~', '~0').replaceAll('/', '~1');
