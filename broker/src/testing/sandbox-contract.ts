/** What whoever starts programs relies on, whatever the engine. The programs are shell, so that any image will do. */
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type {
  Sandbox,
  SandboxCommand,
  SandboxEngine,
  SandboxProcess,
  SandboxSpec,
} from '../tools/sandbox/sandbox.ts';

export interface OpenedEngine {
  readonly engine: SandboxEngine;
  /** After the engine is closed. */
  dispose(): Promise<unknown>;
}

const forever = new AbortController().signal;
const LIMITS = { memoryMb: 256, cpus: 1, maxProcesses: 64, diskMb: 16 };

export const specOf = (id: string): SandboxSpec => ({ id, limits: LIMITS, ttlMs: 60_000 });
export const shell = (script: string, env: Record<string, string> = {}): SandboxCommand => ({
  command: '/bin/sh',
  args: ['-c', script],
  env,
  network: false,
});

export async function outputOf(process: SandboxProcess): Promise<string> {
  const errors = text(process.stderr);
  const output = await text(process.stdout);
  await process.ended;
  return output + (await errors);
}

export function sandboxContract(open: () => Promise<OpenedEngine>): void {
  let opened: OpenedEngine;
  let count = 0;
  const make = (): Promise<Sandbox> => opened.engine.create(specOf(`test-${count++}`), forever);

  beforeAll(async () => {
    opened = await open();
  });
  afterAll(async () => {
    await opened.engine.close();
    await opened.engine.close();
    await opened.dispose();
  });

  test('what is said to a program, it hears, and it is heard', async () => {
    const sandbox = await make();
    const process = await sandbox.start(
      shell('while read -r line; do echo "<$line>"; echo "!" >&2; done'),
      forever,
    );
    const errors = text(process.stderr);
    const output = text(process.stdout);
    process.stdin.write('one\n');
    process.stdin.end('two\n');
    expect(await output).toBe('<one>\n<two>\n');
    expect(await errors).toBe('!\n!\n');
    await process.ended;
    process.kill('SIGKILL');
    await sandbox.close();
  });

  test('much passes through it unchanged, however slowly it is read', async () => {
    const sandbox = await make();
    const process = await sandbox.start(shell('cat'), forever);
    const chunk = Buffer.alloc(100_000, 'abcdefghij');
    const parts = Array.from({ length: 20 }, () => chunk);
    let bytes = 0;
    const read = (async () => {
      for await (const part of process.stdout) bytes += (part as Buffer).length;
    })();
    for (const part of parts)
      if (!process.stdin.write(part)) await new Promise((resolve) => process.stdin.once('drain', resolve));
    process.stdin.end();
    await read;
    expect(bytes).toBe(2_000_000);
    await sandbox.close();
  });

  test('it has the environment that it was given, and a home it can write to', async () => {
    const sandbox = await make();
    const value = `it's "quoted" $HOME\nand long`;
    const script = 'printf "%s|" "$OWN"; cd && echo kept > file && cat file; env';
    const output = await outputOf(await sandbox.start(shell(script, { OWN: value }), forever));
    expect(output.startsWith(`${value}|kept\n`)).toBe(true);
    expect(output).not.toMatch(/VITEST|npm_/);
    await sandbox.close();
  });

  test('it says how it ended', async () => {
    const sandbox = await make();
    const process = await sandbox.start(shell('exit 7'), forever);
    await outputOf(process);
    expect(process.exitCode).toBe(7);
    await sandbox.close();
  });

  test('a program that does not exist is an error, or ends at once and says why', async () => {
    const sandbox = await make();
    const words = sandbox
      .start({ command: 'no-such-program', args: [], env: {}, network: false }, forever)
      .then(outputOf, (error: Error) => error.message);
    expect(await words).toMatch(/no-such-program|No such file/);
    await sandbox.close();
  });

  test.each(['SIGTERM', 'SIGKILL'] as const)('%s ends it and what it has started', async (signal) => {
    const sandbox = await make();
    const process = await sandbox.start(shell('sleep 1000 & sleep 1000 & echo up; wait'), forever);
    await new Promise((resolve) => process.stdout.once('data', resolve));
    process.kill(signal);
    await process.ended;
    expect(await text(process.stdout)).toBe('');
    await sandbox.close();
  });

  test('SIGTERM can be heard', async () => {
    const sandbox = await make();
    const script = 'trap "echo bye; exit 3" TERM; echo up; while :; do sleep 0.05; done';
    const process = await sandbox.start(shell(script), forever);
    await new Promise((resolve) => process.stdout.once('data', resolve));
    const rest = text(process.stdout);
    process.kill('SIGTERM');
    expect(await rest).toBe('bye\n');
    await process.ended;
    expect(process.exitCode).toBe(3);
    await sandbox.close();
  });

  test('closing ends all of its programs; after that it is of no use', async () => {
    const sandbox = await make();
    await sandbox.check(forever);
    await sandbox.refresh(60_000, forever);
    const processes = await Promise.all([1, 2].map(() => sandbox.start(shell('sleep 1000'), forever)));
    await Promise.all([sandbox.close(), sandbox.close()]);
    for (const { ended } of processes) await ended;
    const over = { code: 'UNAVAILABLE' };
    await expect(sandbox.check(forever)).rejects.toMatchObject(over);
    await expect(sandbox.refresh(1000, forever)).rejects.toMatchObject(over);
    await expect(sandbox.start(shell('echo'), forever)).rejects.toMatchObject(over);
  });

  test('what nobody wants any more is not started', async () => {
    const sandbox = await make();
    const stop = new AbortController();
    stop.abort();
    await expect(sandbox.start(shell('echo'), stop.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
    await sandbox.close();
  });
}
