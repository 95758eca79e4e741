/**
 * Where recordings are: a folder for each conversation that has any, and in it a file for each side and each piece of
 * time, named by when it begins. What is there is what there is; the database only knows that there is something.
 */
import { mkdirSync } from 'node:fs';
import { open, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export type SoundSide = 'user' | 'assistant';

export interface SoundPiece {
  /** Of the file, and of the piece in the API. */
  readonly name: string;
  readonly side: SoundSide;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly bytes: number;
}

const NAME = /^(\d{13})-(user|assistant)\.opus$/;
const SESSION = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** The longest page of Ogg: 27 bytes, 255 of lacing, 255 times 255. */
const MAX_PAGE_BYTES = 65_307;
const GRANULES_PER_MS = 48;

export class SoundFiles {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  /** For a new file; makes the folder. @throws what the file system says */
  pathFor(sessionId: string, side: SoundSide, startedAtMs: number): string {
    const folder = this.folderOf(sessionId);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return join(folder, `${String(Math.floor(startedAtMs)).padStart(13, '0')}-${side}.opus`);
  }

  /** @throws {TypeError} when it is no id, and could be a way out of the folder. */
  folderOf(sessionId: string): string {
    if (!SESSION.test(sessionId)) throw new TypeError(`${sessionId} is no id of a conversation`);
    return join(this.root, sessionId.slice(0, 2), sessionId);
  }

  /** In the order of time. */
  async list(sessionId: string): Promise<SoundPiece[]> {
    const folder = this.folderOf(sessionId);
    const pieces: SoundPiece[] = [];
    for (const name of (await namesIn(folder)).toSorted()) {
      const [, startedAtMs, side] = NAME.exec(name) ?? [];
      if (!side) continue;
      const { bytes, durationMs } = await measure(join(folder, name));
      const startedAt = new Date(Number(startedAtMs));
      if (durationMs > 0) pieces.push({ name, side: side as SoundSide, startedAt, durationMs, bytes });
    }
    return pieces;
  }

  static isName(name: string): boolean {
    return NAME.test(name);
  }

  /** Also when there is nothing. */
  async remove(sessionId: string): Promise<void> {
    await rm(this.folderOf(sessionId), { recursive: true, force: true });
  }

  /** Removes pieces to which nothing was added since. Gives the conversations that have none any more. */
  async *removeOlder(before: Date): AsyncGenerator<string> {
    for (const shard of await namesIn(this.root)) {
      if (!/^[0-9a-f]{2}$/.test(shard)) continue;
      const sessions = await namesIn(join(this.root, shard));
      for (const id of sessions) {
        if (SESSION.test(id) && (await emptied(join(this.root, shard, id), before.getTime()))) yield id;
      }
      // Only an empty one can be removed.
      await rmdir(join(this.root, shard)).catch(() => {});
    }
  }
}

/** Whether the folder is gone now. */
async function emptied(folder: string, beforeMs: number): Promise<boolean> {
  for (const path of (await namesIn(folder)).map((name) => join(folder, name)))
    if ((await stat(path)).mtimeMs < beforeMs) await rm(path, { force: true });
  if ((await namesIn(folder)).length > 0) return false;
  return rmdir(folder).then(
    () => true,
    () => false,
  );
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** By the last page that is whole: the file may be growing, or its broker may have been killed. */
async function measure(path: string): Promise<{ bytes: number; durationMs: number }> {
  const file = await open(path, 'r');
  try {
    const { size: bytes } = await file.stat();
    const tail = Buffer.alloc(Math.min(bytes, 2 * MAX_PAGE_BYTES));
    await file.read(tail, 0, tail.length, bytes - tail.length);
    for (let at = tail.lastIndexOf('OggS'); at >= 0; at = at > 0 ? tail.lastIndexOf('OggS', at - 1) : -1) {
      if (tail.length - at < 27) continue;
      const granule = tail.readBigUInt64LE(at + 6);
      return { bytes, durationMs: Math.round(Number(granule) / GRANULES_PER_MS) };
    }
    return { bytes, durationMs: 0 };
  } finally {
    await file.close();
  }
}
