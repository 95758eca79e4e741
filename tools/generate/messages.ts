/** protobufjs static code: small and fast at run time, no code evaluation. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pbjs from 'protobufjs-cli/pbjs.js';
import { protoFiles } from './proto-root.ts';

const run = promisify(
  pbjs.main as (args: string[], done: (error: Error | null, output?: string) => void) => void,
);
const header = '// Generated from pipit/v1/*.proto by "npm run generate". Do not edit.\n';

export async function generateMessages(root: string): Promise<Map<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'pipit-generate-'));
  try {
    const output = join(folder, 'messages.js');
    const options = ['-t', 'static-module', '-w', 'esm', '--force-number', '--no-verify', '--no-delimited'];
    const lean = ['--no-service', '--no-convert', '--no-typeurl', '-p', join(root, 'protocol')];
    await run([...options, ...lean, '--dts', '-o', output, ...protoFiles(root)]);
    const types = readFileSync(output.replace(/\.js$/, '.d.ts'), 'utf8');
    await run([...options, ...lean, '--no-comments', '-o', output, ...protoFiles(root)]);
    // A field that is not set reads as undefined, as its type says.
    const code = readFileSync(output, 'utf8').replaceAll(/(\.prototype\.\w+) = null;/g, '$1 = undefined;');
    const gen = join(root, 'protocol', 'src', 'gen');
    return new Map([
      [join(gen, 'messages.js'), header + code],
      [join(gen, 'messages.d.ts'), header + types],
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
