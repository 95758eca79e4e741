/** What a container is made of, as the Docker Engine API wants it ("ContainerCreate"). */
import type { SandboxCommand, SandboxLimits } from '../sandbox.ts';

export interface ContainerSettings {
  readonly image: string;
  /** That programs get which may have one. */
  readonly network: string;
  readonly readOnlyPaths: readonly string[];
}

/** What the containers of one sandbox have in common. */
export interface ContainerPlace {
  readonly volume: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly limits: SandboxLimits;
  /** Nobody else's. The image need not know of it. */
  readonly uid: number;
}

export const HOME = '/sandbox';
const MB = 1024 * 1024;
/** Of 4 KB, as on most machines. */
const PAGES_OF_MB = 256;
const MAX_OPEN_FILES = 4096;

/** Shared by the containers of a sandbox, in memory: it is empty again when none of them runs. */
export const volumeOf = ({ volume, labels, limits: { diskMb }, uid }: ContainerPlace): object => ({
  Name: volume,
  Labels: labels,
  Driver: 'local',
  DriverOpts: {
    type: 'tmpfs',
    device: 'tmpfs',
    // Podman takes `size` for a quota of the disk below.
    o: `nr_blocks=${diskMb * PAGES_OF_MB},mode=0700,uid=${uid},gid=${uid}`,
  },
});

export function containerOf(
  { image, network, readOnlyPaths }: ContainerSettings,
  { command, args, env, network: hasNetwork }: SandboxCommand,
  { volume, labels, limits, uid }: ContainerPlace,
): object {
  const { memoryMb, cpus, maxProcesses, diskMb } = limits;
  const own = { HOME, TMPDIR: '/tmp' };
  return {
    Image: image,
    Entrypoint: [command],
    Cmd: args,
    Env: Object.entries({ ...own, ...env }).map(([name, value]) => `${name}=${value}`),
    User: `${uid}:${uid}`,
    WorkingDir: HOME,
    Labels: labels,
    Tty: false,
    OpenStdin: true,
    // With the connection of a broker that is killed, its input ends.
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    NetworkDisabled: !hasNetwork,
    HostConfig: {
      Binds: [`${volume}:${HOME}`, ...readOnlyPaths.map((path) => `${path}:${path}:ro`)],
      NetworkMode: hasNetwork ? network : 'none',
      ReadonlyRootfs: true,
      Tmpfs: { '/tmp': `rw,nosuid,nodev,mode=1777,size=${diskMb}m` },
      Memory: memoryMb * MB,
      // No swap besides it.
      MemorySwap: memoryMb * MB,
      NanoCpus: Math.round(cpus * 1e9),
      PidsLimit: maxProcesses,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Ulimits: [
        { Name: 'nofile', Soft: MAX_OPEN_FILES, Hard: MAX_OPEN_FILES },
        { Name: 'core', Soft: 0, Hard: 0 },
        { Name: 'nproc', Soft: maxProcesses, Hard: maxProcesses },
      ],
      // A first process that sweeps up, and passes signals on.
      Init: true,
      LogConfig: { Type: 'none' },
    },
  };
}
