import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { VisiblePaths, notHidden, shownBy } from './visible-paths.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pipit-visible-'));
  for (const name of ['home/bin', 'home/lib/node_modules', 'home/lib/private', 'srv/data'])
    await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, 'home/bin/node'), '');
  await writeFile(join(folder, 'srv/server.mjs'), '');
});
afterEach(() => rm(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);
const node = (): string => at('home/bin/node');

test('of the folder of Node.js only programs and packages are seen', () => {
  const paths = new VisiblePaths([], [], node());
  expect(paths.has(node())).toBe(true);
  expect(paths.has(at('home/lib/node_modules/npm'))).toBe(true);
  expect(paths.has(at('home/lib/private'))).toBe(false);
  expect(paths.has(at('home'))).toBe(false);
  expect(paths.pathOf(`${at('home/lib/private')}:/usr/bin:relative`, node()).split(':')).toEqual(
    expect.arrayContaining([at('home/bin'), '/usr/bin']),
  );
  expect(paths.pathOf(`${at('home/lib/private')}:relative`, node())).not.toMatch(/private|relative/);
});

test('the data of the broker is not seen, even in a folder that is', () => {
  const paths = new VisiblePaths([at('srv')], [at('srv/data'), at('home')], node());
  expect(paths.has(at('srv/server.mjs'))).toBe(true);
  expect(paths.has(at('srv/data/secret.key'))).toBe(false);
  expect(paths.has(at('srv/database'))).toBe(true);
  expect(paths.hidden).toEqual([{ path: at('srv/data'), isFolder: true }]);
});

test('nor by another name of that folder', async () => {
  await symlink(at('srv'), at('link'));
  const paths = new VisiblePaths([at('link')], [at('srv/data')], node());
  expect(paths.hidden).toEqual([{ path: at('link/data'), isFolder: true }]);
  expect(paths.has(at('link/data/secret.key'))).toBe(false);
});

test('what a program will not find is named, whether it is there or not', () => {
  const paths = new VisiblePaths([], [], node());
  const missing = (...args: string[]) => paths.missing({ command: 'node', args });
  for (const path of ['/root/there', '/nowhere/server.mjs', '/etc/shadow', '../home/x'])
    expect(missing('--flag', path)).toBe(path);
  expect(
    missing('word', 'https://host/path', '/tmp/file', './file', '/', '/etc', '/usr/none'),
  ).toBeUndefined();
  expect(paths.missing({ command: '/srv/server.mjs', args: [] })).toBe('/srv/server.mjs');
});

test('what was named is not named again, and is seen as soon as it is there', async () => {
  const late = at('late');
  const open = () => new VisiblePaths([late], [], node());
  expect(open().missing({ command: 'node', args: [join(late, 'server.mjs')] })).toBeUndefined();
  expect(open().has(late)).toBe(false);
  await mkdir(late);
  expect(open().has(late)).toBe(true);
});

test('a file of the broker cannot be hidden for good, nor what is not there yet; a folder can', async () => {
  await symlink(at('srv'), at('link'));
  await symlink(at('home/bin/node'), at('srv/linked.yaml'));
  const hidden = ['srv/server.mjs', 'srv/recordings', 'srv/data', 'srv/linked.yaml', 'home/bin/node'].map(at);
  const shown = ['srv/server.mjs', 'srv/recordings', 'srv/linked.yaml'].map(at);
  for (const path of ['srv', 'link', 'srv/../srv'])
    expect(notHidden([`${folder}/${path}`], hidden)).toEqual(shown);
  expect(notHidden([at('srv/servers')], hidden)).toEqual([]);
  expect(shownBy([at('link')], [at('srv/data')])).toEqual([at('srv/data')]);
});
