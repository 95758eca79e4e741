import { expect, it } from 'vitest';
import { isNumber, tokens } from './spoken-numbers.ts';

it.each([
  ['twenty-one', [21]],
  ['one hundred and five', [105]],
  ['a hundred', [100]],
  ['two thousand twenty six', [2026]],
  ['three million four hundred thousand', [3_400_000]],
  ['one two three', [1, 2, 3]],
  ['two and three', [2, 3]],
  ['3.5 and 1,200', [3.5, 1200]],
  ['2 million', [2_000_000]],
  ['zero point two five', [0.25]],
  ['seventeen hundred', [1700]],
  ['nothing here', []],
])('%s', (text, numbers) => {
  expect(
    tokens(text)
      .filter(isNumber)
      .map(({ number }) => number),
  ).toEqual(numbers);
});
