import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeDeviceStore } from '../../test/store/device-store-contract.ts';
import type { DeviceChange } from './device-store.ts';
import { openFileDeviceStore } from './file-device-store.ts';
import { withFileLock } from './file-lock.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pipit-store-'));
  file = join(folder, 'data', 'devices.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const nodeFlags = (script: string, ...args: string[]): string[] => [
  '--conditions=pipit-source',
  '--input-type=module-typescript',
  '--eval',
  script,
  '--',
  ...args,
];
const exitCode = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => {
    child.on('error', reject).on('exit', resolve);
  });

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

  test('that is away for a moment, as under some editors, removes no device', async () => {
    const store = await openFileDeviceStore({ file, pollMs: 10 });
    await store.add('kitchen');
    const changes: DeviceChange[] = [];
    store.onChange((change) => changes.push(change));
    await rename(file, `${file}~`);
    const found = store.get('kitchen');
    setTimeout(() => void rename(`${file}~`, file), 100);
    expect(await found).toMatchObject({ id: 'kitchen' });
    expect(changes).toEqual([]);
    await store.close();
  });

  test.skipIf(process.platform === 'win32')(
    'that cannot be written says so, and stays as it was',
    async () => {
      const store = await openFileDeviceStore({ file });
      await store.add('kitchen');
      const before = await readFile(file, 'utf8');
      const script = `
      import { openFileDeviceStore } from ${JSON.stringify(new URL('./file-device-store.ts', import.meta.url).href)};
      const store = await openFileDeviceStore({ file: process.argv[1] });
      const failure = await store.add('hall').then(() => undefined, (error) => error);
      await store.close();
      process.exit(failure?.code === 'NOT_WRITABLE' && /EFBIG|ENOSPC/.test(failure.message) ? 0 : 1);
    `;
      // A process that may write files of no bytes at all: as on a full disk.
      const limited = `trap '' XFSZ; ulimit -f 0; exec "$@"`;
      const full = spawn('sh', ['-c', limited, 'sh', process.execPath, ...nodeFlags(script, file)], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      expect(await exitCode(full)).toBe(0);
      expect(await readFile(file, 'utf8')).toBe(before);
      expect(await readdir(join(folder, 'data'))).toEqual(['devices.json']);
      await store.add('hall');
      await store.close();
    },
  );

  test('edited by several processes at once loses nothing', async () => {
    const script = `
      import { openFileDeviceStore } from ${JSON.stringify(new URL('./file-device-store.ts', import.meta.url).href)};
      const [, file, prefix] = process.argv;
      const store = await openFileDeviceStore({ file });
      for (let count = 0; count < 8; count++) await store.add(prefix + count);
      await store.close();
    `;
    const run = (prefix: string): Promise<number | null> =>
      exitCode(
        spawn(process.execPath, nodeFlags(script, file, prefix), { stdio: ['ignore', 'ignore', 'inherit'] }),
      );
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

  test('is taken over by a clock that was set back', async () => {
    const store = await openFileDeviceStore({ file, lock: { waitMs: 200 } });
    await writeFile(`${file}.lock`, 'from a time to come');
    const later = new Date(Date.now() + 3_600_000);
    await utimes(`${file}.lock`, later, later);
    await store.add('kitchen');
    await store.close();
  });

  test('left behind is taken over by one of those who wait, not by several', async () => {
    const path = join(folder, 'lock');
    for (let round = 0; round < 5; round++) {
      await writeFile(path, 'long ago');
      const longAgo = new Date(Date.now() - 60_000);
      await utimes(path, longAgo, longAgo);
      let holders = 0;
      let most = 0;
      const hold = (): Promise<void> =>
        withFileLock(path, async () => {
          most = Math.max(most, ++holders);
          await setImmediate();
          holders--;
        });
      await Promise.all(Array.from({ length: 8 }, hold));
      expect(most).toBe(1);
    }
  });
});
