import { expect, test } from 'vitest';
import { type SaidPiece, type Utterance, unsaid, withCut, withPiece } from './utterances.ts';

const piece = (role: string, stage: string, text: string, more: Partial<SaidPiece> = {}): SaidPiece => ({
  role,
  stage,
  text,
  generation: 1,
  continued: false,
  ...more,
});
const after = (...pieces: SaidPiece[]): readonly Utterance[] =>
  pieces.reduce<readonly Utterance[]>(withPiece, []);

test('what is planned becomes what was said, sentence by sentence', () => {
  const utterances = after(
    piece('USER', 'FINAL', 'What is it?'),
    piece('ASSISTANT', 'SPECULATIVE', 'A bird.'),
    piece('ASSISTANT', 'SPECULATIVE', 'It sings.'),
    piece('ASSISTANT', 'FINAL', 'A bird.'),
  );
  expect(utterances.map(({ role, said }) => [role, said.trim()])).toEqual([
    ['USER', 'What is it?'],
    ['ASSISTANT', 'A bird.'],
  ]);
  expect(unsaid(utterances[1]!).trim()).toBe('It sings.');
});

test('a long text comes in pieces and is one', () => {
  const [utterance] = after(
    piece('USER', 'FINAL', 'one and tw', { continued: true }),
    piece('USER', 'FINAL', 'o are three'),
  );
  expect(utterance!.said.trim()).toBe('one and two are three');
});

test('an interruption cuts the answer that it stopped, and no other', () => {
  const utterances = withCut(
    after(
      piece('ASSISTANT', 'SPECULATIVE', 'Long ago …'),
      piece('ASSISTANT', 'SPECULATIVE', 'Yes.', { generation: 2 }),
    ),
    1,
  );
  expect(utterances.map(({ isCut }) => isCut)).toEqual([true, false]);
});
