/**
 * Which words of a text are those that were looked for. As the broker compares them: split by Unicode's rules, without
 * case and accents, the last word as a beginning.
 */

export interface TextPart {
  readonly text: string;
  readonly isFound: boolean;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

const fold = (text: string): string =>
  text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().normalize('NFC');

function wordsOf(text: string): string[] {
  return [...segmenter.segment(fold(text))].flatMap(({ segment, isWordLike }) =>
    isWordLike ? [segment] : [],
  );
}

/** The whole text, in parts. */
export function markedWords(text: string, query: string): TextPart[] {
  const words = wordsOf(query);
  const last = words.at(-1);
  const wanted = new Set(words);
  const isFound = (segment: string): boolean =>
    last !== undefined && wordsOf(segment).some((word) => wanted.has(word) || word.startsWith(last));
  const parts: TextPart[] = [];
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    const found = isWordLike === true && isFound(segment);
    const before = parts.at(-1);
    if (before && before.isFound === found) parts[parts.length - 1] = join(before, segment);
    else parts.push({ text: segment, isFound: found });
  }
  return parts;
}

const join = (part: TextPart, more: string): TextPart => ({ ...part, text: part.text + more });

/** With so much of the text before the first found word that this is seen, and no more than `max` signs in all. */
export function excerpt(parts: readonly TextPart[], { before = 80, max = 400 } = {}): TextPart[] {
  const [first, ...rest] = parts;
  const kept: TextPart[] =
    first && !first.isFound && rest.length > 0 && first.text.length > before
      ? [{ text: `…${endOf(first.text, before)}`, isFound: false }, ...rest]
      : [...parts];
  let left = max;
  return kept.flatMap((part) => {
    if (left <= 0) return [];
    const text = part.text.length > left ? `${part.text.slice(0, left).trimEnd()}…` : part.text;
    left -= part.text.length;
    return [{ ...part, text }];
  });
}

/** Not in the middle of a word, where there are spaces. */
function endOf(text: string, length: number): string {
  const end = text.slice(-length);
  const space = end.indexOf(' ');
  return space === -1 || space > length / 2 ? end : end.slice(space + 1);
}
