/** Many devices from a table: each line is checked for itself, and what is wrong with it is told with its number. */
import { parse } from 'csv-parse/sync';
import { isDeviceId } from '@pipit/protocol';
import { sql } from 'kysely';
import type { AuditSink } from '../../audit/audit-sink.ts';
import type { Principal } from '../../identity/principal.ts';
import type { Database, Queries } from '../../store/database.ts';
import { nextRevision } from '../configuration/revision.ts';
import { FleetError } from '../fleet-error.ts';
import { createSecret, hashSecret } from '../secret.ts';
import { requireTenantScope } from '../sight.ts';
import { tellChanges } from './bulk-actions.ts';
import { MAX_TAGS, TAG_PATTERN } from './device-tags.ts';
import { groupsByName } from './groups.ts';

export const MAX_IMPORT_ROWS = 10_000;
const AT_ONCE = 500;
const COLUMNS = ['id', 'name', 'group', 'tags', 'secret', 'secretHash'] as const;
type Column = (typeof COLUMNS)[number];

export interface ImportProblem {
  /** Of the table, with its heading as line 1. */
  readonly line: number;
  readonly column: Column | null;
  readonly message: string;
}

export interface ImportedDevice {
  readonly id: string;
  /** Only where it was made here; told this once. */
  readonly secret: string | null;
}

export interface ImportReport {
  readonly dryRun: boolean;
  readonly created: number;
  readonly failed: number;
  readonly problems: ImportProblem[];
  readonly devices: ImportedDevice[];
}

interface Entry {
  readonly line: number;
  readonly id: string;
  readonly name: string;
  readonly groupId: string | null;
  readonly tags: readonly string[];
  readonly secretHash: string;
  readonly secret: string | null;
}

export interface DeviceImportOptions {
  readonly database: Database;
  readonly audit: AuditSink;
}

/** As `hashSecret` makes them. */
const HASH_PATTERN = /^sha256\$[\w-]{22}\$[\w-]{43}$/;

/**
 * Lines that are wrong are left out, the others are created. `dryRun`: nothing is.
 * @throws {FleetError} INVALID when it is no table with a column id, or too long a one.
 */
export async function importDevices(
  { database, audit }: DeviceImportOptions,
  principal: Principal,
  csv: string,
  dryRun: boolean,
): Promise<ImportReport> {
  requireTenantScope(principal, 'a tenant', principal.tenantId);
  const { tenantId } = principal;
  const rows = rowsOf(csv);
  const groups = await groupsByName(database.queries, tenantId);
  const problems: ImportProblem[] = [];
  const entries: Entry[] = [];
  const seen = new Set<string>();
  for (const { line, cells } of rows) {
    const wrong = problemsOf(line, cells, groups, seen);
    seen.add(cells.id);
    if (wrong.length > 0) problems.push(...wrong);
    else entries.push(entryOf(line, cells, groups));
  }
  const devices: ImportedDevice[] = [];
  for (let at = 0; at < entries.length; at += AT_ONCE) {
    const part = entries.slice(at, at + AT_ONCE);
    const created = await (dryRun
      ? absentIds(database.queries, part)
      : database.queries.transaction().execute((queries) => insertAll(queries, tenantId, part)));
    for (const { line, id, secret } of part) {
      if (created.has(id)) devices.push({ id, secret: dryRun ? null : secret });
      else problems.push({ line, column: 'id', message: 'There is such a device already.' });
    }
  }
  if (!dryRun) {
    const detail = { created: devices.length, failed: rows.length - devices.length };
    audit.record({
      principal,
      action: 'device.import',
      target: { kind: 'tenant', id: tenantId },
      result: 'ok',
      detail,
    });
  }
  problems.sort((a, b) => a.line - b.line);
  return { dryRun, created: devices.length, failed: rows.length - devices.length, problems, devices };
}

type Cells = Readonly<Record<Column, string>>;

function rowsOf(csv: string): { line: number; cells: Cells }[] {
  let records: { record: string[]; info: { lines: number } }[];
  try {
    const options = { bom: true, trim: true, skip_empty_lines: true, info: true, relax_column_count: true };
    records = parse(csv, { ...options, to: MAX_IMPORT_ROWS + 2 }) as unknown as typeof records;
  } catch (error) {
    throw FleetError.invalid([], `It is no table in CSV: ${(error as Error).message}`, 'NOT_CSV');
  }
  const [heading, ...rest] = records;
  const names = heading?.record ?? [];
  const unknown = names.filter((name) => !(COLUMNS as readonly string[]).includes(name));
  if (!names.includes('id') || unknown.length > 0) {
    const message = `The first line must name the columns: id, and any of ${COLUMNS.slice(1).join(', ')}.`;
    throw FleetError.invalid([], message, 'COLUMNS');
  }
  if (rest.length > MAX_IMPORT_ROWS)
    throw FleetError.invalid([], `Import at most ${MAX_IMPORT_ROWS} devices at once.`, 'TOO_MANY');
  return rest.map(({ record, info }) => ({
    line: info.lines,
    cells: Object.fromEntries(
      COLUMNS.map((column) => [column, record[names.indexOf(column)] ?? '']),
    ) as unknown as Cells,
  }));
}

function problemsOf(
  line: number,
  { id, name, group, tags, secret, secretHash }: Cells,
  groups: ReadonlyMap<string, string>,
  seen: ReadonlySet<string>,
): ImportProblem[] {
  const problems: ImportProblem[] = [];
  const wrong = (column: Column, message: string): void => void problems.push({ line, column, message });
  if (!isDeviceId(id)) wrong('id', 'Use 1 to 64 of A-Z a-z 0-9 . _ : - and start with a letter or digit.');
  else if (seen.has(id)) wrong('id', 'The id stands in an earlier line, too.');
  if (name.length > 200 || name.includes('\0')) wrong('name', 'Use at most 200 characters.');
  if (group !== '' && !groups.has(group)) wrong('group', 'There is no group of this name.');
  const words = tagsOf(tags);
  if (words.length > MAX_TAGS) wrong('tags', `Use at most ${MAX_TAGS} tags.`);
  if (!words.every((tag) => TAG_PATTERN.test(tag)))
    wrong('tags', 'Tags are of letters, digits and . _ : / = -, separated by semicolons.');
  if (secret !== '' && secretHash !== '') wrong('secretHash', 'Give the secret or its hash, not both.');
  if (secret !== '' && (secret.length < 32 || secret.length > 128))
    wrong('secret', 'Use 32 to 128 random characters, or leave it out.');
  if (secretHash !== '' && !HASH_PATTERN.test(secretHash))
    wrong('secretHash', 'Use sha256$SALT$HASH, both in base64url, of 16 and 32 bytes.');
  return problems;
}

function entryOf(line: number, cells: Cells, groups: ReadonlyMap<string, string>): Entry {
  const { id, name, group, tags, secret, secretHash } = cells;
  const made = secret === '' && secretHash === '' ? createSecret() : null;
  return {
    line,
    id,
    name: name || id,
    groupId: groups.get(group) ?? null,
    tags: [...new Set(tagsOf(tags))],
    secretHash: secretHash || hashSecret(made ?? secret),
    secret: made,
  };
}

const tagsOf = (cell: string): string[] =>
  cell
    .split(';')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');

async function absentIds(queries: Queries, entries: readonly Entry[]): Promise<Set<string>> {
  const ids = entries.map(({ id }) => id);
  const known = await queries.selectFrom('devices').select('id').where('id', 'in', ids).execute();
  const taken = new Set(known.map(({ id }) => id));
  return new Set(ids.filter((id) => !taken.has(id)));
}

/** Ids of those that were not there before. */
async function insertAll(
  queries: Queries,
  tenantId: string,
  entries: readonly Entry[],
): Promise<Set<string>> {
  const scopeRevision = await nextRevision(queries);
  const rows = await queries
    .insertInto('devices')
    .values(
      entries.map(({ id, name, groupId, secretHash }) => ({
        id,
        tenantId,
        name,
        groupId,
        secretHash,
        scopeRevision,
      })),
    )
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute();
  const created = new Set(rows.map(({ id }) => id));
  const tags = entries
    .filter(({ id }) => created.has(id))
    .flatMap(({ id, tags }) => tags.map((tag) => ({ id, tag })));
  if (tags.length > 0) {
    await sql`
      insert into device_tags (device_id, tag, tenant_id)
      select v.id, v.tag, ${tenantId} from jsonb_to_recordset(${JSON.stringify(tags)}::jsonb) as v (id text, tag text)`.execute(
      queries,
    );
  }
  await tellChanges(queries, [...created], 'added');
  return created;
}
