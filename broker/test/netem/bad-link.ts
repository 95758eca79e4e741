/**
 * Two network namespaces with a bad link between them, for programs that talk real TCP. The link is a veth pair under
 * `tc netem`; where the kernel has no netem, two TUN devices and a program that delays and loses packets as netem does.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface LinkConditions {
  /** One way, each way. */
  readonly delayMs: number;
  /** Added or taken away, evenly. */
  readonly jitterMs: number;
  /** Share of packets, 0 to 1. */
  readonly loss: number;
}

export type Side = 'near' | 'far';

export const ADDRESSES: Record<Side, string> = { near: '10.99.7.1', far: '10.99.7.2' };

/** Where Debian has `ip` and `tc`, and a user's path does not look. */
const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
const SHAPER = join(import.meta.dirname, 'packet-shaper.py');
/** A namespace that does not come up by then will not. */
const NAMESPACE_DEADLINE_MS = 5000;

/** What this machine does not permit, or lacks. */
export class LinkUnavailable extends Error {}

export class BadLink implements AsyncDisposable {
  readonly kind: 'netem' | 'packet shaper';
  readonly #namespaces: Namespaces;
  readonly #setUp: (up: boolean) => void;

  private constructor(kind: BadLink['kind'], namespaces: Namespaces, setUp: (up: boolean) => void) {
    this.kind = kind;
    this.#namespaces = namespaces;
    this.#setUp = setUp;
  }

  /** `seed`: of what is lost, where it can be chosen. @throws {LinkUnavailable} when namespaces, or both kinds of link, are not to be had here. */
  static async open(conditions: LinkConditions, seed: string): Promise<BadLink> {
    const namespaces = await Namespaces.open();
    try {
      const netem = openNetem(namespaces, conditions);
      if (typeof netem === 'function') return new BadLink('netem', namespaces, netem);
      const shaper = await openShaper(namespaces, conditions, seed);
      if (typeof shaper === 'function') return new BadLink('packet shaper', namespaces, shaper);
      throw new LinkUnavailable(`${netem}; ${shaper}`);
    } catch (error) {
      await namespaces[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Everything is lost, both ways, for so long. */
  async outage(durationMs: number): Promise<void> {
    this.#setUp(false);
    await new Promise((resolve) => setTimeout(resolve, durationMs));
    this.#setUp(true);
  }

  /** A program on one side of the link. Standard output is for its reader, errors go to ours. */
  spawn(side: Side, program: string, args: readonly string[]): ChildProcess {
    const [command, ...rest] = [...this.#namespaces.entry(side), program, ...args];
    return this.#namespaces.keep(spawn(command!, rest, { env, stdio: ['pipe', 'pipe', 'inherit'] }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#namespaces[Symbol.asyncDispose]();
  }
}

/** Each is held by a program that ends with its standard input, so that none outlives the test. */
class Namespaces implements AsyncDisposable {
  readonly #children: ChildProcess[] = [];
  readonly #pids: Partial<Record<Side, number>> = {};
  /** Without root, both belong to a user namespace of ours. */
  readonly #isRoot = process.getuid?.() === 0;

  static async open(): Promise<Namespaces> {
    const namespaces = new Namespaces();
    try {
      await namespaces.#hold('near', ['unshare', namespaces.#isRoot ? '-n' : '-Urn', 'cat']);
      await namespaces.#hold('far', [...namespaces.entry('near'), 'unshare', '-n', 'cat']);
      namespaces.must('near', 'ip', 'link', 'set', 'lo', 'up');
      return namespaces;
    } catch (error) {
      await namespaces[Symbol.asyncDispose]();
      throw error;
    }
  }

  entry(side: Side): string[] {
    const pid = String(this.#pids[side]);
    return ['nsenter', '-t', pid, ...(this.#isRoot ? [] : ['-U', '--preserve-credentials']), '-n'];
  }

  pid(side: Side): string {
    return String(this.#pids[side]);
  }

  /** Undefined when it worked, else what the program said. */
  run(side: Side, ...command: string[]): string | undefined {
    const [program, ...args] = [...this.entry(side), ...command];
    const { status, stderr, error } = spawnSync(program!, args, { env, encoding: 'utf8' });
    return status === 0 ? undefined : `${command.join(' ')}: ${error?.message ?? stderr.trim()}`;
  }

  /** @throws {LinkUnavailable} */
  must(side: Side, ...command: string[]): void {
    const failure = this.run(side, ...command);
    if (failure !== undefined) throw new LinkUnavailable(failure);
  }

  keep(child: ChildProcess): ChildProcess {
    this.#children.push(child);
    return child;
  }

  async #hold(side: Side, [program, ...args]: string[]): Promise<void> {
    const child = this.keep(spawn(program!, args, { env, stdio: ['pipe', 'ignore', 'pipe'] }));
    let said = '';
    child.stderr!.on('data', (text: Buffer) => (said += text.toString()));
    let failure: string | undefined;
    child.on('error', (error) => (failure = error.message));
    child.on('exit', () => (failure ??= said.trim() || 'it ended'));
    const ours = readlinkSync('/proc/self/ns/net');
    const near = this.#pids.near === undefined ? ours : readlinkSync(`/proc/${this.#pids.near}/ns/net`);
    for (const deadline = Date.now() + NAMESPACE_DEADLINE_MS; ;) {
      if (failure !== undefined) throw new LinkUnavailable(`no network namespace: ${failure}`);
      const own = child.pid === undefined ? undefined : namespaceOf(child.pid);
      if (own !== undefined && own !== ours && own !== near) break;
      if (Date.now() > deadline)
        throw new LinkUnavailable(`no network namespace: ${program} does not say why`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    this.#pids[side] = child.pid!;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ends = this.#children
      .filter(
        ({ exitCode, signalCode, pid }) => exitCode === null && signalCode === null && pid !== undefined,
      )
      .map((child) => {
        const end = once(child, 'exit');
        child.kill('SIGKILL');
        return end;
      });
    await Promise.all(ends);
  }
}

function namespaceOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return undefined;
  }
}

/** Resolves to what makes outages, or to what is missing. */
function openNetem(namespaces: Namespaces, conditions: LinkConditions): string | ((up: boolean) => void) {
  const { delayMs, jitterMs, loss } = conditions;
  const shape = (...rest: string[]) => ['netem', 'limit', '10000', ...rest];
  const asUsual = shape('delay', `${delayMs}ms`, `${jitterMs}ms`, 'loss', `${loss * 100}%`);
  const set = (how: 'add' | 'change', parameters: string[]) => {
    for (const side of ['near', 'far'] as const) {
      const failure = namespaces.run(side, 'tc', 'qdisc', how, 'dev', side, 'root', ...parameters);
      if (failure !== undefined) return failure;
    }
    return undefined;
  };
  const peer = ['peer', 'name', 'far', 'netns', namespaces.pid('far')];
  const noVeth = namespaces.run('near', 'ip', 'link', 'add', 'name', 'near', 'type', 'veth', ...peer);
  if (noVeth !== undefined) return noVeth;
  const noNetem = set('add', asUsual);
  if (noNetem !== undefined) {
    namespaces.must('near', 'ip', 'link', 'delete', 'near');
    return noNetem;
  }
  address(namespaces);
  return (up) => {
    const failure = set('change', up ? asUsual : shape('loss', '100%'));
    if (failure !== undefined) throw new Error(failure);
  };
}

async function openShaper(
  namespaces: Namespaces,
  { delayMs, jitterMs, loss }: LinkConditions,
  seed: string,
): Promise<string | ((up: boolean) => void)> {
  const args = [SHAPER, 'near', 'far', String(delayMs), String(jitterMs), String(loss), seed];
  const [program, ...rest] = [...namespaces.entry('near'), 'python3', ...args];
  const shaper = namespaces.keep(spawn(program!, rest, { env, stdio: ['pipe', 'pipe', 'pipe'] }));
  let said = '';
  shaper.stderr!.on('data', (text: Buffer) => (said += text.toString()));
  const isReady = await Promise.race([
    once(createInterface({ input: shaper.stdout! }), 'line').then(() => true),
    once(shaper, 'exit').then(() => false),
  ]);
  if (!isReady) return `packet shaper: ${said.trim().split('\n').at(-1)}`;
  namespaces.must('near', 'ip', 'link', 'set', 'far', 'netns', namespaces.pid('far'));
  address(namespaces);
  return (up) => void shaper.stdin!.write(up ? 'up\n' : 'down\n');
}

function address(namespaces: Namespaces): void {
  for (const [side, other] of [
    ['near', 'far'],
    ['far', 'near'],
  ] as const) {
    namespaces.must(side, 'ip', 'address', 'add', ADDRESSES[side], 'peer', ADDRESSES[other], 'dev', side);
    namespaces.must(side, 'ip', 'link', 'set', side, 'up');
  }
}
