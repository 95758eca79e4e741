/** Against folders that look like the file system of the kernel. The kernel's own does the rest. */
import { existsSync, watch } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCgroups } from './cgroups.ts';

const LIMITS = { memoryMb: 64, cpus: 0.5, maxProcesses: 20, diskMb: 10 };
const PID = 4711;
let mount: string;

beforeEach(async () => {
  mount = await mkdtemp(join(tmpdir(), 'pipit-cgroups-'));
  await writeFile(join(mount, 'self'), '1:name=systemd:/x\n0::/pipit.service\n');
});
afterEach(() => rm(mount, { recursive: true }));

async function group(path: string, procs: string, controllers = 'cpuset cpu memory pids'): Promise<void> {
  await mkdir(join(mount, path), { recursive: true });
  await writeFile(join(mount, path, 'cgroup.controllers'), `${controllers}\n`);
  await writeFile(join(mount, path, 'cgroup.subtree_control'), '');
  await writeFile(join(mount, path, 'cgroup.procs'), procs);
}
const open = () => openCgroups({ mount, selfFile: join(mount, 'self'), pid: PID });
const text = (path: string): Promise<string> => readFile(join(mount, path), 'utf8');

test('where it is alone in its group, the broker goes down a step and makes groups beside itself', async () => {
  await group('pipit.service', `${PID}\n`);
  const cgroups = await open();
  expect(await text('pipit.service/pipit-broker/cgroup.procs')).toBe(String(PID));
  expect(await text('pipit.service/cgroup.subtree_control')).toBe('+memory +cpu +pids');
  const made = await cgroups!.make('a', LIMITS);
  const folder = 'pipit.service/pipit-sandbox-a';
  expect(made.procsFile).toBe(join(mount, folder, 'cgroup.procs'));
  expect(await text(`${folder}/memory.max`)).toBe(String(64 * 1024 * 1024));
  expect(await text(`${folder}/cpu.max`)).toBe('50000 100000');
  expect(await text(`${folder}/pids.max`)).toBe('20');
  // The kernel's part: files of a group do not keep it from being removed.
  const kernel = watch(
    join(mount, folder),
    () => void rm(join(mount, folder), { recursive: true, force: true }),
  );
  await made.close();
  await made.close();
  kernel.close();
  expect(existsSync(join(mount, folder))).toBe(false);
});

test('started again, it finds its place and removes what was left', async () => {
  await group('pipit.service', '', 'memory cpu pids');
  await writeFile(join(mount, 'pipit.service/cgroup.subtree_control'), 'cpu memory pids\n');
  await group('pipit.service/pipit-broker', `${PID}\n`);
  await mkdir(join(mount, 'pipit.service/pipit-sandbox-old'));
  await writeFile(join(mount, 'self'), '0::/pipit.service/pipit-broker\n');
  const kernel = watch(join(mount, 'pipit.service/pipit-sandbox-old'), () => {
    void rm(join(mount, 'pipit.service/pipit-sandbox-old'), { recursive: true, force: true });
  });
  expect(await open()).toBeDefined();
  kernel.close();
  expect(existsSync(join(mount, 'pipit.service/pipit-sandbox-old'))).toBe(false);
});

test.each([
  ['with others in its group', () => group('pipit.service', `${PID}\n4712\n`)],
  ['without controllers', () => group('pipit.service', `${PID}\n`, 'hugetlb')],
  ['without the file system', () => Promise.resolve()],
  ['with an older kernel', () => writeFile(join(mount, 'self'), '1:memory:/x\n')],
])('%s it makes none, and touches nothing', async (_, prepare) => {
  await prepare();
  expect(await open()).toBeUndefined();
  expect(existsSync(join(mount, 'pipit.service/pipit-broker'))).toBe(false);
});
