import { describe, expect, test } from 'vitest';
import { changedLines, differences, merged, mergings } from './difference.ts';
import type { SettingValue } from './settings.ts';

const of = (settings: Record<string, SettingValue>) => new Map(Object.entries(settings));

test('what is another stands in the order of the form', () => {
  const before = of({ 'x.a': 1, temperature: 0.5, voice: 'amy', mcpServers: ['a'] });
  const after = of({ 'x.a': 2, temperature: 0.5, language: 'de', mcpServers: ['a', 'b'] });
  expect(differences(before, after)).toEqual([
    { path: 'language', before: undefined, after: 'de' },
    { path: 'voice', before: 'amy', after: undefined },
    { path: 'mcpServers', before: ['a'], after: ['a', 'b'] },
    { path: 'x.a', before: 1, after: 2 },
  ]);
  expect(differences(before, of(Object.fromEntries(before)))).toEqual([]);
});

describe('two people at once', () => {
  const base = of({ voice: 'amy', temperature: 0.5, volume: 40, greeting: 'Hi', topP: 0.5 });
  const mine = of({ voice: 'tina', temperature: 0.7, volume: 40, topP: 0.6 });
  const theirs = of({ voice: 'olivia', temperature: 0.5, volume: 20, greeting: 'Hi', topP: 0.6 });
  const all = mergings(base, mine, theirs);

  test('only what both have changed, each in another way, has to be chosen', () => {
    expect(all.map(({ path, isConflict, suggested }) => [path, isConflict, suggested])).toEqual([
      ['voice', true, undefined],
      ['greeting', false, 'mine'],
      ['temperature', false, 'mine'],
      ['topP', false, 'mine'],
      ['volume', false, 'theirs'],
    ]);
    expect(() => merged(base, all, new Map())).toThrow(/voice/);
  });

  test('nothing that either has done is lost, but by choice', () => {
    const both = merged(base, all, new Map([['voice', 'theirs']]));
    expect(Object.fromEntries(both)).toEqual({ voice: 'olivia', temperature: 0.7, volume: 20, topP: 0.6 });
    const other = merged(base, all, new Map([['greeting', 'theirs'], ['voice', 'mine']])); // prettier-ignore
    expect(other.get('greeting')).toBe('Hi');
    expect(other.get('voice')).toBe('tina');
  });
});

test('a text is compared line by line', () => {
  expect(changedLines('a\nb\nc', 'a\nx\nc\nd')).toEqual([
    { kind: 'same', text: 'a' },
    { kind: 'gone', text: 'b' },
    { kind: 'new', text: 'x' },
    { kind: 'same', text: 'c' },
    { kind: 'new', text: 'd' },
  ]);
  const long = Array.from({ length: 500 }, (_, i) => String(i)).join('\n');
  expect(changedLines(long, 'a')).toHaveLength(501);
});
