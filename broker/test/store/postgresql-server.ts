/** A PostgreSQL server of the test's own, from Debian's package, on a free port and in a temporary folder. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

const ROOT = '/usr/lib/postgresql';
const DEADLINE_MS = 60_000;

export class PostgresqlServer {
  readonly #folder: string;
  readonly #port: number;
  readonly #settings: readonly string[];
  #child: ChildProcess | undefined;

  private constructor(folder: string, port: number, settings: readonly string[]) {
    this.#folder = folder;
    this.#port = port;
    this.#settings = settings;
  }

  /** `settings`: like `ssl=on`. `files`: beside its data, by name. */
  static async start(
    settings: readonly string[] = [],
    files: Readonly<Record<string, Uint8Array>> = {},
  ): Promise<PostgresqlServer> {
    const folder = mkdtempSync(join(tmpdir(), 'pipit-postgresql-'));
    if (isRoot) chownSync(folder, ...account());
    const server = new PostgresqlServer(folder, await freePort(), settings);
    server.run('initdb', [
      '-D',
      server.data,
      '-U',
      'pipit',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
      '--no-sync',
    ]);
    for (const [name, content] of Object.entries(files)) {
      const path = join(server.data, name);
      writeFileSync(path, content, { mode: 0o600 });
      if (isRoot) chownSync(path, ...account());
    }
    await server.up();
    return server;
  }

  get data(): string {
    return join(this.#folder, 'data');
  }

  /** Of a database in it. */
  url(database = 'postgres'): string {
    return `postgresql://pipit:any@127.0.0.1:${this.#port}/${database}`;
  }

  async createDatabase(name: string): Promise<string> {
    await this.#query(`create database ${name}`);
    return this.url(name);
  }

  /** Runs one of its programs to the end. */
  run(program: string, args: readonly string[]): void {
    execFileSync(binary(program), args, { stdio: 'pipe', cwd: this.#folder, ...asOwner() });
  }

  /** Starts it, and resolves when it answers. */
  async up(): Promise<void> {
    const flags = [
      '-D',
      this.data,
      '-p',
      String(this.#port),
      '-k',
      this.#folder,
      '-c',
      'listen_addresses=127.0.0.1',
      // After a crash it syncs file by file otherwise, which takes seconds for a few thousand of them.
      '-c',
      'recovery_init_sync_method=syncfs',
    ];
    const settings = this.#settings.flatMap((setting) => ['-c', setting]);
    const child = spawn(binary('postgres'), [...flags, ...settings], {
      stdio: 'ignore',
      cwd: this.#folder,
      ...asOwner(),
    });
    this.#child = child;
    const until = performance.now() + DEADLINE_MS;
    for (;;) {
      try {
        return await this.#query('select 1');
      } catch (error) {
        if (child.exitCode !== null || performance.now() > until) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  /** Every process of it. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode) return;
    const gone = once(child, 'exit');
    // The children first: a postmaster that is gone would leave them a moment to end in order.
    execFileSync('pkill', ['-KILL', '-P', String(child.pid)]);
    child.kill('SIGKILL');
    await gone;
    rmSync(join(this.data, 'postmaster.pid'), { force: true });
  }

  async close(): Promise<void> {
    const child = this.#child;
    if (child && child.exitCode === null && !child.signalCode) {
      const gone = once(child, 'exit');
      child.kill('SIGINT');
      await gone;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #query(sql: string): Promise<void> {
    const client = new Client({ connectionString: this.url() });
    client.on('error', () => {});
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }
}

const isRoot = process.getuid?.() === 0;

/** The server refuses to run as root: the package brings an account. */
function account(): [uid: number, gid: number] {
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres']).toString());
  return [id('-u'), id('-g')];
}

function asOwner(): { uid?: number; gid?: number } {
  if (!isRoot) return {};
  const [uid, gid] = account();
  return { uid, gid };
}

function binary(program: string): string {
  const version = readdirSync(ROOT).sort((a, b) => Number(b) - Number(a))[0]!;
  return join(ROOT, version, 'bin', program);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
