/** Programs as plain processes of this machine: in a folder of their own, and free to do what the broker may do. */
import { getDefaultEnvironment } from '@modelcontextprotocol/client/stdio';
import type { Sandbox, SandboxEngine, SandboxLimits, SandboxSpec } from '../sandbox.ts';
import { startChild } from '../local/child.ts';
import { type LimitTools, findLimitTools, gapsOfLimits, processLimits } from '../local/limits.ts';
import { localSandbox } from '../local/local-sandbox.ts';
import { WorkFolders } from '../local/work-folders.ts';
import { enterCgroup } from '../local/enter-cgroup.ts';

export interface ProcessEngineOptions {
  /** For their folders; ours alone. */
  readonly root: string;
  /** Default: what is found on this machine. */
  readonly limitTools?: LimitTools | undefined;
}

export class ProcessEngine implements SandboxEngine {
  readonly kind = 'process';
  readonly weakness: string;
  readonly #tools: LimitTools;
  readonly #folders: WorkFolders;
  readonly #open = new Set<Sandbox>();

  static async open({ root, limitTools }: ProcessEngineOptions): Promise<ProcessEngine> {
    const engine = new ProcessEngine(root, limitTools ?? (await findLimitTools()));
    await engine.#folders.sweep();
    return engine;
  }

  private constructor(root: string, tools: LimitTools) {
    this.#tools = tools;
    this.#folders = new WorkFolders(root);
    const gaps = gapsOfLimits(tools, false);
    this.weakness = `programs can read what the broker can read, and reach what it can reach${gaps ? `; ${gaps}` : ''}`;
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
      launch: async ({ command, args, env }) => {
        const limited = [...this.#limitsOf(spec.limits), command, ...args];
        const [first, ...rest] = cgroup ? enterCgroup(cgroup, limited) : limited;
        const own = { HOME: folder, TMPDIR: folder };
        const all = { ...getDefaultEnvironment(), ...own, ...env };
        return (await startChild({ command: first!, args: rest, env: all, cwd: folder })).process;
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
