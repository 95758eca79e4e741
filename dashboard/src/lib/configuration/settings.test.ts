import { expect, test } from 'vitest';
import { SETTING_RULES } from '#lib/broker/gen/setting-rules.ts';
import { KNOWN_PATHS, flattened, patchFrom } from './settings.ts';
import { problemWith } from './validate.ts';

test('the form has a place for all that the broker lets be set', () => {
  expect([...KNOWN_PATHS].sort()).toEqual(Object.keys(SETTING_RULES).sort());
});

test('a change names what is another, and takes away what is gone', () => {
  const before = flattened({ voice: 'amy', volume: 3, tools: { mcp: true, agent: true }, x: { a: 1 } });
  const after = flattened({ voice: 'tina', volume: 3, tools: { mcp: false }, x: { a: 1, b: 'c' } });
  expect(patchFrom(before, after)).toEqual({
    voice: 'tina',
    tools: { mcp: false, agent: null },
    x: { b: 'c' },
  });
  expect(patchFrom(before, before)).toEqual({});
});

test.each([
  ['temperature', 1.2, { kind: 'range', min: 0, max: 1 }],
  ['temperature', Number.NaN, { kind: 'number' }],
  ['maxTokens', 1.5, { kind: 'whole' }],
  ['systemPrompt', '', { kind: 'empty' }],
  ['greeting', 'x'.repeat(501), { kind: 'long', max: 500 }],
  ['lambdaArn', 'my function', { kind: 'form' }],
  ['knowledgeBaseId', 'KB12345678', undefined],
  ['x.anything', 'at all', undefined],
] as const)('%s: %j', (path, value, problem) => {
  expect(problemWith(path, value)).toEqual(problem);
});
