/** The command line of one program in bubblewrap (bwrap(1)): what it sees, who it is there, and what it may use. */
import { ToolError } from '../../tool-source.ts';
import type { SandboxCommand, SandboxLimits } from '../sandbox.ts';
import { processLimits } from '../local/limits.ts';
import type { BubblewrapTools } from './bubblewrap-tools.ts';
import { HOME, type VisiblePaths } from './visible-paths.ts';

export interface BubblewrapPlace {
  readonly tools: BubblewrapTools;
  readonly limits: SandboxLimits;
  readonly paths: VisiblePaths;
  /** Writable, for all programs of the sandbox. */
  readonly home: string;
  /** Files that stand for those in /etc, by name. */
  readonly etc: Readonly<Record<string, string>>;
  /** As whom it runs. Root's are users of their own, and nobody else's; others are in a user namespace. */
  readonly uid: number;
}

/** Pipes besides the three of every program. */
export const PIPES = { environment: 3, info: 4, filter: 5, ready: 6, go: 7 } as const;
const ENVIRONMENT = '/run/sandbox/environment';
const MB = 1024 * 1024;

/** With `ownNetwork`, it has no network but the loopback device of its own. */
export function bubblewrapCommand(
  place: BubblewrapPlace,
  { command, args }: Pick<SandboxCommand, 'command' | 'args'>,
  ownNetwork: boolean,
): string[] {
  const { tools, limits, paths, home, etc, uid } = place;
  const { setpriv } = tools;
  const size = tools.hasSize ? ['--size', String(limits.diskMb * MB)] : [];
  const user =
    setpriv === undefined
      ? ['--unshare-user', '--uid', String(uid), '--gid', String(uid), '--cap-drop', 'ALL']
      : ['--cap-drop', 'ALL', '--cap-add', 'CAP_SETUID', '--cap-add', 'CAP_SETGID'];
  const apart = ['--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'];
  const life = ['--hostname', 'sandbox', '--die-with-parent', '--new-session'];
  const kernel = ['--proc', '/proc', '--dev', '/dev'];
  const memory = ['/dev/shm', '/tmp'].flatMap((path) => ['--perms', '1777', ...size, '--tmpfs', path]);
  const environment = ['--perms', '0444', '--ro-bind-data', String(PIPES.environment), ENVIRONMENT];
  const folder = ['--bind', home, HOME, '--chdir', '/'];
  // From here on nothing can be had back.
  const drop =
    setpriv === undefined ? [] : [setpriv, `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--'];
  // Only now: what a loader, a shell or a library does because of a variable, it does as a stranger.
  const obey = ['/bin/sh', '-c', `cd ${HOME} && . ${ENVIRONMENT} && exec "$@"`, 'sh'];
  return [
    tools.bwrap,
    ...user,
    ...(tools.hasDisableUserns ? ['--disable-userns'] : []),
    ...(tools.filter ? ['--seccomp', String(PIPES.filter)] : []),
    ...apart,
    ...(ownNetwork ? ['--unshare-net'] : []),
    ...life,
    '--info-fd',
    String(PIPES.info),
    ...kernel,
    ...memory,
    // Bubblewrap itself would make those that only lead somewhere for nobody but root.
    ...paths.parents.flatMap((path) => ['--perms', '0755', '--dir', path]),
    '--symlink',
    '/tmp',
    '/var/tmp',
    // What contains others comes before them.
    ...[...paths.binds].sort((a, b) => a.length - b.length).flatMap((path) => ['--ro-bind', path, path]),
    ...Object.entries(etc).flatMap(([name, file]) => ['--ro-bind', file, `/etc/${name}`]),
    ...paths.hidden.flatMap(({ path, isFolder }) =>
      isFolder ? ['--perms', '0555', '--tmpfs', path] : ['--ro-bind', '/dev/null', path],
    ),
    ...environment,
    ...folder,
    '--remount-ro',
    '/dev',
    '--remount-ro',
    '/',
    '--',
    ...drop,
    ...obey,
    ...processLimits(tools.limits, limits, true),
    command,
    ...args,
  ];
}

/** A file for the shell. Values may be anything. @throws {ToolError} UNAVAILABLE for a name that no shell knows */
export function environmentFile(env: Readonly<Record<string, string>>): string {
  const wrong = Object.keys(env).find((name) => !/^[A-Za-z_]\w*$/.test(name));
  if (wrong !== undefined)
    throw new ToolError('UNAVAILABLE', `${JSON.stringify(wrong)} cannot be the name of a variable.`);
  return Object.entries(env)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join('');
}
