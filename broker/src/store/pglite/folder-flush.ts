/** Brings the files of a folder to the disk: the embedded database itself leaves that to the operating system. */
import { closeSync, fsyncSync, openSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export class FolderFlush {
  readonly #folder: string;
  /** By path: the time of the last change that is on the disk. */
  readonly #flushed = new Map<string, number>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Blocks its thread. Returns how many files had changed. @throws what the file system said. */
  run(): number {
    let changed = 0;
    for (const entry of readdirSync(this.#folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const found = statSync(path, { throwIfNoEntry: false });
      if (!found || this.#flushed.get(path) === found.mtimeMs) continue;
      flushFile(path);
      this.#flushed.set(path, found.mtimeMs);
      changed++;
    }
    return changed;
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
