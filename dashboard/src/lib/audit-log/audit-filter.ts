/** What of the audit log is asked for. It stands in the address, so that a view can be sent to somebody. */
import type { operations } from '#lib/broker/gen/schema.d.ts';

type Asked = NonNullable<operations['listAuditLog']['parameters']['query']>;
export type AuditAction = NonNullable<Asked['action']>;

export const RESULTS = ['ok', 'refused', 'failed'] as const;
export const SPANS = ['hour', 'day', 'week', 'month', 'all', 'custom'] as const;
export type Span = (typeof SPANS)[number];

export interface AuditFilter {
  /** Id of who did it. */
  readonly actor?: string | undefined;
  readonly action?: AuditAction | undefined;
  readonly targetKind?: string | undefined;
  readonly targetId?: string | undefined;
  readonly result?: (typeof RESULTS)[number] | undefined;
  readonly span: Span;
  /** Of the browser's time, `2026-11-30T12:00`, when the span is `custom`. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const HOUR_MS = 3_600_000;
const LENGTHS_MS: Partial<Record<Span, number>> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 30 * 24 * HOUR_MS,
};

const one = <Word extends string>(words: readonly Word[], text: string | null): Word | undefined =>
  words.find((word) => word === text);

/** What is not understood is left out. */
export function filterIn(query: { get(name: string): string | null }): AuditFilter {
  const text = (name: string): string | undefined => query.get(name)?.trim() || undefined;
  const span = one(SPANS, query.get('span')) ?? 'all';
  return {
    actor: text('actor'),
    // One that the broker does not know is refused by it.
    action: text('action') as AuditAction | undefined,
    targetKind: text('targetKind'),
    targetId: text('targetId'),
    result: one(RESULTS, query.get('result')),
    span,
    ...(span === 'custom' && { from: text('from'), to: text('to') }),
  };
}

/** As it stands in the address, `?` among it; empty for all. */
export function queryOf(filter: AuditFilter): string {
  const parts = Object.entries(filter).filter(
    (part): part is [string, string] => part[1] !== undefined && !(part[0] === 'span' && part[1] === 'all'),
  );
  return parts.length > 0 ? `?${new URLSearchParams(parts)}` : '';
}

export const isNarrow = (filter: AuditFilter): boolean => queryOf(filter) !== '';

/** As the broker takes it. */
export function askedOf({ span, from, to, ...rest }: AuditFilter, now: Date) {
  const length = LENGTHS_MS[span];
  const start = length === undefined ? moment(from) : new Date(now.getTime() - length).toISOString();
  const end = moment(to);
  const words = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as {
    [Key in keyof typeof rest]: Exclude<(typeof rest)[Key], undefined>;
  };
  return { ...words, ...(start && { from: start }), ...(end && { to: end }) };
}

function moment(local: string | undefined): string | undefined {
  const at = new Date(local ?? '');
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
