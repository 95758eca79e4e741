import { expect, it } from 'vitest';
import { SentenceCutter, sentencesOf } from './sentences.ts';

it.each([
  ['One. Two! Three?', ['One.', 'Two!', 'Three?']],
  [
    'Mr. Smith paid 3.50 dollars, e.g. for tea. Good.',
    ['Mr. Smith paid 3.50 dollars, e.g. for tea.', 'Good.'],
  ],
  ['"Really?" he asked.', ['"Really?"', 'he asked.']],
  ['A line\nanother line', ['A line', 'another line']],
  ['No end', ['No end']],
  ['', []],
])('%s', (text, sentences) => {
  expect(sentencesOf(text)).toEqual(sentences);
});

it('gives a sentence as soon as it is certain, whatever the pieces', () => {
  const cutter = new SentenceCutter();
  expect(Array.from('Hi. It is 3.5. Y').flatMap((letter) => cutter.push(letter))).toEqual([
    'Hi.',
    'It is 3.5.',
  ]);
  expect(cutter.flush()).toEqual(['Y']);
});

it('cuts what does not end', () => {
  const sentences = sentencesOf('word '.repeat(300));
  expect(Math.max(...sentences.map(({ length }) => length))).toBeLessThanOrEqual(400);
});
