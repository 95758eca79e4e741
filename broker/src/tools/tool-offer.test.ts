import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describedTools } from './described-tool.ts';
import { type ListedSource, offerTools } from './tool-offer.ts';
import type { Tool } from './tool-source.ts';

const LIMITS = { maxTools: 64, maxBytes: 64_000 };
const listed = (prefix: string, ...tools: Tool[]): ListedSource => ({
  id: `mcp:${prefix}`,
  prefix,
  tools: describedTools(tools),
});
const called = (name: string): Tool => ({
  name,
  description: `does ${name}`,
  inputSchema: { type: 'object' },
});
const source = (prefix: string, ...names: string[]): ListedSource => listed(prefix, ...names.map(called));
const namesOf = (...sources: ListedSource[]): string[] =>
  offerTools(sources, LIMITS).tools.map(({ spec }) => spec.name);

describe('names', () => {
  test('stay as they are where they can', () => {
    expect(namesOf(source('a', 'get-weather', 'set_volume'))).toEqual(['get-weather', 'set_volume']);
  });

  test('become valid', () => {
    const found = namesOf(source('a', 'self.audio_speaker.set_volume', '天气', 'naïve tool', 'x'.repeat(80)));
    expect(found).toEqual(['self_audio_speaker_set_volume', 'tool', 'nai_ve_tool', 'x'.repeat(64)]);
  });

  test('that two sources have are told apart on both sides', () => {
    expect(namesOf(source('home', 'get', 'list'), source('car', 'get'))).toEqual([
      'home_get',
      'list',
      'car_get',
    ]);
  });

  test('that are still the same are numbered, within 64', () => {
    const long = 'y'.repeat(64);
    expect(namesOf(source('a', 'b c', 'b.c', long, `${long}z`))).toEqual([
      'b_c',
      'b_c_2',
      long,
      `${'y'.repeat(62)}_2`,
    ]);
  });

  test('lead back to what their source calls them', () => {
    const { tools } = offerTools([source('a', 'x y'), source('b', 'x.y')], LIMITS);
    expect(tools.map(({ sourceId, name, spec }) => [sourceId, name, spec.name])).toEqual([
      ['mcp:a', 'x y', 'a_x_y'],
      ['mcp:b', 'x.y', 'b_x_y'],
    ]);
  });

  test('are valid and unique, whatever sources call their tools', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string(), fc.array(fc.string({ unit: 'binary' }), { maxLength: 8 })), {
          maxLength: 4,
        }),
        (sources) => {
          const found = namesOf(
            ...sources.map(([prefix, names], i) => ({ ...source(prefix, ...names), id: `${i}` })),
          );
          expect(new Set(found).size).toBe(found.length);
          for (const name of found) expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
        },
      ),
    );
  });
});

describe('too many tools', () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => `tool_${i}`);

  test('are cut from the end, source by source, and counted', () => {
    const { tools, leftOut } = offerTools([source('a', ...many(3)), source('b', ...many(10_000))], {
      ...LIMITS,
      maxTools: 5,
    });
    expect(tools.map(({ sourceId }) => sourceId)).toEqual(['mcp:a', 'mcp:a', 'mcp:a', 'mcp:b', 'mcp:b']);
    expect([...leftOut]).toEqual([['mcp:b', 9998]]);
  });

  test('are too many also when they are too long together', () => {
    const { tools, leftOut } = offerTools([source('a', ...many(10)), source('b', 'x')], {
      ...LIMITS,
      maxBytes: 300,
    });
    expect(tools.length).toBeLessThan(10);
    expect(leftOut.get('mcp:a')! + tools.length).toBe(10);
    expect(leftOut.get('mcp:b')).toBe(1);
  });

  test('do not cost a smaller one its place, nor those of another source', () => {
    const wide = Array.from({ length: 30 }, (_, i) => [
      `argument_${i}_${'x'.repeat(80)}`,
      { type: 'string' },
    ]);
    const large = {
      ...called('large'),
      inputSchema: { type: 'object', properties: Object.fromEntries(wide) },
    };
    const sources = [listed('a', called('one'), large, called('two')), source('b', 'three')];
    const { tools, leftOut } = offerTools(sources, { ...LIMITS, maxBytes: 1000 });
    expect(tools.map(({ name }) => name)).toEqual(['one', 'two', 'three']);
    expect([...leftOut]).toEqual([['mcp:a', 1]]);
  });
});

test('names of any length cost no more than what is kept of them', () => {
  const name = `${'_'.repeat(4_000_000)}x`;
  const [tool] = offerTools([source('a', name, '_'.repeat(100) + 'y')], LIMITS).tools;
  expect(tool).toMatchObject({ name, spec: { name: 'tool' } });
});

test('large schemas of many tools take nothing from the small one of the last', () => {
  const wide = Array.from({ length: 32 }, (_, i) => [
    `argument_${i}`,
    { type: 'integer', description: 'x'.repeat(150) },
  ]);
  const inner = { type: 'object', properties: Object.fromEntries(wide) };
  const large = Array.from({ length: 100 }, (_, i) => ({
    ...called(`tool_${i}`),
    inputSchema: { type: 'object', properties: { inner } },
  }));
  const inputSchema = { type: 'object', properties: { b: { type: 'string', description: 'said' } } };
  const tools = describedTools([...large, { ...called('small'), inputSchema }]);
  expect(tools[99]!.inputSchema).toBe('{"type":"object","properties":{"inner":{"type":"object"}}}');
  expect(JSON.parse(tools[100]!.inputSchema)).toEqual(inputSchema);
});

test('many tools whose schemas are without end are all offered, for little', () => {
  const $defs = Object.fromEntries(
    Array.from({ length: 31 }, (_, i) => [
      `d${i}`,
      { allOf: [{ $ref: `#/$defs/d${i + 1}` }, { $ref: `#/$defs/d${i + 1}` }] },
    ]),
  );
  let reads = 0;
  const properties = { a: { type: 'integer' }, b: { $ref: '#/$defs/d0' } };
  const counted = new Proxy($defs, {
    get: (defs, name: string) => {
      reads++;
      return defs[name];
    },
  });
  const inputSchema = { type: 'object', $defs: counted, properties };
  const endless = Array.from({ length: 200 }, (_, i) => ({ ...called(`tool_${i}`), inputSchema }));
  const { tools } = offerTools([listed('a', ...endless), source('b', 'x')], { ...LIMITS, maxTools: 300 });
  expect(tools).toHaveLength(201);
  expect(JSON.parse(tools[0]!.spec.inputSchema)).toEqual({
    type: 'object',
    properties: { a: { type: 'integer' } },
  });
  expect(tools[199]!.spec.inputSchema).toBe(tools[0]!.spec.inputSchema);
  expect(reads).toBeLessThan(40_000);
});

test('a tool that says nothing of itself is called by its name', () => {
  const tool = { name: 'set_volume', description: ' ', inputSchema: {} };
  const { tools } = offerTools([listed('device', tool)], LIMITS);
  expect(tools[0]!.spec).toEqual({
    name: 'set_volume',
    description: 'set volume',
    inputSchema: '{"type":"object","properties":{}}',
  });
});
