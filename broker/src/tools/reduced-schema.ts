/**
 * A JSON schema as a speech model takes it. Amazon Nova accepts an object with `type`, `properties` and `required` on
 * top, and is the surer the simpler what is below: references are put in place, alternatives become the first that is
 * not null, what only a validator understands is left out. A schema that says too much says less.
 */
import type { JsonSchema } from './tool-source.ts';

/** Nested objects and lists below this are just that. */
const MAX_DEPTH = 5;
const MAX_PROPERTIES = 32;
const MAX_ENUM = 64;
const MAX_DESCRIPTION = 200;
/** As JSON text. */
export const MAX_SCHEMA_BYTES = 4096;

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array']);
/** They help a model, and cost little. */
const KEPT = ['minimum', 'maximum', 'minLength', 'maxLength', 'pattern', 'format', 'default'] as const;

interface Context {
  readonly root: JsonSchema;
  /** References that lead here: a schema may refer to itself. */
  readonly within: readonly string[];
  readonly maxDepth: number;
}

/** Never throws, whatever a source calls a schema. At most 4096 bytes of JSON, if need be by depth. */
export function reducedSchema(schema: unknown): JsonSchema {
  const root = isObject(schema) ? schema : {};
  for (let maxDepth = MAX_DEPTH; maxDepth > 0; maxDepth--) {
    const reduced = topLevel(root, maxDepth);
    if (Buffer.byteLength(JSON.stringify(reduced)) <= MAX_SCHEMA_BYTES) return reduced;
  }
  return withoutDescriptions(topLevel(root, 1));
}

function topLevel(root: JsonSchema, maxDepth: number): JsonSchema {
  const { properties = {}, required } = objectOf(resolved(root, { root, within: [], maxDepth }), {
    root,
    within: [],
    maxDepth,
  });
  return { type: 'object', properties, ...(required && { required }) };
}

function withoutDescriptions({ properties, required }: JsonSchema): JsonSchema {
  const names = Object.keys(properties as object).slice(0, MAX_PROPERTIES);
  const bare = names.map((name) => [
    name,
    { type: ((properties as Record<string, JsonSchema>)[name] ?? {})['type'] ?? 'string' },
  ]);
  return {
    type: 'object',
    properties: Object.fromEntries(bare),
    ...(required !== undefined && { required }),
  };
}

function reduced(schema: JsonSchema, context: Context, depth: number): JsonSchema {
  const { $ref } = schema;
  const inner = typeof $ref === 'string' ? { ...context, within: [...context.within, $ref] } : context;
  const whole = resolved(schema, context);
  const type = typeOf(whole);
  const description = shortened(whole['description'] ?? whole['title'], MAX_DESCRIPTION);
  const about = description === '' ? {} : { description };
  if (depth >= context.maxDepth && (type === 'object' || type === 'array'))
    return type === 'array' ? { type, items: { type: 'string' }, ...about } : { type, ...about };
  if (type === 'object') return { type, ...about, ...objectOf(whole, inner, depth) };
  if (type === 'array') {
    const items = isObject(whole['items']) ? reduced(whole['items'], inner, depth + 1) : { type: 'string' };
    return { type, ...about, items };
  }
  const kept = KEPT.filter((key) => isScalar(whole[key])).map((key) => [key, whole[key]]);
  return { type, ...about, ...enumOf(whole), ...Object.fromEntries(kept) };
}

function objectOf(
  schema: JsonSchema,
  context: Context,
  depth = 0,
): { properties?: Record<string, JsonSchema>; required?: readonly string[] } {
  if (!isObject(schema['properties'])) return {};
  const entries = Object.entries(schema['properties']).slice(0, MAX_PROPERTIES);
  const properties = Object.fromEntries(
    entries.map(([name, inner]) => [name, reduced(isObject(inner) ? inner : {}, context, depth + 1)]),
  );
  const wanted = Array.isArray(schema['required']) ? schema['required'] : [];
  const required = wanted.filter((name): name is string => typeof name === 'string' && name in properties);
  return { properties, ...(required.length > 0 && { required }) };
}

/** With its reference and its alternatives put in place. */
function resolved(schema: JsonSchema, context: Context): JsonSchema {
  const { $ref, anyOf, oneOf, allOf, ...own } = schema;
  let whole: JsonSchema = own;
  if (typeof $ref === 'string') {
    const found = context.within.includes($ref) ? undefined : pointed(context.root, $ref);
    if (found) whole = { ...resolved(found, { ...context, within: [...context.within, $ref] }), ...own };
  }
  const alternatives = [anyOf, oneOf].flatMap((list) => (Array.isArray(list) ? list : [])).filter(isObject);
  const chosen = alternatives.find((one) => one['type'] !== 'null');
  if (chosen) whole = { ...resolved(chosen, context), ...whole };
  if (Array.isArray(allOf))
    for (const part of allOf.filter(isObject)) whole = merged(whole, resolved(part, context));
  return whole;
}

function merged(a: JsonSchema, b: JsonSchema): JsonSchema {
  const lists = [a['required'], b['required']].flatMap((list) => (Array.isArray(list) ? list : []));
  const properties = { ...(a['properties'] as object), ...(b['properties'] as object) };
  return {
    ...b,
    ...a,
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(lists.length > 0 && { required: lists }),
  };
}

/** RFC 6901, within the document. */
function pointed(root: JsonSchema, ref: string): JsonSchema | undefined {
  if (!ref.startsWith('#')) return undefined;
  let at: unknown = root;
  for (const step of ref.slice(1).split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!isObject(at) || !Object.hasOwn(at, key)) return undefined;
    at = at[key];
  }
  return isObject(at) ? at : undefined;
}

function typeOf(schema: JsonSchema): string {
  const { type } = schema;
  const named = (Array.isArray(type) ? type : [type]).find(
    (one) => typeof one === 'string' && TYPES.has(one),
  );
  if (named !== undefined) return named as string;
  if (isObject(schema['properties'])) return 'object';
  if (schema['items'] !== undefined) return 'array';
  const [first = schema['const']] = Array.isArray(schema['enum']) ? (schema['enum'] as unknown[]) : [];
  return typeof first === 'number' || typeof first === 'boolean' ? typeof first : 'string';
}

function enumOf(schema: JsonSchema): { enum?: readonly unknown[] } {
  const values = Array.isArray(schema['enum']) ? schema['enum'] : 'const' in schema ? [schema['const']] : [];
  const scalars = values.filter(isScalar).slice(0, MAX_ENUM);
  return scalars.length > 0 ? { enum: scalars } : {};
}

/** Of any value that claims to be text; cut at a word. */
export function shortened(text: unknown, max: number): string {
  if (typeof text !== 'string') return '';
  const clean = text.replaceAll(/\s+/g, ' ').trim();
  if (clean.length <= max) return clean;
  const cut = clean.slice(0, max - 1);
  const atWord = cut.lastIndexOf(' ');
  return `${(atWord > max / 2 ? cut.slice(0, atWord) : cut).toWellFormed().trimEnd()}…`;
}

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isScalar = (value: unknown): boolean =>
  (typeof value === 'string' && value.length <= 200) ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value));
