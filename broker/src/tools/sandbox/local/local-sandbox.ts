/** A sandbox of this machine: a folder, and the programs that run there. */
import { ToolError } from '../../tool-source.ts';
import { ProgramSandbox, type ProgramSandboxOptions } from '../program-sandbox.ts';
import type { SandboxCommand, SandboxSpec } from '../sandbox.ts';
import type { Child } from './child.ts';
import { type DiskUsage, MAX_FILES } from './disk-usage.ts';
import type { WorkFolders } from './work-folders.ts';

export interface LocalSandboxOptions extends Pick<ProgramSandboxOptions, 'release'> {
  readonly spec: SandboxSpec;
  /** Removed at the end. */
  readonly folder: string;
  readonly folders: Pick<WorkFolders, 'remove'>;
  /** The same for all sandboxes: they take turns. */
  readonly usage: Pick<DiskUsage, 'fits'>;
  readonly launch: (command: SandboxCommand, signal: AbortSignal) => Promise<Child>;
}

/** Who counts may have a lot to do, and that is no illness of this sandbox: what was counted last holds until it is done. */
const PATIENCE_MS = 5000;

export function localSandbox({
  spec,
  folder,
  folders,
  usage,
  launch,
  release,
}: LocalSandboxOptions): ProgramSandbox {
  const { diskMb } = spec.limits;
  const pids = new Set<number>();
  const over = new AbortController();
  let fits = true;
  let counting: Promise<void> | undefined;
  const count = async (): Promise<void> => {
    fits = await usage.fits({ folder, diskMb, pids: () => pids }, over.signal);
    counting = undefined;
  };
  const check = async (signal: AbortSignal): Promise<void> => {
    counting ??= count();
    await Promise.race([counting, patience(PATIENCE_MS, signal)]);
    if (fits) return;
    throw new ToolError(
      'UNAVAILABLE',
      `What was written in the sandbox is more than tools.sandbox.diskMb (${diskMb} MB), more than ${MAX_FILES} files, or cannot be counted.`,
    );
  };
  return new ProgramSandbox({
    id: spec.id,
    launch: async (command, signal) => {
      await check(signal);
      const { child, process } = await launch(command, signal);
      pids.add(child.pid);
      void process.ended.then(() => pids.delete(child.pid));
      return process;
    },
    check,
    release: async () => {
      over.abort();
      await release();
      await folders.remove(folder);
    },
  });
}

function patience(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    timer.unref();
    signal.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true });
  });
}
