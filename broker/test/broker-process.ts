/** A broker in a process of its own, so that it can be killed; the emulator stays here. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '..', 'src', 'main.ts');
const NODE_FLAGS = ['--conditions=pipit-source', '--disable-warning=ExperimentalWarning'];

export interface BrokerProcessOptions {
  readonly dataDir: string;
  /** The model's. */
  readonly endpoint: string;
  /** 0, the default, takes a free one; after that the same again. */
  readonly port?: number;
  /** As in the environment, like PIPIT_SESSION_GRACE_MS. */
  readonly settings?: Readonly<Record<string, string>>;
}

export class BrokerProcess implements AsyncDisposable {
  readonly #options: BrokerProcessOptions;
  #child: ChildProcess | undefined;
  #port: number;

  constructor(options: BrokerProcessOptions) {
    this.#options = options;
    this.#port = options.port ?? 0;
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.#port}`;
  }

  /** Resolves when it listens. */
  async start(): Promise<void> {
    const { dataDir, endpoint, settings } = this.#options;
    const child = spawn(process.execPath, [...NODE_FLAGS, MAIN, 'start', '--json'], {
      env: {
        ...process.env,
        PIPIT_DATA_DIR: dataDir,
        PIPIT_MODEL_ENDPOINT: endpoint,
        PIPIT_MQTT_HOST: '127.0.0.1',
        PIPIT_MQTT_PORT: String(this.#port),
        PIPIT_MQTT_WEBSOCKET_PORT: '0',
        PIPIT_HTTP_PORT: '0',
        PIPIT_LOG_LEVEL: 'warn',
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    let output = '';
    for await (const chunk of child.stdout) {
      output += String(chunk);
      if (!output.includes('\n')) continue;
      this.#port = (JSON.parse(output) as { ports: { tcp: number } }).ports.tcp;
      child.stdout.resume();
      return;
    }
    throw new Error('The broker ended before it listened.');
  }

  /** Resolves with its exit code, or the signal that ended it. */
  async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | string> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null) return child?.exitCode ?? 0;
    const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
    child.kill(signal);
    const [code, by] = await exited;
    return code ?? by ?? '';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop('SIGKILL');
  }
}
