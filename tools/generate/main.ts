/**
 * Writes every generated file of the repository, or with --check fails when one is not what it should be.
 * Usage: main.ts [--check] [workspace]
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { generateApi } from './api.ts';
import { generateConfiguration } from './configuration.ts';
import { generateEnvironment } from './environment.ts';
import { generateLifecycle } from './lifecycle.ts';
import { generateMessages } from './messages.ts';
import { generateMetrics } from './metrics.ts';
import { generateSchema } from './schema.ts';
import { generateSpec } from './spec.ts';
import { generateVectors } from './vectors.ts';

export const root = dirname(dirname(import.meta.dirname));

/** Absolute path to content. */
export type Files = Map<string, string | Uint8Array>;

const checking = process.argv.includes('--check');

/** Each step may import what the steps before it wrote, so they are written one after another. */
const steps: { name: string; run: (root: string) => Promise<Files> }[] = [
  { name: 'protobuf code', run: generateMessages },
  { name: 'schema', run: generateSchema },
  { name: 'SPEC.md tables', run: generateSpec },
  { name: 'golden vectors', run: generateVectors },
  { name: 'table of settings', run: generateConfiguration },
  { name: '.env.example', run: generateEnvironment },
  { name: 'table of states', run: generateLifecycle },
  { name: 'tables of metrics', run: generateMetrics },
  { name: 'HTTP API', run: generateApi },
];

const stale: string[] = [];
for (const step of steps) {
  for (const [path, content] of await step.run(root)) {
    const bytes = Buffer.from(content);
    if (existsSync(path) && readFileSync(path).equals(bytes)) continue;
    stale.push(relative(root, path));
    if (checking) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}
if (stale.length === 0) process.stdout.write('Generated files are up to date.\n');
else if (!checking) process.stdout.write(`Wrote ${stale.join(', ')}\n`);
else {
  process.stderr.write(
    `Generated files are stale: ${stale.join(', ')}. Run "npm run generate" and commit the result.\n`,
  );
  process.exitCode = 1;
}
