/** Sandboxes on other machines, by the service of docs/sandbox-service.md. */
import { ProgramSandbox } from '../program-sandbox.ts';
import { RemoteApi, type RemoteSettings } from '../remote/remote-api.ts';
import { startRemote } from '../remote/remote-process.ts';
import type { Sandbox, SandboxEngine, SandboxSpec } from '../sandbox.ts';

export class RemoteEngine implements SandboxEngine {
  readonly kind = 'remote';
  readonly weakness = undefined;
  readonly #api: RemoteApi;
  readonly #open = new Set<Sandbox>();

  constructor(settings: RemoteSettings) {
    this.#api = new RemoteApi(settings);
  }

  /** Whether it is there and knows us. @throws {ToolError} UNAVAILABLE */
  async probe(signal: AbortSignal): Promise<void> {
    await this.#api.ask('GET', '/health', { signal });
  }

  async create({ id, limits, ttlMs }: SandboxSpec, signal: AbortSignal): Promise<Sandbox> {
    const path = `/sandboxes/${id}`;
    const remove = async (): Promise<void> => {
      // What cannot be removed is gone when its time is over.
      await this.#api.ask('DELETE', path, {}).catch(() => {});
    };
    try {
      await this.#api.ask('POST', '/sandboxes', { body: { id, limits, ttlMs }, signal });
    } catch (error) {
      if (signal.aborted) await remove();
      throw error;
    }
    const sandbox: Sandbox = new ProgramSandbox({
      id,
      launch: (command, signal) => startRemote(this.#api, `${path}/processes`, command, signal),
      check: async (signal) => {
        await this.#api.ask('GET', path, { signal });
      },
      refresh: async (ttlMs, signal) => {
        await this.#api.ask('POST', `${path}/refresh`, { body: { ttlMs }, signal });
      },
      release: async () => {
        this.#open.delete(sandbox);
        await remove();
      },
    });
    this.#open.add(sandbox);
    return sandbox;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open].map((sandbox) => sandbox.close()));
    await this.#api.close();
  }
}
