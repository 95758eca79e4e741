import { expect, it } from 'vitest';
import { endpointing, soundsUnfinished } from './endpointing.ts';

it('waits as long as the profile says, and longer for unfinished words only when quick', () => {
  expect(endpointing('quick', 'HIGH')).toEqual({ pauseMs: 400, unfinishedPauseMs: 900 });
  expect(endpointing('quick', 'LOW').pauseMs).toBe(800);
  expect(endpointing('nova', 'MEDIUM')).toEqual({ pauseMs: 1750, unfinishedPauseMs: 1750 });
});

it.each([
  ['I would like to go to the', true],
  ['Two tickets, please,', true],
  ['Well...', true],
  ['And then…', true],
  ['Turn it off.', false],
  ['What are you looking for?', false],
  ['Turn on the light', false],
  ['', false],
])('%s', (text, unfinished) => {
  expect(soundsUnfinished(text)).toBe(unfinished);
});
