/** Programs in a folder that they take for the root of a container. Needs root; see jail.sh. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface JailOptions {
  /** The folder that becomes `/`. */
  readonly root: string;
  /** What stands at /usr/local: Node.js, npm. */
  readonly base: string;
  /** npm's cache, at /root/.npm. */
  readonly cache?: string | undefined;
  /** With it all but this folder, a path inside, and /tmp is read-only. */
  readonly volume?: string | undefined;
  /** `uid:gid`. */
  readonly user: string;
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Why programs cannot be put into a root of their own here; undefined when they can. */
export function whyNoJail(): string | undefined {
  if (process.getuid?.() !== 0) return 'it needs root';
  const { status, stderr, error } = spawnSync('unshare', [
    '--mount',
    '--pid',
    '--fork',
    'mount',
    '-t',
    'tmpfs',
    'x',
    '/mnt',
  ]);
  return status === 0 ? undefined : (error?.message ?? stderr.toString().trim());
}

function commandOf(options: JailOptions, command: readonly string[]): string[] {
  const { root, base, cache = '-', volume = '-', user, workdir } = options;
  const [uid = '', gid = uid] = user.split(':');
  const script = join(import.meta.dirname, 'jail.sh');
  const inside = [root, base, cache, volume, uid, gid, workdir, ...command];
  return ['--mount', '--pid', '--fork', '--kill-child', 'sh', script, ...inside];
}

/** To its end. @throws with its output when it fails */
export function runJailed(options: JailOptions, command: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync('unshare', commandOf(options, command), {
    env: options.env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

/** Its process 1 is the program itself, so that signals mean what they mean in a container. */
export function startJailed(options: JailOptions, command: readonly string[]): ChildProcess {
  return spawn('unshare', commandOf(options, command), {
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Sends a signal to the program that stands behind `unshare`. */
export function signalJailed({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  for (const child of children) process.kill(Number(child), signal);
}
