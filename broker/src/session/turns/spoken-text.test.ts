import { expect, test } from 'vitest';
import { spokenPart } from './spoken-text.ts';

const segments = [
  { text: 'One two three four.', startMs: 0 },
  { text: 'Five six seven eight.', startMs: 2000 },
];

test.each([
  [0, ''],
  [400, ''],
  [1000, 'One two'],
  [2000, 'One two three four.'],
  [2999, 'One two three four. Five'],
  [3000, 'One two three four. Five six'],
  [4000, 'One two three four. Five six seven eight.'],
  [9000, 'One two three four. Five six seven eight.'],
])('%i ms of four seconds: "%s"', (playedMs, text) => {
  expect(spokenPart(segments, 4000, playedMs)).toBe(text);
});

test('a text without audio was not heard', () => {
  expect(spokenPart([{ text: 'Never said.', startMs: 0 }], 0, 0)).toBe('');
});
