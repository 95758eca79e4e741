import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { outputOf, shell, specOf } from '../../testing/sandbox-contract.ts';
import { ToolError } from '../tool-source.ts';
import { type SandboxEngineOptions, type SandboxEngineSettings, openSandboxEngine } from './open-engine.ts';
import type { SandboxEngine } from './sandbox.ts';

const forever = new AbortController().signal;
let dataDir: string;
let lines: { level: number; msg: string; weakness?: string }[];
const open: SandboxEngine[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pipit-engine-'));
  lines = [];
});
afterEach(async () => {
  for (const engine of open.splice(0)) await engine.close();
  await rm(dataDir, { recursive: true });
});

async function engineOf(
  settings: Partial<SandboxEngineSettings>,
  more: Partial<SandboxEngineOptions> = {},
): Promise<SandboxEngine> {
  const engine = await openSandboxEngine({
    settings: {
      engine: 'auto',
      readOnlyPaths: [],
      hostNetwork: false,
      docker: { url: 'unix:///nowhere/docker.sock', image: 'none', network: 'bridge' },
      remote: {},
      ...settings,
    },
    allowPrivateTargets: false,
    dataDir,
    instance: 'test',
    log: pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) }),
    ...more,
  });
  open.push(engine);
  return engine;
}

const missing = () => Promise.reject(new ToolError('UNAVAILABLE', 'On Debian: apt-get install bubblewrap'));
const WARN = 40;
const ERROR = 50;

test('without bubblewrap programs are plain processes, and the log says what to do', async () => {
  const engine = await engineOf({}, { openBubblewrap: missing });
  expect(engine.kind).toBe('process');
  expect(lines[0]).toMatchObject({ level: WARN, msg: expect.stringContaining('apt-get install bubblewrap') });
  const sandbox = await engine.create(specOf('a'), forever);
  expect(await outputOf(await sandbox.start(shell('echo hello'), forever))).toBe('hello\n');
});

test('who wants bubblewrap has nothing else, and has it as soon as it is there', async () => {
  let isThere = false;
  const real = await engineOf({ engine: 'process' });
  const openBubblewrap = () => (isThere ? Promise.resolve(real) : missing());
  lines = [];
  const engine = await engineOf({ engine: 'bubblewrap' }, { openBubblewrap });
  expect(engine.kind).toBe('bubblewrap');
  expect(lines).toMatchObject([{ level: ERROR, msg: expect.stringMatching(/cannot be started.*apt-get/) }]);
  await expect(engine.create(specOf('a'), forever)).rejects.toThrow(/apt-get install bubblewrap/);
  isThere = true;
  await (await engine.create(specOf('a'), forever)).check(forever);
});

test('a moment in which bubblewrap is slow does not decide for plain processes', async () => {
  const real = await engineOf({ engine: 'process' });
  const answers = [
    () => Promise.reject(new ToolError('TIMEOUT', 'bubblewrap does not answer in time here.')),
    () => Promise.reject(new ToolError('TIMEOUT', 'bubblewrap does not answer in time here.')),
    () => Promise.resolve(real),
  ];
  lines = [];
  const engine = await engineOf({}, { openBubblewrap: () => answers.shift()!() });
  expect(engine.kind).toBe('bubblewrap');
  expect(lines).toMatchObject([{ level: WARN, msg: expect.stringContaining('in time') }]);
  await expect(engine.create(specOf('a'), forever)).rejects.toMatchObject({ code: 'TIMEOUT' });
  await (await engine.create(specOf('a'), forever)).check(forever);
  expect(answers).toEqual([]);
});

test('whoever was slow and is refused then has plain processes', async () => {
  let isSlow = true;
  const late = () => Promise.reject(new ToolError('TIMEOUT', 'bubblewrap does not answer in time here.'));
  const engine = await engineOf({}, { openBubblewrap: () => (isSlow ? late() : missing()) });
  isSlow = false;
  await (await engine.create(specOf('a'), forever)).check(forever);
  expect(engine.kind).toBe('process');
  expect(lines.some(({ msg }) => msg.includes('apt-get install bubblewrap'))).toBe(true);
});

test('Docker that is not there is in the log, and an error for whoever needs it', async () => {
  const engine = await engineOf({ engine: 'docker' });
  await vi.waitFor(() =>
    expect(lines.at(-1)).toMatchObject({
      level: ERROR,
      msg: expect.stringContaining('tools.sandbox.docker.url'),
    }),
  );
  // Where it was looked for is not for everybody.
  expect(JSON.stringify(lines[0])).toContain('/nowhere/docker.sock');
  const refused = engine.create(specOf('a'), forever);
  await expect(refused).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await expect(refused).rejects.not.toThrow(/nowhere/);
});

test('what Docker refuses, it tells the log', async () => {
  const socket = join(dataDir, 'docker.sock');
  const docker = createServer((request, response) => {
    const isPing = request.url === '/_ping';
    response.writeHead(isPing ? 200 : 500, { 'content-type': 'application/json' });
    response.end(isPing ? '' : '{"message": "invalid mount /srv/secret-project"}');
  });
  await new Promise<void>((resolve) => docker.listen(socket, resolve));
  const url = `unix://${socket}`;
  const engine = await engineOf({ engine: 'docker', docker: { url, image: 'none', network: 'bridge' } });
  const refused = engine.create(specOf('a'), forever);
  await expect(refused).rejects.toThrow(/^Docker refuses\. The log/);
  expect(JSON.stringify(lines)).toContain('/srv/secret-project');
  docker.close();
});

test('containers are not shown the data of the broker', async () => {
  const engine = await engineOf({ engine: 'docker', readOnlyPaths: [tmpdir()] });
  expect(lines).toMatchObject([
    { level: ERROR, msg: expect.stringContaining('tools.sandbox.readOnlyPaths') },
  ]);
  await expect(engine.create(specOf('a'), forever)).rejects.toThrow(/readOnlyPaths/);
});

test('nor by another name of where it lies', async () => {
  const names = await mkdtemp(join(tmpdir(), 'pipit-names-'));
  await symlink(tmpdir(), join(names, 'link'));
  for (const path of [join(names, 'link'), `${dataDir}/x/../..`]) {
    const engine = await engineOf({ engine: 'docker', readOnlyPaths: [path] });
    await expect(engine.create(specOf('a'), forever)).rejects.toThrow(/readOnlyPaths/);
  }
  await rm(names, { recursive: true });
});

test('a service needs its address and its secret', async () => {
  const engine = await engineOf({ engine: 'remote', remote: { url: 'https://sandbox.example' } });
  expect(lines).toMatchObject([
    { level: ERROR, msg: expect.stringContaining('tools.sandbox.remote.secret') },
  ]);
  await expect(engine.create(specOf('a'), forever)).rejects.toThrow(/tools\.sandbox\.remote\.secret/);
});

test('what a broker that was killed has left is removed at the start, and nothing else', async () => {
  await mkdir(join(dataDir, 'sandboxes/pipit-sandbox-old/folder'), { recursive: true });
  await writeFile(join(dataDir, 'sandboxes/pipit-sandbox-old/folder/file'), 'x');
  await mkdir(join(dataDir, 'sandboxes/of somebody else'));
  await writeFile(join(dataDir, 'sandboxes/pipit-sandbox-notes.txt'), 'x');
  await engineOf({ engine: 'process' });
  expect(await readdir(join(dataDir, 'sandboxes'))).toEqual(['of somebody else', 'pipit-sandbox-notes.txt']);
});
