/**
 * A table of devices, looked at before it is sent: as the broker reads it, and with the same numbers of lines. Whether an
 * id is taken already only the broker knows.
 */

export const IMPORT_COLUMNS = ['id', 'name', 'group', 'tags', 'secret', 'secretHash'] as const;
export type ImportColumn = (typeof IMPORT_COLUMNS)[number];
/** As the broker has them. */
export const MAX_LINES = 10_000;
const ID = /^[A-Za-z0-9][\w.:-]{0,63}$/;
const MAX_TAGS = 32;
const TAG = /^[\p{L}\p{N}][\p{L}\p{N} ._:/=-]{0,63}$/u;
const HASH = /^sha256\$[\w-]{22}\$[\w-]{43}$/;

/** Words for it stand in the messages under the same name. */
export type LineProblem =
  | 'id'
  | 'twice'
  | 'name'
  | 'group'
  | 'tag'
  | 'tags'
  | 'secret'
  | 'secretHash'
  | 'both';

export interface ImportLine {
  /** Of the table, with its heading as line 1. */
  readonly line: number;
  readonly cells: Readonly<Partial<Record<ImportColumn, string>>>;
  readonly problems: readonly LineProblem[];
}

export interface ImportTable {
  readonly columns: readonly ImportColumn[];
  readonly lines: readonly ImportLine[];
}

export type TableProblem =
  | { readonly kind: 'csv'; readonly detail: string }
  | { readonly kind: 'columns' | 'tooMany' | 'empty' };

/** `groups`: the names that there are. */
export async function readTable(
  text: string,
  groups: ReadonlySet<string>,
): Promise<ImportTable | TableProblem> {
  const { parse } = await import('csv-parse/browser/esm/sync');
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, {
      bom: true,
      trim: true,
      skip_empty_lines: true,
      info: true,
      relax_column_count: true,
      to: MAX_LINES + 2,
    }) as unknown as typeof records;
  } catch (error) {
    return { kind: 'csv', detail: (error as Error).message };
  }
  const [heading, ...rest] = records;
  const names = heading?.record ?? [];
  const columns = IMPORT_COLUMNS.filter((column) => names.includes(column));
  if (!columns.includes('id') || names.length !== columns.length) return { kind: 'columns' };
  if (rest.length === 0) return { kind: 'empty' };
  if (rest.length > MAX_LINES) return { kind: 'tooMany' };
  const seen = new Set<string>();
  const lines = rest.map(({ record, info }) => {
    const cells = Object.fromEntries(
      columns.map((column) => [column, record[names.indexOf(column)] ?? '']),
    ) as ImportLine['cells'];
    const problems = problemsOf(cells, groups, seen);
    seen.add(cells.id ?? '');
    return { line: info.lines, cells, problems };
  });
  return { columns, lines };
}

function problemsOf(
  { id = '', name = '', group = '', tags = '', secret = '', secretHash = '' }: ImportLine['cells'],
  groups: ReadonlySet<string>,
  seen: ReadonlySet<string>,
): LineProblem[] {
  const words = tagsIn(tags);
  const wrong: readonly (readonly [LineProblem, boolean])[] = [
    ['id', !isDeviceId(id)],
    ['twice', isDeviceId(id) && seen.has(id)],
    ['name', name.length > 200],
    ['group', group !== '' && !groups.has(group)],
    ['tags', words.length > MAX_TAGS],
    ['tag', !words.every(isTag)],
    ['both', secret !== '' && secretHash !== ''],
    ['secret', secret !== '' && (secret.length < 32 || secret.length > 128)],
    ['secretHash', secretHash !== '' && !HASH.test(secretHash)],
  ];
  return wrong.filter(([, isWrong]) => isWrong).map(([problem]) => problem);
}

const isDeviceId = (text: string): boolean => ID.test(text);

export const isTag = (text: string): boolean => TAG.test(text);

/** Of a cell or a field. */
export const tagsIn = (text: string): string[] =>
  text
    .split(/[;,，；]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
