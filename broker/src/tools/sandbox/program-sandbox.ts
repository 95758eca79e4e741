/** What is the same for sandboxes of every engine: which programs run there, and that all of them end with it. */
import { ToolError } from '../tool-source.ts';
import type { Sandbox, SandboxCommand, SandboxProcess } from './sandbox.ts';

export interface ProgramSandboxOptions {
  readonly id: string;
  readonly launch: (command: SandboxCommand, signal: AbortSignal) => Promise<SandboxProcess>;
  /** @throws {ToolError} UNAVAILABLE */
  readonly check: (signal: AbortSignal) => Promise<void>;
  /** Default: it is kept until it is closed. @throws {ToolError} UNAVAILABLE */
  readonly refresh?: ((ttlMs: number, signal: AbortSignal) => Promise<void>) | undefined;
  /** After its programs are gone. Never rejects. */
  readonly release: () => Promise<void>;
}

export class ProgramSandbox implements Sandbox {
  readonly #options: ProgramSandboxOptions;
  readonly #running = new Set<SandboxProcess>();
  readonly #starting = new Set<Promise<unknown>>();
  readonly #stop = new AbortController();
  #closed: Promise<void> | undefined;

  constructor(options: ProgramSandboxOptions) {
    this.#options = options;
  }

  get id(): string {
    return this.#options.id;
  }

  async start(command: SandboxCommand, signal: AbortSignal): Promise<SandboxProcess> {
    this.#refuseWhenOver(signal);
    const starting = this.#options.launch(command, AbortSignal.any([signal, this.#stop.signal]));
    const settled = starting.then(
      (process) => this.#keep(process),
      () => {},
    );
    this.#starting.add(settled);
    void settled.then(() => this.#starting.delete(settled));
    const process = await starting;
    if (signal.aborted || this.#closed) process.kill('SIGKILL');
    this.#refuseWhenOver(signal);
    return process;
  }

  async check(signal: AbortSignal): Promise<void> {
    this.#refuseWhenOver(signal);
    await this.#options.check(signal);
  }

  async refresh(ttlMs: number, signal: AbortSignal): Promise<void> {
    this.#refuseWhenOver(signal);
    await this.#options.refresh?.(ttlMs, signal);
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#end());
  }

  #keep(process: SandboxProcess): void {
    this.#running.add(process);
    void process.ended.then(() => this.#running.delete(process));
  }

  #refuseWhenOver(signal: AbortSignal): void {
    if (this.#closed) throw new ToolError('UNAVAILABLE', 'The sandbox is closed.');
    if (signal.aborted) throw new ToolError('CANCELLED', 'Nobody wants it any more.');
  }

  async #end(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#starting);
    for (const process of this.#running) process.kill('SIGKILL');
    await Promise.all([...this.#running].map(({ ended }) => ended));
    await this.#options.release();
  }
}
