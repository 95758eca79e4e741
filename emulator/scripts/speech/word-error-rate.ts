/** Word error rate: substitutions, insertions and deletions per word that was said. */
import { numberWords, ordinalWords } from '../../src/voice/number-words.ts';

/** What is written in more than one way and said in one. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/\bmr\b\.?/g, 'mister'],
  [/\bmrs\b\.?/g, 'missus'],
  [/\bokay\b/g, 'ok'],
  [/%/g, ' percent'],
];

/** Lower case, numbers as words, no punctuation. */
export function scoredWords(text: string): string[] {
  let plain = text.toLowerCase().replaceAll('’', "'");
  for (const [pattern, words] of SPELLINGS) plain = plain.replaceAll(pattern, words);
  return plain
    .replaceAll(/\b(\d+)(?:st|nd|rd|th)\b/g, (_, digits) => ordinalWords(Number(digits)))
    .replaceAll(/\d+(?:,\d{3})*(?:\.\d+)?/g, (digits) => ` ${numberWords(digits)} `)
    .replaceAll(/[^\p{L}']+/gu, ' ')
    .replaceAll(/(?<!\p{L})'|'(?!\p{L})/gu, '')
    .trim()
    .split(' ')
    .filter(Boolean);
}

/** Errors between two rows of words. One word written as two, such as "log in" and "login", is no error. */
export function wordErrors(said: readonly string[], heard: readonly string[]): number {
  /** Errors of the first i words said against the first j heard: the last two rows. */
  let rows: number[][] = [];
  for (let i = 0; i <= said.length; i++) {
    const last = rows.at(-1);
    const beforeLast = rows.at(-2);
    const word = said[i - 1];
    const pair = i > 1 ? `${said[i - 2]}${word}` : undefined;
    const row: number[] = [];
    for (let j = 0; j <= heard.length; j++) {
      const other = heard[j - 1];
      const otherPair = j > 1 ? `${heard[j - 2]}${other}` : undefined;
      const ways = [
        i + j,
        (last?.[j - 1] ?? Infinity) + (word === other ? 0 : 1),
        (last?.[j] ?? Infinity) + 1,
        (row[j - 1] ?? Infinity) + 1,
      ];
      if (pair !== undefined && pair === other) ways.push(beforeLast?.[j - 1] ?? Infinity);
      if (otherPair !== undefined && otherPair === word) ways.push(last?.[j - 2] ?? Infinity);
      row.push(Math.min(...ways));
    }
    rows = [...rows, row].slice(-2);
  }
  return rows.at(-1)?.at(-1) ?? 0;
}
