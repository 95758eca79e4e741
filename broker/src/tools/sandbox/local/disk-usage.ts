/**
 * How much the programs of a sandbox have written. What lies there is of others' making, so that counting it must not cost
 * the broker, and the other sandboxes, more than a little: so many files, one sandbox at a time, and half of the time at most.
 */
import { lstat as lstatWithCallback, stat as statWithCallback } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { familyOf } from './process-family.ts';

/** Those of node:fs/promises cost three times as much. */
const lstat = promisify(lstatWithCallback);
const stat = promisify(statWithCallback);

/** More files than that are not counted: that is too many. */
export const MAX_FILES = 20_000;
/** After so many files there is a rest for as long as they took. */
const STEP_FILES = 200;
const KB_OF_BLOCK = 0.5;

export interface Measured {
  readonly folder: string;
  readonly diskMb: number;
  /** Of the processes that were started for it; what they have started belongs to them. */
  readonly pids: () => Iterable<number>;
}

export class DiskUsage {
  readonly #maxFiles: number;
  #last: Promise<unknown> = Promise.resolve();

  constructor(maxFiles = MAX_FILES) {
    this.#maxFiles = maxFiles;
  }

  /**
   * Whether it takes no more than it may; true when nobody wants to know any more. Waits for its turn, and takes its time.
   * Never rejects. What has no name any more counts as long as a process has it open.
   */
  fits(measured: Measured, signal: AbortSignal): Promise<boolean> {
    const measuring = this.#last.then(() => new Measurement(measured, this.#maxFiles, signal).fits());
    this.#last = measuring;
    return measuring;
  }
}

class TooMuch extends Error {}

class Measurement {
  readonly #measured: Measured;
  readonly #maxFiles: number;
  readonly #signal: AbortSignal;
  #files = 0;
  #kb = 0;
  #steppedAt = performance.now();

  constructor(measured: Measured, maxFiles: number, signal: AbortSignal) {
    this.#measured = measured;
    this.#maxFiles = maxFiles;
    this.#signal = signal;
  }

  async fits(): Promise<boolean> {
    try {
      await this.#named();
      await this.#nameless();
      await this.#rest();
      return true;
    } catch {
      // What cannot be counted, like a folder that is closed, must be too much.
      return this.#signal.aborted;
    }
  }

  /** Nothing is followed. */
  async #named(): Promise<void> {
    const waiting = [this.#measured.folder];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop())
      for (const entry of await unlessGone(readdir(at, { withFileTypes: true }), [])) {
        const path = join(at, entry.name);
        if (entry.isDirectory()) waiting.push(path);
        await this.#add((await unlessGone(lstat(path), undefined))?.blocks ?? 0);
      }
  }

  /** Removed, and open: they have nothing but a descriptor. */
  async #nameless(): Promise<void> {
    const { folder, pids } = this.#measured;
    const device = (await unlessGone(lstat(folder), undefined))?.dev;
    const counted = new Set<number>();
    for (const pid of await familyOf(pids())) {
      const descriptors = `/proc/${pid}/fd`;
      // Those of a process that ends meanwhile, or that nobody may look at, are not seen.
      for (const name of await readdir(descriptors).catch(() => [])) {
        const found = await stat(join(descriptors, name)).catch(() => undefined);
        const isLost = found?.isFile() === true && found.nlink === 0 && found.dev === device;
        const isNew = isLost && !counted.has(found.ino);
        if (isNew) counted.add(found.ino);
        await this.#add(isNew ? found.blocks : 0);
      }
    }
  }

  async #add(blocks: number): Promise<void> {
    this.#kb += blocks * KB_OF_BLOCK;
    if (++this.#files > this.#maxFiles || this.#kb > this.#measured.diskMb * 1024) throw new TooMuch();
    if (this.#files % STEP_FILES === 0) await this.#rest();
  }

  async #rest(): Promise<void> {
    this.#signal.throwIfAborted();
    await sleep(performance.now() - this.#steppedAt, undefined, { signal: this.#signal });
    this.#steppedAt = performance.now();
  }
}

async function unlessGone<Found, Otherwise>(
  finding: Promise<Found>,
  otherwise: Otherwise,
): Promise<Found | Otherwise> {
  try {
    return await finding;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return otherwise;
    throw error;
  }
}
