/** An engine that does not work yet, or is not needed yet. Whoever wants a sandbox is told why, or has one when it works at last. */
import type { Sandbox, SandboxEngine, SandboxEngineKind, SandboxSpec } from './sandbox.ts';

export class LateEngine implements SandboxEngine {
  readonly #kind: SandboxEngineKind;
  readonly #open: () => Promise<SandboxEngine>;
  #opening: Promise<SandboxEngine> | undefined;
  #engine: SandboxEngine | undefined;

  /** @param open rejects with a ToolError while it does not work */
  constructor(kind: SandboxEngineKind, open: () => Promise<SandboxEngine>) {
    this.#kind = kind;
    this.#open = open;
  }

  get kind(): SandboxEngineKind {
    return this.#engine?.kind ?? this.#kind;
  }

  get weakness(): string | undefined {
    return this.#engine?.weakness;
  }

  async create(spec: SandboxSpec, signal: AbortSignal): Promise<Sandbox> {
    const opening = (this.#opening ??= this.#open());
    try {
      this.#engine = await opening;
    } catch (error) {
      this.#opening = undefined;
      throw error;
    }
    return this.#engine.create(spec, signal);
  }

  async close(): Promise<void> {
    await this.#opening?.then(
      (engine) => engine.close(),
      () => {},
    );
  }
}
