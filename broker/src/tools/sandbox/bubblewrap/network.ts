/**
 * A network for one program that leads to the open internet and not to this machine: a network namespace of its own with
 * slirp4netns behind it, where addresses that it must not reach lead nowhere.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';
import { ToolError } from '../../tool-source.ts';
import { findProgram } from '../local/limits.ts';

export interface NetworkTools {
  readonly slirp4netns: string;
  /** Flags with which it gives up what it does not need: it reads what a stranger's program sends. */
  readonly confinement: readonly string[];
  readonly unshare: string;
  readonly nsenter: string;
  readonly ip: string;
}

export interface NetworkOptions {
  readonly tools: NetworkTools;
  /** Whether the namespace was made together with one of users. */
  readonly hasUserNamespace: boolean;
  readonly allowPrivateTargets: boolean;
}

/** Who looks names up there. */
export const NAME_SERVER = '10.0.2.3';
/** slirp4netns' own network, 10.0.2.0/24, is nearer than these. The one address is what Azure tells its machines by. */
const PRIVATE = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];
const TIMEOUT_MS = 10_000;
const CONFINEMENT = ['--enable-sandbox', '--enable-seccomp'];

/** All of them, or none. */
export async function findNetworkTools(): Promise<NetworkTools | undefined> {
  const names = ['slirp4netns', 'unshare', 'nsenter', 'ip'] as const;
  const [slirp4netns, unshare, nsenter, ip] = await Promise.all(names.map(findProgram));
  if (!slirp4netns || !unshare || !nsenter || !ip) return undefined;
  const help = await promisify(execFile)(slirp4netns, ['--help'], { timeout: TIMEOUT_MS, env: {} }).then(
    ({ stdout }) => stdout,
    () => '',
  );
  const confinement = CONFINEMENT.filter((flag) => help.includes(flag));
  return { slirp4netns, confinement, unshare, nsenter, ip };
}

/** What of a network of its own does not hold, in words for the log. */
export function gapsOfNetwork(tools: NetworkTools | undefined): string | undefined {
  if (tools === undefined || tools.confinement.length === CONFINEMENT.length) return undefined;
  return 'slirp4netns, which reads what programs send, may do what the broker may do: version 0.4 or later gives that up';
}

/** In front of a command line: it waits in its own network until that is ready. Of the pipes, `ready` is written, `go` read. */
export function inOwnNetwork(
  { tools, hasUserNamespace }: NetworkOptions,
  { ready, go }: { readonly ready: number; readonly go: number },
  command: readonly string[],
): string[] {
  const users = hasUserNamespace ? ['--user', '--map-root-user'] : [];
  const wait = `echo >&${ready} && read -r _ <&${go} && exec "$@" ${ready}>&- ${go}<&-`;
  return [tools.unshare, ...users, '--net', '--', '/bin/sh', '-c', wait, 'sh', ...command];
}

export interface OwnNetwork {
  /** Resolves when there is none any more. */
  readonly ended: Promise<void>;
  /** Idempotent. */
  close(): void;
}

/**
 * Gives the process that waits its network, which ends by itself with the broker.
 * @throws {ToolError} UNAVAILABLE
 */
export async function openNetwork(
  options: NetworkOptions,
  pid: number,
  ready: Duplex,
  signal: AbortSignal,
): Promise<OwnNetwork> {
  const { tools, hasUserNamespace, allowPrivateTargets } = options;
  const both = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  await Promise.race([word(ready, both), endOf(ready)]).catch((cause: unknown) => {
    throw failure(signal, cause);
  });
  const users = hasUserNamespace ? [`--userns-path=/proc/${pid}/ns/user`] : [];
  const behaviour = ['--configure', '--mtu=65520', '--disable-host-loopback', '--ready-fd=3', '--exit-fd=4'];
  const slirp = spawn(
    tools.slirp4netns,
    [...behaviour, ...tools.confinement, ...users, String(pid), 'tap0'],
    {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      env: {},
      detached: true,
    },
  );
  const failed = failureOf(slirp, 'slirp4netns');
  const ended = new Promise<void>((resolve) => slirp.once('exit', () => resolve()));
  for (const pipe of slirp.stdio) pipe?.on('error', () => {});
  // It ends when its pipe is closed, so also when the broker is killed.
  const close = (): void => void slirp.stdio[4]?.destroy();
  try {
    await Promise.race([word(slirp.stdio[3] as Duplex, both), failed]);
    const join = hasUserNamespace ? ['--user', '--preserve-credentials'] : [];
    const ip = spawn(tools.nsenter, [`--target=${pid}`, ...join, '--net', '--', tools.ip, '-batch', '-'], {
      stdio: ['pipe', 'ignore', 'pipe'],
      env: {},
    });
    ip.stdin.on('error', () => {});
    ip.stdin.end(
      forbidden(allowPrivateTargets)
        .map((range) => `route add blackhole ${range}\n`)
        .join(''),
    );
    await Promise.race([
      new Promise<void>((resolve) => ip.once('exit', (code) => code === 0 && resolve())),
      failureOf(ip, 'ip'),
    ]);
    return { ended, close };
  } catch (cause) {
    close();
    slirp.kill('SIGKILL');
    throw failure(signal, cause);
  }
}

function failure(signal: AbortSignal, cause: unknown): ToolError {
  if (signal.aborted) return new ToolError('CANCELLED', 'Nobody wants it any more.', { cause });
  return new ToolError(
    'UNAVAILABLE',
    `The sandbox gets no network (${(cause as Error).message}). Whoever runs the broker may set tools.sandbox.hostNetwork.`,
    { cause },
  );
}

/** This machine, by any of its addresses; and what is not of the open internet. */
function forbidden(allowPrivateTargets: boolean): string[] {
  const own = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, address }) => family === 'IPv4' && !address.startsWith('127.'))
    .map(({ address }) => `${address}/32`);
  return [...new Set([...own, ...(allowPrivateTargets ? [] : PRIVATE)])];
}

async function word(pipe: Duplex, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const stop = (): void => reject(new Error('it was not ready in time'));
    signal.addEventListener('abort', stop, { once: true });
    pipe.once('data', () => resolve());
    if (signal.aborted) stop();
  });
}

async function endOf(pipe: Duplex): Promise<never> {
  return new Promise<never>((_, reject) =>
    pipe.once('close', () => reject(new Error('the system allows no network namespace'))),
  );
}

async function failureOf(child: ChildProcess, name: string): Promise<never> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(0, 500)));
  return new Promise<never>((_, reject) => {
    child.once('error', (error) => reject(error));
    child.once(
      'close',
      (code) => code !== 0 && reject(new Error(`${name}: ${said.trim() || `status ${code}`}`)),
    );
  });
}
