import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_SCHEMA_BYTES, reducedSchema, shortened } from './reduced-schema.ts';
import type { JsonSchema } from './tool-source.ts';

const NOTHING = { type: 'object', properties: {} };
/** More is not read of one schema, whatever it refers to. */
const MAX_VISITS = 6000;
const bytesOf = (schema: object): number => Buffer.byteLength(JSON.stringify(schema));

/** The same, and how often a schema in it was asked what it refers to. */
function counted(schema: object) {
  let visits = 0;
  const known = new WeakMap<object, object>();
  const watched = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const proxy =
      known.get(value) ??
      new Proxy(value, {
        get(target, key, receiver) {
          if (key === '$ref') visits++;
          return watched(Reflect.get(target, key, receiver));
        },
      });
    known.set(value, proxy);
    return proxy;
  };
  return { schema: watched(schema), visits: () => visits };
}

/** All that a model may meet in it. */
function expectTaken(schema: JsonSchema): void {
  expect(JSON.stringify(schema).isWellFormed()).toBe(true);
  expect(['string', 'number', 'integer', 'boolean', 'object', 'array']).toContain(schema['type']);
  const {
    properties = {},
    required = [],
    items,
  } = schema as { properties?: object; required?: string[]; items?: JsonSchema };
  expect(new Set(required).size).toBe(required.length);
  for (const name of required) expect(Object.hasOwn(properties, name)).toBe(true);
  for (const inner of Object.values(properties)) expectTaken(inner as JsonSchema);
  if (items) expectTaken(items);
}

const anyName = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('__proto__', 'toString', 'properties', 'a'),
  fc.nat(400).map((length) => 'n'.repeat(length)),
);
const { node: anyNode } = fc.letrec<{ node: object }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'large', withCrossShrink: true },
    fc.constantFrom({}, { type: 'string' }, { enum: [1, 'x'] }, { type: ['null', 'number'] }),
    fc.record({ $ref: fc.constantFrom('#', '#/$defs/a', '#/$defs/b', '#/$defs/c', '#/properties/a', '#/x') }),
    fc.record({ allOf: fc.array(tie('node'), { maxLength: 4 }) }),
    fc.record({ anyOf: fc.array(tie('node'), { maxLength: 3 }), oneOf: fc.array(tie('node')) }),
    fc.record({ type: fc.constant('array'), items: tie('node') }),
    fc.record({ description: fc.string(), default: fc.jsonValue(), pattern: fc.string() }),
    fc.record({
      type: fc.constant('object'),
      properties: fc.dictionary(anyName, tie('node')),
      required: fc.array(anyName),
    }),
  ),
}));
const anySchema = fc.record({
  $defs: fc.record({ a: anyNode, b: anyNode, c: anyNode }),
  allOf: fc.array(anyNode, { maxLength: 2 }),
  properties: fc.dictionary(anyName, anyNode, { maxKeys: 40 }),
  required: fc.array(anyName),
});

const word = fc.stringMatching(/^[a-zäß~/]{1,8}$/);
const described = fc.option(
  word.map((description) => ({ description })),
  { nil: {} },
);
const smallLeaf = fc
  .tuple(
    fc.constantFrom(
      { type: 'string', minLength: 1 },
      { type: 'integer', minimum: -3, maximum: 7, default: 0 },
      { type: 'boolean' },
      { type: 'string', enum: ['a', 'b'] },
      { type: 'array', items: { type: 'number' } },
    ),
    described,
  )
  .map(([leaf, about]) => ({ ...leaf, ...about }));
const objectWith = (inner: fc.Arbitrary<object>) =>
  fc.dictionary(word, inner, { minKeys: 1, maxKeys: 5, noNullPrototype: true }).map((properties) => ({
    type: 'object',
    properties,
    required: Object.keys(properties).slice(0, 1),
  }));
const smallSchema = objectWith(fc.oneof(smallLeaf, objectWith(fc.oneof(smallLeaf, objectWith(smallLeaf)))));

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

  test('that is large keeps the kinds of its properties, also where they are references', () => {
    const properties = Object.fromEntries(
      Array.from({ length: 32 }, (_, i) => [`p${i}`, { $ref: '#/$defs/n', description: 'd'.repeat(200) }]),
    );
    const schema = { type: 'object', $defs: { n: { type: 'integer' } }, properties, required: ['p0', 'p31'] };
    const bare = Object.fromEntries(Object.keys(properties).map((name) => [name, { type: 'integer' }]));
    expect(reducedSchema(schema)).toEqual({ type: 'object', properties: bare, required: ['p0', 'p31'] });
  });

  test('leaves out what would have a service refuse it', () => {
    const properties = {
      a: { type: 'string', pattern: '(', minLength: -1, maxLength: 'x', format: 7, default: '\ud800' },
      b: { type: 'integer', minimum: '0', maximum: 9, enum: [1, 1, '\ud800', 2], description: '\ud800' },
      '\ud800': { type: 'string' },
      ['n'.repeat(3000)]: { type: 'string' },
    };
    const required = ['a', 'a', 'toString', '\ud800'];
    expect(reducedSchema({ type: 'object', properties, required })).toEqual({
      type: 'object',
      properties: {
        a: { type: 'string' },
        b: { type: 'integer', maximum: 9, enum: [1, 2], description: '\ufffd' },
      },
      required: ['a'],
    });
  });
});

describe('a schema that means harm', () => {
  const nested = (levels: number): object => {
    let schema: object = { type: 'integer' };
    for (let i = 0; i < levels; i++) schema = { anyOf: [schema] };
    return schema;
  };
  const doubling = (levels: number): Record<string, object> =>
    Object.fromEntries(
      Array.from({ length: levels }, (_, i) => [
        `d${i}`,
        { allOf: [{ $ref: `#/$defs/d${i + 1}` }, { $ref: `#/$defs/d${i + 1}` }] },
      ]),
    );

  test('is nested so deep that reading it to its end would end the process', () => {
    const schema = { type: 'object', properties: { good: { type: 'integer' }, deep: nested(20_000) } };
    expect(reducedSchema(schema)['properties']).toMatchObject({ good: { type: 'integer' } });
    expect(reducedSchema({ type: 'object', anyOf: [nested(20_000)] })).toEqual(NOTHING);
  });

  test('doubles with each step', () => {
    for (const on of [{ $ref: '#/$defs/d0' }, { properties: { a: { $ref: '#/$defs/d0' } } }]) {
      const { schema, visits } = counted({ type: 'object', $defs: doubling(30), ...on });
      expect(reducedSchema(schema)).toEqual(NOTHING);
      expect(visits()).toBeLessThan(MAX_VISITS);
    }
  });

  test('has names, lists and texts without end', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `v${i}`);
    const property = {
      type: 'object',
      description: ' '.repeat(1_000_000),
      enum: many,
      required: many,
      properties: Object.fromEntries(many.map((name) => [name, true])),
      allOf: many.map((name) => ({ properties: { [name]: {} } })),
    };
    const properties = Object.fromEntries(many.map((name) => [`${'x'.repeat(100)}${name}`, property]));
    const { schema, visits } = counted({ type: 'object', properties, required: Object.keys(properties) });
    const reduced = reducedSchema(schema);
    expect(bytesOf(reduced)).toBeLessThanOrEqual(MAX_SCHEMA_BYTES);
    expect(Object.keys(reduced['properties'] as object).length).toBeGreaterThan(10);
    expect(visits()).toBeLessThan(MAX_VISITS);
  });

  test('is itself one of its own parts', () => {
    const ring: Record<string, unknown> = { type: 'object' };
    Object.assign(ring, { properties: { ring, list: { items: ring } }, allOf: [ring], anyOf: [ring] });
    expect(bytesOf(reducedSchema(ring))).toBeLessThanOrEqual(MAX_SCHEMA_BYTES);
  });
});

describe('any schema', () => {
  test('that a source may make up is read within bounds, and becomes one that a model takes', () => {
    fc.assert(
      fc.property(anySchema, (made) => {
        const { schema, visits } = counted(made);
        const reduced = reducedSchema(schema);
        expect(bytesOf(reduced)).toBeLessThanOrEqual(MAX_SCHEMA_BYTES);
        expect(visits()).toBeLessThan(MAX_VISITS);
        expectTaken(reduced);
        expect(['type', 'properties', 'required']).toEqual(expect.arrayContaining(Object.keys(reduced)));
      }),
    );
  });

  test('comes of anything that is no schema', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (anything) => {
        for (const schema of [anything, { properties: anything }, { properties: { a: anything } }])
          expectTaken(reducedSchema(schema));
      }),
    );
  });

  test('that is small and says what a model understands stays as it is, also behind references', () => {
    fc.assert(
      fc.property(smallSchema, fc.constantFrom('$ref', 'anyOf', 'allOf'), (schema, way) => {
        fc.pre(bytesOf(schema) <= MAX_SCHEMA_BYTES);
        expect(reducedSchema(schema)).toEqual(schema);
        const { properties } = schema;
        const $defs = Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, inner]));
        const there = Object.keys(properties).map((name) => {
          const $ref = `#/$defs/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
          if (way === '$ref') return [name, { $ref }] as const;
          return [name, way === 'anyOf' ? { anyOf: [{ type: 'null' }, { $ref }] } : { allOf: [{ $ref }] }];
        });
        expect(reducedSchema({ ...schema, $defs, properties: Object.fromEntries(there) })).toEqual(schema);
      }),
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
