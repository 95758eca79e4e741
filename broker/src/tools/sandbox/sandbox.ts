/**
 * Places where programs of others run, and who makes them. Whoever starts a program sees only this, so that another
 * engine needs no change anywhere else.
 */
import type { Readable, Writable } from 'node:stream';

export type SandboxEngineKind = 'bubblewrap' | 'process' | 'docker' | 'remote';

/** Of one sandbox, all of its programs together where the engine can do that, else each. */
export interface SandboxLimits {
  readonly memoryMb: number;
  /** 1 is one core. */
  readonly cpus: number;
  readonly maxProcesses: number;
  /** Of its temporary folder. */
  readonly diskMb: number;
}

export interface SandboxSpec {
  /** Ours; letters, digits and `-`. */
  readonly id: string;
  readonly limits: SandboxLimits;
  /** A sandbox that nobody refreshes may be gone after that. */
  readonly ttlMs: number;
}

export interface SandboxCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Besides PATH, HOME and the like; nothing else of the broker's. Names are letters, digits and `_`. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether it may reach other machines. */
  readonly network: boolean;
}

/** A program that runs. Ended, it leaves nothing behind. */
export interface SandboxProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when it, and all that it has started, is gone. Never rejects. */
  readonly ended: Promise<void>;
  /** Once it has ended; undefined: it was killed, or nobody knows. */
  readonly exitCode?: number | undefined;
  /** To it and all that it has started; nothing when it is gone. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
}

export interface Sandbox {
  readonly id: string;
  /** @throws {ToolError} UNAVAILABLE */
  start(command: SandboxCommand, signal: AbortSignal): Promise<SandboxProcess>;
  /** @throws {ToolError} UNAVAILABLE when nothing can be started in it any more */
  check(signal: AbortSignal): Promise<void>;
  /** From now on, it is kept for so long. @throws {ToolError} UNAVAILABLE when it is gone */
  refresh(ttlMs: number, signal: AbortSignal): Promise<void>;
  /** Ends its programs and removes its files. Idempotent. */
  close(): Promise<void>;
}

export interface SandboxEngine {
  readonly kind: SandboxEngineKind;
  /** Why it protects less than it could, for the log; undefined: it does not. */
  readonly weakness: string | undefined;
  /** @throws {ToolError} UNAVAILABLE; TIMEOUT while nobody knows whether it works */
  create(spec: SandboxSpec, signal: AbortSignal): Promise<Sandbox>;
  /** Ends what is left. Idempotent. */
  close(): Promise<void>;
}
