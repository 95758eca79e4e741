/** What of this machine's files a program in a sandbox sees; all of it read-only, and nothing that is not named. */
import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, delimiter, dirname, join, relative, resolve } from 'node:path';

/** Programs, and what they are linked with. */
const SYSTEM = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];
/** How names, times and certificates are found. No keys, no passwords, no mounts. */
const ETC = [
  'alternatives',
  'ca-certificates',
  'ca-certificates.conf',
  'gai.conf',
  'host.conf',
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'localtime',
  'mime.types',
  'nsswitch.conf',
  'os-release',
  'pki/ca-trust',
  'pki/tls/certs',
  'protocols',
  'services',
  'ssl/certs',
  'ssl/openssl.cnf',
  'timezone',
].map((name) => `/etc/${name}`);

export const HOME = '/sandbox';
/** Made for each program, or by the kernel. */
const MOUNTS = ['/dev', '/proc', HOME];
/** There a program may find something, whatever there is outside. */
const OWN = [...MOUNTS, '/tmp', '/var/tmp'];

export class VisiblePaths {
  /** Bound as they are. */
  readonly binds: readonly string[];
  /** Folders that only lead there, the upper ones first. */
  readonly parents: readonly string[];
  /** Below those, and yet not for anybody. */
  readonly hidden: readonly { readonly path: string; readonly isFolder: boolean }[];
  readonly #named: readonly string[];

  /** As it is now: files come and go. */
  constructor(readOnlyPaths: readonly string[], hiddenPaths: readonly string[], node = process.execPath) {
    this.#named = readOnlyPaths.map((path) => resolve(path));
    const all = [...SYSTEM, ...ETC, ...placesOf(node), ...this.#named];
    this.binds = all.filter((path) => existsSync(path));
    const parents = new Set([...this.binds, '/etc/passwd', '/var/tmp'].flatMap(parentsOf));
    this.parents = [...parents]
      .filter((path) => !isBelow(path, [...this.binds, ...MOUNTS]))
      .sort((a, b) => a.length - b.length);
    const real = hiddenPaths.filter((path) => existsSync(path)).map((path) => realpathSync(path));
    this.hidden = this.binds.flatMap((bind) => hiddenBelow(bind, real));
  }

  /** Whether a file of this machine is seen. */
  has(path: string): boolean {
    return (
      isBelow(path, this.binds) &&
      !isBelow(
        path,
        this.hidden.map(({ path }) => path),
      )
    );
  }

  /** Of the broker's own, what can be seen. */
  pathOf(path: string, node = process.execPath): string {
    const folders = [
      dirname(node),
      ...path.split(delimiter),
      '/usr/local/bin',
      '/usr/bin',
      '/bin',
      '/usr/sbin',
      '/sbin',
    ];
    return [...new Set(folders)].filter((folder) => folder.startsWith('/') && this.has(folder)).join(':');
  }

  /**
   * The first word that looks like a path which the program will not find. Whether there is such a file makes no
   * difference: whoever may add a program must not learn by this what lies on the machine of the broker.
   */
  missing({
    command,
    args,
  }: {
    readonly command: string;
    readonly args: readonly string[];
  }): string | undefined {
    return [command, ...args].find((word) => {
      const path = resolve(HOME, word);
      const leads = path === '/' || this.parents.includes(path);
      return (
        /^(\/|\.\.\/)/.test(word) && !leads && !isBelow(path, [...OWN, ...this.#named]) && !this.has(path)
      );
    });
  }
}

/** A Node.js beside its npm: both, and nothing else of that folder, which may be somebody's home. */
function placesOf(node: string): string[] {
  const folder = dirname(node);
  return basename(folder) === 'bin' ? [folder, join(dirname(folder), 'lib', 'node_modules')] : [node];
}

/** Where they show in what is bound, which may lead there by another name. */
function hiddenBelow(bind: string, hiddenPaths: readonly string[]): VisiblePaths['hidden'] {
  const real = realpathSync(bind);
  return hiddenPaths
    .filter((path) => isBelow(path, [real]))
    .map((path) => ({ path: join(bind, relative(real, path)), isFolder: statSync(path).isDirectory() }));
}

/** Of `hiddenPaths`, what lies in paths that are shown, by whichever name. */
export function shownBy(readOnlyPaths: readonly string[], hiddenPaths: readonly string[]): string[] {
  const shown = readOnlyPaths.map(realOf);
  // A link may be replaced by a file of its name.
  const namesOf = (path: string): string[] => [
    realOf(path),
    join(realOf(dirname(resolve(path))), basename(path)),
  ];
  return hiddenPaths.filter((path) => namesOf(path).some((name) => isBelow(name, shown)));
}

/**
 * Of those, what no mount can hide for as long as a program runs: a mount lies over the file of a name, and is gone when
 * another file gets that name, as editors, certificates and logs do it; and there is none over what is not there yet.
 */
export const notHidden = (readOnlyPaths: readonly string[], hiddenPaths: readonly string[]): string[] =>
  shownBy(readOnlyPaths, hiddenPaths).filter(
    (path) => !statSync(path, { throwIfNoEntry: false })?.isDirectory(),
  );

/** Also of what is not there yet. */
function realOf(path: string): string {
  const full = resolve(path);
  try {
    return realpathSync(full);
  } catch {
    return full === '/' ? full : join(realOf(dirname(full)), basename(full));
  }
}

function parentsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === '/' ? [] : [...parentsOf(parent), parent];
}

/** Or one of them. */
export const isBelow = (path: string, folders: readonly string[]): boolean =>
  folders.some((folder) => path === folder || folder === '/' || path.startsWith(`${folder}/`));
