import { describe, expect, test } from 'vitest';
import { excerpt, markedWords } from './marked-words.ts';

const marked = (text: string, query: string): string =>
  markedWords(text, query)
    .map((part) => (part.isFound ? `[${part.text}]` : part.text))
    .join('');

describe('words are marked as they are found', () => {
  test.each([
    ['Turn on the light.', 'light', 'Turn on the [light].'],
    ['Wie wird das Wetter in Köln?', 'KOLN wetter', 'Wie wird das [Wetter] in [Köln]?'],
    // Written with a mark of its own.
    ['cafe\u0301 au lait', 'café', '[cafe\u0301] au lait'],
    ['今天天气怎么样', '天气', '今天[天气]怎么样'],
    // Only the last one may be a beginning.
    ['lighter lights', 'light', '[lighter] [lights]'],
    ['lighter rain', 'light ra', 'lighter [rain]'],
    ['rain is rain', 'rain', '[rain] is [rain]'],
    ['nothing here', '++', 'nothing here'],
    ['', 'rain', ''],
  ])('%s by %s', (text, query, expected) => {
    expect(marked(text, query)).toBe(expected);
  });
});

test('of a long text the place is shown', () => {
  const text = `${'one two three '.repeat(20)}rain ${'four five '.repeat(60)}`;
  const parts = excerpt(markedWords(text, 'rain'), { before: 20, max: 80 });
  expect(parts.map(({ text: part }) => part).join('')).toMatch(/^…one two three rain four five .{10,70}…$/);
  expect(parts.find(({ isFound }) => isFound)?.text).toBe('rain');
  const short = markedWords('a little rain', 'rain');
  expect(excerpt(short)).toEqual(short);
});
