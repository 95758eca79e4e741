import { expect, test } from 'vitest';
import { wordQueryOf, wordsOf } from './search-words.ts';

test.each([
  ['What is the Weather, really?', ['what', 'is', 'the', 'weather', 'really']],
  ['Straße Ça va Ünal', ['straße', 'ca', 'va', 'unal']],
  ['今天天气很好', ['今天', '天气', '很好']],
  ['안녕하세요 세계', ['안녕하세요', '세계']],
  ['one one ONE', ['one']],
  ['3.14 x 10', ['3.14', 'x', '10']],
  ['… !? 🐦', []],
  ['', []],
])('%s', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test('is bounded, however long a text or a word is', () => {
  expect(wordsOf('x'.repeat(100_000))[0]).toHaveLength(64);
  expect(wordsOf(Array.from({ length: 5000 }, (_, i) => `w${i}`).join(' '))).toHaveLength(1000);
});

test('a query asks for all words, and takes the last one for a beginning', () => {
  expect(wordQueryOf("l'été à Par")).toBe("'l''ete' & 'a' & 'par':*");
  expect(wordQueryOf("' & | ! ( ) : * \\")).toBeUndefined();
});
