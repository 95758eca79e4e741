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
  const cost = Array.from({ length: said.length + 1 }, () =>
    Array.from({ length: heard.length + 1 }, () => 0),
  );
  for (let i = 0; i <= said.length; i++) {
    for (let j = 0; j <= heard.length; j++) {
      if (i === 0 || j === 0) {
        cost[i]![j] = i + j;
        continue;
      }
      const same = said[i - 1] === heard[j - 1];
      const ways = [cost[i - 1]![j - 1]! + (same ? 0 : 1), cost[i - 1]![j]! + 1, cost[i]![j - 1]! + 1];
      if (i > 1 && said[i - 2]! + said[i - 1]! === heard[j - 1]) ways.push(cost[i - 2]![j - 1]!);
      if (j > 1 && heard[j - 2]! + heard[j - 1]! === said[i - 1]) ways.push(cost[i - 1]![j - 2]!);
      cost[i]![j] = Math.min(...ways);
    }
  }
  return cost[said.length]![heard.length]!;
}
