/** Kysely over a pool, the same for every engine: names in camelCase, values as plain JavaScript. */
import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import type { Schema } from './schema.ts';

export function queriesOver(pool: PostgresPool): Kysely<Schema> {
  return new Kysely<Schema>({
    dialect: new PostgresDialect({ pool }),
    // Keys inside of JSON are ours already.
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
}

/** Object ids of PostgreSQL's types whose values drivers give as text. */
export const INT8 = 20;
export const NUMERIC = 1700;
