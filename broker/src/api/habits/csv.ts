/** Lists as CSV, row by row, for whoever asks with `Accept: text/csv`. */
import { Readable, pipeline } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { FastifyReply, FastifyRequest } from 'fastify';

export interface CsvColumn<Row> {
  readonly header: string;
  readonly value: (row: Row) => string | number | boolean | null | undefined;
}

export interface CsvOptions<Row> {
  /** Of the file, without ".csv". */
  readonly name: string;
  readonly columns: readonly CsvColumn<Row>[];
  readonly rows: AsyncIterable<Row> | Iterable<Row>;
}

/** Of a route with `config.csv`: whether CSV is wanted more than JSON. */
export function wantsCsv({ headers, routeOptions }: FastifyRequest): boolean {
  if (!routeOptions.config.csv) throw new Error('The route does not declare config.csv.');
  const ranges = (headers.accept ?? '').split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    return { type, quality };
  });
  const qualityOf = (type: string): number => ranges.find((range) => range.type === type)?.quality ?? 0;
  return qualityOf('text/csv') > qualityOf('application/json');
}

/** Streams the rows. `?bom=1` puts a byte order mark in front, without which Excel takes UTF-8 for something else. */
export function sendCsv<Row>(
  request: FastifyRequest,
  reply: FastifyReply,
  { name, columns, rows }: CsvOptions<Row>,
): FastifyReply {
  const bom = new URLSearchParams(request.url.split('?')[1] ?? '').get('bom') === '1';
  const csv = stringify({ bom, record_delimiter: '\r\n' });
  // A fault in the middle breaks the download off, so that half a list is not taken for all of it.
  pipeline(Readable.from(lines(columns, rows)), csv, () => {});
  return reply
    .type('text/csv; charset=utf-8')
    .headers({
      'content-disposition': dispositionOf(name),
      // Of the origin it may depend as well.
      vary: [reply.getHeader('vary') ?? [], 'accept'].flat().join(', '),
    })
    .send(csv);
}

async function* lines<Row>(
  columns: readonly CsvColumn<Row>[],
  rows: AsyncIterable<Row> | Iterable<Row>,
): AsyncGenerator<string[]> {
  yield columns.map(({ header }) => header);
  for await (const row of rows) yield columns.map(({ value }) => cell(value(row)));
}

function cell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? harmless(value) : String(value);
}

/** Spreadsheets run what begins like a formula, and names come from strangers. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** RFC 6266: plain for old programs, and in UTF-8. */
function dispositionOf(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9._ -]/g, '_').slice(0, 100) || 'list';
  const whole = encodeURIComponent(name.slice(0, 100)).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}.csv"; filename*=UTF-8''${whole}.csv`;
}
