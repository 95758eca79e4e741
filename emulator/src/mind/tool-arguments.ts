/** Fills a tool's arguments from its JSON Schema and the words that were said. */
import { isNumber, tokens } from './spoken-numbers.ts';

export interface Property {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly default?: unknown;
}

export interface FilledArguments {
  readonly input: Record<string, unknown>;
  /** Required arguments that the words do not give. */
  readonly missing: readonly string[];
}

const WEEKDAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)day';
const DATE = new RegExp(
  String.raw`\b(?:the day after tomorrow|today|tonight|tomorrow|yesterday|(?:next |this )?${WEEKDAY}|next week|(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2}(?:st|nd|rd|th)?)\b`,
  'i',
);
const TIME = /\b(?:\d{1,2}(?::\d{2})?\s?(?:a\.?m\.?|p\.?m\.?)|\d{1,2}:\d{2}|[a-z]+ o'clock|noon|midnight)/i;
const PLACE =
  /\b(?:in|at|near|from|to|for)\s+(?:the\s+)?([\p{L}][\p{L}' .-]*?)(?=\s+(?:today|tonight|tomorrow|yesterday|on|at|in|for|next|this|right|now|please|to|from|and)\b|[,?!;]|\.(?:\s|$)|$)/giu;
const PERSON = /\b(?:to|for|call|with|tell|ask|message|email)\s+(?:my\s+)?([\p{L}'-]+)/iu;
const QUOTED = /\b(?:that says|saying|that|about|for)\s+(.+?)[.?!]*$/i;

/** By the property's name: what kind of words it wants. */
const KINDS: readonly (readonly [RegExp, 'date' | 'time' | 'place' | 'person' | 'text'])[] = [
  [/date|day|when/i, 'date'],
  [/time|hour/i, 'time'],
  [/city|location|place|room|area|zone|where|address|destination|country|town|region|origin/i, 'place'],
  [/person|recipient|contact|who|name|guest/i, 'person'],
  [/query|question|text|message|prompt|input|sentence|content|search|note|title|subject|topic/i, 'text'],
];

const FALSE_WORDS =
  /\b(?:off|no|not|don't|disable|disabled|stop|close|closed|false|without|deactivate|unlock)\b/i;
const TRUE_WORDS = /\b(?:on|yes|enable|enabled|start|open|true|with|activate|lock)\b/i;

const typeOf = ({ type }: Property) =>
  typeof type === 'string' ? type : type?.find((name) => name !== 'null');

function place(text: string): string | undefined {
  for (const [, words] of text.matchAll(PLACE)) {
    const found = words!.trim();
    if (found && !DATE.test(found) && !/o'clock|^(?:me|you|it|people|person|the)$/i.test(found)) return found;
  }
  return undefined;
}

function stringFor(name: string, property: Property, text: string): string | undefined {
  const kind =
    KINDS.find(([pattern]) => pattern.test(name))?.[1] ??
    KINDS.find(([pattern]) => pattern.test(property.description ?? ''))?.[1];
  switch (kind) {
    case 'date':
      return DATE.exec(text)?.[0];
    case 'time':
      return TIME.exec(text)?.[0];
    case 'place':
      return place(text);
    case 'person':
      return PERSON.exec(text)?.[1];
    case 'text':
      return QUOTED.exec(text)?.[1] ?? text;
    case undefined:
      return undefined;
  }
}

function enumFor(options: readonly unknown[], text: string): unknown {
  const said = ` ${text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ')} `;
  return options
    .filter((option) => said.includes(` ${String(option).toLowerCase().replaceAll(/[_-]+/g, ' ')} `))
    .sort((a, b) => String(b).length - String(a).length)[0];
}

/** The properties of an object schema, with those that are required first. */
export function schemaProperties(schema: unknown): {
  properties: Record<string, Property>;
  required: string[];
} {
  const { properties, required } = (schema ?? {}) as { properties?: unknown; required?: unknown };
  return {
    properties: properties && typeof properties === 'object' ? (properties as Record<string, Property>) : {},
    required: Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [],
  };
}

/** One value as the property wants it, taken from an answer that gives only this value. */
export function valueFrom(property: Property, answer: string): unknown {
  const numbers = tokens(answer).filter(isNumber);
  if (property.enum) return enumFor(property.enum, answer);
  switch (typeOf(property)) {
    case 'number':
    case 'integer':
      return numbers[0]?.number;
    case 'boolean':
      return FALSE_WORDS.test(answer) ? false : TRUE_WORDS.test(answer) ? true : undefined;
    default:
      return (
        answer
          .replace(/^(?:it is|it's|in|at|on|to|for|the)\s+/i, '')
          .replace(/[.?!]+$/, '')
          .trim() || undefined
      );
  }
}

export function fillArguments(schema: unknown, text: string): FilledArguments {
  const { properties, required } = schemaProperties(schema);
  const numbers = tokens(text)
    .filter(isNumber)
    .map(({ number }) => number);
  const input: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(properties)) {
    const type = typeOf(property);
    let value: unknown;
    if (property.enum) value = enumFor(property.enum, text);
    else if (type === 'number') value = numbers.shift();
    else if (type === 'integer') value = Number.isInteger(numbers[0]) ? numbers.shift() : undefined;
    else if (type === 'boolean')
      value = FALSE_WORDS.test(text) ? false : TRUE_WORDS.test(text) ? true : undefined;
    else if (type === 'string') value = stringFor(name, property, text);
    if (value !== undefined) input[name] = value;
  }
  // A single open question of text takes the place that was named, whatever it is called.
  const missing = required.filter((name) => !(name in input));
  const [only] = missing;
  if (
    missing.length === 1 &&
    only &&
    typeOf(properties[only] ?? {}) === 'string' &&
    !properties[only]?.enum
  ) {
    const value = KINDS.some(([pattern]) => pattern.test(only)) ? undefined : place(text);
    if (value) return { input: { ...input, [only]: value }, missing: [] };
  }
  return { input, missing };
}
