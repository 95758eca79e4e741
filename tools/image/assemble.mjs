// Puts together what the image runs: the built packages of ours and, as package-lock.json has them, the dependencies that
// the broker needs in production, without what only people and tools read.
// Usage: node tools/image/assemble.mjs FOLDER, in a tree that is installed and built. EMULATOR=1 takes the emulator along.
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const [target] = process.argv.slice(2);
if (!target) throw new Error('Usage: node tools/image/assemble.mjs FOLDER');

const EMULATOR = '@pipit/emulator';
const leftOut = process.env.EMULATOR === '1' ? [] : [EMULATOR];
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

/** Where Node.js would find `name` from the package at `path`; undefined when it is not installed. */
function find(name, path) {
  for (let from = path; ; from = dirname(from)) {
    const candidate = join(from, 'node_modules', name);
    if (packages[candidate] && existsSync(join(root, candidate))) return candidate;
    if (from === '.') return undefined;
  }
}

/** Paths of the packages that `start` needs, itself included. */
function needed(start) {
  const found = new Set();
  const open = [start];
  while (open.length > 0) {
    const path = open.pop();
    if (found.has(path)) continue;
    found.add(path);
    const { link, resolved, dependencies, optionalDependencies, peerDependencies } = packages[path];
    if (link) {
      open.push(resolved);
      continue;
    }
    const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
    for (const name of names.filter((each) => !leftOut.includes(each) && !each.startsWith('@types/'))) {
      const at = find(name, path);
      if (at) open.push(at);
      else if (dependencies?.[name] && !packages[path].peerDependencies?.[name])
        throw new Error(`${name}, which ${path} needs, is not installed.`);
    }
  }
  return found;
}

const SKIPPED_FOLDERS = new Set([
  'node_modules',
  '.github',
  'test',
  'tests',
  '__tests__',
  'docs',
  'example',
  'examples',
  'benchmark',
  'benchmarks',
  'dist-types',
]);
const SKIPPED_FILES = /\.(map|ts|mts|cts|tsx|md|markdown|flow|tsbuildinfo|gyp|gypi|c|cc|cpp|h)$/i;
/** Of onnxruntime-web what is made for browsers and graphics cards; Node.js takes `ort.node` and the plain WebAssembly. */
const FOR_BROWSERS =
  /onnxruntime-web\/(lib|dist\/(ort\.(?!node)|ort-wasm-simd-threaded\.(jsep|asyncify|jspi)\.))/;
const LICENCES = /^(licen[cs]e|notice|copying|authors)/i;

const isKept = (from) => (path) => {
  const name = basename(path);
  if (path === from || LICENCES.test(name)) return true;
  return !SKIPPED_FOLDERS.has(name) && !SKIPPED_FILES.test(name) && !FOR_BROWSERS.test(path);
};

/** Of our own packages only what is published. */
function copyOwn(path) {
  const { files } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
  for (const name of ['package.json', ...files.filter((each) => existsSync(join(root, path, each)))]) {
    const from = join(root, path, name);
    cpSync(from, join(target, path, name), { recursive: true, filter: isKept(from) });
  }
}

for (const path of needed('broker')) {
  const { link, resolved } = packages[path];
  const to = join(target, path);
  if (!path.includes('node_modules')) copyOwn(path);
  else if (link) {
    mkdirSync(dirname(to), { recursive: true });
    symlinkSync(relative(dirname(path), resolved), to);
  } else {
    const from = join(root, path);
    cpSync(from, to, { recursive: true, dereference: true, filter: isKept(from) });
  }
}
for (const name of ['LICENSE', 'NOTICE']) cpSync(join(root, name), join(target, name));
cpSync(join(root, 'tools', 'image', 'bin'), join(target, 'bin'), { recursive: true });
