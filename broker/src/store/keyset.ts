/** Pages of a list by keyset: what comes behind the last item seen, found through an index instead of by counting. */
import { type Expression, type SqlBool, sql } from 'kysely';
import { isId } from './ids.ts';

/** One page, as the HTTP side asks for it. */
export interface KeysetPage<Key extends string = string> {
  readonly limit: number;
  readonly sortKey: Key;
  readonly descending: boolean;
  /** The last item seen. */
  readonly after: { readonly value: string | number | boolean | null; readonly id: string } | undefined;
}

type SqlType = 'text' | 'uuid' | 'timestamptz' | 'bigint';

export interface KeysetColumns {
  /** As in SQL, like `users.created_at`; never null. */
  readonly value: string;
  /** Like `users.id`; unique. */
  readonly id: string;
  /** Types of both in SQL, so that the position is compared as what it is. */
  readonly types: readonly [value: SqlType, id: SqlType];
}

/** Condition of what comes behind; one comparison of rows, which an index on both columns answers. */
export function behind({ after, descending }: KeysetPage, columns: KeysetColumns): Expression<SqlBool> {
  if (!after) return sql<SqlBool>`true`;
  const [valueType, idType] = columns.types;
  // A position that somebody made up is behind everything, instead of an error of the database.
  if (!fits(after.value, valueType) || !fits(after.id, idType)) return sql<SqlBool>`false`;
  const row = sql`(${sql.ref(columns.value)}, ${sql.ref(columns.id)})`;
  const position = sql`(${after.value}::${sql.raw(valueType)}, ${after.id}::${sql.raw(idType)})`;
  return descending ? sql<SqlBool>`${row} < ${position}` : sql<SqlBool>`${row} > ${position}`;
}

function fits(value: string | number | boolean | null, type: SqlType): boolean {
  if (typeof value !== 'string') return false;
  switch (type) {
    case 'text':
      return !value.includes('\0');
    case 'uuid':
      return isId(value);
    case 'timestamptz':
      return /^\d{4}-/.test(value) && !Number.isNaN(Date.parse(value));
    case 'bigint':
      return /^\d{1,18}$/.test(value);
  }
}
