/** The catalogues say the same in each language, and all that is said stands in them. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'svelte/compiler';
import { describe, expect, test } from 'vitest';
import { en } from './en/index.ts';
import { zh } from './zh/index.ts';

type Texts = { readonly [key: string]: unknown };

/** Every text by its path; functions are called with words in place of their values. */
function textsOf(catalogue: Texts, path = ''): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [key, value] of Object.entries(catalogue)) {
    const at = path ? `${path}.${key}` : key;
    if (typeof value === 'string') texts.set(at, value);
    else if (typeof value === 'function')
      texts.set(
        at,
        (value as (...words: unknown[]) => string)(...Array.from({ length: value.length }, () => 'X')),
      );
    else for (const [below, text] of textsOf(value as Texts, at)) texts.set(below, text);
  }
  return texts;
}

const english = textsOf(en);
const chinese = textsOf(zh);

test('both languages have the same texts, and none is empty', () => {
  expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [key, text] of [...english, ...chinese]) expect(text.trim(), key).not.toBe('');
});

test('Chinese is Chinese, but for what is only made of values', () => {
  const latin = [...chinese].filter(([, text]) => /[a-z]{2}/.test(text) && !/\p{Script=Han}/u.test(text));
  expect(latin).toEqual([]);
});

const src = join(import.meta.dirname, '..', '..');
const components = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.svelte'),
);

test('each action that the broker records in its audit log has words', () => {
  const document = readFileSync(join(src, '..', '..', 'broker', 'openapi.json'), 'utf8');
  const { paths } = JSON.parse(document) as {
    paths: Record<string, { get: { parameters: { name: string; schema: { enum?: string[] } }[] } }>;
  };
  const { parameters } = paths['/api/v1/audit-log']!.get;
  const actions = parameters.find(({ name }) => name === 'action')!.schema.enum!;
  expect(actions).toContain('device.secret.rotate');
  expect(Object.keys(en.auditLog.actions).sort()).toEqual([...actions].sort());
  expect(Object.keys(zh.auditLog.actions).sort()).toEqual([...actions].sort());
});

/** Names that are the same in all languages, and signs. */
const NAMES = /^(Pipit|English|中文)$/;
const SHOWN = new Set(['title', 'alt', 'label', 'placeholder', 'aria-label', 'aria-description']);

interface Node {
  readonly type?: string;
  readonly name?: string;
  readonly data?: string;
  readonly [key: string]: unknown;
}

function literalsIn(node: unknown, found: string[] = []): string[] {
  if (Array.isArray(node)) for (const each of node) literalsIn(each, found);
  else if (node !== null && typeof node === 'object') {
    const { type, name, data } = node as Node;
    if (type === 'Text' && data !== undefined) found.push(data);
    else if (type === 'Attribute' && !SHOWN.has(name ?? '')) return found;
    else for (const value of Object.values(node)) literalsIn(value, found);
  }
  return found;
}

describe('no component has a text of its own', () => {
  test.each(components)('%s', (path) => {
    const { fragment } = parse(readFileSync(join(src, path), 'utf8'), { modern: true });
    const words = literalsIn(fragment)
      .flatMap((text) => text.match(/\p{L}[\p{L} ]+/gu) ?? [])
      .filter((text) => !NAMES.test(text.trim()));
    expect(words).toEqual([]);
  });
});
