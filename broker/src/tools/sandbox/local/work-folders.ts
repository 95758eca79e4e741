/**
 * The folders of the sandboxes of this machine, one for each, all in one. What a broker that was killed has left there
 * is removed at the next start.
 */
import { chmod, lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ToolError } from '../../tool-source.ts';

/** Of our folders. What has another name is not ours, wherever we were told to look. */
const PREFIX = 'pipit-sandbox-';
/** More files than that are not counted: that is too many. */
const MAX_FILES = 100_000;
const KB_OF_BLOCK = 0.5;

export class WorkFolders {
  readonly #root: string;
  #ready: Promise<void> | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  /** Empty, and only for the broker's user. @throws {ToolError} UNAVAILABLE */
  async make(id: string): Promise<string> {
    if (!/^[\w-]+$/.test(id)) throw new ToolError('UNAVAILABLE', 'A sandbox has no such id.');
    try {
      await this.#prepared();
      const folder = join(this.#root, PREFIX + id);
      await mkdir(folder, { mode: 0o700 });
      return folder;
    } catch (cause) {
      throw new ToolError('UNAVAILABLE', 'There is no place for a folder of the sandbox.', { cause });
    }
  }

  /** Removes what was left. Does not fail: whoever needs a folder is told. */
  async sweep(): Promise<void> {
    await this.#prepared().catch(() => {});
  }

  /** What fails now is tried again by the next. */
  async #prepared(): Promise<void> {
    try {
      await (this.#ready ??= this.#begin());
    } catch (error) {
      this.#ready = undefined;
      throw error;
    }
  }

  async #begin(): Promise<void> {
    await mkdir(this.#root, { recursive: true, mode: 0o700 });
    for (const entry of await readdir(this.#root, { withFileTypes: true }))
      if (entry.isDirectory() && entry.name.startsWith(PREFIX))
        await removeTree(join(this.#root, entry.name));
  }
}

/** Also folders that their owner has closed to himself. Does not fail: what cannot be removed is tried at the next start. */
export async function removeTree(folder: string): Promise<void> {
  const options = { recursive: true, force: true, maxRetries: 3 };
  await rm(folder, options)
    .catch(() => openTree(folder).then(() => rm(folder, options)))
    .catch(() => {});
}

async function openTree(folder: string): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory()) await openTree(join(folder, entry.name));
}

/** Whether what lies in a folder takes no more than that. Nothing is followed. */
export async function fits(folder: string, diskMb: number): Promise<boolean> {
  let files = 0;
  let kb = 0;
  const waiting = [folder];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const entries = await readdir(at, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => error);
    if (entries instanceof Error) {
      if (entries.code === 'ENOENT') continue;
      // What is closed cannot be counted, so that it must be too much.
      return false;
    }
    for (const entry of entries) {
      const path = join(at, entry.name);
      if (entry.isDirectory()) waiting.push(path);
      const found = await lstat(path).catch(() => undefined);
      kb += (found?.blocks ?? 0) * KB_OF_BLOCK;
      if (++files > MAX_FILES || kb > diskMb * 1024) return false;
    }
  }
  return true;
}
