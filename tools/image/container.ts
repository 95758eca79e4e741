/** A container of an image that `buildImage` made: its files, a volume, the program as process 1 and another user. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Image } from './build-image.ts';
import { type JailOptions, runJailed, signalJailed, startJailed } from './jail.ts';

const POLL_MS = 250;

export class Container {
  readonly #image: Image;
  readonly #jail: JailOptions;
  #child: ChildProcess | undefined;
  #output = '';

  /** `env`: as `--env`, over that of the image. Its root is read-only but for the volume and /tmp. */
  constructor(image: Image, env: Readonly<Record<string, string>> = {}) {
    this.#image = image;
    const [volume] = image.volumes;
    this.#jail = { ...image, env: { HOME: '/', ...image.env, ...env }, volume };
  }

  /** What it has written. */
  get output(): string {
    return this.#output;
  }

  /** As `run` with arguments for the entry point, before or beside the one that was started. Returns its standard output. */
  run(...args: string[]): string {
    return runJailed(this.#jail, [...this.#image.entrypoint, ...args]);
  }

  /** As `exec`. Returns its standard output. */
  exec(...command: string[]): string {
    return runJailed(this.#jail, command);
  }

  start(): void {
    const child = startJailed(this.#jail, [...this.#image.entrypoint, ...this.#image.cmd]);
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    this.#child = child;
  }

  /** Asks by the image's own check until it agrees. @throws with what the container wrote, when it ends or `withinMs` is over */
  async healthy(withinMs: number): Promise<void> {
    const until = performance.now() + withinMs;
    for (;;) {
      try {
        return void this.exec(...this.#image.healthcheck);
      } catch (cause) {
        if (this.#child?.exitCode !== null || performance.now() > until)
          throw new Error(`The container is not healthy. It wrote:\n${this.#output}`, { cause });
        await sleep(POLL_MS);
      }
    }
  }

  /** SIGTERM to process 1, as `stop`; SIGKILL when it takes longer. Returns the exit code, null after SIGKILL. */
  async stop(withinMs: number): Promise<number | null> {
    const child = this.#child;
    this.#child = undefined;
    if (!child) return null;
    if (child.exitCode !== null) return child.exitCode;
    const ended = once(child, 'close') as Promise<[number | null]>;
    signalJailed(child, 'SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
    const [code] = await ended;
    clearTimeout(timer);
    return code;
  }
}
