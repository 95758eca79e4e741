/** What of bubblewrap works on this machine, found out by trying it. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ToolError } from '../../tool-source.ts';
import { type LimitTools, findLimitTools, findProgram } from '../local/limits.ts';
import { type NetworkTools, findNetworkTools } from './network.ts';
import { systemCallFilter, takesFilter } from './system-call-filter.ts';

const run = promisify(execFile);
const TIMEOUT_MS = 10_000;

export interface BubblewrapTools {
  readonly bwrap: string;
  /** By root, another user for each sandbox; else a user namespace. */
  readonly setpriv: string | undefined;
  readonly limits: LimitTools;
  /** Undefined: programs that may have a network cannot get one of their own. */
  readonly network: NetworkTools | undefined;
  readonly hasSize: boolean;
  readonly hasDisableUserns: boolean;
  /** Undefined where the kernel, or we, have none. */
  readonly filter: Buffer | undefined;
}

/** @throws {ToolError} UNAVAILABLE with what to install or allow; TIMEOUT when the machine has too much to do to tell */
export async function findBubblewrapTools(
  limitTools?: LimitTools,
  isRoot = process.getuid?.() === 0,
): Promise<BubblewrapTools> {
  if (process.platform !== 'linux') throw unavailable('bubblewrap is for Linux only.');
  const bwrap = await findProgram('bwrap');
  if (bwrap === undefined)
    throw unavailable('bubblewrap is not installed. On Debian: apt-get install bubblewrap');
  const setpriv = isRoot ? await findProgram('setpriv') : undefined;
  if (isRoot && setpriv === undefined)
    throw unavailable(
      'setpriv is not installed, which a broker that is run by root needs. On Debian: apt-get install util-linux',
    );
  const help = await words(bwrap, ['--help']);
  if (!help.includes('--perms')) throw unavailable('bubblewrap is too old: 0.5 or later is needed.');
  const own = isRoot ? [] : ['--unshare-user'];
  const trial = ['--unshare-pid', '--unshare-net', '--unshare-ipc', '--unshare-uts', '--ro-bind', '/', '/'];
  const end = ['--proc', '/proc', '--dev', '/dev', '--', '/bin/sh', '-c', ':'];
  await words(bwrap, [...own, ...trial, ...end]);
  const canDisable =
    !isRoot &&
    help.includes('--disable-userns') &&
    (await words(bwrap, [...own, '--disable-userns', ...trial, ...end]).then(
      () => true,
      (error: ToolError) => {
        if (error.code === 'TIMEOUT') throw error;
        return false;
      },
    ));
  const filter = systemCallFilter();
  const takes = filter && (await takesFilter([bwrap, ...own, ...trial, '--seccomp', '3', ...end], filter));
  return {
    bwrap,
    setpriv,
    limits: limitTools ?? (await findLimitTools()),
    network: await findNetworkTools(),
    hasSize: help.includes('--size'),
    hasDisableUserns: canDisable,
    filter: takes ? filter : undefined,
  };
}

const unavailable = (words: string, cause?: unknown): ToolError =>
  new ToolError('UNAVAILABLE', words, { cause });

/** What bubblewrap says. @throws {ToolError} UNAVAILABLE, TIMEOUT */
export async function words(
  program: string,
  args: readonly string[],
  timeoutMs = TIMEOUT_MS,
): Promise<string> {
  try {
    return (await run(program, [...args], { timeout: timeoutMs, killSignal: 'SIGKILL', env: {} })).stdout;
  } catch (error) {
    const { stderr, message, killed } = error as Error & { stderr?: string; killed?: boolean };
    // That says nothing of bubblewrap: in a moment it may be otherwise.
    if (killed) throw new ToolError('TIMEOUT', 'bubblewrap does not answer in time here.', { cause: error });
    const said = stderr?.trim() || message;
    throw unavailable(
      `bubblewrap does not work here (${said}). It needs user namespaces, which the system or the container may forbid.`,
      error,
    );
  }
}
