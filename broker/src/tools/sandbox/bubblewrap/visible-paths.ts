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

export class VisiblePaths {
  /** Bound as they are. */
  readonly binds: readonly string[];
  /** Folders that only lead there, the upper ones first. */
  readonly parents: readonly string[];
  /** Below those, and yet not for anybody. */
  readonly hidden: readonly { readonly path: string; readonly isFolder: boolean }[];

  constructor(readOnlyPaths: readonly string[], hiddenPaths: readonly string[], node = process.execPath) {
    const all = [...SYSTEM, ...ETC, ...placesOf(node), ...readOnlyPaths.map((path) => resolve(path))];
    this.binds = all.filter((path) => existsSync(path));
    const parents = new Set([...this.binds, '/etc/passwd', '/var/tmp'].flatMap(parentsOf));
    this.parents = [...parents]
      .filter((path) => !isBelow(path, [...this.binds, ...MOUNTS]))
      .sort((a, b) => a.length - b.length);
    this.hidden = this.binds.flatMap((bind) => hiddenBelow(bind, hiddenPaths));
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

  /** The first word that names something of this machine which the program will not find. */
  missing({
    command,
    args,
  }: {
    readonly command: string;
    readonly args: readonly string[];
  }): string | undefined {
    return [command, ...args].find((word) => {
      const path = resolve(word);
      return /^(\/|\.\.?\/)/.test(word) && !isBelow(path, MOUNTS) && !this.has(path) && existsSync(path);
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
    .filter((path) => existsSync(path))
    .map((path) => realpathSync(path))
    .filter((path) => isBelow(path, [real]))
    .map((path) => ({ path: join(bind, relative(real, path)), isFolder: statSync(path).isDirectory() }));
}

function parentsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === '/' ? [] : [...parentsOf(parent), parent];
}

/** Or one of them. */
export const isBelow = (path: string, folders: readonly string[]): boolean =>
  folders.some((folder) => path === folder || folder === '/' || path.startsWith(`${folder}/`));
