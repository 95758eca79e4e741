/**
 * About how many tokens a text is to the model. Its way of cutting text is not public, so this counts as is usual: a token
 * for four letters of a language with spaces, for two of most other scripts, and for each Chinese, Japanese or Korean sign.
 */
const SIGNS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
const LATIN = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{ASCII}]/gu;

export function estimatedTokens(text: string): number {
  const all = Array.from(text).length;
  const signs = text.match(SIGNS)?.length ?? 0;
  const letters = text.match(LATIN)?.length ?? 0;
  return Math.ceil(signs + letters / 4 + (all - signs - letters) / 2);
}
