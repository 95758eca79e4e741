/** The command line, as a program of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { emulatorCommand, type EmulatorEvent } from '../src/index.ts';
import { createNarrator } from '../src/narrator.ts';
import { NovaClient } from './nova-client.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function run(...args: string[]) {
  const child = spawn(process.execPath, ['--conditions=pipit-source', main, ...args], { stdio: 'pipe' });
  children.push(child);
  const lines: string[] = [];
  const waiting: (() => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const wake of waiting.splice(0)) wake();
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return {
    lines,
    errors: () => errors,
    async line(pattern: RegExp): Promise<RegExpExecArray> {
      for (;;) {
        for (const line of lines) {
          const match = pattern.exec(line);
          if (match) return match;
        }
        if (child.exitCode !== null) throw new Error(`ended before ${pattern}: ${errors}`);
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    async stop(): Promise<number | null> {
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await once(child, 'close');
      }
      return child.exitCode;
    },
    ended: () => once(child, 'close'),
  };
}

test('shows its address and its conversations, and stops cleanly', async () => {
  const program = run('--brain', 'scripted', '--port', '0', '--reply', 'Hello from the command line.');
  const [, url] = await program.line(/^For any .*AWS_ENDPOINT_URL_BEDROCK_RUNTIME=(\S+)$/);
  const c = new NovaClient({ url: url! }).open().start().audioStart().speak();
  await c.event('contentEnd', (event) => event['type'] === 'AUDIO');
  await c.finish();
  await program.line(/ended after/);
  expect(await program.stop()).toBe(0);
  expect(program.lines.slice(2)).toEqual([
    '   #1 opened (amazon.nova-2-sonic-v1:0)',
    '   #1 heard: scripted turn',
    '   #1 said:  Hello from the command line.',
    expect.stringMatching(/^ {3}#1 ended after \d+\.\d s: finished$/),
    'stopped after 1 streams, 1 turns, 0 interruptions',
  ]);
  expect(program.errors()).toBe('');
});

test('speaks JSON, has limits and faults from its flags, and checks signatures', async () => {
  const flags = ['--concurrency', '1', '--fault', 'throttle-open:streams=1', '--verify-key', 'AKIDEXAMPLE'];
  process.env['PIPIT_TEST_SECRET'] = 'secret';
  const program = run(
    '--brain',
    'scripted',
    '--port',
    '0',
    '--json',
    ...flags,
    '--verify-secret-env',
    'PIPIT_TEST_SECRET',
  );
  const [, url] = await program.line(/^{"kind":"listening","url":"([^"]+)"/);
  const open = () => new NovaClient({ url: url! }).open().start().audioStart();
  expect(await open().end()).toMatchObject({ name: 'ThrottlingException' });
  const c = open();
  await c.event('usageEvent');
  expect(await open().end()).toMatchObject({ name: 'ThrottlingException' });
  await c.finish();
  await program.line(/"reason":{"kind":"finished"}/);
  expect(await program.stop()).toBe(0);
  const kinds = program.lines.map((line) => (JSON.parse(line) as { kind: string }).kind);
  expect(kinds.slice(0, 4)).toEqual(['listening', 'streamOpened', 'fault', 'streamEnded']);
  expect(JSON.parse(program.lines.at(-1)!)).toMatchObject({
    kind: 'stopped',
    stats: { throttled: 2, streams: 2 },
  });
});

test('a wrong flag is told, not thrown', async () => {
  const lonely = run('--brain', 'scripted', '--tls-key', 'key.pem');
  await lonely.ended();
  expect(lonely.errors()).toBe('emulator: --tls-key and --tls-cert belong together: give both or none\n');
  expect(await lonely.stop()).toBe(1);
  const parse = (...args: string[]) => {
    const command = emulatorCommand()
      .exitOverride()
      .configureOutput({ writeErr() {} });
    return command.parseAsync(args, { from: 'user' });
  };
  await expect(parse('--port', 'http')).rejects.toThrow('Expected a whole number from 0 to 65535');
  await expect(parse('--time-scale', '0')).rejects.toThrow('Expected a number greater than 0');
  await expect(parse('--audio-speed', 'fast')).rejects.toThrow('Expected 0 or a number greater than 0');
  await expect(parse('--fault', 'explode')).rejects.toThrow('unknown fault "explode"');
  await expect(parse('--barge-in', 'polite')).rejects.toThrow(
    'Allowed choices are full, marker, stop-reason, silent',
  );
  await expect(parse('--llm-key-env', 'NOT_SET_HERE')).rejects.toThrow('NOT_SET_HERE, which is not set');
});

test('every event has its line', () => {
  const streamId = 'a';
  const cause = new Error('no model');
  const events: EmulatorEvent[] = [
    { kind: 'streamRefused', error: 'ThrottlingException', message: 'Too many' },
    { kind: 'streamOpened', streamId, modelId: 'm' },
    { kind: 'toolCalled', streamId, toolName: 't', input: { a: 1 } },
    { kind: 'toolAnswered', streamId, result: '2' },
    { kind: 'interrupted', streamId },
    { kind: 'fault', streamId, fault: { kind: 'hang' } },
    {
      kind: 'streamEnded',
      streamId,
      durationMs: 1234,
      reason: { kind: 'error', error: 'ModelStreamErrorException', message: 'Oh', cause },
    },
  ];
  const lines: string[] = [];
  const text = createNarrator((line) => lines.push(line), false);
  text.progress({ kind: 'fetching', spec: 'ears@1', bytes: 2048 });
  text.progress({ kind: 'damaged', file: 'ears.bin' });
  text.progress({ kind: 'starting' });
  text.trouble('a worker died');
  for (const event of events) text.event(event);
  expect(lines).toEqual([
    'fetching ears@1 (2 KiB, once) …',
    'ears.bin is damaged and is fetched again',
    'starting the ears and the voice …',
    'trouble: a worker died',
    '      refused: ThrottlingException: Too many',
    '   #1 opened (m)',
    '   #1 calls t {"a":1}',
    '   #1 tool says 2',
    '   #1 was interrupted',
    '   #1 fault on demand: {"kind":"hang"}',
    '   #1 ended after 1.2 s: ModelStreamErrorException: Oh (no model)',
  ]);
  const json: unknown[] = [];
  const machine = createNarrator((line) => json.push(JSON.parse(line)), true);
  machine.progress({ kind: 'starting' });
  machine.trouble('x');
  machine.event(events.at(-1)!);
  expect(json).toEqual([
    { kind: 'progress', progress: { kind: 'starting' } },
    { kind: 'trouble', message: 'x' },
    {
      ...events.at(-1),
      reason: { kind: 'error', error: 'ModelStreamErrorException', message: 'Oh', cause: 'no model' },
    },
  ]);
});
