/** That what was written is brought to the disk, and when. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FolderFlush } from './folder-flush.ts';

const disk = vi.hoisted(() => ({
  paths: new Map<number, string>(),
  flushed: [] as string[],
  fails: undefined as Error | undefined,
}));
vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs')>();
  return {
    ...fs,
    openSync: (...args: Parameters<typeof fs.openSync>) => {
      const file = fs.openSync(...args);
      disk.paths.set(file, String(args[0]));
      return file;
    },
    fsyncSync: (file: number) => {
      if (disk.fails) throw disk.fails;
      fs.fsyncSync(file);
      disk.flushed.push(disk.paths.get(file)!);
    },
  };
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pipit-flush-'));
  await mkdir(join(folder, 'pg_wal'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a folder', () => {
  const write = async (name: string, agoMs = 0): Promise<void> => {
    await writeFile(join(folder, name), 'x');
    const at = new Date(Date.now() - agoMs);
    await utimes(join(folder, name), at, at);
  };
  const flushedBy = (flush: FolderFlush): string[] => {
    disk.flushed.length = 0;
    expect(flush.run()).toBe(disk.flushed.length);
    return disk.flushed.map((path) => relative(folder, path)).sort();
  };

  test('is flushed with all that is in it, then only what has changed', async () => {
    await write('a', 5000);
    await write('pg_wal/b', 5000);
    const flush = new FolderFlush(folder);
    expect(flushedBy(flush)).toEqual(['a', 'pg_wal/b']);
    expect(flushedBy(flush)).toEqual([]);
    await write('pg_wal/b', 1000);
    await write('c', 1000);
    expect(flushedBy(flush)).toEqual(['c', 'pg_wal/b']);
  });

  test('that was there before is flushed but for what is long on the disk', async () => {
    await write('old', 600_000);
    await write('new', 30_000);
    const flush = new FolderFlush(folder, { known: true });
    expect(flushedBy(flush)).toEqual(['new']);
    await write('old', 500_000);
    expect(flushedBy(flush)).toEqual(['old']);
  });

  test('that cannot be flushed says so, and is flushed the next time', async () => {
    await write('a');
    const flush = new FolderFlush(folder);
    disk.fails = new Error('EIO');
    expect(() => flush.run()).toThrow('EIO');
    disk.fails = undefined;
    expect(flushedBy(flush)).toEqual(['a']);
  });
});

test('the embedded database is brought to the disk while it is used, and when it is closed', async () => {
  const script = (name: string): string => join(import.meta.dirname, '../../../test/store', name);
  const args = [
    '--conditions=pipit-source',
    '--import',
    script('tell-flushes.ts'),
    script('flush-writer.ts'),
  ];
  const child = spawn(process.execPath, [...args, join(folder, 'database')], {
    stdio: ['pipe', 'ignore', 'inherit', 'pipe'],
  });
  const gone = once(child, 'exit');
  const told: string[] = [];
  createInterface({ input: child.stdio[3] as Readable }).on('line', (line) => told.push(line));
  const after = (what: string): string => {
    const at = told.indexOf(what);
    return at < 0 ? '' : told.slice(at).join('\n');
  };
  // Acknowledged is what is in the log of the database.
  await vi.waitFor(() => expect(after('write')).toContain('/pg_wal/'), 20_000);
  child.stdin!.end();
  expect(await gone).toEqual([0, null]);
  await vi.waitFor(() => expect(after('close')).toContain('/global/pg_control'));
});
