/**
 * Programs in namespaces of their own, by bubblewrap: they see the system's programs and what is named to be seen, have no
 * network unless they may, and write only into the folder of their sandbox, which all its programs share.
 */
import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { ToolError } from '../../tool-source.ts';
import {
  type BubblewrapPlace,
  PIPES,
  bubblewrapCommand,
  environmentFile,
} from '../bubblewrap/bubblewrap-command.ts';
import { type BubblewrapTools, findBubblewrapTools } from '../bubblewrap/bubblewrap-tools.ts';
import { writeEtcFiles } from '../bubblewrap/etc-files.ts';
import { InsideSignals } from '../bubblewrap/inside-signals.ts';
import {
  NAME_SERVER,
  type NetworkTools,
  gapsOfNetwork,
  inOwnNetwork,
  openNetwork,
} from '../bubblewrap/network.ts';
import { HOME, VisiblePaths, notHidden } from '../bubblewrap/visible-paths.ts';
import type { Cgroup } from '../local/cgroups.ts';
import { type Child, killGroup, startChild } from '../local/child.ts';
import { DiskUsage } from '../local/disk-usage.ts';
import { enterCgroup } from '../local/enter-cgroup.ts';
import { type LimitTools, gapsOfLimits, gapsOfMemoryFiles } from '../local/limits.ts';
import { localSandbox } from '../local/local-sandbox.ts';
import { SandboxUsers } from '../sandbox-users.ts';
import { WorkFolders } from '../local/work-folders.ts';
import type { Sandbox, SandboxCommand, SandboxEngine, SandboxSpec } from '../sandbox.ts';

export interface BubblewrapEngineOptions {
  /** For their folders; ours alone. */
  readonly root: string;
  readonly readOnlyPaths: readonly string[];
  /** The broker's own, should they lie below those. */
  readonly hiddenPaths: readonly string[];
  /** Programs that may have a network have that of this machine. */
  readonly hostNetwork: boolean;
  readonly allowPrivateTargets: boolean;
  /** The broker's. */
  readonly path: string;
  readonly limitTools?: LimitTools | undefined;
  readonly log?: Logger | undefined;
}

const gapsOfNamespaces = ({ filter, hasDisableUserns }: BubblewrapTools): string | undefined =>
  filter || hasDisableUserns
    ? undefined
    : 'programs may make user namespaces, in which they have all capabilities (no filter of system calls here)';

const gapsOfMemory = ({ limits, hasSize }: BubblewrapTools): (string | undefined)[] => [
  gapsOfMemoryFiles(limits, hasSize),
  gapsOfLimits(limits, true),
];

function gapOfFiles({ readOnlyPaths, hiddenPaths }: BubblewrapEngineOptions): string | undefined {
  const shown = notHidden(readOnlyPaths, hiddenPaths);
  return shown.length > 0
    ? `no program is started while tools.sandbox.readOnlyPaths contains files of the broker, which cannot be hidden for good (${shown.join(', ')}): name the folders beside them`
    : undefined;
}

/** In a user namespace. */
const UID = 1000;

/** What the programs of a sandbox have in common. */
type Furnished = Omit<BubblewrapPlace, 'paths'>;

export class BubblewrapEngine implements SandboxEngine {
  readonly kind = 'bubblewrap';
  readonly weakness: string | undefined;
  readonly #options: BubblewrapEngineOptions;
  readonly #tools: BubblewrapTools;
  readonly #folders: WorkFolders;
  readonly #usage = new DiskUsage();
  readonly #users = new SandboxUsers();
  readonly #open = new Set<Sandbox>();

  /** @throws {ToolError} UNAVAILABLE when it does not work here, with what to do */
  static async open(options: BubblewrapEngineOptions): Promise<BubblewrapEngine> {
    const engine = new BubblewrapEngine(options, await findBubblewrapTools(options.limitTools));
    await engine.#folders.sweep();
    return engine;
  }

  private constructor(options: BubblewrapEngineOptions, tools: BubblewrapTools) {
    this.#options = options;
    this.#tools = tools;
    this.#folders = new WorkFolders(options.root, options.log);
    const gapOfNetwork = options.hostNetwork
      ? 'programs that may have a network reach what the broker can reach'
      : gapsOfNetwork(tools.network);
    const gaps = [gapOfFiles(options), gapOfNetwork, gapsOfNamespaces(tools), ...gapsOfMemory(tools)];
    this.weakness = gaps.filter((gap) => gap !== undefined).join('; ') || undefined;
  }

  async create(spec: SandboxSpec, _signal: AbortSignal): Promise<Sandbox> {
    const isRoot = this.#tools.setpriv !== undefined;
    const uid = isRoot ? this.#users.take() : UID;
    let cgroup: Cgroup | undefined;
    let folder: string | undefined;
    const release = async (): Promise<void> => {
      await cgroup?.close();
      this.#users.giveBack(uid);
    };
    try {
      cgroup = await this.#tools.limits.cgroups?.make(spec.id, spec.limits);
      folder = await this.#folders.make(spec.id);
      const place = await this.#furnish(spec, folder, uid);
      const sandbox: Sandbox = localSandbox({
        spec,
        folder,
        folders: this.#folders,
        usage: this.#usage,
        launch: (command, signal) => this.#launch(place, cgroup, command, signal),
        release: async () => {
          this.#open.delete(sandbox);
          await release();
        },
      });
      this.#open.add(sandbox);
      return sandbox;
    } catch (error) {
      await release();
      if (folder !== undefined) await this.#folders.remove(folder);
      throw error;
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open].map((sandbox) => sandbox.close()));
  }

  async #furnish({ limits }: SandboxSpec, folder: string, uid: number): Promise<Furnished> {
    const home = join(folder, 'home');
    await mkdir(home, { mode: 0o700 });
    if (this.#tools.setpriv !== undefined) await chown(home, uid, uid);
    const nameServer = this.#options.hostNetwork ? undefined : NAME_SERVER;
    const etc = await writeEtcFiles(folder, { uid, nameServer });
    return { tools: this.#tools, limits, home, etc, uid };
  }

  async #launch(
    place: Furnished,
    cgroup: Cgroup | undefined,
    command: SandboxCommand,
    signal: AbortSignal,
  ): Promise<Child> {
    const paths = this.#pathsFor(command);
    const { hostNetwork, allowPrivateTargets, path } = this.#options;
    const network =
      command.network && !hostNetwork
        ? {
            tools: this.#networkTools(),
            hasUserNamespace: this.#tools.setpriv === undefined,
            allowPrivateTargets,
          }
        : undefined;
    const inside = bubblewrapCommand({ ...place, paths }, command, !command.network);
    const connected = network ? inOwnNetwork(network, PIPES, inside) : inside;
    const [first, ...rest] = cgroup ? enterCgroup(cgroup, connected) : connected;
    const env = { PATH: paths.pathOf(path), HOME, TMPDIR: '/tmp', USER: 'sandbox', LANG: 'C.UTF-8' };
    const environment = environmentFile({ ...env, ...command.env });
    let signals: InsideSignals | undefined;
    const started = await startChild({
      command: first!,
      args: rest,
      // Nothing of the server's: it would be obeyed outside.
      env: { PATH: '/usr/bin:/bin' },
      cwd: '/',
      // Those for the network are not for a program that has none.
      morePipes: network ? 5 : 3,
      kill: (child, word) => {
        if (signals?.send(word)) return;
        if (child.pid !== undefined) killGroup(child.pid, word);
      },
    });
    const { child, process } = started;
    const pipe = (number: number): Duplex => child.stdio[number] as Duplex;
    signals = new InsideSignals(pipe(PIPES.info));
    pipe(PIPES.environment).end(environment);
    pipe(PIPES.filter).end(this.#tools.filter);
    if (network) {
      try {
        const own = await openNetwork(network, child.pid, pipe(PIPES.ready), signal);
        void process.ended.then(() => own.close());
        // Without it, it would wait for answers for ever; whoever needs it starts it again.
        void own.ended.then(() => process.kill('SIGKILL'));
        pipe(PIPES.go).end('go\n');
      } catch (error) {
        process.kill('SIGKILL');
        await process.ended;
        throw error;
      }
    }
    return started;
  }

  #networkTools(): NetworkTools {
    const { network } = this.#tools;
    if (network) return network;
    throw new ToolError(
      'UNAVAILABLE',
      'The sandbox has no network of its own for a program that needs one. On Debian: apt-get install slirp4netns iproute2; or let it have that of the machine with tools.sandbox.hostNetwork, the ports of the broker too.',
    );
  }

  /** @throws {ToolError} UNAVAILABLE for a program that would see too much, or not what it needs */
  #pathsFor(command: SandboxCommand): VisiblePaths {
    const { readOnlyPaths, hiddenPaths } = this.#options;
    if (notHidden(readOnlyPaths, hiddenPaths).length > 0)
      throw new ToolError(
        'UNAVAILABLE',
        'tools.sandbox.readOnlyPaths contains files of the broker. The log of the broker says which, as it starts.',
      );
    const paths = new VisiblePaths(readOnlyPaths, hiddenPaths);
    const missing = paths.missing(command);
    if (missing === undefined) return paths;
    throw new ToolError(
      'UNAVAILABLE',
      `${JSON.stringify(missing)} cannot be seen in the sandbox. Whoever runs the broker has to name its folder in tools.sandbox.readOnlyPaths.`,
    );
  }
}
