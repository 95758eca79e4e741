/**
 * The folders of the sandboxes of this machine, one for each, all in one. What a broker that was killed has left there
 * is removed at the next start.
 */
import { execFile } from 'node:child_process';
import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Logger } from 'pino';
import { ToolError } from '../../tool-source.ts';
import { findProgram } from './limits.ts';

const run = promisify(execFile);
/** Of our folders. What has another name is not ours, wherever we were told to look. */
const PREFIX = 'pipit-sandbox-';
const REMOVE_TIMEOUT_MS = 300_000;

export class WorkFolders {
  readonly #root: string;
  readonly #log: Logger | undefined;
  #ready: Promise<void> | undefined;

  constructor(root: string, log?: Logger) {
    this.#root = root;
    this.#log = log;
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

  /** With all that lies in it. Does not fail: what stays is in the log, and tried again at the next start. */
  async remove(folder: string): Promise<void> {
    try {
      await removeTree(folder);
    } catch (error) {
      const advice = 'the folder of a sandbox cannot be removed: it is tried again at the next start';
      this.#log?.error({ err: error, folder }, advice);
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
        await this.remove(join(this.#root, entry.name));
  }
}

/**
 * By the system's own programs: they go as deep as whoever made it, where names are longer than may be given to the system,
 * and cost the broker nothing. Also folders that their owner has closed to himself.
 * @throws when something is left
 */
async function removeTree(folder: string): Promise<void> {
  const [remover, opener] = await Promise.all([findProgram('rm'), findProgram('chmod')]);
  if (remover === undefined) return rm(folder, { recursive: true, force: true, maxRetries: 3 });
  const remove = () => run(remover, ['-rf', '--', folder], OPTIONS);
  await remove().catch(async () => {
    if (opener !== undefined) await run(opener, ['-R', 'u+rwx', '--', folder], OPTIONS).catch(() => {});
    await remove();
  });
  const left = await lstat(folder).catch(() => undefined);
  if (left) throw new Error('It is still there.');
}

/** They say a line for each file that they cannot remove. */
const OPTIONS = { timeout: REMOVE_TIMEOUT_MS, env: { LC_ALL: 'C' }, maxBuffer: 64 * 1024 * 1024 };
