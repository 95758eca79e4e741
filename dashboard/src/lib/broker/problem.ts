/** What the broker refused, and why (RFC 9457), or that it could not be asked. */
import type { components } from './gen/schema.d.ts';

export interface FieldProblem {
  /** The field as the request names it, like `configuration.voice`; empty for the whole. */
  readonly field: string;
  readonly detail: string;
}

type Body = Partial<components['schemas']['Problem']>;

/** The broker did not answer, or not as a broker. */
export const UNREACHABLE = 'UNREACHABLE';

export class Problem extends Error {
  override readonly name = 'Problem';
  /** One of the table of docs/http-api.md, or UNREACHABLE. */
  readonly code: string;
  /** 0 when there was no answer. */
  readonly status: number;
  readonly fields: readonly FieldProblem[];
  /** All that the broker said. */
  readonly body: Body;

  constructor(status: number, body: Body, cause?: unknown) {
    super(body.detail ?? body.title ?? '', { cause });
    this.status = status;
    this.code = body.code ?? UNREACHABLE;
    this.body = body;
    this.fields = (body.errors ?? []).map(({ pointer, detail }) => ({ field: fieldAt(pointer), detail }));
  }

  /** Of a field, to stand beside it. */
  of(field: string): string | undefined {
    return this.fields.find((each) => each.field === field)?.detail;
  }
}

export const isProblem = (error: unknown, ...codes: readonly string[]): error is Problem =>
  error instanceof Problem && (codes.length === 0 || codes.includes(error.code));

/** Of an answer that is not 2xx. */
export async function problemIn(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => ({}))) as Body;
  return new Problem(response.status, body);
}

/** `/body/a/0/b` is `a.0.b`. */
const fieldAt = (pointer: string): string =>
  pointer
    .split('/')
    .filter((part) => part !== '' && part !== 'body')
    .join('.');
