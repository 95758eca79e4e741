/**
 * What a nosy MCP server learns of the broker that has started it: in a sandbox nothing. As a plain process it learns all
 * of it, which shows that these tests can fail.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { McpConnection } from '../../src/tools/mcp/mcp-connection.ts';
import { openTransport } from '../../src/tools/mcp/mcp-transport.ts';
import { type SandboxEngineSettings, openSandboxEngine } from '../../src/tools/sandbox/open-engine.ts';
import type { SandboxEngine, SandboxLimits, SandboxProcess } from '../../src/tools/sandbox/sandbox.ts';
import { outputOf, shell } from '../../src/testing/sandbox-contract.ts';
import { SandboxUsers } from '../../src/tools/sandbox/sandbox-users.ts';
import { REPOSITORY, WholeBroker } from '../whole-broker.ts';
import { FarMachine } from './far-machine.ts';

const nosyFile = resolve(import.meta.dirname, '../../src/testing/nosy-mcp-server.mjs');
const modules = resolve(import.meta.dirname, '../../../node_modules');
const forever = new AbortController().signal;
const SETTINGS: SandboxEngineSettings = {
  engine: 'auto',
  readOnlyPaths: [nosyFile, modules],
  hostNetwork: false,
  docker: { url: 'unix:///nowhere', image: 'none', network: 'bridge' },
  remote: {},
};
const LIMITS: SandboxLimits = { memoryMb: 400, cpus: 1, maxProcesses: 40, diskMb: 20 };

interface Nosy {
  /** What it answers; `refused: …` when it was refused. */
  readonly ask: (tool: string, args?: object) => Promise<string>;
  readonly process: SandboxProcess;
}

let whole: WholeBroker;
let outside: string;
let configFile: string;
let ownAddress: string | undefined;
const open: { close(): Promise<unknown> }[] = [];

beforeAll(async () => {
  whole = await WholeBroker.start({ settings: { 'mqtt.host': '0.0.0.0', 'http.host': '0.0.0.0' } });
  outside = await mkdtemp(join(tmpdir(), 'pipit-outside-'));
  // So that it is the sandbox that refuses.
  await chmod(outside, 0o755);
  configFile = join(outside, 'pipit.yaml');
  await writeFile(configFile, 'secretKey: planted-secret\n');
  ownAddress = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
});
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
});
afterAll(async () => {
  await whole[Symbol.asyncDispose]();
  await rm(outside, { recursive: true });
});

async function engineOf(
  settings: Partial<SandboxEngineSettings> = {},
  allowPrivateTargets = false,
  dataDir = whole.folder,
): Promise<SandboxEngine> {
  const engine = await openSandboxEngine({
    settings: { ...SETTINGS, ...settings },
    allowPrivateTargets,
    dataDir,
    instance: 'test',
    log: pino({ level: 'silent' }),
  });
  open.push(engine);
  return engine;
}

let count = 0;
async function nosy(
  engine: SandboxEngine,
  { network = false, env = {}, limits = LIMITS } = {},
): Promise<Nosy> {
  const sandbox = await engine.create({ id: `nosy-${count++}`, limits, ttlMs: 60_000 }, forever);
  open.push(sandbox);
  let process: SandboxProcess | undefined;
  const mcpLimits = {
    commands: ['node'],
    anyCommand: false,
    allowPrivateTargets: false,
    connectTimeoutMs: 20_000,
    maxMessageBytes: 4_000_000,
    maxTools: 100,
  };
  const connection = await McpConnection.open(
    {
      open: () =>
        openTransport(
          { transport: 'stdio', command: 'node', args: [nosyFile], env, network },
          mcpLimits,
          async (command, signal) => {
            process = await sandbox.start(command, signal);
            return process;
          },
        ),
      versions: 'legacy',
      connectTimeoutMs: 20_000,
      maxTools: 100,
      onListChanged: () => {},
      onLost: () => {},
    },
    forever,
  );
  open.push(connection);
  return {
    ask: async (tool, args = {}) => {
      const answer = await connection.call(tool, args as Record<string, unknown>, { signal: forever });
      return typeof answer === 'string' ? answer : JSON.stringify(answer);
    },
    process: process!,
  };
}

const REFUSED = /^refused: /;
const portsOf = (): number[] => [whole.broker.ports['tcp']!, whole.broker.ports['http']!];

describe('in a sandbox', () => {
  test('bubblewrap is what is used', async () => {
    expect((await engineOf()).kind).toBe('bubblewrap');
  });

  test('it runs, has a folder of its own, and the environment that was given', async () => {
    const { ask } = await nosy(await engineOf(), { env: { OWN: 'mine' } });
    const environment = JSON.parse(await ask('environment')) as Record<string, string>;
    expect(environment).toMatchObject({ OWN: 'mine', HOME: '/sandbox' });
    expect(JSON.stringify(environment)).not.toMatch(/VITEST|PIPIT|npm_/);
    expect(await ask('write', { path: 'note' })).toBe('written');
    expect(await ask('write', { path: '/tmp/note' })).toBe('written');
    expect(await ask('read', { path: '/sandbox/note' })).toBe('the nosy one was here');
  });

  test('it cannot read the data of the broker, its configuration, nor who else there is', async () => {
    const { ask } = await nosy(await engineOf());
    for (const path of [whole.folder, dirname(whole.folder), outside, '/root', '/home', '/var', '/sys'])
      expect([path, await ask('list', { path })]).toEqual([
        path,
        expect.not.stringMatching(/pipit-(test|outside)|\.ssh|lib|kernel/),
      ]);
    expect(await ask('list', { path: whole.folder })).toMatch(REFUSED);
    for (const file of await readdir(whole.folder))
      expect(await ask('read', { path: join(whole.folder, file) })).toMatch(REFUSED);
    expect(await ask('read', { path: configFile })).toMatch(REFUSED);
    expect(await ask('read', { path: '/etc/shadow' })).toMatch(REFUSED);
    expect(await ask('read', { path: '/etc/passwd' })).not.toMatch(/root/);
  });

  test('it cannot read them where its folder was named either', async () => {
    const engine = await engineOf({ readOnlyPaths: [nosyFile, modules, dirname(whole.folder)] });
    const { ask } = await nosy(engine);
    expect(await ask('read', { path: configFile })).toMatch(/planted-secret/);
    expect(await ask('list', { path: whole.folder })).toBe('nothing');
  });

  test('a file of the broker in what was named is not hidden but refused, as it may be replaced', async () => {
    const lines: string[] = [];
    const engine = await openSandboxEngine({
      settings: { ...SETTINGS, readOnlyPaths: [nosyFile, modules, outside] },
      allowPrivateTargets: false,
      dataDir: whole.folder,
      hiddenPaths: [configFile],
      instance: 'test',
      log: pino({}, { write: (line) => void lines.push(line) }),
    });
    open.push(engine);
    expect(lines.join('')).toContain(`readOnlyPaths contains files of the broker, which cannot be hidden`);
    expect(lines.join('')).toContain(configFile);
    const refused = nosy(engine);
    await expect(refused).rejects.toThrow(/readOnlyPaths/);
    await expect(refused).rejects.not.toThrow(configFile);
  });

  test('what was named is seen as soon as it is there', async () => {
    const late = join(outside, 'late');
    const engine = await engineOf({ readOnlyPaths: [nosyFile, modules, late] });
    await mkdir(late, { mode: 0o755 });
    await writeFile(join(late, 'file'), 'late words');
    const { ask } = await nosy(engine);
    expect(await ask('read', { path: join(late, 'file') })).toBe('late words');
  });

  test('it sees no process but its own, and is nobody', async () => {
    const { ask } = await nosy(await engineOf());
    const processes = await ask('processes');
    expect(processes).toMatch(/nosy-mcp-server/);
    expect(processes).not.toMatch(/vitest/i);
    expect(await ask('read', { path: `/proc/${process.pid}/environ` })).not.toMatch(/vitest/i);
    const who = await ask('who');
    expect(who).not.toMatch(/^0 /);
    expect(who).toMatch(/CapPrm:\s0+\n/);
    expect(who).toMatch(/CapEff:\s0+\n/);
    expect(who).toMatch(/NoNewPrivs:\s1\n/);
  });

  test('it gains no capabilities, by no namespace of its own', async () => {
    const sandbox = await (
      await engineOf()
    ).create({ id: 'namespaces', limits: LIMITS, ttlMs: 60_000 }, forever);
    open.push(sandbox);
    const script =
      'for kind in -U -Ur -Urmn; do unshare $kind true && echo "made $kind"; done; grep CapEff /proc/self/status; sleep 0 & wait && echo threads';
    const output = await outputOf(await sandbox.start(shell(script), forever));
    expect(output).not.toMatch(/made/);
    expect(output.match(/not permitted|No space left/g)).toHaveLength(3);
    expect(output).toMatch(/CapEff:\s0+\n/);
    expect(output).toMatch(/threads/);
  });

  test('it can write nowhere else', async () => {
    const { ask } = await nosy(await engineOf({ readOnlyPaths: [nosyFile, modules, outside] }));
    for (const path of [
      '/x',
      '/usr/x',
      '/etc/x',
      '/dev/x',
      '/run/x',
      join(outside, 'x'),
      nosyFile,
      configFile,
    ])
      expect([path, await ask('write', { path })]).toEqual([path, expect.stringMatching(REFUSED)]);
  });

  test('it reaches no port of the broker, by no address', async () => {
    const { ask } = await nosy(await engineOf());
    for (const port of portsOf())
      for (const host of ['127.0.0.1', '::1', 'localhost', ...(ownAddress ? [ownAddress] : [])])
        expect([host, await ask('reach', { host, port })]).toEqual([host, expect.stringMatching(REFUSED)]);
    expect(await ask('resolve', { host: 'example.com' })).toMatch(REFUSED);
  });

  test('what it says to the loader of programs is not heard outside', async () => {
    const marker = join(outside, 'loaded');
    const env = {
      LD_PRELOAD: '/nowhere/evil.so',
      LD_DEBUG: 'files',
      LD_DEBUG_OUTPUT: marker,
      BASH_ENV: marker,
    };
    const { ask } = await nosy(await engineOf(), { env });
    expect(await ask('environment')).toContain('evil.so');
    expect((await readdir(outside)).filter((name) => name.startsWith('loaded'))).toEqual([]);
  });

  test('a program outside of what it sees is named, with the setting', async () => {
    const engine = await engineOf({ readOnlyPaths: [] });
    const sandbox = await engine.create({ id: 'blind', limits: LIMITS, ttlMs: 60_000 }, forever);
    const command = { command: 'node', args: ['/opt/servers/weather.mjs'], env: {}, network: false };
    const started = sandbox.start(command, forever);
    await expect(started).rejects.toThrow(/weather\.mjs.*tools\.sandbox\.readOnlyPaths/);
  });

  test('what it takes it takes from itself', async () => {
    const engine = await engineOf();
    const { ask } = await nosy(engine);
    const other = await nosy(engine);
    expect(await ask('multiply', { count: 200 })).not.toBe('200');
    expect(await ask('fill', { path: 'big', megabytes: 60 })).toMatch(REFUSED);
    expect(await ask('fill', { path: '/tmp/big', megabytes: 60 })).toMatch(REFUSED);
    await expect(ask('hog', { megabytes: 2000 })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await other.ask('hog', { megabytes: 50 })).toBe('has 50');
  });

  test('a sandbox that has written too much is not well, and goes with all it wrote', async () => {
    const engine = await engineOf();
    const sandbox = await engine.create({ id: 'full', limits: LIMITS, ttlMs: 60_000 }, forever);
    const script =
      'mkdir closed; for i in 1 2 3; do head -c 9000000 /dev/zero >closed/$i; done; chmod 0 closed';
    const filling = await sandbox.start(
      { command: 'sh', args: ['-c', script], env: {}, network: false },
      forever,
    );
    await filling.ended;
    expect(filling.exitCode).toBe(0);
    await expect(sandbox.check(forever)).rejects.toThrow(/diskMb/);
    await sandbox.close();
    expect(await readdir(join(whole.folder, 'sandboxes'))).toEqual([]);
  });
});

test('what has no name any more counts while it is open, and what has too long a name goes as well', async () => {
  const engine = await engineOf();
  const sandbox = await engine.create({ id: 'nameless', limits: LIMITS, ttlMs: 60_000 }, forever);
  const start = (script: string) =>
    sandbox.start({ command: 'node', args: ['-e', script], env: {}, network: false }, forever);
  const held = await start(`const fs = require('node:fs');
    for (let n = 0; n < 3; n++) {
      const file = fs.openSync('file', 'w'); fs.unlinkSync('file'); fs.writeSync(file, Buffer.alloc(9_000_000));
    }
    console.log('up'); setInterval(() => {}, 1000);`);
  await new Promise((resolve) => held.stdout.once('data', resolve));
  await expect(sandbox.check(forever)).rejects.toThrow(/diskMb/);
  held.kill('SIGKILL');
  await held.ended;
  await sandbox.check(forever);
  const deep = await start(`const fs = require('node:fs'); const name = 'd'.repeat(200);
    for (let n = 0; n < 30; n++) { fs.mkdirSync(name); process.chdir(name); } fs.writeFileSync('file', 'x');`);
  await deep.ended;
  expect(deep.exitCode).toBe(0);
  await sandbox.close();
  expect(await readdir(join(whole.folder, 'sandboxes'))).toEqual([]);
});

test.skipIf(process.getuid?.() !== 0)('a sandbox that cannot be furnished leaves no folder', async () => {
  const engine = await engineOf();
  const taking = vi.spyOn(SandboxUsers.prototype, 'take').mockReturnValue(-5);
  await expect(engine.create({ id: 'bare', limits: LIMITS, ttlMs: 60_000 }, forever)).rejects.toThrow();
  taking.mockRestore();
  expect(await readdir(join(whole.folder, 'sandboxes'))).toEqual([]);
});

describe('when the broker is killed', () => {
  const isRoot = process.getuid?.() === 0;
  test.each(isRoot ? ['none', 'network'] : ['none'])('nothing goes on (network: %s)', async (network) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'pipit-doomed-'));
    const marker = String(100_000 + Math.floor(Math.random() * 100_000));
    const file = join(import.meta.dirname, 'doomed-broker.ts');
    const args = ['--conditions=pipit-source', file, dataDir, marker, network];
    const doomed = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => doomed.stdout.once('data', resolve));
    expect(running(`sleep ${marker}`)).toBeGreaterThan(0);
    doomed.kill('SIGKILL');
    await vi.waitFor(() => expect(running(`sleep ${marker}|${SLIRP}`)).toBe(0), 10_000);
    expect(await readdir(join(dataDir, 'sandboxes'))).toEqual(['pipit-sandbox-doomed']);
    await engineOf({}, false, dataDir);
    expect(await readdir(join(dataDir, 'sandboxes'))).toEqual([]);
    await rm(dataDir, { recursive: true });
  });
});

/** Ours, and not that of somebody else's containers. */
const SLIRP = 'slirp4netns --configure .* --ready-fd=3 --exit-fd=4';
/** How many processes have that in their command line. */
const running = (pattern: string): number =>
  spawnSync('pgrep', ['-f', pattern]).stdout.toString().split('\n').filter(Boolean).length;

describe('with a network of its own', () => {
  test.skipIf(process.getuid?.() !== 0)('it reaches others, and still not the broker', async () => {
    const far = await FarMachine.open();
    open.push(far);
    const { ask } = await nosy(await engineOf({}, true), { network: true });
    expect(await ask('reach', { host: far.address, port: far.port })).toBe('reached');
    for (const port of portsOf())
      for (const host of ['127.0.0.1', '10.0.2.2', far.nearAddress, ...(ownAddress ? [ownAddress] : [])])
        expect([host, await ask('reach', { host, port })]).toEqual([host, expect.stringMatching(REFUSED)]);
    // Of the open internet it is not; so whoever did not allow that does not get there.
    const strict = await nosy(await engineOf(), { network: true });
    expect(await strict.ask('reach', { host: far.address, port: far.port })).toMatch(REFUSED);
  });

  test.skipIf(process.getuid?.() !== 0)('nothing of it is left at its end', async () => {
    const engine = await engineOf();
    const { process: program } = await nosy(engine, { network: true });
    expect(running(SLIRP)).toBe(1);
    program.kill('SIGKILL');
    await program.ended;
    await vi.waitFor(() => expect(running(SLIRP)).toBe(0));
  });

  test.skipIf(process.getuid?.() !== 0)(
    'who passes its packets on may do little, and with him the program ends',
    async () => {
      const { process: program } = await nosy(await engineOf(), { network: true });
      const pids = spawnSync('pgrep', ['-P', String(process.pid), '-f', SLIRP])
        .stdout.toString()
        .trim();
      expect(pids).toMatch(/^\d+$/);
      const status = await readFile(`/proc/${pids}/status`, 'utf8');
      // CAP_NET_BIND_SERVICE, of this machine's ports below 1024.
      expect(status).toMatch(/CapEff:\s0+400\n/);
      expect(status).toMatch(/Seccomp:\s2\n/);
      expect(await readdir(`/proc/${pids}/root`)).not.toContain('home');
      process.kill(Number(pids), 'SIGKILL');
      await program.ended;
    },
  );

  test.skipIf(process.getuid?.() !== 0)('nor what a cloud tells its machines', async () => {
    const sandbox = await (
      await engineOf()
    ).create({ id: 'metadata', limits: LIMITS, ttlMs: 60_000 }, forever);
    open.push(sandbox);
    const script =
      'for to in 168.63.129.16 169.254.169.254 100.100.100.200; do ip route get $to; done; ip route get 1.1.1.1';
    const output = await outputOf(await sandbox.start({ ...shell(script), network: true }, forever));
    expect(output.match(/Invalid argument/g)).toHaveLength(3);
    expect(output).toMatch(/1\.1\.1\.1 via/);
  });

  test('that of the machine it has only where that was allowed', async () => {
    const { ask } = await nosy(await engineOf({ hostNetwork: true }), { network: true });
    expect(await ask('reach', { host: '127.0.0.1', port: portsOf()[0] })).toBe('reached');
    const without = await nosy(await engineOf({ hostNetwork: true }));
    expect(await without.ask('reach', { host: '127.0.0.1', port: portsOf()[0] })).toMatch(REFUSED);
  });
});

describe('as a plain process', () => {
  test('it reads and reaches all of that', async () => {
    const engine = await engineOf({ engine: 'process' });
    expect(engine.weakness).toMatch(/can read what the broker can read/);
    const { ask } = await nosy(engine);
    expect(await ask('list', { path: whole.folder })).toMatch(/secret\.key|local/);
    expect(await ask('read', { path: configFile })).toMatch(/planted-secret/);
    // What it starts ends with it, for which it is in a world of processes of its own.
    expect(await ask('processes')).not.toMatch(/vitest/i);
    expect(await ask('write', { path: join(outside, 'x') })).toBe('written');
    for (const port of portsOf()) {
      expect(await ask('reach', { host: '127.0.0.1', port })).toBe('reached');
      if (ownAddress) expect(await ask('reach', { host: ownAddress, port })).toBe('reached');
    }
  });
});

test('what a conversation has done for it happens in a sandbox, and is told what it may not', async () => {
  const recordings = await mkdtemp(join(tmpdir(), 'pipit-recordings-'));
  await writeFile(join(recordings, 'planted.txt'), 'planted words', { mode: 0o644 });
  await chmod(recordings, 0o755);
  await using broker = await WholeBroker.start({
    script: {
      replies: [
        [{ call: 'read', input: { path: join(recordings, 'planted.txt') } }, { text: 'It says {result}.' }],
        [{ call: 'write', input: { path: 'own.txt' } }, { text: 'It says {result}.' }],
      ],
    },
    settings: {
      'records.audioDir': recordings,
      'tools.commands': ['node'],
      'tools.record': 'all',
      'tools.startTimeoutMs': 30_000,
      'session.openTimeoutMs': 60_000,
      'tools.sandbox.engine': 'bubblewrap',
      // All of it, and yet not what is the broker's.
      'tools.sandbox.readOnlyPaths': [REPOSITORY, tmpdir()],
    },
  });
  const server = { name: 'nosy', transport: 'stdio', command: 'node', args: [nosyFile] };
  const { json: added } = await broker.ask('POST', '/api/v1/mcp-servers', server);
  const settings = { tools: { mcp: true }, mcpServers: [added.id] };
  await broker.ask('PUT', '/api/v1/configuration/fleet', settings, { 'if-match': '"v0"' });
  const device = await broker.device('kitchen');
  const session = await device.openSession();
  await session.waitForState('LISTENING');
  await broker.turn(session);
  await broker.turn(session);
  const results = broker.events.flatMap((event) =>
    event.kind === 'toolText' && event.part === 'result' ? [event.text] : [],
  );
  expect(results).toEqual([
    expect.stringMatching(/refused: (ENOENT|EACCES)/),
    expect.stringMatching(/written/),
  ]);
  await vi.waitFor(async () => {
    const { json } = await broker.ask('GET', '/api/v1/sandboxes?open=true');
    expect(json.items).toMatchObject([{ engine: 'bubblewrap', strategy: 'shared' }]);
  }, 10_000);
  await rm(recordings, { recursive: true, force: true });
});
