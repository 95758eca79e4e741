/** Docker's API as Podman has it, with an image of a shell and little else, made from this machine's own. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const IMAGE = 'localhost/pipit-test:latest';
const PROGRAMS = ['sh', 'cat', 'env', 'sleep', 'ls', 'head', 'dd'];

export class Podman {
  readonly url: string;
  readonly #folder: string;
  readonly #args: readonly string[];
  readonly #service: ChildProcess;

  static async start(): Promise<Podman> {
    // Short: the path of a socket has at most 107 characters.
    const folder = await mkdtemp(join(tmpdir(), 'pod-'));
    const args = ['--root', join(folder, 'root'), '--runroot', join(folder, 'run')];
    // Nothing of it is mounted, and nothing shared with a Podman that is used here.
    args.push('--storage-driver', 'vfs', '--tmpdir', join(folder, 'tmp'));
    args.push('--runtime', 'runc', '--cgroup-manager', 'cgroupfs', '--events-backend', 'none');
    await makeImage(folder, args);
    const url = `unix://${join(folder, 'socket')}`;
    // A container that gets no more memory leaves a file in the folder where the service was started.
    const options = { stdio: 'ignore', cwd: folder } as const;
    const service = spawn('podman', [...args, 'system', 'service', '--time', '0', url], options);
    const podman = new Podman(folder, args, service, url);
    while (!(await podman.#answers())) await new Promise((resolve) => setTimeout(resolve, 50));
    return podman;
  }

  private constructor(folder: string, args: readonly string[], service: ChildProcess, url: string) {
    this.#folder = folder;
    this.#args = args;
    this.#service = service;
    this.url = url;
  }

  /** Of all containers there are, running or not. */
  async containers(): Promise<string[]> {
    const { stdout } = await run('podman', [...this.#args, 'ps', '--all', '--quiet']);
    return stdout.split('\n').filter(Boolean);
  }

  async volumes(): Promise<string[]> {
    const { stdout } = await run('podman', [...this.#args, 'volume', 'ls', '--quiet']);
    return stdout.split('\n').filter(Boolean);
  }

  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.#service.once('exit', resolve));
    this.#service.kill('SIGTERM');
    await gone;
    await run('podman', [...this.#args, 'rm', '--all', '--force']).catch(() => {});
    await run('podman', [...this.#args, 'volume', 'rm', '--all', '--force']).catch(() => {});
    await rm(this.#folder, { recursive: true, force: true });
  }

  #answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const asking = request({ socketPath: join(this.#folder, 'socket'), path: '/_ping' }, (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      });
      asking.once('error', () => resolve(false));
      asking.end();
    });
  }
}

/** No image has to be fetched from anywhere. */
async function makeImage(folder: string, args: readonly string[]): Promise<void> {
  const files = join(folder, 'image');
  for (const name of ['usr/bin', 'etc', 'tmp', 'proc', 'dev', 'sys', 'sandbox'])
    await mkdir(join(files, name), { recursive: true });
  for (const name of PROGRAMS) {
    const program = (await run('sh', ['-c', `command -v ${name}`])).stdout.trim();
    await cp(program, join(files, 'usr/bin', name), { dereference: true });
    const { stdout } = await run('ldd', [program]).catch(() => ({ stdout: '' }));
    for (const [library] of stdout.matchAll(/\/\S+(?= \()/g)) {
      await mkdir(join(files, dirname(library)), { recursive: true });
      await cp(library, join(files, library), { dereference: true });
    }
  }
  await chmod(join(files, 'tmp'), 0o1777);
  await symlink('usr/bin', join(files, 'bin'));
  const tar = join(folder, 'image.tar');
  await run('tar', ['-C', files, '-cf', tar, '.']);
  await run('podman', [...args, 'import', tar, IMAGE]);
}
