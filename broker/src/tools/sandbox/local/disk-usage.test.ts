import { linkSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DiskUsage, type Measured } from './disk-usage.ts';

const forever = new AbortController().signal;
let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'pipit-usage-'));
});
afterEach(() => rm(base, { recursive: true }));

const of = (folder: string, pids: Measured['pids'] = () => []): Measured => ({ folder, diskMb: 1, pids });
const fill = (folder: string, files: number): void => {
  const first = join(folder, 'first');
  writeFileSync(first, '');
  for (let n = 1; n < files; n++) linkSync(first, join(folder, String(n)));
};

test('more than it may have is too much, and so are too many files, however small', async () => {
  const usage = new DiskUsage(500);
  expect(await usage.fits(of(join(base, 'gone')), forever)).toBe(true);
  await mkdir(join(base, 'some/folder'), { recursive: true });
  await writeFile(join(base, 'some/folder/file'), Buffer.alloc(500_000));
  expect(await usage.fits(of(base), forever)).toBe(true);
  await writeFile(join(base, 'some/folder/more'), Buffer.alloc(600_000));
  expect(await usage.fits(of(base), forever)).toBe(false);
  await mkdir(join(base, 'many'));
  fill(join(base, 'many'), 500);
  expect(await usage.fits(of(join(base, 'many')), forever)).toBe(true);
  writeFileSync(join(base, 'many/last'), '');
  expect(await usage.fits(of(join(base, 'many')), forever)).toBe(false);
});

test('one is counted after the other, and nothing for nobody', async () => {
  const usage = new DiskUsage();
  await mkdir(join(base, 'large'));
  await mkdir(join(base, 'small'));
  fill(join(base, 'large'), 2000);
  const counted: string[] = [];
  const told = (name: string) => () => {
    counted.push(name);
    return [];
  };
  const stop = new AbortController();
  const all = [
    usage.fits(of(join(base, 'large'), told('large')), forever),
    usage.fits(of(join(base, 'large'), told('given up')), stop.signal),
    usage.fits(of(join(base, 'small'), told('small')), forever),
  ];
  stop.abort();
  expect(await Promise.all(all)).toEqual([true, true, true]);
  expect(counted).toEqual(['large', 'small']);
});
