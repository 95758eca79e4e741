// Brings a bare clone up: installs the dependencies when they are missing or stale and finds the pinned Node.
// Runs on whatever Node.js the user has (18 or later), so: plain JavaScript, no dependencies.
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'node_modules', '.pipit-installed');

/** Progress goes to stderr: stdout belongs to the command, which may print JSON there. */
export function say(text) {
  const name = process.stderr.isTTY ? '\x1b[2mpipit:\x1b[0m' : 'pipit:';
  process.stderr.write(`${name} ${text}\n`);
}

export function fail(text) {
  process.stderr.write(`pipit: ${text}\n`);
  process.exit(1);
}

/** Runs npm with its own output on stderr. Returns true when it succeeded. */
export function npm(args, options = {}) {
  const command = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
    ...options,
  });
  if (result.error)
    fail(`npm could not be started (${result.error.message}). Install Node.js with npm, then try again.`);
  return result.status === 0;
}

export function ensureInstalled() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  say('installing dependencies from package-lock.json (once; about a minute on a fast line) …');
  if (!npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'])) {
    fail(
      'installing the dependencies failed; the lines above say why. Check the network or your npm registry settings, then run the same command again.',
    );
  }
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, wanted);
  say('dependencies installed.');
}

/** Path of the Node.js that the project is pinned to (see `node` in package.json). */
export function pinnedNode() {
  const pinned = join(
    root,
    'node_modules',
    'node',
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (existsSync(pinned)) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  fail(
    `the pinned Node.js is not available for ${process.platform}/${process.arch}. Install Node.js 24 or later and run the command again.`,
  );
}

/** Path of a Node.js with this major version, installed through npm on first use: the SDK promises to run on it. */
export function nodeOfMajor(version) {
  const major = version.split('.')[0];
  if (process.versions.node.split('.')[0] === major) return process.execPath;
  const prefix = join(root, '.pipit', `node-${version}`);
  const path = join(prefix, 'node_modules', 'node', 'bin', 'node');
  if (existsSync(path)) return path;
  say(`installing Node.js ${version} to test the SDK on it …`);
  mkdirSync(prefix, { recursive: true });
  writeFileSync(
    join(prefix, 'package.json'),
    JSON.stringify({ private: true, allowScripts: { node: true } }),
  );
  if (!npm(['install', '--prefix', prefix, '--no-audit', '--no-fund', `node@${version}`], { cwd: prefix })) {
    fail(`Node.js ${version} could not be installed; the lines above say why.`);
  }
  return path;
}
