/** The broker as it is shipped, in a process of its own, so that it can be killed, drained and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

export interface MemorySample {
  /** Since the start of this process. */
  readonly atMs: number;
  readonly rss: number;
  readonly heapTotal: number;
  readonly heapUsed: number;
  readonly external: number;
}

export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export interface BrokerProcessOptions {
  /** Keeps the data from one process to the next. */
  readonly folder: string;
  readonly settings: Readonly<Record<string, string | number>>;
  readonly onLine: (line: LogLine) => void;
  /** Of Node.js, besides those that it needs. */
  readonly nodeFlags?: readonly string[];
}

const MAIN = join(import.meta.dirname, '..', 'src', 'main.ts');
const PROBE = pathToFileURL(join(import.meta.dirname, 'memory-probe.ts')).href;
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 60_000;
const SAMPLE_TIMEOUT_MS = 10_000;

export class BrokerProcess {
  readonly #options: BrokerProcessOptions;
  #child: ChildProcess | undefined;
  #ports: Record<string, number> | undefined;
  #startedAt = 0;
  #samples: MemorySample[] = [];
  /** Ended although nobody asked for it. */
  #crash: string | undefined;
  #ending = false;
  /** The newest lines of the present process. */
  #last: string[] = [];

  constructor(options: BrokerProcessOptions) {
    this.#options = options;
  }

  /** Undefined while it does not run. */
  get port(): number | undefined {
    return this.#ports?.['tcp'];
  }

  /** Of the present process, oldest first. */
  get samples(): readonly MemorySample[] {
    return this.#samples;
  }

  get crash(): string | undefined {
    return this.#crash;
  }

  async start(): Promise<void> {
    const { folder, settings, onLine, nodeFlags = [] } = this.#options;
    const set = Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
    const flags = ['--conditions=pipit-source', '--disable-warning=ExperimentalWarning', '--expose-gc'];
    const args = [
      ...flags,
      ...nodeFlags,
      '--import',
      PROBE,
      MAIN,
      'start',
      '--json',
      '--data-dir',
      folder,
      ...set,
    ];
    // Settings of whoever runs this are not ours.
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !name.startsWith('PIPIT_')),
    );
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    this.#ending = false;
    this.#samples = [];
    this.#startedAt = performance.now();
    const last: string[] = (this.#last = []);
    createInterface({ input: child.stderr! }).on('line', (text) => {
      last.push(text);
      if (last.length > 20) last.shift();
      if (text.startsWith('{')) onLine(JSON.parse(text) as LogLine);
    });
    child.once('exit', (code, signal) => {
      if (this.#child !== child) return;
      this.#ports = undefined;
      if (!this.#ending) this.#crash ??= `ended with ${signal ?? code}:\n${last.join('\n')}`;
    });
    const ready = once(createInterface({ input: child.stdout! }), 'line', {
      signal: AbortSignal.timeout(START_TIMEOUT_MS),
    });
    const gone = once(child, 'exit').then(() => {
      throw new Error(`the broker did not start: ${last.join('\n')}`);
    });
    const [line] = (await Promise.race([ready, gone])) as [string];
    gone.catch(() => {});
    this.#ports = (JSON.parse(line) as { ports: Record<string, number> }).ports;
  }

  /** Resolves when it is gone, with its exit code or the signal that ended it. */
  async stop(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | string | undefined> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return undefined;
    this.#ending = true;
    const gone = once(child, 'exit');
    child.kill(signal);
    const timer = setTimeout(() => {
      this.#crash ??= `did not end within ${STOP_TIMEOUT_MS / 1000} s of ${signal}:\n${this.#last.join('\n')}`;
      child.kill('SIGKILL');
    }, STOP_TIMEOUT_MS);
    await gone;
    clearTimeout(timer);
    this.#ports = undefined;
    return child.exitCode ?? child.signalCode ?? undefined;
  }

  /** Takes a sample after a garbage collection; undefined when the process is not there to answer. */
  async sample(): Promise<MemorySample | undefined> {
    const child = this.#child;
    if (!child?.connected || this.#ports === undefined) return undefined;
    try {
      const answer = once(child, 'message', { signal: AbortSignal.timeout(SAMPLE_TIMEOUT_MS) });
      child.send('memory');
      const [usage] = (await answer) as [Omit<MemorySample, 'atMs'>];
      const sample = { atMs: performance.now() - this.#startedAt, ...usage };
      if (this.#child === child) this.#samples.push(sample);
      return sample;
    } catch {
      return undefined;
    }
  }
}
