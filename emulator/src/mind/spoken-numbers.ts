/** Finds numbers in what was heard, whether the ears wrote them as digits or as words. */

const UNITS = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, value]),
);
const TENS = new Map(
  'twenty thirty forty fifty sixty seventy eighty ninety'
    .split(' ')
    .map((word, index) => [word, 20 + 10 * index]),
);
const SCALES = new Map([
  ['thousand', 1e3],
  ['million', 1e6],
  ['billion', 1e9],
]);

/** A word, or a number that one or more words made. */
export type Token = { readonly word: string } | { readonly number: number };

export const isNumber = (token: Token | undefined): token is { readonly number: number } =>
  token !== undefined && 'number' in token;

/** Words and operators in lower case; punctuation that means nothing here is gone. */
function split(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replaceAll(/(\d),(?=\d{3}\b)/g, '$1')
      .replaceAll(/([a-z])-(?=[a-z])/g, '$1 ')
      .match(/\d+(?:\.\d+)?(?!\d)|[a-z']+|[+\-−×*/÷^%()]/g) ?? []
  );
}

/** A whole number that starts at `at`, and the position after it. */
function readWords(words: readonly string[], at: number): { value: number; next: number } | undefined {
  let total = 0;
  let group = 0;
  let next = at;
  /** What may follow in this group: after 20 only 1 to 9, after a unit only a scale. */
  let room = 1000;
  for (; next < words.length; next++) {
    const word = words[next]!;
    const value = UNITS.get(word) ?? TENS.get(word);
    if (value !== undefined && value < room && !(value === 0 && next > at)) {
      group += value;
      room = value >= 20 ? 10 : 0;
    } else if (word === 'hundred' && next > at && group > 0 && group < 100) {
      group *= 100;
      room = 100;
    } else if (SCALES.has(word) && group > 0) {
      total += group * SCALES.get(word)!;
      group = 0;
      room = 1000;
    } else if (
      (word === 'a' || word === 'an') &&
      next === at &&
      /^(hundred|thousand|million)$/.test(words[next + 1] ?? '')
    ) {
      group = 1;
    } else if (!(word === 'and' && next > at && room >= 100 && startsNumber(words[next + 1]))) {
      break;
    }
  }
  return next === at ? undefined : { value: total + group, next };
}

const startsNumber = (word: string | undefined) => word !== undefined && (UNITS.has(word) || TENS.has(word));

/** The text as words and numbers: "two and a half thousand" stays words where it is not plain counting. */
export function tokens(text: string): Token[] {
  const words = split(text);
  const found: Token[] = [];
  for (let at = 0; at < words.length;) {
    const word = words[at]!;
    if (/^\d/.test(word)) {
      const scale = SCALES.get(words[at + 1] ?? '');
      found.push({ number: Number(word) * (scale ?? 1) });
      at += scale ? 2 : 1;
      continue;
    }
    const spoken = readWords(words, at);
    if (!spoken) {
      found.push({ word });
      at += 1;
      continue;
    }
    let { value, next } = spoken;
    if (words[next] === 'point' && UNITS.has(words[next + 1] ?? '')) {
      let digits = '';
      for (next += 1; (UNITS.get(words[next] ?? '') ?? 10) < 10; next++) digits += UNITS.get(words[next]!);
      value = Number(`${value}.${digits}`);
    }
    found.push({ number: value });
    at = next;
  }
  return found;
}
