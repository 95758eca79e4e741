import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_SCHEMA_BYTES, reducedSchema, shortened } from './reduced-schema.ts';

describe('a schema for the model', () => {
  test('keeps what a model understands', () => {
    const schema = {
      type: 'object',
      properties: {
        place: { type: 'string', description: 'where' },
        days: { type: 'integer', minimum: 1, maximum: 7, default: 1 },
        unit: { enum: ['celsius', 'fahrenheit'] },
        tags: { type: 'array', items: { type: 'string' } },
        at: { type: 'object', properties: { lat: { type: 'number' } }, required: ['lat'] },
      },
      required: ['place'],
    };
    expect(reducedSchema(schema)).toEqual({
      ...schema,
      properties: { ...schema.properties, unit: { type: 'string', enum: ['celsius', 'fahrenheit'] } },
    });
  });

  test('has nothing on top but type, properties and required', () => {
    const schema = { $schema: 'x', title: 'T', additionalProperties: false, type: 'object', properties: {} };
    expect(reducedSchema(schema)).toEqual({ type: 'object', properties: {} });
    for (const none of [undefined, null, 7, 'text', [], true, { type: 'string' }])
      expect(reducedSchema(none)).toEqual({ type: 'object', properties: {} });
  });

  test('has references and alternatives in their places', () => {
    const schema = {
      type: 'object',
      $defs: { place: { type: 'string', description: 'a town' }, 'a/b': { type: 'integer' } },
      properties: {
        from: { $ref: '#/$defs/place' },
        count: { $ref: '#/$defs/a~1b' },
        to: { anyOf: [{ type: 'null' }, { $ref: '#/$defs/place' }], description: 'or nowhere' },
        kind: { const: 'train' },
        both: { allOf: [{ properties: { a: { type: 'string' } } }, { required: ['a'] }] },
        nullable: { type: ['null', 'boolean'] },
        gone: { $ref: '#/$defs/nothing' },
        elsewhere: { $ref: 'https://example.com/schema.json' },
      },
    };
    expect(reducedSchema(schema)['properties']).toEqual({
      from: { type: 'string', description: 'a town' },
      count: { type: 'integer' },
      to: { type: 'string', description: 'or nowhere' },
      kind: { type: 'string', enum: ['train'] },
      both: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
      nullable: { type: 'boolean' },
      gone: { type: 'string' },
      elsewhere: { type: 'string' },
    });
  });

  test('that refers to itself ends', () => {
    const node = { type: 'object', properties: { child: { $ref: '#/$defs/node' } } };
    const schema = { type: 'object', $defs: { node }, properties: { tree: { $ref: '#/$defs/node' } } };
    expect(JSON.stringify(reducedSchema(schema)).length).toBeLessThan(500);
    const loop = { type: 'object', properties: { a: { $ref: '#/properties/a' } } };
    expect(reducedSchema(loop)).toEqual({ type: 'object', properties: { a: { type: 'string' } } });
  });

  test('that demands what it does not have demands less', () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a', 'b', 7] };
    expect(reducedSchema(schema)['required']).toEqual(['a']);
  });

  test('is never larger than a model should read', () => {
    const wide = (depth: number): object => ({
      type: 'object',
      properties: Object.fromEntries(
        Array.from({ length: 40 }, (_, i) => [
          `property_${i}_${'x'.repeat(60)}`,
          depth > 0 ? wide(depth - 1) : { type: 'string', description: 'd'.repeat(1000) },
        ]),
      ),
    });
    expect(JSON.stringify(reducedSchema(wide(2))).length).toBeLessThanOrEqual(MAX_SCHEMA_BYTES);
  });

  test('comes of anything that a source may say', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 6 }),
        fc.dictionary(
          fc.constantFrom('type', 'items', 'anyOf', '$ref', 'enum', 'allOf', 'x'),
          fc.jsonValue(),
        ),
        (anything, inner) => {
          for (const schema of [anything, { type: 'object', properties: { a: inner, b: anything } }]) {
            const reduced = reducedSchema(schema);
            expect(reduced['type']).toBe('object');
            expect(Buffer.byteLength(JSON.stringify(reduced))).toBeLessThanOrEqual(MAX_SCHEMA_BYTES);
          }
        },
      ),
    );
  });
});

test('a text is cut at a word, and never in the middle of a character', () => {
  expect(shortened('  one\n two ', 20)).toBe('one two');
  expect(shortened('the quick brown fox', 12)).toBe('the quick…');
  expect(shortened('a'.repeat(30), 10)).toBe(`${'a'.repeat(9)}…`);
  expect(shortened(`${'a'.repeat(8)}😀😀`, 10).isWellFormed()).toBe(true);
  expect(shortened(7, 10)).toBe('');
});
