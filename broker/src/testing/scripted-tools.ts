/** A source of tools that does what the test tells it to. */
import { type Tool, type ToolCallOptions, ToolError, type ToolSource } from '../tools/tool-source.ts';

export interface ScriptedCall {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
  answer(result: unknown): void;
  fail(error: unknown): void;
}

export class ScriptedTools implements ToolSource {
  readonly id: string;
  readonly prefix: string;
  tools: Tool[];
  readonly calls: ScriptedCall[] = [];
  /** When set, lists wait for ever. */
  hangs = false;
  /** When set, lists fail with it. */
  failure: ToolError | undefined;
  released = 0;
  /** What it is opened with. */
  version: string | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(id: string, ...names: string[]) {
    this.id = id;
    this.prefix = id.replace(/^.*:/, '');
    this.tools = names.map((name) => ({
      name,
      description: `does ${name}`,
      inputSchema: { type: 'object' },
    }));
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  async list(signal: AbortSignal): Promise<readonly Tool[]> {
    if (this.failure) throw this.failure;
    if (!this.hangs) return this.tools;
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new ToolError('TIMEOUT', 'It took too long.')));
    });
  }

  call(name: string, args: Readonly<Record<string, unknown>>, { signal }: ToolCallOptions): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.calls.push({ name, args, signal, answer: resolve, fail: reject });
    });
  }

  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** It has other tools now. */
  change(...names: string[]): void {
    this.tools = names.map((name) => ({
      name,
      description: `does ${name}`,
      inputSchema: { type: 'object' },
    }));
    for (const listener of this.#listeners) listener();
  }
}
