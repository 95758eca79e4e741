/** An engine of sandboxes that does what the test tells it to. */
import { PassThrough } from 'node:stream';
import { ToolError } from '../tools/tool-source.ts';
import type {
  Sandbox,
  SandboxCommand,
  SandboxEngine,
  SandboxProcess,
  SandboxSpec,
} from '../tools/sandbox/sandbox.ts';

export class ScriptedSandbox implements Sandbox {
  readonly spec: SandboxSpec;
  readonly id: string;
  readonly commands: SandboxCommand[] = [];
  readonly refreshedMs: number[] = [];
  checks = 0;
  closed = false;
  /** When set, checks fail with it. */
  illness: ToolError | undefined;
  /** When set, checks never come, and ends not before the test says so. */
  hangs = false;

  constructor(spec: SandboxSpec) {
    this.spec = spec;
    this.id = spec.id;
  }

  async start(command: SandboxCommand): Promise<SandboxProcess> {
    if (this.closed || this.illness) throw new ToolError('UNAVAILABLE', 'The sandbox is gone.');
    this.commands.push(command);
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    this.#ends.push(resolve);
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    return { stdin, stdout, stderr, ended, kill: () => resolve() };
  }

  async check(): Promise<void> {
    this.checks++;
    if (this.hangs) await never;
    if (this.illness) throw this.illness;
  }

  async refresh(ttlMs: number): Promise<void> {
    this.refreshedMs.push(ttlMs);
  }

  async close(): Promise<void> {
    for (const end of this.#ends) end();
    if (this.hangs) await this.#heldBack.promise;
    this.closed = true;
  }

  /** An end that hangs comes. */
  letGo(): void {
    this.#heldBack.resolve();
  }

  readonly #ends: (() => void)[] = [];
  readonly #heldBack = Promise.withResolvers<void>();
}

export class ScriptedEngine implements SandboxEngine {
  readonly kind = 'process';
  readonly weakness = undefined;
  /** All that were made, in order. */
  readonly made: ScriptedSandbox[] = [];
  /** When set, none can be made. */
  failure: Error | undefined;
  /** When set, one is made only when the test says so. */
  holds = false;
  closed = false;
  readonly #waiting: (() => void)[] = [];

  /** Those that are not closed. */
  get open(): ScriptedSandbox[] {
    return this.made.filter(({ closed }) => !closed);
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  async create(spec: SandboxSpec): Promise<Sandbox> {
    if (this.failure) throw this.failure;
    if (this.holds) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const sandbox = new ScriptedSandbox(spec);
    this.made.push(sandbox);
    return sandbox;
  }

  /** Those that are held back are made. */
  letGo(): void {
    this.holds = false;
    for (const go of this.#waiting.splice(0)) go();
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

const never = new Promise<never>(() => {});
