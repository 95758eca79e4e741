/**
 * The words of a text as they are searched for. Split by Unicode's rules and the dictionaries of ICU, so that languages that
 * put no space between words are found by word, too; without case and accents.
 */

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** PostgreSQL takes no lexeme of 2 KiB or more; a word of this length is none. */
const MAX_WORD = 64;
/** Of one text; it is searchable by its first ones. */
const MAX_WORDS = 1000;

/** Each once, in the order of the text. */
export function wordsOf(text: string): string[] {
  const words = new Set<string>();
  const folded = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().normalize('NFC');
  for (const { segment, isWordLike } of segmenter.segment(folded)) {
    if (!isWordLike) continue;
    words.add(segment.slice(0, MAX_WORD));
    if (words.size === MAX_WORDS) break;
  }
  return [...words];
}

/** For `to_tsquery('simple', …)`: all words, the last one as a beginning. Undefined when the text has no word. */
export function wordQueryOf(text: string): string | undefined {
  const words = wordsOf(text).map((word) => `'${word.replaceAll(/['\\]/g, (char) => char + char)}'`);
  return words.length === 0 ? undefined : `${words.join(' & ')}:*`;
}
