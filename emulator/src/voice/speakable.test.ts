import { describe, expect, it } from 'vitest';
import { speakable, speechPieces } from './speakable.ts';

describe('speakable', () => {
  it.each([
    [
      'It is 10:35 on the 21st of May 2026.',
      'It is ten thirty five on the twenty first of May twenty twenty six.',
    ],
    ['3 × 4 = 12', 'three times four equals twelve'],
    ['5 - 2 + 1', 'five minus two plus one'],
    ['That costs $9.99 or €5.', 'That costs nine dollars and ninety nine cents or five euros.'],
    ['It is -4 °C with 80% humidity', 'It is minus four degrees Celsius with eighty percent humidity'],
    ['1 km at 50 km/h', 'one kilometer at fifty kilometers per hour'],
    ['Rooms 2–4 & 7', 'Rooms two to four and seven'],
    ['**Bold** and `code` and [a link](https://example.org/x)', 'Bold and code and a link'],
    ['- one\n- two', 'one two'],
    ['See https://www.example.org/path?x=1 now', 'See example.org now'],
    ['Naïve café 👍 “quoted”', 'Naive cafe quoted'],
    ['Ask Dr. Who, e.g. at noon.', 'Ask Doctor Who, for example at noon.'],
    ['room A4', 'room A4'],
    ['👍', ''],
    ['...', ''],
  ])('%s', (written, said) => {
    expect(speakable(written)).toBe(said);
  });
});

describe('speechPieces', () => {
  it('keeps a short sentence whole', () => {
    expect(speechPieces('Hello, how are you?')).toEqual(['Hello, how are you?']);
  });

  it('cuts a long one where a speaker would breathe', () => {
    expect(
      speechPieces(
        'I heard you say: turn off the lights in the living room. I have no answer to that, sorry.',
      ),
    ).toEqual([
      'I heard you say:',
      'turn off the lights in the living room.',
      'I have no answer to that, sorry.',
    ]);
  });

  it('cuts words without end', () => {
    const pieces = speechPieces('word '.repeat(200).trim());
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(220);
    expect(pieces.join(' ')).toBe('word '.repeat(200).trim());
  });
});
