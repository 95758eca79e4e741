/**
 * Reads a JSON schema that nobody vouches for: references and alternatives are put in place, at a cost that is bounded
 * whatever the schema is. Two lines of references, each to the next twice, name a billion schemas after thirty steps.
 */
import type { JsonSchema } from './tool-source.ts';

export const MAX_PROPERTIES = 32;
/** Of what a schema says by itself, what matters to a model, besides `properties` and `required`. */
const READ =
  'type items enum const description title default minimum maximum minLength maxLength pattern format'.split(
    ' ',
  );
/** References, alternatives and parts, one in the other. */
const MAX_CHAIN = 32;
/** Of one list of them. */
const MAX_PARTS = 64;
const MAX_REQUIRED = 256;
const MAX_REF_CHARS = 256;
/** A name that is cut names nothing: longer ones are left out. */
const MAX_NAME_CHARS = 128;

export class SchemaReader {
  readonly #root: JsonSchema;
  /** By what is read: there may be any number of properties, and of references to them. */
  readonly #properties = new Map<object, JsonSchema>();
  #limit = 0;
  #read = 0;
  #isSpent = true;

  constructor(root: JsonSchema) {
    this.#root = root;
  }

  /** From now on at most so many schemas are read. */
  begin(limit: number): void {
    this.#limit = limit;
    this.#read = 0;
    this.#isSpent = false;
  }

  /** How many were read since then. */
  get read(): number {
    return this.#read;
  }

  /** Something was not read. */
  get isSpent(): boolean {
    return this.#isSpent;
  }

  /** What is read from now on is nothing. */
  giveUp(): void {
    this.#isSpent = true;
  }

  /** With its references and its alternatives put in place. `within`: references that lead here, for those to themselves. */
  resolved(schema: JsonSchema, within: readonly string[], chain = 0): JsonSchema {
    if (this.#read >= this.#limit) this.giveUp();
    if (this.#isSpent || chain > MAX_CHAIN) return {};
    this.#read++;
    const { $ref, anyOf, oneOf, allOf } = schema;
    const own = this.#own(schema);
    let whole = own;
    if (typeof $ref === 'string') {
      const found = within.includes($ref) ? undefined : pointed(this.#root, $ref);
      if (found) whole = { ...this.resolved(found, [...within, $ref], chain + 1), ...own };
    }
    const chosen = [...schemasOf(anyOf), ...schemasOf(oneOf)].find((one) => one['type'] !== 'null');
    if (chosen) whole = { ...this.resolved(chosen, within, chain + 1), ...whole };
    for (const part of schemasOf(allOf)) whole = merged(whole, this.resolved(part, within, chain + 1));
    return whole;
  }

  #own(schema: JsonSchema): JsonSchema {
    const own: Record<string, unknown> = {};
    for (const key of READ) if (Object.hasOwn(schema, key)) own[key] = schema[key];
    const { properties, required } = schema;
    if (isObject(properties)) own['properties'] = this.#propertiesOf(properties);
    if (Array.isArray(required)) own['required'] = required.slice(0, MAX_REQUIRED);
    return own;
  }

  #propertiesOf(all: JsonSchema): JsonSchema {
    let kept = this.#properties.get(all);
    if (!kept) {
      const names = Object.keys(all).filter(isName);
      kept = Object.fromEntries(names.slice(0, MAX_PROPERTIES).map((name) => [name, all[name]]));
      this.#properties.set(all, kept);
    }
    return kept;
  }
}

function merged(a: JsonSchema, b: JsonSchema): JsonSchema {
  const properties = Object.entries({ ...(a['properties'] as object), ...(b['properties'] as object) });
  const required = new Set(
    [a['required'], b['required']].flatMap((list) => (Array.isArray(list) ? list : [])),
  );
  return {
    ...b,
    ...a,
    ...(properties.length > 0 && { properties: Object.fromEntries(properties.slice(0, MAX_PROPERTIES)) }),
    ...(required.size > 0 && { required: [...required].slice(0, MAX_REQUIRED) }),
  };
}

/** RFC 6901, within the document. */
function pointed(root: JsonSchema, ref: string): JsonSchema | undefined {
  if (ref.length > MAX_REF_CHARS || !/^#(\/|$)/.test(ref)) return undefined;
  let at: unknown = root;
  for (const step of ref.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as JsonSchema)[key];
  }
  return isObject(at) ? at : undefined;
}

const isName = (name: string): boolean => name !== '' && name.length <= MAX_NAME_CHARS && name.isWellFormed();

const schemasOf = (list: unknown): JsonSchema[] =>
  Array.isArray(list) ? list.slice(0, MAX_PARTS).filter(isObject) : [];

export const isObject = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
