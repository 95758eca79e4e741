/** What can be set, path by path, as the page knows it: rules come from the broker's own schema. */
import { SETTING_RULES } from '#lib/broker/gen/setting-rules.ts';

export type Scalar = boolean | number | string;
export type SettingValue = Scalar | readonly string[];
/** By path, like `voice`, `tools.mcp`, `x.lamp`. */
export type Settings = ReadonlyMap<string, SettingValue>;
export type KnownPath = keyof typeof SETTING_RULES;

export interface Rule {
  readonly type: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

/** In the order of the form. */
export const SECTIONS = {
  speech: ['language', 'voice', 'greeting', 'endpointing', 'resume', 'recording'],
  role: ['systemPrompt', 'maxTokens', 'temperature', 'topP'],
  tools: [
    'tools.device',
    'tools.mcp',
    'mcpServers',
    'tools.agent',
    'tools.agents',
    'tools.knowledgeBase',
    'knowledgeBaseId',
    'lambdaArn',
  ],
  device: [
    'volume',
    'microphoneGainDb',
    'brightness',
    'listenMode',
    'wakeWord',
    'telemetryIntervalS',
    'logLevel',
  ],
} as const satisfies Readonly<Record<string, readonly KnownPath[]>>;
export type Section = keyof typeof SECTIONS;

export const KNOWN_PATHS: readonly KnownPath[] = Object.values(SECTIONS).flat();
const RULES: Readonly<Record<string, Rule>> = SETTING_RULES;
export const ruleOf = (path: string): Rule | undefined =>
  Object.hasOwn(RULES, path) ? RULES[path] : undefined;

export const isKnown = (path: string): path is KnownPath => ruleOf(path) !== undefined;

const MAPS = ['tools', 'x'];
const mapOf = (path: string): string | undefined => MAPS.find((map) => path.startsWith(`${map}.`));

export function flattened(settings: Readonly<Record<string, unknown>>): Map<string, SettingValue> {
  const flat = new Map<string, SettingValue>();
  for (const [key, value] of Object.entries(settings)) {
    if (!MAPS.includes(key)) flat.set(key, value as SettingValue);
    else
      for (const [inner, each] of Object.entries(value as object))
        flat.set(`${key}.${inner}`, each as SettingValue);
  }
  return flat;
}

export const isSame = (a: SettingValue | undefined, b: SettingValue | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** The body of a PUT that makes one of the other: null takes a setting away. */
export function patchFrom(before: Settings, after: Settings): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    const value = after.get(path);
    if (isSame(before.get(path), value)) continue;
    const map = mapOf(path);
    if (map === undefined) patch[path] = value ?? null;
    else ((patch[map] ??= {}) as Record<string, unknown>)[path.slice(map.length + 1)] = value ?? null;
  }
  return patch;
}

/** What somebody means who types it: a number, yes or no, or the text. */
export function scalarOf(typed: string): Scalar {
  if (typed === 'true' || typed === 'false') return typed === 'true';
  return typed.trim() !== '' && Number.isFinite(Number(typed)) ? Number(typed) : typed;
}
