/**
 * A JSON schema as a speech model takes it. Amazon Nova accepts an object with `type`, `properties` and `required` on
 * top, and is the surer the simpler what is below: references are put in place, alternatives become the first that is
 * not null, what only a validator understands is left out. A schema that says too much says less.
 */
import { MAX_PROPERTIES, SchemaReader, isObject } from './json-schema.ts';
import type { JsonSchema } from './tool-source.ts';

/** Nested objects and lists below this are just that. */
const MAX_DEPTH = 5;
const MAX_ENUM = 64;
const MAX_DESCRIPTION = 200;
/** Of the texts among its values. */
const MAX_TEXT = 200;
/** As JSON text. */
export const MAX_SCHEMA_BYTES = 4096;
/** More schemas than these come to more bytes, or to nothing. */
const MAX_READ = 512;
/** When only names and types are of interest: of what is on top, and of each property. */
const MAX_READ_ON_TOP = 64;
const MAX_READ_OF_PROPERTY = 4;

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array']);

/** What schemas may cost together: how many are read, with what they refer to. One that finds nothing left says little. */
export interface ReadingAllowance {
  schemas: number;
}

interface Context {
  readonly reader: SchemaReader;
  /** References that lead here: a schema may refer to itself. */
  readonly within: readonly string[];
  readonly maxDepth: number;
  /** At least so much is written. */
  readonly size: { chars: number };
}

/**
 * Never throws, whatever a source calls a schema, and reads no more than `allowance` of it. At most 4096 bytes of JSON: if
 * need be less deep, then with names and types alone, then with fewer of them.
 */
export function reducedSchema(
  schema: unknown,
  allowance: ReadingAllowance = { schemas: Infinity },
): JsonSchema {
  const root = isObject(schema) ? schema : {};
  const reader = new SchemaReader(root);
  for (let maxDepth = MAX_DEPTH; maxDepth > 0; maxDepth--) {
    reader.begin(Math.min(MAX_READ, allowance.schemas));
    const context = { reader, within: [], maxDepth, size: { chars: 0 } };
    const found = { type: 'object', properties: {}, ...objectOf(reader.resolved(root, []), context, 0) };
    allowance.schemas -= reader.read;
    if (!reader.isSpent && bytesOf(found) <= MAX_SCHEMA_BYTES) return found;
  }
  return bare(root, reader);
}

/** Names and types, as many as there is room for. */
function bare(root: JsonSchema, reader: SchemaReader): JsonSchema {
  reader.begin(MAX_READ_ON_TOP);
  const whole = reader.resolved(root, []);
  const wanted = requiredOf(whole);
  const properties: [string, JsonSchema][] = [];
  const required: string[] = [];
  let left = MAX_SCHEMA_BYTES - bytesOf({ type: 'object', properties: {}, required: [] });
  for (const [name, inner] of propertiesOf(whole)) {
    reader.begin(MAX_READ_OF_PROPERTY);
    const type = namedType(inner) ?? typeOf(reader.resolved(inner, []));
    if (reader.isSpent) continue;
    const property = type === 'array' ? { type, items: { type: 'string' } } : { type };
    left -= bytesOf({ [name]: property }) + (wanted.has(name) ? bytesOf([name]) : 0);
    if (left < 0) break;
    properties.push([name, property]);
    if (wanted.has(name)) required.push(name);
  }
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
  };
}

function reduced(schema: JsonSchema, context: Context, depth: number): JsonSchema {
  const { reader, maxDepth } = context;
  const { $ref } = schema;
  const inner = typeof $ref === 'string' ? { ...context, within: [...context.within, $ref] } : context;
  const whole = reader.resolved(schema, context.within);
  const type = typeOf(whole);
  const description = shortened(whole['description'] ?? whole['title'], MAX_DESCRIPTION);
  const about = description === '' ? {} : { description };
  const isNested = type === 'object' || type === 'array';
  const own = { type, ...about, ...(!isNested && { ...enumOf(whole), ...boundsOf(whole) }) };
  write(JSON.stringify(own).length, context);
  if (!isNested) return own;
  const goesOn = depth < maxDepth && !reader.isSpent;
  if (type === 'object') return goesOn ? { ...own, ...objectOf(whole, inner, depth) } : own;
  const { items } = whole;
  return { ...own, items: goesOn && isObject(items) ? reduced(items, inner, depth + 1) : { type: 'string' } };
}

function objectOf(
  whole: JsonSchema,
  context: Context,
  depth: number,
): { properties?: Record<string, JsonSchema>; required?: readonly string[] } {
  if (!isObject(whole['properties'])) return {};
  const properties: [string, JsonSchema][] = [];
  for (const [name, inner] of propertiesOf(whole)) {
    write(name.length, context);
    if (context.reader.isSpent) break;
    properties.push([name, reduced(inner, context, depth + 1)]);
  }
  const names = new Set(properties.map(([name]) => name));
  const required = [...requiredOf(whole)].filter((name) => names.has(name));
  return { properties: Object.fromEntries(properties), ...(required.length > 0 && { required }) };
}

/** What is too large already is not read to its end. */
function write(chars: number, { reader, size }: Context): void {
  size.chars += chars;
  if (size.chars > MAX_SCHEMA_BYTES) reader.giveUp();
}

const propertiesOf = ({ properties }: JsonSchema): [string, JsonSchema][] =>
  isObject(properties)
    ? Object.entries(properties)
        .slice(0, MAX_PROPERTIES)
        .map(([name, inner]) => [name, isObject(inner) ? inner : {}])
    : [];

const requiredOf = ({ required }: JsonSchema): ReadonlySet<string> =>
  new Set(Array.isArray(required) ? required.filter((name) => typeof name === 'string') : []);

function namedType({ type }: JsonSchema): string | undefined {
  const named: unknown[] = Array.isArray(type) ? type.slice(0, TYPES.size + 1) : [type];
  return named.find((one): one is string => typeof one === 'string' && TYPES.has(one));
}

function typeOf(schema: JsonSchema): string {
  const named = namedType(schema);
  if (named !== undefined) return named;
  if (isObject(schema['properties'])) return 'object';
  if (schema['items'] !== undefined) return 'array';
  const [first = schema['const']] = Array.isArray(schema['enum']) ? (schema['enum'] as unknown[]) : [];
  return typeof first === 'number' || typeof first === 'boolean' ? typeof first : 'string';
}

function enumOf(schema: JsonSchema): { enum?: readonly unknown[] } {
  const values = Array.isArray(schema['enum']) ? schema['enum'] : 'const' in schema ? [schema['const']] : [];
  const scalars = new Set(values.slice(0, 2 * MAX_ENUM).filter(isScalar));
  return scalars.size > 0 ? { enum: [...scalars].slice(0, MAX_ENUM) } : {};
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= MAX_TEXT && value.isWellFormed();
const isScalar = (value: unknown): boolean => isText(value) || isNumber(value) || typeof value === 'boolean';
const isLength = (value: unknown): boolean => isNumber(value) && Number.isSafeInteger(value) && value >= 0;

/** They help a model, and cost little. One that is wrong could make a service refuse all the tools. */
const BOUNDS: readonly (readonly [string, (value: unknown) => boolean])[] = [
  ['minimum', isNumber],
  ['maximum', isNumber],
  ['minLength', isLength],
  ['maxLength', isLength],
  ['pattern', isPattern],
  ['format', isText],
  ['default', isScalar],
];

const boundsOf = (schema: JsonSchema): JsonSchema =>
  Object.fromEntries(BOUNDS.filter(([key, fits]) => fits(schema[key])).map(([key]) => [key, schema[key]]));

function isPattern(value: unknown): boolean {
  if (!isText(value)) return false;
  try {
    return new RegExp(value) instanceof RegExp;
  } catch {
    return false;
  }
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** Of any value that claims to be text; cut at a word. However long it is, it costs no more than its beginning. */
export function shortened(text: unknown, max: number): string {
  if (typeof text !== 'string') return '';
  const clean = text
    .slice(0, 3 * max)
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toWellFormed();
  if (clean.length <= max) return clean;
  const cut = clean.slice(0, max - 1);
  const atWord = cut.lastIndexOf(' ');
  return `${(atWord > max / 2 ? cut.slice(0, atWord) : cut).toWellFormed().trimEnd()}…`;
}
