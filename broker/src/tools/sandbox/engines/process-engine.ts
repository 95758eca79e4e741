/** Programs as plain processes of this machine: in a folder of their own, and free to do what the broker may do. */
import { getDefaultEnvironment } from '@modelcontextprotocol/client/stdio';
import type { Logger } from 'pino';
import type { Sandbox, SandboxEngine, SandboxLimits, SandboxProcess, SandboxSpec } from '../sandbox.ts';
import { startChild } from '../local/child.ts';
import { DiskUsage } from '../local/disk-usage.ts';
import { type LimitTools, findLimitTools, gapsOfLimits, processLimits } from '../local/limits.ts';
import { localSandbox } from '../local/local-sandbox.ts';
import { MAX_EXIT_CODE, findPidNamespace } from '../local/pid-namespace.ts';
import { WorkFolders } from '../local/work-folders.ts';
import { enterCgroup } from '../local/enter-cgroup.ts';

export interface ProcessEngineOptions {
  /** For their folders; ours alone. */
  readonly root: string;
  /** Default: what is found on this machine. */
  readonly limitTools?: LimitTools | undefined;
  readonly log?: Logger | undefined;
  /** What begins the command line of programs, so that all they start ends with them. Default: what works on this machine. */
  readonly pidNamespace?: readonly string[] | undefined;
}

const SEES_ALL = 'programs can read what the broker can read, and reach what it can reach';
const GOES_ON = 'what they start in a session of its own (setsid) may go on after their end';

export class ProcessEngine implements SandboxEngine {
  readonly kind = 'process';
  readonly weakness: string;
  readonly #tools: LimitTools;
  readonly #pidNamespace: readonly string[];
  readonly #folders: WorkFolders;
  readonly #usage = new DiskUsage();
  readonly #open = new Set<Sandbox>();

  static async open(options: ProcessEngineOptions): Promise<ProcessEngine> {
    const tools = options.limitTools ?? (await findLimitTools());
    const pidNamespace = options.pidNamespace ?? (await findPidNamespace()) ?? [];
    const engine = new ProcessEngine(new WorkFolders(options.root, options.log), tools, pidNamespace);
    await engine.#folders.sweep();
    return engine;
  }

  private constructor(folders: WorkFolders, tools: LimitTools, pidNamespace: readonly string[]) {
    this.#tools = tools;
    this.#pidNamespace = pidNamespace;
    this.#folders = folders;
    // With its sandbox, a cgroup ends all of it.
    const goesOn = pidNamespace.length === 0 && !tools.cgroups ? GOES_ON : undefined;
    this.weakness = [SEES_ALL, goesOn, gapsOfLimits(tools, false)].filter(Boolean).join('; ');
  }

  async create(spec: SandboxSpec, _signal: AbortSignal): Promise<Sandbox> {
    const cgroup = await this.#tools.cgroups?.make(spec.id, spec.limits);
    const folder = await this.#folders.make(spec.id).catch(async (error: unknown) => {
      await cgroup?.close();
      throw error;
    });
    const sandbox: Sandbox = localSandbox({
      spec,
      folder,
      folders: this.#folders,
      usage: this.#usage,
      launch: async ({ command, args, env }) => {
        const limited = [...this.#pidNamespace, ...this.#limitsOf(spec.limits), command, ...args];
        const [first, ...rest] = cgroup ? enterCgroup(cgroup, limited) : limited;
        const own = { HOME: folder, TMPDIR: folder };
        const all = { ...getDefaultEnvironment(), ...own, ...env };
        const started = await startChild({ command: first!, args: rest, env: all, cwd: folder });
        if (this.#pidNamespace.length === 0) return started;
        return { ...started, process: withoutSignals(started.process) };
      },
      release: async () => {
        this.#open.delete(sandbox);
        await cgroup?.close();
      },
    });
    this.#open.add(sandbox);
    return sandbox;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open].map((sandbox) => sandbox.close()));
  }

  #limitsOf(limits: SandboxLimits): string[] {
    return processLimits(this.#tools, limits, false);
  }
}

/** That a signal ended it is no exit code of its own. */
const withoutSignals = (process: SandboxProcess): SandboxProcess => ({
  ...process,
  get exitCode() {
    const { exitCode } = process;
    return exitCode !== undefined && exitCode <= MAX_EXIT_CODE ? exitCode : undefined;
  },
});
