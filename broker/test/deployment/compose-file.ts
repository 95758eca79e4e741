/** Reads docker-compose.yml as an engine does before it looks at anything: YAML, then `${…}` filled in everywhere. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export const root = join(import.meta.dirname, '..', '..', '..');
export const composeText = readFileSync(join(root, 'docker-compose.yml'), 'utf8');

const VARIABLE = /\$(?:\$|\{(\w+)(?:(:?[-?])([^}]*))?\})/g;

export function variablesOf(text: string): string[] {
  return [...text.matchAll(VARIABLE)].flatMap(([, name]) => (name ? [name] : []));
}

/** @throws `NAME MESSAGE` where `${NAME:?MESSAGE}` finds nothing */
export function fillIn(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(VARIABLE, (whole, name?: string, operator?: string, word = '') => {
    if (whole === '$$') return '$';
    const value = variables[name!];
    const isThere = operator?.startsWith(':') ? Boolean(value) : value !== undefined;
    if (isThere) return value!;
    if (operator?.endsWith('?')) throw new Error(`${name} ${word}`);
    return word as string;
  });
}

export function readCompose(variables: Readonly<Record<string, string>>): unknown {
  const filled = (node: unknown): unknown => {
    if (typeof node === 'string') return fillIn(node, variables);
    if (Array.isArray(node)) return node.map(filled);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, filled(value)]));
  };
  return filled(parse(composeText));
}
