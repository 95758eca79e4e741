import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HistoryMessage } from '../voice-model.ts';
import { shapeHistory, textPieces } from './history.ts';

const user = (text: string): HistoryMessage => ({ role: 'user', text });
const assistant = (text: string): HistoryMessage => ({ role: 'assistant', text });
const byteLength = (text: string): number => Buffer.byteLength(text);

test('the user comes first, neighbours become one, nothing is empty', () => {
  expect(
    shapeHistory(
      [assistant('Hi.'), assistant('You there?'), user('Yes.'), user(' '), user('Hello?'), assistant('')],
      1000,
    ),
  ).toEqual([user('Yes.\nHello?')]);
  expect(shapeHistory([assistant('Hi.')], 1000)).toEqual([]);
});

test('the newest stay, and of a very long one its end', () => {
  const story = Array.from({ length: 200 }, (_, i) => `word${i}`).join(' ');
  const shaped = shapeHistory([user('old'), assistant(story), user('more'), assistant(story)], 400);
  expect(shaped.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant']);
  expect(shaped.at(-1)?.text).toMatch(/^word\d+ .* word199$/);
  const tight = [user('a'), assistant('b'), user('c'), assistant('d'), user('e')];
  const wide = tight.map(({ role, text }) => ({ role, text: text.repeat(90) }));
  // Four of 50 bytes fit, of which the first would be the assistant's.
  expect(shapeHistory(wide, 200).map(({ text }) => text)).toEqual(
    ['c', 'd', 'e'].map((text) => text.repeat(50)),
  );
});

test('whatever is given, it has the shape and keeps to the bound', () => {
  const message = fc.record({
    role: fc.constantFrom('user' as const, 'assistant' as const),
    text: fc.string({ unit: 'grapheme', maxLength: 300 }),
  });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 30 }), fc.integer({ min: 64, max: 2000 }), (messages, max) => {
      const shaped = shapeHistory(messages, max);
      shaped.forEach(({ role, text }, i) => {
        expect(role).toBe(i % 2 === 0 ? 'user' : 'assistant');
        expect(text.trim()).not.toBe('');
      });
      expect(shaped.reduce((sum, { text }) => sum + byteLength(text), 0)).toBeLessThanOrEqual(max);
      if (messages.some(({ role, text }) => role === 'user' && text.trim())) {
        expect(shaped.length).toBeGreaterThan(0);
      }
    }),
  );
});

test('pieces make up the text again, each within its bound', () => {
  expect(textPieces('one two three', 8)).toEqual(['one two ', 'three']);
  expect(textPieces('', 8)).toEqual([]);
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 500 }),
      fc.integer({ min: 4, max: 100 }),
      (text, max) => {
        const pieces = textPieces(text, max);
        expect(pieces.join('')).toBe(text);
        for (const piece of pieces) expect(byteLength(piece)).toBeLessThanOrEqual(max);
      },
    ),
  );
});
