/** A sandbox of this machine: a folder, and the programs that run there. */
import { ToolError } from '../../tool-source.ts';
import { ProgramSandbox, type ProgramSandboxOptions } from '../program-sandbox.ts';
import type { SandboxSpec } from '../sandbox.ts';
import { fits, removeTree } from './work-folders.ts';

export interface LocalSandboxOptions extends Pick<ProgramSandboxOptions, 'launch' | 'release'> {
  readonly spec: SandboxSpec;
  /** Removed at the end. */
  readonly folder: string;
}

export function localSandbox({ spec, folder, launch, release }: LocalSandboxOptions): ProgramSandbox {
  const { diskMb } = spec.limits;
  const check = async (): Promise<void> => {
    if (await fits(folder, diskMb)) return;
    throw new ToolError(
      'UNAVAILABLE',
      `What was written in the sandbox is more than tools.sandbox.diskMb (${diskMb} MB), or cannot be counted.`,
    );
  };
  return new ProgramSandbox({
    id: spec.id,
    launch: async (command, signal) => {
      await check();
      return launch(command, signal);
    },
    check,
    release: async () => {
      await release();
      await removeTree(folder);
    },
  });
}
