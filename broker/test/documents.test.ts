/** The documents keep what they say: links lead somewhere, examples are accepted, bytes are those of the golden messages. */
import { existsSync, readFileSync, readdirSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../src/config/load.ts';
import { OTHER_VARIABLES } from '../src/config/environment.ts';
import { SETTINGS } from '../src/config/settings.ts';

const root = resolve(import.meta.dirname, '..', '..');
const documents = [
  '.',
  'docs',
  'protocol',
  'protocol/vectors',
  'device-sdk',
  'emulator',
  'fixtures/speech',
].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(root, folder, name)),
);
const textOf = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');
const blocksOf = (markdown: string, language: string): string[] =>
  [...markdown.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, block]) => block!,
  );

/** As GitHub makes them. */
const anchorsOf = (markdown: string): Set<string> =>
  new Set(
    [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );

test('every link to a file or heading leads somewhere', () => {
  const broken: string[] = [];
  for (const document of documents) {
    const prose = readFileSync(document, 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, '');
    for (const [, target] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target!)) continue;
      const [path, anchor] = target!.split('#') as [string, string?];
      const file = path ? resolve(dirname(document), path) : document;
      const found = existsSync(file) && (!anchor || anchorsOf(readFileSync(file, 'utf8')).has(anchor));
      if (!found) broken.push(`${relative(root, document)}: ${target}`);
    }
  }
  expect(broken).toEqual([]);
});

test('the example of a configuration file is accepted', () => {
  const [example] = blocksOf(textOf('docs', 'configuration.md'), 'yaml');
  const folder = mkdtempSync(join(tmpdir(), 'pipit-documents-'));
  try {
    const file = join(folder, 'pipit.yaml');
    writeFileSync(file, example!);
    expect(loadConfig({ file, environment: {} })).toMatchObject({
      dataDir: '/var/lib/pipit',
      model: { provider: 'bedrock' },
      session: { max: 20 },
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('settings and variables that the documents name exist', () => {
  const known = new Set([...SETTINGS.map(({ variable }) => variable), ...OTHER_VARIABLES]);
  const paths = new Set(SETTINGS.map(({ path }) => path));
  const groups = [...new Set(SETTINGS.map(({ path }) => path.split('.')[0]!))].filter(
    (group) => !paths.has(group),
  );
  const setting = new RegExp(`\`(${groups.join('|')})(\\.[A-Za-z]+)+(?=\`)`, 'g');
  for (const document of documents.filter((path) => dirname(path) === join(root, 'docs'))) {
    const text = readFileSync(document, 'utf8');
    for (const [name] of text.matchAll(/PIPIT_[A-Z_]*[A-Z]/g))
      expect(known, relative(root, document)).toContain(name);
    for (const [name] of text.matchAll(setting)) {
      // A file that is called like a group of settings.
      if (!name.includes('.json')) expect([...paths], relative(root, document)).toContain(name.slice(1));
    }
  }
});

test('the bytes in the walk through the protocol are those of the golden messages', () => {
  const shown = blocksOf(textOf('docs', 'protocol.md'), '').flatMap((block) => {
    const [name = '', ...lines] = block.split('\n');
    return /^(device|broker|audio|config)-/.test(name) ? [{ name, hex: lines.join(' ').trim() }] : [];
  });
  expect(shown.length).toBeGreaterThan(15);
  for (const { name, hex } of shown) {
    const golden = readFileSync(join(root, 'protocol', 'vectors', `${name}.bin`));
    expect(Buffer.from(hex.replaceAll(' ', ''), 'hex').equals(golden), name).toBe(true);
  }
});
