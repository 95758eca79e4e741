/** The command line as a user meets it: processes, output, exit codes. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { wavHeader } from '@pipit/device-sdk/node';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MIGRATIONS } from '../src/store/migrations/index.ts';

// Each test starts several processes, one after the other.
vi.setConfig({ testTimeout: 300_000 });

const main = join(import.meta.dirname, '..', 'src', 'main.ts');
const question = join(import.meta.dirname, '..', '..', 'fixtures', 'speech', 'question-08.wav');
const nodeFlags = ['--conditions=pipit-source', '--disable-warning=ExperimentalWarning'];

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line of standard output. */
  readonly json: Record<string, unknown>;
}

let folder: string;
const running = new Map<ChildProcessByStdio<null, Readable, Readable>, Promise<Result>>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pipit-cli-'));
});
afterEach(async () => {
  for (const child of running.keys()) child.kill('SIGKILL');
  await Promise.all(running.values());
  await rm(folder, { recursive: true });
});

/** Commands that open a database for a moment: V8's optimizing compiler would take longer than they do. */
const SHORT = new Set(['device', 'user', 'db']);
const program = (command = '') => [
  process.execPath,
  ...nodeFlags,
  ...(SHORT.has(command) ? ['--liftoff-only'] : []),
  main,
];

/** `before`: a program that runs ours, with its own arguments. */
function launch(args: string[], environment: Record<string, string> = {}, before: string[] = []) {
  const [command, ...rest] = [...before, ...program(args[0]), ...args];
  const env = { ...process.env, PIPIT_DATA_DIR: join(folder, 'data'), ...environment };
  const child = spawn(command!, rest, {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child);
    const last = output.stdout.trim().split('\n').at(-1) ?? '';
    const json = (last.startsWith('{') ? JSON.parse(last) : {}) as Record<string, unknown>;
    return { code: code as number, ...output, json } satisfies Result;
  });
  running.set(child, ended);
  return { child, output, ended };
}

const pipit = (args: string[], environment?: Record<string, string>): Promise<Result> =>
  launch(args, environment).ended;

const onFreePorts = ['mqtt.port=0', 'mqtt.websocketPort=0', 'http.port=0', 'model.brain=scripted'].flatMap(
  (setting) => ['--set', setting],
);

/** A broker on free ports; resolves when it listens. */
async function startBroker(before: string[] = []) {
  const broker = launch(['start', '--json', ...onFreePorts], {}, before);
  while (!broker.output.stdout.includes('\n')) {
    if (broker.child.exitCode !== null) throw new Error(broker.output.stderr);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { ports } = JSON.parse(broker.output.stdout) as { ports: Record<string, number> };
  return { ...broker, ports };
}

test('help is there for every command', async () => {
  const help = await pipit(['--help']);
  expect(help.code).toBe(0);
  for (const command of ['setup', 'start', 'demo', 'device', 'user', 'db', 'talk', 'doctor', 'emulator']) {
    expect(help.stdout).toContain(command);
    const own = await pipit([command, '--help']);
    expect(own.code).toBe(0);
    expect(own.stdout).toContain('Usage:');
  }
  expect((await pipit(['start', '--help'])).stdout).toMatch(/mqtt\.port, PIPIT_MQTT_PORT \[1883\]/);
});

describe('device', () => {
  test('add, list, rotate, remove', async () => {
    const added = await pipit(['device', 'add', 'kitchen', '--name', 'The kitchen', '--json']);
    expect(added.json).toMatchObject({
      device: { id: 'kitchen', name: 'The kitchen' },
      secret: expect.stringMatching(/^pk_/),
    });
    const rotated = await pipit(['device', 'rotate', 'kitchen', '--json']);
    expect(rotated.json['secret']).not.toBe(added.json['secret']);
    expect((await pipit(['device', 'disable', 'kitchen', '--json'])).json).toEqual({
      id: 'kitchen',
      enabled: false,
    });
    expect((await pipit(['device', 'list'])).stdout).toMatch(/kitchen +disabled/);
    expect((await pipit(['device', 'enable', 'kitchen'])).stdout).toMatch(/Enabled kitchen/);
    const listed = await pipit(['device', 'list', '--json']);
    expect(listed.json).toMatchObject({ devices: [{ id: 'kitchen' }] });
    expect(listed.stdout).not.toMatch(/pk_|hash/i);
    expect((await pipit(['device', 'list'])).stdout).toMatch(/kitchen .*The kitchen/);
    expect((await pipit(['device', 'remove', 'kitchen', '--json'])).json).toEqual({ removed: 'kitchen' });
    expect((await pipit(['device', 'list'])).stdout).toMatch(/No devices\. Add one/);
  });

  test.each([
    [['device', 'add', 'no/slash'], /id: Use 1 to 64/],
    [['device', 'remove', 'nobody'], /no device with the id "nobody"/],
    [['device', 'rotate', 'nobody'], /nobody/],
  ])('%j fails with a word of advice', async (args, message) => {
    const result = await pipit(args);
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/ {4}at /);
    const asJson = await pipit([...args, '--json']);
    expect(asJson.json).toMatchObject({ error: { text: expect.stringMatching(message) } });
  });
});

test('people are invited, and get a password, with and without a broker', async () => {
  const typed = ['sh', '-c', 'echo "four small birds" | "$@"', 'sh'];
  const args = ['user', 'add', 'Anna@Example.com', '--role', 'owner', '--password-stdin', '--json'];
  const added = await launch(args, {}, typed).ended;
  expect(added.json).toMatchObject({ user: { email: 'anna@example.com', name: 'Anna', role: 'owner' } });
  const broker = await startBroker();
  const base = `http://127.0.0.1:${broker.ports['http']}`;
  const signIn = (password: string) =>
    fetch(`${base}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'anna@example.com', password }),
    });
  expect((await signIn('four small birds')).status).toBe(200);
  expect((await signIn('another')).status).toBe(401);
  const invited = await pipit(['user', 'add', 'bob@example.com', '--json']);
  expect(invited.json).toMatchObject({ link: { url: expect.stringMatching(/#[\w-]{43}$/) } });
  expect((await pipit(['user', 'list'])).stdout).toMatch(/anna@example\.com +owner +active/);
  const weak = await pipit(['user', 'add', 'carl@example.com', '--role', 'king', '--json']);
  expect(weak.json).toMatchObject({ error: { text: expect.stringMatching(/^role: /) } });
  expect((await pipit(['user', 'remove', 'bob@example.com', '--json'])).json).toEqual({
    removed: 'bob@example.com',
  });
  expect((await pipit(['user', 'reset', 'bob@example.com'])).stderr).toMatch(/nobody with the address/);
  broker.child.kill('SIGTERM');
  expect((await broker.ended).code).toBe(0);
});

test('every mistake in the settings is told at once', async () => {
  await writeFile(join(folder, 'pipit.yaml'), 'mqtt: { prot: 1 }\n');
  const result = await pipit(['start', '--set', 'session.max=none'], { PIPIT_LOG_LEVEL: 'loud' });
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(/3 problems/);
  for (const what of ['mqtt.prot: there is no such setting', 'session.max: ', 'log.level: '])
    expect(result.stderr).toContain(what);
});

test.skipIf(process.platform !== 'linux')(
  'files that whoever started it left open are closed, so that no program of its own has them',
  async () => {
    await writeFile(join(folder, 'planted'), 'secret');
    const broker = await startBroker(['bash', '-c', 'exec 200<planted && exec "$@"', 'bash']);
    const open = await readdir(`/proc/${broker.child.pid}/fd`);
    expect(open).toContain('0');
    expect(open).not.toContain('200');
    expect(broker.output.stderr).toMatch(/200: .*planted/);
  },
);

test('start, talk from a file, stop', async () => {
  const broker = await startBroker();
  const { json } = await pipit(['device', 'add', 'shell', '--json']);
  const reply = join(folder, 'reply.wav');
  const url = `mqtt://127.0.0.1:${broker.ports['tcp']}`;
  const identity = {
    PIPIT_URL: url,
    PIPIT_DEVICE_ID: 'shell',
    PIPIT_DEVICE_SECRET: json['secret'] as string,
  };
  const talk = await pipit(['talk', '--in', question, '--out', reply, '--json'], identity);
  expect(talk.json).toMatchObject({
    heard: ['scripted turn'],
    said: ['This is a scripted answer.'],
    frames: { lost: 0 },
  });
  expect((await readFile(reply)).length).toBeGreaterThan(50_000);
  const pushed = await pipit(['talk', '--in', question, '--push-to-talk', '--json'], identity);
  expect(pushed.json).toMatchObject({ heard: ['scripted turn'] });

  const drawn = await pipit(['talk', '--in', question, '--waterfall', '--json'], {
    ...identity,
    NO_COLOR: '1',
  });
  const lines = drawn.stderr.split('\n');
  const times = lines.flatMap((line) => /^[a-z +]+[ █▏▸]+ (\d+) ms$/.exec(line)?.[1] ?? []).map(Number);
  const whole = times.pop();
  expect(times.reduce((sum, ms) => sum + ms, 0)).toBe(whole);
  const [{ moments }] = drawn.json['turns'] as [{ moments: { mark: string; atMs: number }[] }];
  expect(moments.at(-1)).toEqual({ mark: 'PLAYBACK_FINISHED', atMs: whole });

  const wrong = await pipit(['talk', '--in', question, '--json'], {
    ...identity,
    PIPIT_DEVICE_SECRET: 'pk_wrong',
  });
  expect(wrong.code).toBe(1);
  expect(wrong.json).toMatchObject({ error: { code: 'BAD_CREDENTIALS' } });

  const health = await fetch(`http://127.0.0.1:${broker.ports['http']}/health`);
  expect(await health.json()).toMatchObject({ status: 'ok', sessionsOpen: 0 });
  broker.child.kill('SIGTERM');
  const { code, stderr } = await broker.ended;
  expect(code).toBe(0);
  expect(stderr).toMatch(/"signal":"SIGTERM".*\n.*"msg":"stopped"/);
});

test('a fault that nobody catches ends the broker with a last line in its log', async () => {
  const fault = join(folder, 'fault.mjs');
  await writeFile(fault, `process.on('SIGUSR2', () => void Promise.reject(new Error('the bulb is gone')));`);
  const logFile = join(folder, 'broker.log');
  const broker = launch(['start', '--json', ...onFreePorts, '--set', `log.file=${logFile}`], {
    NODE_OPTIONS: `--import=${fault}`,
  });
  while (!broker.output.stdout.includes('\n') && broker.child.exitCode === null)
    await new Promise((resolve) => setImmediate(resolve));
  broker.child.kill('SIGUSR2');
  expect((await broker.ended).code).toBe(1);
  const last = (await readFile(logFile, 'utf8')).trim().split('\n').at(-1)!;
  expect(JSON.parse(last)).toMatchObject({
    level: 60,
    origin: 'unhandledRejection',
    err: { message: 'the bulb is gone' },
    msg: expect.stringContaining('restores its conversations'),
  });
});

test('a signal is heard that comes the moment it says that it is ready', async () => {
  // From inside the process, or chance would decide whether it is early enough.
  const impatient = `
    const write = process.stdout.write;
    process.stdout.write = (...line) => {
      process.kill(process.pid, 'SIGTERM');
      return write.apply(process.stdout, line);
    };`;
  const probe = `data:text/javascript,${encodeURIComponent(impatient)}`;
  const { ended } = launch(['start', '--json', ...onFreePorts], {
    NODE_OPTIONS: `--import=${probe}`,
  });
  const { code, stderr } = await ended;
  expect(stderr).toMatch(/"signal":"SIGTERM".*\n.*"msg":"stopped"/);
  expect(code).toBe(0);
});

test('a port that is taken is told with its setting and what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  for (const setting of ['mqtt.port', 'mqtt.websocketPort', 'http.port']) {
    const settings = [
      '--set',
      `${setting}=${port}`,
      '--set',
      'mqtt.host=127.0.0.1',
      '--set',
      'http.host=127.0.0.1',
    ];
    const failed = await pipit(['start', ...onFreePorts, ...settings]);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(
      new RegExp(`127.0.0.1:${port} is in use .* another port: the setting ${setting}\\.`),
    );
  }
  other.close();
});

test('a database that is not there is told, and not made by looking', async () => {
  for (const command of [['status'], ['backup', '--out', join(folder, 'none.gz')]]) {
    const looked = await pipit(['db', ...command, '--json']);
    expect(looked.json).toMatchObject({
      error: { code: 'MISSING', text: expect.stringContaining('dataDir') },
    });
  }
  await expect(readdir(join(folder, 'data'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a database is saved, restored, and looked at', async () => {
  await pipit(['device', 'add', 'kitchen']);
  expect((await pipit(['db', 'status', '--json'])).json).toMatchObject({
    engine: 'embedded',
    migrations: Object.keys(MIGRATIONS).map((name) => ({ name, executedAt: expect.any(String) })),
  });
  expect((await pipit(['db', 'migrate', '--json'])).json).toEqual({ applied: [] });
  const file = join(folder, 'backup.jsonl.gz');
  expect((await pipit(['db', 'backup', '--out', file, '--json'])).json).toMatchObject({ file });
  await pipit(['device', 'remove', 'kitchen']);
  await pipit(['device', 'add', 'hall']);
  const refused = await pipit(['db', 'restore', file, '--json']);
  expect(refused.json).toMatchObject({
    error: { code: 'NOT_EMPTY', text: expect.stringMatching(/--replace/) },
  });
  expect((await pipit(['db', 'restore', file, '--replace'])).stdout).toMatch(/Restored \d+ rows/);
  expect((await pipit(['device', 'list', '--json'])).json).toMatchObject({ devices: [{ id: 'kitchen' }] });
});

test('a lost key of the secrets ends the broker with a word, and forgetting them lets it start', async () => {
  await pipit(['user', 'add', 'anna@example.com']);
  const forget = ['db', 'forget-secrets'];
  expect((await pipit(forget)).stdout).toMatch(/Nothing is lost/);
  await rm(join(folder, 'data', 'secret.key'));
  const failed = await pipit(['start', ...onFreePorts]);
  expect(failed.code).toBe(1);
  expect(failed.stderr).toMatch(/was encrypted with the key .* pipit db forget-secrets/);
  const unanswered = await pipit(forget);
  expect(unanswered.stdout).toMatch(/1 signing key\(s\)/);
  expect(unanswered.stderr).toMatch(/There is no answer/);
  expect(unanswered.code).toBe(1);
  expect((await pipit([...forget, '--yes', '--json'])).json).toMatchObject({
    keyId: expect.any(String),
    signingKeys: [expect.any(String)],
    providerKeys: [],
    mcpServers: [],
    claims: [],
  });
  await startBroker();
  const refused = await pipit([...forget, '--yes', '--json']);
  expect(refused.json).toMatchObject({
    error: { code: 'LOCKED', text: expect.stringMatching(/Stop that process first/) },
  });
  expect((await pipit(['user', 'list', '--json'])).json).toMatchObject({
    users: [{ email: 'anna@example.com' }],
  });
});

test('talk without a voice, an identity or a broker says what is missing', async () => {
  expect((await pipit(['talk', '--in', question])).stderr).toMatch(/--id or PIPIT_DEVICE_ID/);
  expect((await pipit(['talk', '--id', 'x', '--secret', 'y'])).stderr).toMatch(/--in FILE or --mic/);
  const noBroker = await pipit([
    'talk',
    '--id',
    'x',
    '--secret',
    'y',
    '--in',
    question,
    '--url',
    'mqtt://127.0.0.1:1',
  ]);
  expect(noBroker.code).toBe(1);
  expect(noBroker.stderr).toMatch(/pipit: /);
});

test('wrong flags fail in JSON as well', async () => {
  const mistakes: [string[], RegExp][] = [
    [['nonsense', '--json'], /unknown command/],
    [['demo', '--turns', '0', '--json'], /whole number/],
    [['talk', '--nonsense', '--json'], /unknown option/],
    [['talk', '--in', 'x.wav', '--answer-timeout', 'soon', '--json'], /number of seconds/],
    [['device', 'add', '--json'], /missing required argument/],
    [['start', '--set', 'x', '--json'], /KEY=VALUE/],
  ];
  const results = await Promise.all(mistakes.map(([args]) => pipit(args)));
  for (const [index, [, message]] of mistakes.entries()) {
    expect(results[index]!.code).toBe(1);
    expect(results[index]!.json).toMatchObject({ error: { text: expect.stringMatching(message) } });
  }
});

/** Sends the signal when the text has appeared on standard error, and waits for the end. */
async function interruptAt(text: RegExp, args: string[], environment?: Record<string, string>) {
  const { child, output, ended } = launch(args, environment);
  while (!text.test(output.stderr)) {
    if (child.exitCode !== null) throw new Error(output.stderr);
    await new Promise((resolve) => setImmediate(resolve));
  }
  child.kill('SIGINT');
  return ended;
}

test('Ctrl-C ends a talk at any time, and says so', async () => {
  const broker = await startBroker();
  const { json } = await pipit(['device', 'add', 'shell', '--json']);
  const identity = {
    PIPIT_URL: `mqtt://127.0.0.1:${broker.ports['tcp']}`,
    PIPIT_DEVICE_ID: 'shell',
    PIPIT_DEVICE_SECRET: json['secret'] as string,
  };
  const asking = await interruptAt(/connected/, ['talk', '--in', question, '--json'], identity);
  expect(asking).toMatchObject({ code: 130, json: { error: { name: 'StoppedError', text: 'Stopped.' } } });
  const blocked = await pipit(['talk', '--in', question, '--out', folder, '--json'], identity);
  expect(blocked.code).toBe(1);
  expect(blocked.json).toMatchObject({ error: { code: 'AUDIO_DEVICE' } });
  const late = await pipit(['talk', '--in', question, '--answer-timeout', '0.001', '--json'], identity);
  expect(late.json).toMatchObject({ error: { text: expect.stringMatching(/no answer within 0\.001 s/) } });
});

describe('demo', () => {
  test.each([
    ['while it starts', /starting broker/],
    ['while it asks', /asks /],
  ])('Ctrl-C %s ends it, and nothing is left', async (_when, text) => {
    const environment = { TMPDIR: folder };
    const stopped = await interruptAt(text, ['demo', '--brain', 'scripted', '--json'], environment);
    expect(stopped).toMatchObject({ code: 130, json: { error: { text: 'Stopped.' } } });
    expect(stopped.stderr).not.toMatch(/ {4}at /);
    expect((await readdir(folder)).filter((name) => name.startsWith('pipit-demo-'))).toEqual([]);
  });

  test('a reply that cannot be written is refused before anything starts', async () => {
    const { json } = await pipit(['demo', '--out', join(folder, 'none', 'reply.wav'), '--json']);
    expect(json).toMatchObject({ error: { text: expect.stringMatching(/none cannot be written/) } });
  });

  test('ends with one JSON object', async () => {
    const reply = join(folder, 'answer.wav');
    const { code, json, stderr } = await pipit([
      'demo',
      '--brain',
      'scripted',
      '--turns',
      '2',
      '--out',
      reply,
      '--json',
    ]);
    expect(stderr).toMatch(/asks .*question-\d+\.wav/);
    expect(code).toBe(0);
    expect(json).toMatchObject({
      engine: 'emulator, scripted brain',
      heard: 'scripted turn\nscripted turn',
      said: 'This is a scripted answer.\nThis is a scripted answer.',
      frames: { lost: 0 },
      replyFile: reply,
    });
    const turns = json['turns'] as {
      marks: Record<string, number>;
      firstAudioMs: number;
      bridgeOverheadMs: number;
    }[];
    expect(turns).toHaveLength(2);
    for (const turn of turns) {
      expect(turn.marks['firstFrameReceived']).toBe(turn.firstAudioMs);
      expect(turn.bridgeOverheadMs).toBeLessThan(turn.firstAudioMs);
    }
  });

  test('--tools: a server answers one question, and another sets the volume', async () => {
    const { code, json } = await pipit(['demo', '--tools', '--out', join(folder, 'tools.wav'), '--json']);
    expect(code).toBe(0);
    expect(json).toMatchObject({
      said: expect.stringMatching(/has been running for \d+ (hour|minute)/),
      volumePercent: 30,
      turns: [
        { tools: [{ name: 'computer_uptime', source: expect.stringMatching(/^mcp:/), code: null }] },
        { tools: [{ name: 'set_volume', source: 'device', code: null }] },
      ],
    });
    const [{ marks }] = json['turns'] as [{ marks: Record<string, number> }];
    expect(marks['toolResult']).toBeGreaterThanOrEqual(marks['toolCall']!);
    expect(marks['firstModelAudio']).toBeGreaterThanOrEqual(marks['toolResult']!);
  });

  test('a disk that is full ends it with a word, and nothing hangs', async () => {
    const reply = join(folder, 'reply.wav');
    const demo = ['demo', '--brain', 'scripted', '--out', reply, '--json'];
    // Files of at most 10 KiB: a fifth of a second of the answer.
    const limited = ['sh', '-c', 'ulimit -f 20; exec "$@"', 'sh'];
    const { code, json, stderr } = await launch(demo, {}, limited).ended;
    expect(code).toBe(1);
    expect(json).toMatchObject({ error: { code: 'AUDIO_DEVICE', text: expect.stringContaining(reply) } });
    expect(stderr).not.toMatch(/ {4}at /);
  });

  test('a question with a long pause is heard to its end', async () => {
    const file = join(folder, 'pause.wav');
    const tone = Int16Array.from({ length: 16_000 }, (_, at) => 8000 * Math.sin(at / 5));
    const pcm = Buffer.concat(
      [tone, new Int16Array(16_000 * 3), tone].map(({ buffer }) => Buffer.from(buffer)),
    );
    await writeFile(file, Buffer.concat([wavHeader(16_000, pcm.length), pcm]));
    const { json } = await pipit(['demo', '--brain', 'scripted', '--in', file, '--json']);
    expect(json['heard']).toBe('scripted turn scripted turn');
    expect(json['turns']).toHaveLength(1);
  });

  test('a file that is no WAV, or silent, is refused', async () => {
    const text = join(folder, 'x.wav');
    await writeFile(text, 'hello');
    expect((await pipit(['demo', '--in', text])).stderr).toMatch(/x\.wav/);
    const none = await pipit(['demo', '--in', join(folder, 'none.wav'), '--json']);
    expect(none.code).toBe(1);
    expect(none.json).toMatchObject({ error: { text: expect.stringMatching(/none\.wav/) } });
  });
});
