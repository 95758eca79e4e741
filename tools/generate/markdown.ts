/** Tables in documents that are otherwise written by hand: each stands between its own two markers. */
import { readFileSync } from 'node:fs';

/** Fills `<!-- NAME: generated -->` … `<!-- end -->` of a document. Returns its new text. */
export function fillTables(path: string, tables: Readonly<Record<string, string>>): string {
  let text = readFileSync(path, 'utf8');
  for (const [name, content] of Object.entries(tables)) {
    const pattern = new RegExp(`(<!-- ${name}: generated -->\n)[\\s\\S]*?(<!-- end -->)`);
    if (!pattern.test(text)) throw new Error(`${path} has no place for the table "${name}".`);
    text = text.replace(pattern, (_, start: string, end: string) => `${start}${content}\n${end}`);
  }
  return text;
}

export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export const code = (text: string): string => `\`${text}\``;
