import { expect, it } from 'vitest';
import { clockWords, numberWords, ordinalWords, yearWords } from './number-words.ts';

it.each([
  [0, 'zero'],
  [17, 'seventeen'],
  [40, 'forty'],
  [99, 'ninety nine'],
  [100, 'one hundred'],
  [1_234, 'one thousand two hundred thirty four'],
  [2_000_000, 'two million'],
  [-3.25, 'minus three point two five'],
  ['1,500', 'one thousand five hundred'],
  [
    '12345678901234567',
    'one two three four five six seven eight nine zero one two three four five six seven',
  ],
  ['no number', 'no number'],
])('%s is %s', (value, words) => {
  expect(numberWords(value)).toBe(words);
});

it('says ordinals, years and times', () => {
  expect([1, 2, 12, 20, 21, 100].map(ordinalWords)).toEqual([
    'first',
    'second',
    'twelfth',
    'twentieth',
    'twenty first',
    'one hundredth',
  ]);
  expect([1905, 1984, 1900, 2000, 2005, 2026].map(yearWords)).toEqual([
    'nineteen oh five',
    'nineteen eighty four',
    'nineteen hundred',
    'two thousand',
    'two thousand five',
    'twenty twenty six',
  ]);
  expect(clockWords(7, 0)).toBe("seven o'clock");
  expect(clockWords(9, 5)).toBe('nine oh five');
  expect(clockWords(14, 0)).toBe('fourteen hundred hours');
});
