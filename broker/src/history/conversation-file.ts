/**
 * The file of one device: lines are added at its end and are on the disk when that is told; it is replaced as a whole
 * when it has to become shorter. Opened for each use: what a sync costs dwarfs it, and nothing stays open.
 */
import { type FileHandle, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { replaceFile, syncFolder } from '../store/durable-file.ts';

const FILE_MODE = 0o600;
const LINE_FEED = 10;

/** Returns the size of the file afterwards, in bytes. Rejects when not all of it is on the disk. */
export async function appendLines(path: string, lines: string): Promise<number> {
  const { file, size } = await openForAppend(path);
  try {
    try {
      // A line that a crash tore must not spoil the next.
      const text = (await endsInLineFeed(file, size)) ? lines : `\n${lines}`;
      await file.appendFile(text);
      await file.datasync();
    } catch (error) {
      // A full disk takes half of it: what was refused shall not be half there.
      await file.truncate(size).catch(() => {});
      throw error;
    }
    if (size === 0) await syncFolder(dirname(path));
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

/** The last `maxBytes` of the file, from the start of a line; empty when there is none. */
export async function readLines(path: string, maxBytes: number): Promise<string> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - maxBytes);
    const bytes = Buffer.alloc(size - start);
    let filled = 0;
    for (let bytesRead = -1; bytesRead !== 0 && filled < bytes.length; filled += bytesRead) {
      ({ bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled));
    }
    const text = bytes.toString('utf8', 0, filled);
    return start === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    await file.close();
  }
}

/** Other readers see the old lines or the new, never half of either. Without lines there is no file. */
export async function replaceLines(path: string, lines: string): Promise<void> {
  if (lines === '') {
    await rm(path, { force: true });
    return syncFolder(dirname(path));
  }
  await replaceFile(path, lines, FILE_MODE);
}

async function openForAppend(path: string): Promise<{ file: FileHandle; size: number }> {
  const file = await open(path, 'a+', FILE_MODE);
  try {
    return { file, size: (await file.stat()).size };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function endsInLineFeed(file: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  await file.read(last, 0, 1, size - 1);
  return last[0] === LINE_FEED;
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
