/** The main thread's end of the embedded database's thread. */
import { Worker } from 'node:worker_threads';
import { DatabaseError } from '../database-error.ts';
import type { PlainError, QueryResult, Reply, Request, WorkerData } from './messages.ts';

export interface WorkerClientOptions extends WorkerData {
  readonly onNotice: (channel: string, payload: string) => void;
  /** The thread died; every call fails from now on. */
  readonly onLost: (error: Error) => void;
}

type Waiting = { readonly resolve: (result: QueryResult) => void; readonly reject: (error: Error) => void };
type WithoutId<R> = R extends Request ? Omit<R, 'id'> : never;

/** As the server's driver throws it. */
class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: string | undefined;
  readonly severity: string | undefined;
  readonly constraint: string | undefined;
  readonly detail: string | undefined;
  readonly table: string | undefined;

  constructor({ message, code, severity, constraint, detail, table }: PlainError) {
    super(message);
    this.code = code;
    this.severity = severity;
    this.constraint = constraint;
    this.detail = detail;
    this.table = table;
  }
}

const workerUrl = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

export class WorkerClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #lost: Error | undefined;
  #closing: Promise<void> | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** Resolves when the database is open. @throws what kept it from opening. */
  static start({ onNotice, onLost, ...data }: WorkerClientOptions): Promise<WorkerClient> {
    const worker = new Worker(workerUrl(), { name: 'database', workerData: data satisfies WorkerData });
    const client = new WorkerClient(worker);
    return new Promise((resolve, reject) => {
      let ready = false;
      let cause: unknown;
      worker.on('message', (reply: Reply) => {
        switch (reply.kind) {
          case 'ready':
            ready = true;
            return resolve(client);
          case 'failed':
            void worker.terminate();
            return reject(new EngineError(reply.error));
          case 'notice':
            return onNotice(reply.channel, reply.payload);
          case 'result':
            return client.#take(reply.id)?.resolve(reply.result);
          case 'error':
            return client.#take(reply.id)?.reject(new EngineError(reply.error));
        }
      });
      worker.on('error', (error) => (cause = error));
      worker.once('exit', (code) => {
        const why = cause instanceof Error ? cause.message : `exit code ${code}`;
        const text = `The thread of the database ended: ${why}.`;
        if (!ready) return reject(new Error(text, { cause }));
        const error = new DatabaseError('UNREACHABLE', `${text} The log says more.`, { cause });
        // Whoever still waits, or asks from now on, is told; nobody may wait for a thread that is gone.
        client.#end(error);
        if (!client.#closing) onLost(error);
      });
    });
  }

  query(sql: string, parameters: readonly unknown[]): Promise<QueryResult> {
    return this.#ask({ kind: 'query', sql, parameters });
  }

  /** Resolves when all that was written is on the disk. */
  async flush(): Promise<void> {
    await this.#ask({ kind: 'flush' });
  }

  /** Ends the thread as it is; whoever waits gets this error. */
  abandon(why: Error): void {
    this.#closing ??= this.#worker.terminate().then(() => {});
    this.#end(why);
  }

  close(): Promise<void> {
    this.#closing ??= (async () => {
      if (!this.#lost) await this.#ask({ kind: 'close' }).catch(() => {});
      await this.#worker.terminate();
    })();
    return this.#closing;
  }

  #ask(request: WithoutId<Request>): Promise<QueryResult> {
    if (this.#lost) return Promise.reject(this.#lost);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      try {
        this.#worker.postMessage({ ...request, id }, []);
      } catch (error) {
        // A value that cannot leave the thread.
        this.#waiting.delete(id);
        reject(error);
      }
    });
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #end(error: Error): void {
    this.#lost ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#lost);
    this.#waiting.clear();
  }
}
