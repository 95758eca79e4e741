import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sandboxContract, shell, specOf } from '../../../testing/sandbox-contract.ts';
import { findPidNamespace } from '../local/pid-namespace.ts';
import { ProcessEngine } from './process-engine.ts';

const forever = new AbortController().signal;
let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pipit-processes-'));
});
afterEach(() => rm(root, { recursive: true }));

const isPossible = (await findPidNamespace()) !== undefined;

test.skipIf(!isPossible)('what went into a session of its own ends as well', async () => {
  const engine = await ProcessEngine.open({ root });
  expect(engine.weakness).not.toMatch(/setsid/);
  const sandbox = await engine.create(specOf('a'), forever);
  const marker = String(100_000 + Math.floor(Math.random() * 100_000));
  const script = `setsid sleep ${marker} & setsid sleep ${marker} & echo up; exec sleep 1000`;
  const process = await sandbox.start(shell(script), forever);
  await new Promise((resolve) => process.stdout.once('data', resolve));
  await vi.waitFor(async () => expect(await running(`sleep ${marker}`)).toBe(2));
  process.kill('SIGTERM');
  await process.ended;
  expect(process.exitCode).toBeUndefined();
  await vi.waitFor(async () => expect(await running(`sleep ${marker}`)).toBe(0));
  await engine.close();
});

test('where that is not possible, it is said', async () => {
  const limitTools = { cgroups: undefined, prlimit: undefined };
  const engine = await ProcessEngine.open({ root, limitTools, pidNamespace: [] });
  expect(engine.weakness).toMatch(/setsid/);
  await engine.close();
});

test('files that have no name any more count as long as they are open', async () => {
  const engine = await ProcessEngine.open({ root });
  const sandbox = await engine.create(specOf('a'), forever);
  const script =
    'for n in 3 4 5; do eval "exec $n>file"; rm file; head -c 6000000 /dev/zero >&$n; done; echo up; sleep 1000';
  const process = await sandbox.start(shell(script), forever);
  await new Promise((resolve) => process.stdout.once('data', resolve));
  await expect(sandbox.check(forever)).rejects.toThrow(/diskMb/);
  process.kill('SIGKILL');
  await process.ended;
  await sandbox.check(forever);
  await engine.close();
});

test('a folder too deep to be named is too much, and is removed', async () => {
  const engine = await ProcessEngine.open({ root });
  const sandbox = await engine.create(specOf('a'), forever);
  const script = `const fs = require('node:fs'); const name = 'd'.repeat(200);
    for (let n = 0; n < 30; n++) { fs.mkdirSync(name); process.chdir(name); } fs.writeFileSync('file', 'x');`;
  const command = { command: execPath, args: ['-e', script], env: {}, network: false };
  const process = await sandbox.start(command, forever);
  await process.ended;
  expect(process.exitCode).toBe(0);
  await expect(sandbox.check(forever)).rejects.toThrow(/diskMb/);
  await sandbox.close();
  expect(await readdir(root)).toEqual([]);
  await engine.close();
});

describe('without namespaces', () => {
  sandboxContract(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pipit-sandboxes-'));
    const engine = await ProcessEngine.open({ root: folder, pidNamespace: [] });
    return { engine, dispose: () => rm(folder, { recursive: true }) };
  });
});

/** How many processes have exactly that command line. */
async function running(command: string): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.replaceAll('\0', ' ').trim() === command).length;
}
