/**
 * `npm run test:services`: installs the programs of others that Pipit is checked against, from Debian's packages, and
 * runs the tests that need them.
 */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';

const root = dirname(dirname(import.meta.dirname));

/** Package to a program of its that tells whether it is there. */
const PACKAGES: Record<string, readonly string[]> = {
  'protobuf-compiler': ['protoc', '--version'],
  'python3-protobuf': ['/usr/bin/python3', '-c', 'import google.protobuf'],
  'mosquitto-clients': ['mosquitto_pub', '--version'],
  chromium: ['/usr/bin/chromium', '--version'],
  postgresql: ['sh', '-c', 'ls /usr/lib/postgresql/*/bin/initdb'],
  procps: ['pkill', '--version'],
  iproute2: ['/usr/sbin/tc', '-V'],
  'util-linux': ['unshare', '--version'],
  bubblewrap: ['bwrap', '--version'],
  slirp4netns: ['slirp4netns', '--version'],
  podman: ['podman', '--version'],
  // For Podman.
  runc: ['runc', '--version'],
  catatonit: ['catatonit', '--version'],
};

const say = (text: string): void => void process.stderr.write(`pipit: ${text}\n`);

function works([program, ...args]: readonly string[]): boolean {
  const { error, status } = spawnSync(program!, args, { stdio: 'ignore' });
  // Some programs report their version with another status; what counts is that they start.
  const mustSucceed = program === '/usr/bin/python3' || program === 'sh';
  return !error && status !== 127 && (!mustSucceed || status === 0);
}

function install(names: string[]): void {
  const isRoot = process.getuid?.() === 0;
  const apt = isRoot ? ['apt-get'] : ['sudo', '-n', 'apt-get'];
  const run = (...args: string[]): boolean => {
    const [program, ...rest] = [...apt, ...args];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    return spawnSync(program!, rest, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
  };
  say(`installing ${names.join(', ')} from Debian's packages …`);
  if (!run('update', '-q') || !run('install', '-y', '-q', '--no-install-recommends', ...names)) {
    say(
      `could not install ${names.join(', ')}. On a Debian system as root: apt-get install ${names.join(' ')}`,
    );
    process.exit(1);
  }
}

const missing = Object.keys(PACKAGES).filter((name) => !works(PACKAGES[name]!));
if (missing.length > 0) install(missing);

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const args = [vitest, 'run', '--config', join(root, 'vitest.services.config.ts'), ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
