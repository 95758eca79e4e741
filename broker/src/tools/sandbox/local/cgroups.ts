/**
 * Groups of processes with limits that hold for all of them together (Linux, cgroup v2: Documentation/admin-guide/
 * cgroup-v2.rst). They are made below the broker's own group, where it was given that: `Delegate=yes` of systemd.
 */
import { mkdir, readFile, readdir, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ToolError } from '../../tool-source.ts';
import type { SandboxLimits } from '../sandbox.ts';

export interface Cgroup {
  /** Whoever writes 0 into it is in it, with all that it starts. */
  readonly procsFile: string;
  /** Ends all that is in it, and removes it. Idempotent. */
  close(): Promise<void>;
}

export interface Cgroups {
  /** @throws {ToolError} UNAVAILABLE */
  make(id: string, limits: SandboxLimits): Promise<Cgroup>;
}

export interface CgroupsOptions {
  /** Where the file system of cgroups is. */
  readonly mount?: string;
  /** Says in which the broker is. */
  readonly selfFile?: string;
  readonly pid?: number;
}

const CONTROLLERS = ['memory', 'cpu', 'pids'];
const PREFIX = 'pipit-sandbox-';
/** The broker itself: a group with limits for its parts has no processes of its own. */
const BROKER = 'pipit-broker';
const CPU_PERIOD_US = 100_000;
const PATIENCE_MS = 2000;
const STEP_MS = 10;

/** Undefined where the broker may make none. */
export async function openCgroups(options: CgroupsOptions = {}): Promise<Cgroups | undefined> {
  const { mount = '/sys/fs/cgroup', selfFile = '/proc/self/cgroup', pid = process.pid } = options;
  try {
    const [, path] = /^0::(.*)$/m.exec(await readFile(selfFile, 'utf8')) ?? [];
    if (path === undefined) return undefined;
    const base = await delegated(join(mount, path), pid);
    // What a broker that was killed has left.
    for (const name of await readdir(base)) if (name.startsWith(PREFIX)) await remove(join(base, name));
    return { make: (id, limits) => make(join(base, PREFIX + id), limits) };
  } catch {
    return undefined;
  }
}

/** The group below which ours are made. @throws when it may not be used for that */
async function delegated(own: string, pid: number): Promise<string> {
  // Started again in the same process, or put there by DelegateSubgroup= of systemd.
  const parent = dirname(own);
  if (basename(own) === BROKER && (await hasControllers(parent, 'cgroup.subtree_control'))) return parent;
  if (!(await hasControllers(own, 'cgroup.controllers'))) throw new Error('Its group has no controllers.');
  // Of others that were started together with the broker, nobody knows where they want to be.
  if (!(await isAlone(own, pid))) throw new Error('It shares its group with others.');
  const broker = join(own, BROKER);
  await mkdir(broker, { recursive: true });
  await writeFile(join(broker, 'cgroup.procs'), String(pid));
  await writeFile(
    join(own, 'cgroup.subtree_control'),
    CONTROLLERS.map((controller) => `+${controller}`).join(' '),
  );
  return own;
}

async function hasControllers(group: string, file: string): Promise<boolean> {
  const names = (await readFile(join(group, file), 'utf8')).trim().split(/\s+/);
  return CONTROLLERS.every((controller) => names.includes(controller));
}

async function isAlone(group: string, pid: number): Promise<boolean> {
  return (await readFile(join(group, 'cgroup.procs'), 'utf8')).trim() === String(pid);
}

async function make(group: string, { memoryMb, cpus, maxProcesses }: SandboxLimits): Promise<Cgroup> {
  try {
    await mkdir(group);
    const set = (file: string, value: string): Promise<void> => writeFile(join(group, file), value);
    await set('memory.max', String(memoryMb * 1024 * 1024));
    await set('pids.max', String(maxProcesses));
    await set('cpu.max', `${Math.round(cpus * CPU_PERIOD_US)} ${CPU_PERIOD_US}`);
    // Not everywhere.
    await set('memory.swap.max', '0').catch(() => {});
    await set('memory.oom.group', '1').catch(() => {});
  } catch (cause) {
    await remove(group);
    throw new ToolError('UNAVAILABLE', 'The limits of the sandbox cannot be set.', { cause });
  }
  let closed: Promise<void> | undefined;
  return { procsFile: join(group, 'cgroup.procs'), close: () => (closed ??= remove(group)) };
}

async function remove(group: string): Promise<void> {
  await writeFile(join(group, 'cgroup.kill'), '1').catch(() => {});
  // It can be removed when the last of its processes is gone. There is no other way to learn of that than to try.
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += STEP_MS) {
    const gone = await rmdir(group).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
    );
    if (gone) return;
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
}
