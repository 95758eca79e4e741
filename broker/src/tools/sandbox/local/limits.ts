/**
 * What a sandbox of this machine may use: by a cgroup where the broker may make one, which holds for all of its programs
 * together, else by limits of each process, which hold less.
 */
import { access, constants } from 'node:fs/promises';
import type { SandboxLimits } from '../sandbox.ts';
import { type Cgroups, openCgroups } from './cgroups.ts';

const MB = 1024 * 1024;
/** V8 maps that for code and uses little of it (Node.js 24: 560 MB), yet it counts for a process. */
const RESERVED_MB = 576;

export interface LimitTools {
  readonly cgroups: Cgroups | undefined;
  /** Of util-linux. */
  readonly prlimit: string | undefined;
}

export async function findLimitTools(): Promise<LimitTools> {
  return { cgroups: await openCgroups(), prlimit: await findProgram('prlimit') };
}

/** A program of the system, where distributions put it. */
export async function findProgram(name: string): Promise<string | undefined> {
  for (const folder of ['/usr/bin', '/bin', '/usr/sbin', '/sbin', '/usr/local/bin', '/usr/local/sbin']) {
    const path = `${folder}/${name}`;
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}

/**
 * Of each process, for what follows on the command line. A server lives long, so its time on the CPU has no limit; and
 * V8 reserves more addresses than there is memory, so that only those that it may write to are counted.
 */
export function processLimits(
  { prlimit, cgroups }: LimitTools,
  { memoryMb, maxProcesses, diskMb }: SandboxLimits,
  hasUserOfItsOwn: boolean,
): string[] {
  if (prlimit === undefined) return [];
  const memory = cgroups ? [] : [`--data=${(memoryMb + RESERVED_MB) * MB}`];
  // Counted for the user: who shares one with the broker would stop the broker.
  const processes = cgroups || !hasUserOfItsOwn ? [] : [`--nproc=${maxProcesses}`];
  return [prlimit, ...memory, ...processes, `--fsize=${diskMb * MB}`, '--core=0', '--'];
}

/** What of the limits does not hold, in words for the log; undefined: all of them do. */
export function gapsOfLimits({ prlimit, cgroups }: LimitTools, hasUserOfItsOwn: boolean): string | undefined {
  if (cgroups) return undefined;
  const remedy = 'let the broker have a cgroup of its own (systemd: Delegate=yes)';
  if (prlimit === undefined) return `memory, CPU and processes are not limited: ${remedy}`;
  const processes = hasUserOfItsOwn ? '' : ', nor are processes';
  return `memory as a whole is not bounded (each process has a loose limit of its own, and shared memory has none), CPU is not limited${processes}: ${remedy}`;
}

/** The same for what programs write to folders in memory. `hasSize`: those have a limit of their own. */
export function gapsOfMemoryFiles({ cgroups }: LimitTools, hasSize: boolean): string | undefined {
  // There, they are memory of the sandbox.
  if (cgroups || hasSize) return undefined;
  return 'what programs write to /tmp is memory without a limit: bubblewrap 0.7 or later sets one';
}
