// Builds the dashboard and puts it where the broker serves it from.
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fail, root, say } from './bootstrap.mjs';

const folder = join(root, 'dashboard');
const served = join(root, 'broker', 'dashboard');
/** Of what it was built from. */
const stampFile = join(served, '.built-from');

/** The program of a package that the dashboard uses, wherever npm has put it. */
function program(name, path) {
  return join(dirname(createRequire(join(folder, 'package.json')).resolve(`${name}/package.json`)), path);
}

function must(node, args, output = 2) {
  const { status, signal, error } = spawnSync(node, args, { cwd: folder, stdio: ['ignore', output, 2] });
  if (error) fail(error.message);
  if (signal) process.kill(process.pid, signal);
  if (status !== 0) process.exit(status ?? 1);
}

/** Writes the types of its routes, and the tsconfig that its own one extends. */
export function syncDashboard(node) {
  must(node, [program('@sveltejs/kit', 'svelte-kit.js'), 'sync']);
}

export function checkDashboard(node) {
  syncDashboard(node);
  must(node, [program('svelte-check', 'bin/svelte-check'), '--fail-on-warnings', '--threshold', 'warning']);
}

export function buildDashboard(node) {
  const stamp = stampOf();
  must(node, [program('vite', 'bin/vite.js'), 'build', '--logLevel', 'warn'], 'ignore');
  rmSync(served, { recursive: true, force: true });
  cpSync(join(folder, 'build'), served, { recursive: true });
  writeFileSync(stampFile, stamp);
}

/** As it is written, at an address of its own, with the data of a broker that runs: PIPIT_BROKER, or the usual one. */
export function serveDashboard(node, args) {
  must(node, [program('vite', 'bin/vite.js'), 'dev', ...args]);
}

/** Builds it only when it is not there or was made from other sources. */
export function ensureDashboard(node) {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stampOf()) return;
  say('building the dashboard (once after each change; some seconds) …');
  buildDashboard(node);
}

/** The SDK and the protocol are in it, from their sources. */
const stampOf = () =>
  hashOf(root, [
    'package-lock.json',
    ...['device-sdk', 'protocol'].map((name) => join(name, 'src')),
    ...['src', 'static', 'vite.config.ts'].map((name) => join('dashboard', name)),
  ]);

/** Of files, and of those in folders, with their names. What is not there is left out. */
export function hashOf(base, names) {
  const hash = createHash('sha256');
  const files = names.flatMap((name) => {
    const path = join(base, name);
    if (!existsSync(path)) return [];
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  });
  for (const path of files.sort((a, b) => (a < b ? -1 : 1)))
    hash.update(relative(base, path)).update(readFileSync(path));
  return hash.digest('hex');
}
