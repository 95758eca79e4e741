/**
 * What can be set for a device, for a group, or for the fleet: one schema for all three. Some of it the broker uses
 * itself when a conversation begins, some the device is told.
 */
import {
  CONFIG_KEYS,
  type ConfigKey,
  type ConfigScalar,
  MAX_CONFIG_TEXT_BYTES,
  configProblem,
  isConfigKey,
} from '@pipit/protocol';
import { z } from 'zod';
import { MODEL_LIMITS } from '../config/sections/conversation.ts';
import { NOVA_VOICES, voiceFits, voicesFor } from '../config/voices.ts';
import { FleetError, type FleetIssue } from './fleet-error.ts';

export type Side = 'device' | 'broker';

/** When a change of a setting is felt by a device that is connected. */
export type Applied = 'now' | 'between_turns' | 'next_conversation' | 'when_device_acknowledges';

/** Maker's keys of each scope, so that those of three scopes and all known ones fit one message. */
const MAX_MAKER_KEYS = 8;
const MAX_MAKER_BYTES = 1000;
const MAX_MCP_SERVERS = 32;

const tools = z.strictObject({
  device: z.boolean().nullable().optional().describe('tools that the device offers itself; on when not set'),
  mcp: z.boolean().nullable().optional().describe('tools of MCP servers'),
  agent: z.boolean().nullable().optional().describe('an agent that uses the other tools in several steps'),
  knowledgeBase: z.boolean().nullable().optional().describe('look-ups in the knowledge base'),
  agents: z.boolean().nullable().optional().describe('inline agents of Bedrock'),
});

const isLanguageTag = (text: string): boolean => !configProblem(CONFIG_KEYS.language, text);

function deviceKey(key: ConfigKey): z.ZodType<ConfigScalar> {
  const { kind, min, max, choices } = key;
  const fits = (value: ConfigScalar): boolean => !configProblem(key, value);
  const schema = ((): z.ZodType<ConfigScalar> => {
    if (kind === 'flag') return z.boolean();
    if (choices) return z.enum(choices as [string, ...string[]]);
    if (kind === 'text')
      return z
        .string()
        .min(1)
        .max(key.maxBytes ?? MAX_CONFIG_TEXT_BYTES)
        .refine(fits, 'does not have the form that it must have');
    const number = kind === 'whole' ? z.int() : z.number();
    return number.min(min ?? -(2 ** 31)).max(max ?? 2 ** 31 - 1);
  })();
  return schema.describe(`${key.about}${key.unit && `, in ${key.unit}`}; a setting of the device itself`);
}

const deviceKeys = Object.fromEntries(
  Object.entries(CONFIG_KEYS)
    .filter(([name]) => name !== 'language')
    .map(([name, key]) => [name, deviceKey(key).nullable().optional()]),
) as unknown as Record<
  Exclude<keyof typeof CONFIG_KEYS, 'language'>,
  z.ZodOptional<z.ZodNullable<z.ZodType<ConfigScalar>>>
>;

const makerKeys = z
  .record(
    z
      .string()
      .refine(
        (key) => isConfigKey(`x.${key}`),
        'is not a name of letters, digits, _ and -, joined by dots, of at most 46',
      ),
    z.union([z.boolean(), z.number(), z.string()]).nullable(),
  )
  .refine((all) => Object.keys(all).length <= 2 * MAX_MAKER_KEYS, 'are too many')
  .describe("settings of the device's maker, sent as x.NAME");

/** A change: what is left out stays as it is, null takes the setting away, so that it is inherited again. */
export const settingsPatchSchema = z
  .strictObject({
    voice: z
      .enum(NOVA_VOICES as [string, ...string[]], { error: `Use one of ${NOVA_VOICES.join(', ')}.` })
      .nullable()
      .optional()
      .describe('voice of the model'),
    language: z
      .string()
      .refine(isLanguageTag, 'Use a BCP 47 tag like de or pt-BR, of at most 16 bytes.')
      .nullable()
      .optional()
      .describe('BCP 47 tag: what is spoken; also told to the device'),
    systemPrompt: z
      .string()
      .min(1)
      .max(MODEL_LIMITS.maxPromptLength)
      .nullable()
      .optional()
      .describe('what the model is told about its role'),
    maxTokens: z.int().min(1).max(MODEL_LIMITS.maxTokens).nullable().optional().describe('longest answer'),
    temperature: z
      .number()
      .min(MODEL_LIMITS.temperature.min)
      .max(MODEL_LIMITS.temperature.max)
      .nullable()
      .optional()
      .describe('randomness of the answer'),
    topP: z
      .number()
      .min(MODEL_LIMITS.topP.min)
      .max(MODEL_LIMITS.topP.max)
      .nullable()
      .optional()
      .describe('nucleus sampling'),
    endpointing: z
      .enum(['HIGH', 'MEDIUM', 'LOW'])
      .nullable()
      .optional()
      .describe('how soon a pause ends the turn'),
    greeting: z
      .string()
      .min(1)
      .max(500)
      .nullable()
      .optional()
      .describe('what the device says first, when a conversation begins; off when not set'),
    resume: z
      .enum(['continue', 'repeat', 'drop'])
      .nullable()
      .optional()
      .describe('what becomes of an answer that a lost link cut off'),
    recording: z
      .boolean()
      .nullable()
      .optional()
      .describe('people have consented to recordings of what they say'),
    tools: tools.nullable().optional().describe('which kinds of tools the model may use'),
    knowledgeBaseId: z
      .string()
      .regex(/^[0-9A-Za-z]{1,64}$/, 'is not the id of a knowledge base')
      .nullable()
      .optional()
      .describe('knowledge base of Amazon Bedrock, for look-ups'),
    lambdaArn: z
      .string()
      .max(256)
      .regex(
        /^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/,
        'is not the ARN of a Lambda function',
      )
      .nullable()
      .optional()
      .describe('function that is offered as a tool'),
    mcpServers: z
      .array(z.uuid())
      .max(MAX_MCP_SERVERS)
      .refine((ids) => new Set(ids).size === ids.length, 'names a server twice')
      .nullable()
      .optional()
      .describe('ids of the MCP servers whose tools are offered'),
    ...deviceKeys,
    x: makerKeys.nullable().optional(),
  })
  .describe('settings; what is left out stays as it is, null takes one away');

export type SettingsPatch = z.infer<typeof settingsPatchSchema>;

/** What a scope sets itself: no nulls, no empty parts. */
export type DeviceSettings = { readonly [Key in keyof SettingsPatch]?: Present<SettingsPatch[Key]> };
type Present<Value> = Value extends object
  ? Value extends readonly unknown[]
    ? Value
    : { readonly [Key in keyof Value]?: NonNullable<Value[Key]> }
  : NonNullable<Value>;

export type SettingValue = ConfigScalar | readonly string[];

const MAPS = ['tools', 'x'] as const;
const isMap = (key: string): key is (typeof MAPS)[number] => (MAPS as readonly string[]).includes(key);

/** One value for each path: `voice`, `tools.mcp`, `x.lamp.colour`. */
export function flattened(settings: object): Map<string, SettingValue> {
  const flat = new Map<string, SettingValue>();
  for (const [key, value] of Object.entries(settings)) {
    if (!isMap(key)) flat.set(key, value as SettingValue);
    else
      for (const [inner, each] of Object.entries(value as object))
        flat.set(`${key}.${inner}`, each as SettingValue);
  }
  return flat;
}

/** The opposite of `flattened`. */
export function nested(flat: ReadonlyMap<string, SettingValue>): DeviceSettings {
  const settings: Record<string, unknown> = {};
  for (const [path, value] of flat) {
    const map = MAPS.find((name) => path.startsWith(`${name}.`));
    if (!map) settings[path] = value;
    else ((settings[map] ??= {}) as Record<string, unknown>)[path.slice(map.length + 1)] = value;
  }
  return settings;
}

/** Where a path leads in settings, key by key. */
export function placeOf(path: string): string[] {
  const map = MAPS.find((name) => path.startsWith(`${name}.`));
  return map ? [map, path.slice(map.length + 1)] : [path];
}

/** The settings after a change. */
export function patched(settings: DeviceSettings, patch: SettingsPatch): DeviceSettings {
  const next = flattened(settings);
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (isMap(key) && value === null)
      for (const path of next.keys()) if (path.startsWith(`${key}.`)) next.delete(path);
    if (value === null) next.delete(key);
    else if (isMap(key)) {
      for (const [inner, each] of Object.entries(value as object)) {
        if (each === null) next.delete(`${key}.${inner}`);
        else if (each !== undefined) next.set(`${key}.${inner}`, each as SettingValue);
      }
    } else next.set(key, value as SettingValue);
  }
  return nested(next);
}

/** Who is told of it. The language is told to the device, and the broker uses it as well. */
export const sideOf = (path: string): Side =>
  path.startsWith('x.') || Object.hasOwn(CONFIG_KEYS, path) ? 'device' : 'broker';

const AT_ONCE: ReadonlySet<string> = new Set(['resume', 'recording']);
/** Taken by a model when its stream is opened. */
const OF_STREAM: ReadonlySet<string> = new Set([
  'voice',
  'systemPrompt',
  'maxTokens',
  'temperature',
  'topP',
  'endpointing',
  'tools.device',
  'tools.mcp',
  'tools.agent',
  'tools.knowledgeBase',
  'tools.agents',
  'knowledgeBaseId',
  'lambdaArn',
  'mcpServers',
]);

/** @param talking somebody is in conversation, so there is one whose model can be changed. */
export function appliedWhen(path: string, talking: boolean): Applied {
  if (sideOf(path) === 'device') return 'when_device_acknowledges';
  if (AT_ONCE.has(path)) return 'now';
  return talking && OF_STREAM.has(path) ? 'between_turns' : 'next_conversation';
}

/** What is wrong with settings that are allowed each for itself. @throws {FleetError} INVALID */
export function requireSettingsThatFit(
  own: DeviceSettings,
  inherited: ReadonlyMap<string, SettingValue>,
): void {
  const issues: FleetIssue[] = [];
  const all = new Map([...inherited, ...flattened(own)]);
  const voice = all.get('voice');
  const language = all.get('language');
  if (typeof voice === 'string' && typeof language === 'string' && !voiceFits(voice, language)) {
    const message = `The voice ${voice} does not speak ${language}. Use ${voicesFor(language).join(', ')}.`;
    issues.push({ path: [own.voice === undefined ? 'language' : 'voice'], message, code: 'VOICE_LANGUAGE' });
  }
  const maker = Object.entries(own.x ?? {});
  const bytes = maker.reduce(
    (sum, [key, value]) =>
      sum + Buffer.byteLength(key) + (typeof value === 'string' ? Buffer.byteLength(value) : 8),
    0,
  );
  if (maker.length > MAX_MAKER_KEYS || bytes > MAX_MAKER_BYTES) {
    const message = `Use at most ${MAX_MAKER_KEYS} settings of the maker's own in a scope, of ${MAX_MAKER_BYTES} bytes together.`;
    issues.push({ path: ['x'], message, code: 'TOO_BIG' });
  }
  for (const [key, value] of maker) {
    const problem = typeof value === 'string' && configProblem({ kind: 'text' }, value);
    if (problem) issues.push({ path: ['x', key], message: problem.text, code: problem.status });
  }
  if (issues.length > 0)
    throw new FleetError('INVALID', 'See errors for what does not fit, and where.', { issues });
}
