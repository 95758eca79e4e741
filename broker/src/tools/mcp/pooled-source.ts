/** A server as one conversation has it, whatever becomes of the server, and wherever it runs. */
import type { Asker, Place } from '../sandbox/place.ts';
import type { Tool, ToolCallOptions, ToolSource } from '../tool-source.ts';
import type { McpInstance } from './mcp-instance.ts';

export class PooledSource implements ToolSource {
  readonly id: string;
  readonly asker: Asker;
  readonly #find: () => Promise<McpInstance>;
  readonly #listeners = new Set<() => void>();
  #prefix = 'mcp';
  #place: Promise<Place> | undefined;
  #instance: McpInstance | undefined;
  #giveBack = (): void => {};

  constructor(serverId: string, asker: Asker, find: () => Promise<McpInstance>) {
    this.id = `mcp:${serverId}`;
    this.asker = asker;
    this.#find = find;
  }

  get prefix(): string {
    return this.#prefix;
  }

  list(signal: AbortSignal): Promise<readonly Tool[]> {
    return this.#with((instance) => instance.server.list(signal));
  }

  call(name: string, args: Readonly<Record<string, unknown>>, options: ToolCallOptions): Promise<unknown> {
    return this.#with((instance) => instance.server.call(name, args, options));
  }

  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Asked once: what its user chooses meanwhile holds for the next conversation. */
  place(find: (asker: Asker) => Promise<Place>): Promise<Place> {
    const asking = (this.#place ??= find(this.asker));
    asking.catch(() => (this.#place = undefined));
    return asking;
  }

  attach(instance: McpInstance): void {
    if (instance === this.#instance) return;
    this.detach();
    this.#prefix = instance.server.prefix;
    this.#instance = instance;
    const leave = instance.join(this);
    const stop = instance.server.onChanged(() => this.changed());
    this.#giveBack = () => {
      stop();
      leave();
    };
  }

  detach(): void {
    this.#instance = undefined;
    this.#giveBack();
    this.#giveBack = () => {};
  }

  /** The program may have been started only for this. */
  async #with<T>(work: (instance: McpInstance) => Promise<T>): Promise<T> {
    const instance = await this.#find();
    instance.used(this.asker);
    try {
      return await work(instance);
    } finally {
      if (instance === this.#instance) instance.used(this.asker);
    }
  }
}
