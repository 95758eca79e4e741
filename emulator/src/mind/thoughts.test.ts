import { expect, it } from 'vitest';
import { ThoughtFilter } from './thoughts.ts';

const said = (...pieces: string[]) => {
  const filter = new ThoughtFilter();
  return pieces.map((piece) => filter.push(piece)).join('') + filter.flush();
};

it.each([
  [['No thoughts, 1 < 2.'], 'No thoughts, 1 < 2.'],
  [['<think>Hm.</think>Yes.'], 'Yes.'],
  [['<th', 'ink>Hm. <b', '</thi', 'nk', '>Y', 'es.'], 'Yes.'],
  [['A<Thinking>x</think></Thinking>B<thought>y</thought>C'], 'ABC'],
  [['<think>never ends. '], ''],
  [['</think>Yes.'], ' Yes.'],
  [['a <', 'b'], 'a <b'],
  [['ends with <thi'], 'ends with <thi'],
])('%j', (pieces, text) => {
  expect(said(...pieces)).toBe(text);
  expect(said(...pieces.join('').split(''))).toBe(text);
});
