/**
 * The one reader of the settings: defaults, file, environment, flags, later ones win.
 * Returns one validated, frozen view, or throws one error that lists every problem.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { OTHER_VARIABLES, readEnvironment } from './environment.ts';
import { type Config, configSchema } from './schema.ts';
import { SETTINGS, parseText } from './settings.ts';

export interface ConfigSources {
  /** Configuration file; without it `pipit.yaml` in the working folder, if there is one. */
  readonly file?: string | undefined;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** By path, as text or typed. */
  readonly flags?: Readonly<Record<string, unknown>>;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The configuration has ${problems.length} problem${problems.length > 1 ? 's' : ''}:\n  - ${problems.join('\n  - ')}`,
    );
    this.problems = problems;
  }
}

type Tree = { [key: string]: unknown };

const DEFAULT_FILE = 'pipit.yaml';
/** Variables that other programs know by these names; ours go first. */
const OTHER_NAMES: Readonly<Record<string, string>> = { 'database.url': 'DATABASE_URL' };

/** @throws {ConfigError} */
export function loadConfig({
  file,
  environment = readEnvironment().variables,
  flags = {},
}: ConfigSources = {}): Config {
  const problems: string[] = [];
  const origins = new Map<string, string>();
  const tree = readFile(namedFile({ file, environment }), problems, origins);
  addVariables(tree, environment, problems, origins);
  addFlags(tree, flags, problems, origins);
  const parsed = configSchema.safeParse(tree);
  for (const issue of parsed.error?.issues ?? []) problems.push(...describe(issue, origins));
  if (parsed.success) problems.push(...contradictions(parsed.data));
  if (problems.length > 0 || !parsed.success) throw new ConfigError(problems);
  return deepFreeze(parsed.data);
}

/** Where the settings are read from, if there is such a file. */
export function configFileOf({ file, environment = readEnvironment().variables }: ConfigSources): string {
  return resolve(namedFile({ file, environment }) ?? DEFAULT_FILE);
}

const namedFile = ({ file, environment }: ConfigSources): string | undefined =>
  file || environment?.['PIPIT_CONFIG'] || undefined;

function readFile(named: string | undefined, problems: string[], origins: Map<string, string>): Tree {
  const path = resolve(named ?? DEFAULT_FILE);
  if (!existsSync(path)) {
    if (named) problems.push(`${path}: the file does not exist. Create it, or name another with --config.`);
    return {};
  }
  try {
    const content: unknown = parseYaml(readFileSync(path, 'utf8')) ?? {};
    if (typeof content !== 'object' || Array.isArray(content))
      throw new Error('the file must hold keys and values');
    const tree = withoutNulls(content as Tree);
    for (const { path: key } of SETTINGS) if (get(tree, key) !== undefined) origins.set(key, path);
    return tree;
  } catch (error) {
    problems.push(`${path}: ${(error as Error).message.split('\n')[0]}`);
    return {};
  }
}

function addVariables(
  tree: Tree,
  environment: Readonly<Record<string, string | undefined>>,
  problems: string[],
  origins: Map<string, string>,
): void {
  const known = new Set(SETTINGS.map((setting) => setting.variable));
  for (const setting of SETTINGS) {
    const text = environment[setting.variable] || environment[OTHER_NAMES[setting.path] ?? ''];
    // Compose files and unit files set a variable to nothing where they mean not at all.
    if (text === undefined || text === '') continue;
    set(tree, setting.path, parseText(setting, text));
    origins.set(setting.path, setting.variable);
  }
  for (const [name, value = ''] of Object.entries(environment)) {
    if (!name.startsWith('PIPIT_') || known.has(name) || OTHER_VARIABLES.has(name)) continue;
    if (isServiceLink(name, value)) continue;
    problems.push(`${name}: there is no such setting.${suggestion(name, [...known])}`);
  }
}

/** Kubernetes tells each pod of each service by variables, and one of them may be called pipit. */
function isServiceLink(name: string, value: string): boolean {
  return (
    /_SERVICE_(HOST|PORT)(_|$)|_PORT_\d+_(TCP|UDP|SCTP)(_|$)/.test(name) || /^(tcp|udp|sctp):/.test(value)
  );
}

function addFlags(
  tree: Tree,
  flags: Readonly<Record<string, unknown>>,
  problems: string[],
  origins: Map<string, string>,
): void {
  for (const [path, value] of Object.entries(flags)) {
    if (value === undefined) continue;
    const setting = SETTINGS.find((candidate) => candidate.path === path);
    if (!setting) {
      const paths = SETTINGS.map((candidate) => candidate.path);
      problems.push(`${path}: there is no such setting.${suggestion(path, paths)}`);
      continue;
    }
    set(tree, path, typeof value === 'string' ? parseText(setting, value) : value);
    origins.set(path, `the flag for ${path}`);
  }
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly code?: string;
  readonly keys?: readonly string[];
}

function describe(issue: Issue, origins: Map<string, string>): string[] {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const paths = SETTINGS.map((setting) => setting.path);
    return (issue.keys ?? []).map((key) => {
      const full = path ? `${path}.${key}` : key;
      return `${full}: there is no such setting.${suggestion(full, paths)}`;
    });
  }
  // Of a list it is an item.
  const key = issue.path.filter((part) => typeof part === 'string').join('.');
  const setting = SETTINGS.find((candidate) => candidate.path === key);
  const origin = origins.get(key);
  const about = setting?.about ? ` (${setting.about})` : '';
  return [
    `${path}: ${issue.message.replace(/^Invalid input: /, '')}${about}${origin ? `, set by ${origin}` : ''}`,
  ];
}

/** Settings that are each right but do not go together. */
function contradictions(config: Config): string[] {
  const { requireCertificate, ...files } = config.mqtt.tls;
  const { certFile, keyFile, caFile } = files;
  const problems: string[] = [];
  if (Boolean(certFile) !== Boolean(keyFile)) {
    problems.push('mqtt.tls: certFile and keyFile go together; set both or neither.');
  }
  if (caFile && !certFile)
    problems.push('mqtt.tls.caFile: client certificates need certFile and keyFile as well.');
  if (requireCertificate && !caFile)
    problems.push('mqtt.tls.requireCertificate: set caFile as well, the authorities of the certificates.');
  for (const [key, path] of Object.entries(files)) {
    if (path && !existsSync(path)) problems.push(`mqtt.tls.${key}: the file ${path} does not exist.`);
  }
  return problems;
}

function suggestion(wrong: string, known: readonly string[]): string {
  const [best] = known
    .map((name) => ({ name, distance: editDistance(wrong.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.max(2, wrong.length / 4) ? ` Did you mean ${best.name}?` : '';
}

/** Levenshtein's. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}

/** A copy without the keys that stand there empty: they are not set. */
function withoutNulls(tree: Tree): Tree {
  const set = Object.entries(tree).filter(([, value]) => value !== null);
  return Object.fromEntries(set.map(([key, value]) => [key, isTree(value) ? withoutNulls(value) : value]));
}

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function get(tree: Tree, path: string): unknown {
  return path.split('.').reduce<unknown>((node, key) => (isTree(node) ? node[key] : undefined), tree);
}

function set(tree: Tree, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop()!;
  let node = tree;
  for (const key of keys) {
    const inner = (node[key] ??= {});
    // A value where a group belongs: validation names it.
    if (!isTree(inner)) return;
    node = inner;
  }
  node[last] = value;
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value))
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  return Object.freeze(value);
}
