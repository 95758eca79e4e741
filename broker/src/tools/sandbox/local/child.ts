/** A program of this machine as a process of a sandbox: in a group of its own, which ends with it. */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { ToolError } from '../../tool-source.ts';
import type { SandboxProcess } from '../sandbox.ts';

export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** All of it. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string | undefined;
  /** Pipes besides the three of every program. */
  readonly morePipes?: number;
  /** How it is told to end. Default: its group is. */
  readonly kill?: ((child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL') => void) | undefined;
}

export interface Child {
  readonly child: ChildProcess & { readonly pid: number };
  readonly process: SandboxProcess;
}

/** @throws {ToolError} UNAVAILABLE when there is no such program; nothing is left then */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { command, args, env, cwd, morePipes = 0, kill = killGroupOf } = options;
  const stdio: StdioOptions = Array.from({ length: 3 + morePipes }, () => 'pipe');
  let child: ChildProcess;
  try {
    // A group of its own, so that what it starts ends with it.
    child = spawn(command, [...args], { env: { ...env }, cwd, stdio, detached: true });
  } catch (error) {
    throw cannotStart(command, error);
  }
  let exitCode: number | undefined;
  const ended = new Promise<void>((resolve) =>
    child.once('exit', (code) => {
      exitCode = code ?? undefined;
      // What it left behind.
      if (child.pid !== undefined) killGroup(child.pid, 'SIGKILL');
      resolve();
    }),
  );
  // Whoever writes to a program that has ended learns of it by `ended`.
  for (const pipe of child.stdio) pipe?.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(cannotStart(command, error)));
  });
  child.on('error', () => {});
  let isGone = false;
  void ended.then(() => (isGone = true));
  return {
    child: child as Child['child'],
    process: {
      stdin: child.stdin as Writable,
      stdout: child.stdout as Readable,
      stderr: child.stderr as Readable,
      ended,
      get exitCode() {
        return exitCode;
      },
      kill: (signal) => {
        if (!isGone) kill(child, signal);
      },
    },
  };
}

export function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody of it is there any more.
  }
}

function killGroupOf({ pid }: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid !== undefined) killGroup(pid, signal);
}

function cannotStart(command: string, cause: unknown): ToolError {
  // Words of Node.js repeat what it was given, also secrets.
  const { code = 'unknown' } = cause as NodeJS.ErrnoException;
  const why =
    code === 'ENOENT'
      ? 'there is no such program, or its folder is gone'
      : code === 'EACCES'
        ? 'it is not a program, or may not be started by the broker'
        : `the system does not take it (${code})`;
  return new ToolError('UNAVAILABLE', `${JSON.stringify(command)} cannot be started: ${why}.`);
}
