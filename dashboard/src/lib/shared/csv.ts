/** Rows as a CSV file that spreadsheets open. */
import { saveFile } from './save-file.ts';

type Cell = string | number | null | undefined;

/** RFC 4180. Text that a spreadsheet would take for a formula gets an apostrophe, as in the broker's own files. */
export function csvOf(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [head, ...rows].map((row) => row.map(cellOf).join(',') + '\r\n').join('');
}

function cellOf(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** With a byte order mark, without which Excel takes UTF-8 for something else. */
export const saveCsv = (name: string, csv: string): void =>
  saveFile(`${name}.csv`, new Blob(['\uFEFF', csv], { type: 'text/csv' }));
