/** The schema's leaves by path, so that environment and flags need no list of their own. */
import { z } from 'zod';
import { configSchema } from './schema.ts';

export interface Setting {
  /** Like `mqtt.tls.certFile`. */
  readonly path: string;
  /** Like `PIPIT_MQTT_TLS_CERT_FILE`. */
  readonly variable: string;
  readonly kind: 'string' | 'number' | 'boolean' | 'list';
  readonly about: string;
  readonly fallback: unknown;
  /** Its value is never shown. */
  readonly secret: boolean;
}

export const SETTINGS: readonly Setting[] = leaves(configSchema, []);

function variableFor(path: string): string {
  return `PIPIT_${path
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
    .replaceAll('.', '_')
    .toUpperCase()}`;
}

function leaves(schema: z.ZodType, path: string[]): Setting[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) {
    return Object.entries(inner.shape as Record<string, z.ZodType>).flatMap(([key, value]) =>
      leaves(value, [...path, key]),
    );
  }
  const name = path.join('.');
  const fallback = schema.safeParse(undefined).data;
  const secret = schema.meta()?.['secret'] === true;
  const about = schema.description ?? '';
  return [{ path: name, variable: variableFor(name), kind: kindOf(inner), about, fallback, secret }];
}

function kindOf(schema: z.ZodType): Setting['kind'] {
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  return schema instanceof z.ZodArray ? 'list' : 'string';
}

function unwrap(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return unwrap(schema.unwrap() as z.ZodType);
  }
  return schema;
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/** Text of a variable or flag as the setting's type; text that does not fit stays text and fails validation. */
export function parseText(setting: Setting, text: string): unknown {
  if (setting.kind === 'number')
    return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
  if (setting.kind === 'boolean') return BOOLEANS.get(text.toLowerCase()) ?? text;
  if (setting.kind === 'list') {
    const items = text.split(',').map((item) => item.trim());
    return items.filter((item) => item !== '');
  }
  return text;
}
