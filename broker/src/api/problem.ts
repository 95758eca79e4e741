/** Errors as RFC 9457 has them: the class that handlers throw, and what is sent. */
import { z } from 'zod';
import { PROBLEMS, PROBLEM_CODES, type ProblemCode } from './problem-codes.ts';

/** One thing that is wrong within a request. */
export interface ProblemError {
  /** JSON pointer with the part of the request in front: `/body/name`, `/query/limit`, `/params/id`. */
  readonly pointer: string;
  readonly detail: string;
  readonly code: string;
}

export interface ProblemExtras {
  readonly errors?: readonly ProblemError[];
  readonly headers?: Readonly<Record<string, string>>;
  /** The version that is there, where the one that was named is stale. */
  readonly currentVersion?: number;
  /** The permission that is lacking. */
  readonly permission?: string;
  readonly cause?: unknown;
}

/** An answer that is not the one hoped for. The detail is sent: it says what to do and holds no secret. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly extras: ProblemExtras;

  constructor(code: ProblemCode, detail: string, extras: ProblemExtras = {}) {
    super(detail, extras.cause === undefined ? {} : { cause: extras.cause });
    this.code = code;
    this.status = PROBLEMS[code].status;
    this.extras = extras;
  }
}

export const problemSchema = z
  .object({
    type: z.string().describe('a name for the kind of problem, the same for the same code'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('what was wrong and what to do'),
    instance: z.string().describe('the path that was asked'),
    code: z.enum(PROBLEM_CODES as [ProblemCode, ...ProblemCode[]]).describe('stable; rely on this'),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string(), code: z.string() })),
    requestId: z.string().describe('the same as in the log of the broker'),
    currentVersion: z.int().optional().describe('of what is there, when the version was stale'),
    permission: z.string().optional().describe('what is lacking, when something is forbidden'),
  })
  .describe('a problem as in RFC 9457');

export type Problem = z.infer<typeof problemSchema>;

export const PROBLEM_TYPE = 'application/problem+json';

export function problemOf(problem: ApiProblem, instance: string, requestId: string): Problem {
  const { code, status, message, extras } = problem;
  return {
    type: `urn:pipit:problem:${code}`,
    title: PROBLEMS[code].title,
    status,
    detail: message,
    instance,
    code,
    errors: [...(extras.errors ?? [])],
    requestId,
    ...(extras.currentVersion !== undefined && { currentVersion: extras.currentVersion }),
    ...(extras.permission !== undefined && { permission: extras.permission }),
  };
}

/** @param what with its article, like "a device". */
export const notFound = (what: string, id: string): ApiProblem =>
  new ApiProblem('NOT_FOUND', `There is no ${what.replace(/^an? /, '')} with the id ${JSON.stringify(id)}.`);
