/** A worker thread that is started again when it dies, and given up when it keeps dying. */
import { type Transferable, Worker } from 'node:worker_threads';

const DEFAULTS = {
  /** Most deaths within the window before the thread is given up. */
  mostDeaths: 3,
  deathWindowMs: 60_000,
};

/** Every thread says this once, when it can work. */
export interface ReadyMessage {
  readonly kind: 'ready';
}

export interface SupervisedWorkerOptions<Out> {
  readonly name: string;
  readonly url: URL;
  readonly data: unknown;
  readonly onMessage: (message: Out) => void;
  /** The thread died, and what it held is lost. When `restarting`, `onReady` follows. */
  readonly onLost: (error: Error, restarting: boolean) => void;
  /** A new thread works in place of the lost one. */
  readonly onReady?: () => void;
}

export class SupervisedWorker<In, Out extends { readonly kind: string }> {
  readonly #options: SupervisedWorkerOptions<Out>;
  #worker: Worker | undefined;
  #deaths: number[] = [];
  #closed = false;

  private constructor(options: SupervisedWorkerOptions<Out>) {
    this.#options = options;
  }

  /** Resolves when the thread is ready. @throws what kept it from becoming so. */
  static async start<In, Out extends { readonly kind: string }>(
    options: SupervisedWorkerOptions<Out>,
  ): Promise<SupervisedWorker<In, Out>> {
    const supervised = new SupervisedWorker<In, Out>(options);
    await supervised.#spawn();
    return supervised;
  }

  /** False while there is no thread to take the message, which is then lost. */
  post(message: In, transfer: readonly Transferable[] = []): boolean {
    if (!this.#worker) return false;
    this.#worker.postMessage(message, transfer);
    return true;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #spawn(): Promise<void> {
    const { name, url, data, onMessage } = this.#options;
    return new Promise((resolve, reject) => {
      const worker = new Worker(url, { name, workerData: data });
      let ready = false;
      let cause: Error | undefined;
      worker.on('message', (message: Out | ReadyMessage) => {
        if (message.kind !== 'ready') return onMessage(message as Out);
        ready = true;
        if (this.#closed) return void worker.terminate();
        this.#worker = worker;
        resolve();
      });
      worker.on('error', (error) => (cause = error instanceof Error ? error : new Error(String(error))));
      worker.once('exit', (code) => {
        const error = new Error(`The ${name} thread ended: ${cause?.message ?? `exit code ${code}`}.`, {
          cause,
        });
        if (!ready) return reject(error);
        if (this.#worker === worker) this.#lost(error);
      });
    });
  }

  #lost(error: Error): void {
    const { onLost } = this.#options;
    this.#worker = undefined;
    const now = performance.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < DEFAULTS.deathWindowMs), now];
    const restarting = !this.#closed && this.#deaths.length <= DEFAULTS.mostDeaths;
    onLost(error, restarting);
    if (!restarting) return;
    void this.#respawn();
  }

  async #respawn(): Promise<void> {
    try {
      await this.#spawn();
    } catch (error) {
      return this.#options.onLost(error as Error, false);
    }
    this.#options.onReady?.();
  }
}
