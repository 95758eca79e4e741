import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WorkFolders } from './work-folders.ts';

let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'pipit-folders-'));
});
afterEach(() => rm(base, { recursive: true }));

test('a place that comes into being later is used then', async () => {
  await writeFile(join(base, 'data'), 'in the way');
  const folders = new WorkFolders(join(base, 'data/sandboxes'));
  await folders.sweep();
  await expect(folders.make('a')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await rm(join(base, 'data'));
  await mkdir(join(base, 'data/sandboxes/pipit-sandbox-old'), { recursive: true });
  await folders.make('a');
  expect(await readdir(join(base, 'data/sandboxes'))).toEqual(['pipit-sandbox-a']);
});

test('what cannot be removed is in the log', async () => {
  const lines: { folder: string }[] = [];
  const log = pino({ level: 'error' }, { write: (line) => void lines.push(JSON.parse(line)) });
  const folders = new WorkFolders(base, log);
  const folder = await folders.make('a');
  // Nobody removes the folder that he is in.
  await folders.remove(`${folder}/.`);
  expect(lines).toMatchObject([{ folder: `${folder}/.`, msg: expect.stringContaining('tried again') }]);
  await folders.remove(folder);
  expect(lines).toHaveLength(1);
  expect(await readdir(base)).toEqual([]);
});
