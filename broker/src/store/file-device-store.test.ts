import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeDeviceStore } from '../../test/store/device-store-contract.ts';
import type { DeviceChange } from './device-store.ts';
import { openFileDeviceStore } from './file-device-store.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pipit-store-'));
  file = join(folder, 'data', 'devices.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describeDeviceStore('a file', () => openFileDeviceStore({ file }));

describe('the file', () => {
  test('lasts, is private, and is replaced as a whole', async () => {
    const store = await openFileDeviceStore({ file });
    const { device, secret } = await store.add('kitchen');
    await store.close();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'data'))).toEqual(['devices.json']);
    expect(await readFile(file, 'utf8')).not.toContain(secret);
    const again = await openFileDeviceStore({ file });
    expect(await again.get('kitchen')).toEqual(device);
    await again.close();
  });

  test.for([
    ['not JSON', '{"version":1,"dev'],
    ['of another shape', '{"version":1,"devices":[{"id":"kitchen"}]}'],
    ['of another version', '{"version":2,"devices":[]}'],
    ['empty', ''],
  ])('that is %s is reported and left alone', async ([, content]) => {
    const store = await openFileDeviceStore({ file });
    await store.add('kitchen');
    await writeFile(file, content!);
    await expect(store.get('kitchen')).rejects.toMatchObject({ code: 'CORRUPT' });
    await expect(store.add('hall')).rejects.toMatchObject({ code: 'CORRUPT' });
    await expect(openFileDeviceStore({ file })).rejects.toThrow(/devices\.json .*left as it is/);
    expect(await readFile(file, 'utf8')).toBe(content);
    await store.close();
  });

  test('edited elsewhere is noticed at once, with what changed', async () => {
    const store = await openFileDeviceStore({ file, pollMs: 50 });
    const other = await openFileDeviceStore({ file });
    const changes: DeviceChange[] = [];
    store.onChange((change) => changes.push(change));
    await other.add('kitchen');
    expect(await store.get('kitchen')).toBeDefined();
    await other.rotate('kitchen');
    await expect.poll(() => changes.at(-1)?.kind, { timeout: 10_000 }).toBe('rotated');
    const content = JSON.parse(await readFile(file, 'utf8')) as { devices: { enabled: boolean }[] };
    content.devices[0]!.enabled = false;
    await writeFile(file, JSON.stringify(content));
    await expect.poll(() => changes.at(-1)?.kind, { timeout: 10_000 }).toBe('disabled');
    await rm(file);
    await expect.poll(() => changes.at(-1)?.kind, { timeout: 10_000 }).toBe('removed');
    await Promise.all([store.close(), other.close()]);
  });

  test('edited by several processes at once loses nothing', async () => {
    const script = `
      import { openFileDeviceStore } from ${JSON.stringify(new URL('./file-device-store.ts', import.meta.url).href)};
      const [, file, prefix] = process.argv;
      const store = await openFileDeviceStore({ file });
      for (let count = 0; count < 8; count++) await store.add(prefix + count);
      await store.close();
    `;
    const run = (prefix: string): Promise<number | null> =>
      new Promise((resolve, reject) => {
        const flags = [
          '--conditions=pipit-source',
          '--input-type=module-typescript',
          '--eval',
          script,
          '--',
          file,
          prefix,
        ];
        const child = spawn(process.execPath, flags, { stdio: ['ignore', 'ignore', 'inherit'] });
        child.on('error', reject).on('exit', resolve);
      });
    expect(await Promise.all(['a', 'b', 'c'].map(run))).toEqual([0, 0, 0]);
    const store = await openFileDeviceStore({ file });
    expect(await store.list()).toHaveLength(24);
    await store.close();
  });
});

describe('the lock', () => {
  test('of another process is respected', async () => {
    const store = await openFileDeviceStore({ file, lock: { waitMs: 60 } });
    await writeFile(`${file}.lock`, 'another process');
    await expect(store.add('kitchen')).rejects.toMatchObject({ code: 'LOCKED' });
    await rm(`${file}.lock`);
    await store.add('kitchen');
    await store.close();
  });

  test('of a process that died is taken over', async () => {
    const store = await openFileDeviceStore({ file });
    await writeFile(`${file}.lock`, 'long ago');
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(`${file}.lock`, longAgo, longAgo);
    await store.add('kitchen');
    await store.close();
    expect(await readdir(join(folder, 'data'))).toEqual(['devices.json']);
  });
});
