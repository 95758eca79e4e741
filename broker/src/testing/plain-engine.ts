/** Sandboxes that are none: programs run as they are, in a process group of their own. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { getDefaultEnvironment } from '@modelcontextprotocol/client/stdio';
import { ToolError } from '../tools/tool-source.ts';
import type {
  Sandbox,
  SandboxCommand,
  SandboxEngine,
  SandboxProcess,
  SandboxSpec,
} from '../tools/sandbox/sandbox.ts';

export class PlainEngine implements SandboxEngine {
  readonly kind = 'process';
  readonly weakness = undefined;
  readonly #open = new Set<PlainSandbox>();

  async create({ id }: SandboxSpec): Promise<Sandbox> {
    const sandbox = new PlainSandbox(id);
    this.#open.add(sandbox);
    return sandbox;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open].map((sandbox) => sandbox.close()));
  }
}

class PlainSandbox implements Sandbox {
  readonly id: string;
  readonly #running = new Set<SandboxProcess>();
  #closed = false;

  constructor(id: string) {
    this.id = id;
  }

  async start(command: SandboxCommand): Promise<SandboxProcess> {
    await this.check();
    const started = await startPlain(command);
    this.#running.add(started);
    void started.ended.then(() => this.#running.delete(started));
    return started;
  }

  async check(): Promise<void> {
    if (this.#closed) throw new ToolError('UNAVAILABLE', 'The sandbox is closed.');
  }

  refresh(): Promise<void> {
    return this.check();
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const one of this.#running) one.kill('SIGKILL');
    await Promise.all([...this.#running].map(({ ended }) => ended));
  }
}

/** Without a sandbox. */
export async function startPlain({ command, args, env }: SandboxCommand): Promise<SandboxProcess> {
  const child: ChildProcessWithoutNullStreams = spawn(command, [...args], {
    env: { ...getDefaultEnvironment(), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const kill = (signal: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // Nobody of it is there any more.
    }
  };
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve())).then(() =>
    kill('SIGKILL'),
  );
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => reject(new ToolError('UNAVAILABLE', cause.message, { cause })));
  });
  child.on('error', () => {});
  return { stdin: child.stdin, stdout: child.stdout, stderr: child.stderr, ended, kill };
}
