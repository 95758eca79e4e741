/** The HTTP API on paper: OpenAPI from the routes, types of the client from OpenAPI, and the tables of docs/http-api.md. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openApiDocument } from '../../broker/src/api/document.ts';
import { PROBLEMS } from '../../broker/src/api/problem-codes.ts';
import { PERMISSIONS, ROLES, ROLE_RIGHTS } from '../../broker/src/identity/permissions.ts';
import { code, fillTables, table } from './markdown.ts';

/** As far as it is used. It lives beside the broker, with the older TypeScript that it needs. */
interface TypeMaker {
  readonly default: (document: object) => Promise<unknown>;
  readonly astToString: (ast: unknown) => string;
}

export async function generateApi(root: string): Promise<Map<string, string>> {
  const document = await openApiDocument();
  const broker = join(root, 'broker');
  const path = createRequire(join(broker, 'package.json')).resolve('openapi-typescript');
  const { default: typesOf, astToString } = await makerAt(path);
  const header = '// Generated from the routes of broker/src/api by "npm run generate". Do not edit.\n';
  // It changes what it is given.
  const types = astToString(await typesOf(structuredClone(document)));
  const page = join(root, 'docs', 'http-api.md');
  return new Map([
    [page, fillTables(page, { roles: rolesTable(), problems: problemsTable() })],
    [join(broker, 'openapi.json'), `${JSON.stringify(document, null, 2)}\n`],
    [join(root, 'dashboard', 'src', 'lib', 'broker', 'gen', 'schema.d.ts'), header + types],
    [
      join(root, 'dashboard', 'src', 'lib', 'broker', 'gen', 'setting-rules.ts'),
      header + settingRules(document),
    ],
  ]);
}

/** What a setting may be, for forms that tell it before the broker does. */
interface Rule {
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly Rule[];
  readonly properties?: Readonly<Record<string, Rule>>;
  readonly [limit: string]: unknown;
}

const LIMITS = ['minimum', 'maximum', 'minLength', 'maxLength', 'maxItems', 'pattern', 'enum'];

/** One rule for each path, like `voice` and `tools.mcp`, from the body of PUT; without the maker's own. */
function settingRules(document: object): string {
  const { paths } = document as { paths: Record<string, { put: { requestBody: unknown } }> };
  const { content } = paths['/api/v1/configuration/fleet']!.put.requestBody as {
    content: Record<string, { schema: Rule }>;
  };
  const rules: Record<string, object> = {};
  const add = (path: string, rule: Rule): void => {
    const own = rule.anyOf?.find(({ type }) => type !== 'null') ?? rule;
    if (own.properties) {
      for (const [key, inner] of Object.entries(own.properties)) add(`${path}.${key}`, inner);
      return;
    }
    const type = [own.type].flat().find((each) => each !== 'null');
    const limits = LIMITS.filter((limit) => own[limit] !== undefined).map((limit) => [limit, own[limit]]);
    rules[path] = { type, ...Object.fromEntries(limits) };
  };
  const { properties = {} } = content['application/json']!.schema;
  for (const [key, rule] of Object.entries(properties)) if (key !== 'x') add(key, rule);
  return `export const SETTING_RULES = ${JSON.stringify(rules, null, 2)} as const;\n`;
}

function rolesTable(): string {
  const about = ROLES.map((role) => `${code(role)} ${ROLE_RIGHTS[role].about}`).join('; ');
  const rows = PERMISSIONS.map((permission) => [
    code(permission),
    ...ROLES.map((role) => (ROLE_RIGHTS[role].permissions.has(permission) ? 'yes' : '')),
  ]);
  return `${table(['permission', ...ROLES.map(code)], rows)}\n\nThe roles: ${about}.`;
}

function problemsTable(): string {
  const rows = Object.entries(PROBLEMS).map(([name, { status, title }]) => [
    code(name),
    String(status),
    title,
  ]);
  return table(['code', 'status', 'meaning'], rows);
}

async function makerAt(path: string): Promise<TypeMaker> {
  const module = (await import(pathToFileURL(path).href)) as { default: unknown; astToString?: unknown };
  // Found as CommonJS, all of it is the default export.
  return (typeof module.default === 'function' ? module : module.default) as TypeMaker;
}
