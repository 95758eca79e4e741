/** What sandboxes are made of, and how large they may be. */
import type { SandboxEngine, SandboxLimits } from '../tools/sandbox/sandbox.ts';
import { PlainEngine } from '../testing/plain-engine.ts';

export interface OpenSandboxEngine {
  readonly engine: SandboxEngine;
  /** No sandbox has more, whatever a user wishes. */
  readonly limits: SandboxLimits;
}

/** Until the engines are there: programs run as they are. */
export const openSandboxEngine = (): OpenSandboxEngine => ({
  engine: new PlainEngine(),
  limits: { memoryMb: 512, cpus: 1, maxProcesses: 64, diskMb: 256 },
});
