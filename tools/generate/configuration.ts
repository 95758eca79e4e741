/** The table of all settings in docs/configuration.md, from the schema that validates them. */
import { join } from 'node:path';
import { z } from 'zod';
import { configSchema } from '../../broker/src/config/schema.ts';
import { SETTINGS, type Setting } from '../../broker/src/config/settings.ts';
import { code, fillTables, table } from './markdown.ts';

/** What is read of JSON Schema: a group has properties, a leaf its bounds. */
interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly format?: string;
  readonly secret?: boolean;
}

/** Longer defaults would make the table unreadable. */
const MAX_DEFAULT_LENGTH = 40;

const schema = z.toJSONSchema(configSchema, { io: 'input' }) as SchemaNode;

export async function generateConfiguration(root: string): Promise<Map<string, string>> {
  const groups = new Map<string, Setting[]>();
  for (const setting of SETTINGS) {
    const [group = ''] = setting.path.includes('.') ? setting.path.split('.') : [];
    groups.set(group, [...(groups.get(group) ?? []), setting]);
  }
  const tables = [...groups].map(([group, settings]) => {
    const rows = settings.map((setting) => [
      code(setting.path),
      code(setting.variable),
      valuesOf(leafOf(setting.path)),
      defaultOf(setting),
      setting.about,
    ]);
    const head = ['setting', 'variable', 'values', 'default', 'meaning'];
    return `### ${group || 'general'}\n\n${table(head, rows)}\n`;
  });
  const path = join(root, 'docs', 'configuration.md');
  return new Map([[path, fillTables(path, { settings: `\n${tables.join('\n')}` })]]);
}

function leafOf(path: string): SchemaNode {
  let node: SchemaNode | undefined = schema;
  for (const key of path.split('.')) node = node?.properties?.[key];
  if (!node) throw new Error(`The schema has no ${path}.`);
  return node;
}

function valuesOf(node: SchemaNode): string {
  const { type, enum: choices, minimum, maximum, maxLength, format, secret } = node;
  if (secret) return 'text, a secret';
  if (type === 'array') return 'list, with commas in variables and flags';
  if (choices) return choices.map((choice) => code(choice)).join(', ');
  if (type === 'boolean') return '`true`, `false`';
  if (type === 'integer' || type === 'number') {
    const bounded = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
    return bounded ? `${minimum} to ${maximum}` : `${minimum} or more`;
  }
  if (format === 'uri') return 'URL';
  return maxLength === undefined ? 'text' : `text, at most ${maxLength} characters`;
}

/** Choices and bounds in plain text; undefined where anything goes. */
export function plainValuesOf(path: string): string | undefined {
  const values = valuesOf(leafOf(path)).replaceAll('`', '');
  return values.startsWith('text') && !values.includes('at most') ? undefined : values;
}

/** As a variable has it; undefined when there is none. */
export function defaultTextOf({ fallback }: Setting): string | undefined {
  if (fallback === undefined || (Array.isArray(fallback) && fallback.length === 0)) return undefined;
  return typeof fallback === 'string' ? fallback : JSON.stringify(fallback);
}

function defaultOf(setting: Setting): string {
  const text = defaultTextOf(setting);
  if (text === undefined) return '';
  return text.length > MAX_DEFAULT_LENGTH ? `${code(text.slice(0, MAX_DEFAULT_LENGTH))} …` : code(text);
}
