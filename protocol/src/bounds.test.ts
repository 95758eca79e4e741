import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clipUtf8, maxBytesOf, splitUtf8 } from './index.ts';

const bytes = (text: string): number => Buffer.byteLength(text);

test('text is split at spaces, and never inside a character', () => {
  expect(splitUtf8('the quick brown fox', 10)).toEqual(['the quick', 'brown fox']);
  expect(splitUtf8('😀😀😀', 9)).toEqual(['😀😀', '😀']);
  expect(splitUtf8('', 10)).toEqual([]);
  expect(clipUtf8('😀😀', 5)).toBe('😀');
});

test('no piece is too long and no word is lost', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 300 });
  fc.assert(
    fc.property(text, fc.integer({ min: 64, max: 100 }), (whole, max) => {
      const pieces = splitUtf8(whole, max);
      for (const piece of pieces) expect(bytes(piece)).toBeLessThanOrEqual(max);
      expect(pieces.join('').replaceAll(/\s/g, '')).toBe(whole.replaceAll(/\s/g, ''));
    }),
  );
});

test('the bound of a field can be asked for, and a field without one is a mistake', () => {
  expect(maxBytesOf('Error', 'text')).toBe(240);
  expect(() => maxBytesOf('Error', 'code')).toThrow(/Error\.code has no bound/);
  expect(() => maxBytesOf('Nothing', 'text')).toThrow(TypeError);
});
