/** Brings the files of a folder to the disk: the embedded database itself leaves that to the operating system. */
import { closeSync, fsyncSync, openSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Linux writes back after 30 s, and looks every 5 s. */
const WRITTEN_BACK_MS = 60_000;

export class FolderFlush {
  readonly #folder: string;
  /** By path: the time of the last change that is on the disk. */
  readonly #flushed = new Map<string, number>();

  /** `known`: what was written so long ago that the operating system has brought it to the disk is taken as done. */
  constructor(folder: string, { known = false } = {}) {
    this.#folder = folder;
    if (!known) return;
    const settledBefore = Date.now() - WRITTEN_BACK_MS;
    for (const [path, mtimeMs] of filesIn(folder))
      if (mtimeMs < settledBefore) this.#flushed.set(path, mtimeMs);
  }

  /** Blocks its thread. Returns how many files had changed. @throws what the file system said. */
  run(): number {
    let changed = 0;
    for (const [path, mtimeMs] of filesIn(this.#folder)) {
      if (this.#flushed.get(path) === mtimeMs) continue;
      flushFile(path);
      this.#flushed.set(path, mtimeMs);
      changed++;
    }
    return changed;
  }
}

/** With the time of the last change of each. */
function* filesIn(folder: string): Generator<[path: string, mtimeMs: number]> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found) yield [path, found.mtimeMs];
  }
}

function flushFile(path: string): void {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    // Removed since it was listed.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
