// The one entry of every npm script: brings the clone up, then runs the command on the pinned Node.js.
// Usage: node tools/run.mjs COMMAND [workspace] [arguments …]
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  buildDashboard,
  checkDashboard,
  ensureDashboard,
  hashOf,
  serveDashboard,
  syncDashboard,
} from './dashboard.mjs';
import { ensureInstalled, fail, nodeOfMajor, pinnedNode, root, say } from './bootstrap.mjs';

const workspaces = ['protocol', 'device-sdk', 'emulator', 'broker', 'dashboard'];
const oldestNode = '20.19.5';
const [command, ...rest] = process.argv.slice(2);
const workspace = workspaces.includes(rest[0]) ? rest.shift() : undefined;

ensureInstalled();
const node = pinnedNode();
const sources = ['--conditions=pipit-source', '--disable-warning=ExperimentalWarning'];

/** What V8 made of the sources: every process of ours starts in two thirds of the time. It is nobody else's to write. */
const compileCache = join(root, '.pipit', 'compile-cache');
process.env.NODE_COMPILE_CACHE ??= compileCache;
/** Tests run programs in folders of their own, which would stay in it for ever. */
const emptyCompileCache = () => rmSync(compileCache, { recursive: true, force: true });

/** Runs a program to its end; a failure ends this process with the same code. */
function must(program, args, options = {}) {
  const { status, signal, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) fail(`${program}: ${error.message}`);
  if (signal) process.kill(process.pid, signal);
  if (status !== 0) process.exit(status ?? 1);
}
const bin = (name, ...args) => must(node, [join(root, 'node_modules', ...name), ...args]);
const tsc = (...args) => bin(['typescript', 'bin', 'tsc'], ...args);

function check() {
  for (const name of workspace ? [workspace] : workspaces) {
    if (name === 'dashboard') checkDashboard(node);
    tsc('-p', join(root, name, ...(name === 'dashboard' ? ['test'] : [])));
  }
  if (!workspace) tsc('-p', join(root, 'tools'));
}

/** Of what the packages were built from, when all of them were. */
const builtFrom = join(root, '.pipit', 'built-from');
const packages = workspaces.filter((name) => name !== 'dashboard');
const sourcesNow = () =>
  hashOf(root, [
    'package-lock.json',
    'tsconfig.base.json',
    ...packages.flatMap((name) =>
      ['package.json', 'tsconfig.build.json', 'tsconfig.json', 'src', 'scripts'].map((path) =>
        join(name, path),
      ),
    ),
  ]);

/** Builds only what is not there or was made from other sources. */
function ensureBuilt() {
  ensureDashboard(node);
  const isThere = packages.every((name) => existsSync(join(root, name, 'dist')));
  if (isThere && existsSync(builtFrom) && readFileSync(builtFrom, 'utf8') === sourcesNow()) return;
  say('build …');
  buildPackages();
}

function build() {
  if (!workspace) buildPackages();
  else if (workspace !== 'dashboard') buildPackage(workspace);
  if (!workspace || workspace === 'dashboard') buildDashboard(node);
}

function buildPackages() {
  const stamp = sourcesNow();
  for (const name of packages) buildPackage(name);
  mkdirSync(dirname(builtFrom), { recursive: true });
  writeFileSync(builtFrom, stamp);
}

function buildPackage(name) {
  rmSync(builtFrom, { force: true });
  rmSync(join(root, name, 'dist'), { recursive: true, force: true });
  tsc('-p', join(root, name, 'tsconfig.build.json'));
  const generated = join(root, name, 'src', 'gen');
  if (existsSync(generated)) cpSync(generated, join(root, name, 'dist', 'gen'), { recursive: true });
  // The browser gets one file with all it needs.
  if (name === 'device-sdk') must(node, [...sources, join(root, name, 'scripts', 'build-browser.ts')]);
}

/** A program that runs for long: signals are passed on, and its end is ours. */
function pipit(args) {
  const child = spawn(node, [...sources, join(root, 'broker', 'src', 'main.ts'), ...args], {
    cwd: process.env.INIT_CWD ?? root,
    stdio: 'inherit',
  });
  // Ctrl-C reaches the child from the terminal as well; a second signal only hurries it.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(error.message));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

const commands = {
  demo: () => pipit(['demo', ...rest]),
  start() {
    ensureDashboard(node);
    pipit(['start', ...rest]);
  },
  dev: () => serveDashboard(node, rest),
  pipit: () => pipit(rest),
  soak: () => must(node, [...sources, join(root, 'broker', 'soak', 'main.ts'), ...rest]),
  generate: () => must(node, [...sources, join(root, 'tools', 'generate', 'main.ts'), ...rest]),
  check,
  build,
  format: () => bin(['oxfmt', 'bin', 'oxfmt'], ...(rest.length ? rest : ['.'])),
  lint() {
    // Its types are made from its routes.
    if (!workspace || workspace === 'dashboard') syncDashboard(node);
    bin(['oxlint', 'bin', 'oxlint'], '--type-aware', '--deny-warnings', workspace ?? '.');
    bin(['oxfmt', 'bin', 'oxfmt'], '--check', workspace ?? '.');
    if (!workspace) must(node, [...sources, join(root, 'tools', 'generate', 'main.ts'), '--check']);
  },
  test() {
    if (workspace) return bin(['vitest', 'vitest.mjs'], 'run', '--project', `${workspace}*`, ...rest);
    if (rest.length) return bin(['vitest', 'vitest.mjs'], 'run', ...rest);
    emptyCompileCache();
    say('type check …');
    check();
    say('build …');
    build();
    say('tests …');
    const projects = (...names) => names.flatMap((name) => ['--project', name]);
    const counted = projects('protocol', 'device-sdk', 'emulator', 'broker-session');
    // What comes from the cache is counted less exactly.
    process.env.NODE_DISABLE_COMPILE_CACHE = '1';
    bin(['vitest', 'vitest.mjs'], 'run', '--coverage', ...counted);
    delete process.env.NODE_DISABLE_COMPILE_CACHE;
    bin(['vitest', 'vitest.mjs'], 'run', ...projects('broker', 'dashboard'));
    for (const path of [nodeOfMajor(oldestNode), node]) {
      say(`device SDK as published, on ${spawnSync(path, ['--version']).stdout.toString().trim()} …`);
      must(path, ['--test', join(root, 'device-sdk', 'test', 'published.mjs')]);
    }
  },
  'test:services'() {
    emptyCompileCache();
    ensureBuilt();
    must(node, [...sources, join(root, 'tools', 'services', 'main.ts'), ...rest]);
  },
};

if (!commands[command])
  fail(`unknown command "${command ?? ''}". Known: ${Object.keys(commands).join(', ')}.`);
commands[command]();
