/** `pipit setup` as a person or a script meets it: a process, its answers, the file. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig } from '../src/config/load.ts';

const main = join(import.meta.dirname, '..', 'src', 'main.ts');
const program = [
  process.execPath,
  '--conditions=pipit-source',
  '--disable-warning=ExperimentalWarning',
  main,
];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pipit-setup-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function setup(args: string[], answers?: readonly string[]): Promise<Result> {
  const [command, ...rest] = [...program, 'setup', ...args];
  const child = spawn(command!, rest, { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  // Left open without answers: a command that waits for some would hang.
  if (answers) child.stdin.end(answers.map((answer) => `${answer}\n`).join(''));
  const [code] = (await once(child, 'close')) as [number | null];
  child.stdin.destroy();
  return { code, ...output };
}

const file = (name = 'pipit.yaml'): string => join(folder, name);
const configOf = (name?: string) => loadConfig({ file: file(name), environment: {} });
/** Accepts what is offered to the end. */
const REST = Array.from({ length: 20 }, () => '');

test('with --yes it writes the defaults, for its owner only, with the meaning of each key', async () => {
  const { code, stdout } = await setup(['--yes']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/Wrote .*pipit\.yaml[\s\S]*pipit device add[\s\S]*pipit start/);
  expect(configOf()).toEqual(loadConfig({ file: '/dev/null', environment: {} }));
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(readFileSync(file(), 'utf8')).toMatch(/# MQTT over TCP.*\n {2}port: 1883/);
});

test('wrong answers are told at once, with the reason, and asked for again', async () => {
  const answers = [
    'data',
    'mysql://nobody',
    'postgresql://u:geheim@127.0.0.1:1/x',
    '',
    'gpt',
    'bedrock',
    'eu-north-1',
    '',
    '70000',
    '11883',
    '',
    'none.pem',
    '',
    '',
    '',
    'pipit.example.com',
    'https://pipit.example.com',
    'logs/broker.log',
  ];
  const { code, stdout, stderr } = await setup(['--stdin'], answers);
  expect(stderr).toMatch(
    /expected an address like postgresql:[\s\S]*database cannot be reached.*ECONNREFUSED/,
  );
  expect(stderr).toMatch(/expected one of "local"\|"bedrock"[\s\S]*65535[\s\S]*none\.pem does not exist/);
  expect(stderr).toMatch(/Port for MQTT \[1883\]/);
  expect(stderr + stdout).not.toContain('geheim');
  expect(code).toBe(0);
  expect(configOf()).toMatchObject({
    dataDir: 'data',
    model: { provider: 'bedrock', region: 'eu-north-1' },
    mqtt: { port: 11_883, tls: {} },
    http: { publicUrl: 'https://pipit.example.com' },
    log: { file: 'logs/broker.log' },
  });
  expect(stdout).toContain('AWS SDK finds credentials');
});

test('every question has a flag; a certificate asks for its key', async () => {
  for (const name of ['cert.pem', 'key.pem']) writeFileSync(file(name), '');
  const flags = {
    'data-dir': 'd',
    'database-url': 'postgresql://pipit:geheim@db.example.com/pipit',
    model: 'bedrock',
    region: 'eu-north-1',
    'mqtt-host': '127.0.0.1',
    'mqtt-port': '1',
    'websocket-port': '2',
    'tls-cert': 'cert.pem',
    'tls-key': 'key.pem',
    'http-host': '::1',
    'http-port': '3',
    'public-url': 'https://p.example.com',
    'log-file': 'b.log',
  };
  const args = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]);
  const { code, stdout } = await setup([...args, '--yes', '--offline', '--json', '--out', 'etc/other.yaml']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    file: expect.stringMatching(/etc\/other\.yaml$/),
    database: 'postgresql',
    settings: { 'mqtt.port': '1', 'http.publicUrl': 'https://p.example.com' },
  });
  expect(stdout).not.toContain('geheim');
  expect(readFileSync(file('etc/other.yaml'), 'utf8')).toContain(flags['database-url']);
  const missing = await setup(['--yes', '--tls-cert', 'cert.pem']);
  expect(missing.stderr).toMatch(/--tls-key: an answer is needed/);
});

test.each([
  [['--mqtt-port', 'many'], /--mqtt-port: expected number/],
  [['--mqtt-port', '8083'], /--websocket-port: 8083 is the port of mqtt\.port already/],
  [['--http-port', '1883'], /--http-port: 1883 is the port of mqtt\.port already/],
  [['--model', 'bedrock', '--region', 'moon 1'], /--region: expected the name of an AWS region like/],
  [['--database-url', 'postgresql://127.0.0.1:1/x'], /--database-url: The database cannot be reached/],
  [['--data-dir', 'pipit.test/x'], /--data-dir: .*pipit\.test is a file/],
])('a flag that is wrong, %j, writes nothing', async (args, why) => {
  writeFileSync(file('pipit.test'), '');
  const { code, stderr } = await setup(['--yes', ...args]);
  expect(code).toBe(1);
  expect(stderr).toMatch(why);
  expect(readdirSync(folder)).toEqual(['pipit.test']);
});

test('a file that is there is replaced only by those who say so, and kept', async () => {
  writeFileSync(file(), 'mqtt: { port: 7 }\n', { mode: 0o644 });
  expect((await setup(['--yes'])).stderr).toMatch(/is there already and was left.*--replace/);
  expect((await setup(['--stdin'], ['no', ...REST])).code).toBe(1);
  expect(readdirSync(folder)).toEqual(['pipit.yaml']);
  expect(configOf().mqtt.port).toBe(7);
  expect((await setup(['--stdin'], ['yes', ...REST])).code).toBe(0);
  expect(configOf().mqtt.port).toBe(1883);
  const again = await setup(['--yes', '--replace', '--json', '--mqtt-port', '9']);
  expect(JSON.parse(again.stdout)).toMatchObject({ backup: expect.stringMatching(/pipit\.yaml\.bak\.2$/) });
  expect(readFileSync(file('pipit.yaml.bak'), 'utf8')).toBe('mqtt: { port: 7 }\n');
  expect(statSync(file('pipit.yaml.bak')).mode & 0o777).toBe(0o600);
  expect(configOf('pipit.yaml.bak.2').mqtt.port).toBe(1883);
});

test('without a terminal it says so instead of hanging, and answers that end early write nothing', async () => {
  const alone = await setup([]);
  expect(alone).toMatchObject({ code: 1, stderr: expect.stringMatching(/no terminal.*--yes.*--stdin/) });
  const early = await setup(['--stdin', '--json'], ['data']);
  expect(early.code).toBe(1);
  expect(JSON.parse(early.stdout)).toMatchObject({
    error: { text: expect.stringMatching(/Nothing was written/) },
  });
  expect(readdirSync(folder)).toEqual([]);
});

test.skipIf(!existsSync('/usr/bin/script'))('Ctrl-C at a terminal leaves nothing', async () => {
  const line = [...program, 'setup'].map((word) => `'${word}'`).join(' ');
  const child = spawn('/usr/bin/script', ['-qefc', line, '/dev/null'], { cwd: folder });
  let seen = '';
  const answers: [prompt: string, keys: string][] = [
    ['Folder for', 'data\r'],
    ['PostgreSQL', '\u0003'],
  ];
  child.stdout.on('data', (chunk: Buffer) => {
    seen += chunk.toString();
    if (answers[0] && seen.includes(answers[0][0])) child.stdin.write(answers.shift()![1]);
  });
  const [code] = (await once(child, 'close')) as [number];
  expect(seen).toMatch(/pipit: Stopped\./);
  expect(code).toBe(130);
  expect(readdirSync(folder)).toEqual([]);
});
