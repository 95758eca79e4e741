/** A machine that is not this one: a network namespace with an address of its own, and one who answers there. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';

const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
/** Of the range for benchmarks between networks (RFC 2544). */
const NEAR = '198.18.77.1';
const FAR = '198.18.77.2';
const PORT = 7777;
const PROGRAM = `require('net').createServer((socket) => socket.end('hi')).listen(${PORT}, '${FAR}', () => console.log('up'))`;

export class FarMachine {
  readonly address = FAR;
  readonly port = PORT;
  /** Of this machine, on the way there. */
  readonly nearAddress = NEAR;
  readonly #holder: ChildProcess;
  readonly #listener: ChildProcess;

  /** Needs root. */
  static async open(): Promise<FarMachine> {
    const holder = spawn('unshare', ['--net', '--', 'sh', '-c', 'echo up; exec sleep 1000'], { env });
    await wordOf(holder);
    const pid = String(holder.pid);
    const ip = (...args: string[]): void => void execFileSync('ip', args, { env });
    const there = (...args: string[]): void =>
      void execFileSync('nsenter', ['--target', pid, '--net', '--', 'ip', ...args], { env });
    ip('link', 'add', 'pipit-near', 'type', 'veth', 'peer', 'name', 'pipit-far', 'netns', pid);
    ip('address', 'add', `${NEAR}/30`, 'dev', 'pipit-near');
    ip('link', 'set', 'pipit-near', 'up');
    there('address', 'add', `${FAR}/30`, 'dev', 'pipit-far');
    there('link', 'set', 'pipit-far', 'up');
    const listener = spawn('nsenter', ['--target', pid, '--net', '--', process.execPath, '-e', PROGRAM], {
      env,
    });
    await wordOf(listener);
    return new FarMachine(holder, listener);
  }

  private constructor(holder: ChildProcess, listener: ChildProcess) {
    this.#holder = holder;
    this.#listener = listener;
  }

  async close(): Promise<void> {
    // With its namespace goes the link.
    for (const child of [this.#listener, this.#holder]) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    }
  }
}

async function wordOf({ stdout }: ChildProcess): Promise<void> {
  await new Promise((resolve) => stdout!.once('data', resolve));
}
