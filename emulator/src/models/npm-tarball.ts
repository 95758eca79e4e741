/** Fetches a published package's tarball with the user's own npm: its registry, proxy, credentials and cache. */
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const KEPT_OUTPUT_BYTES = 8_192;

/** npm run in a workspace tells its children so through these, and `npm pack` elsewhere would then look for it. */
function withoutWorkspace(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const drop =
    /^npm_config_(workspaces?|include_workspace_root|prefix|local_prefix|dry_run|pack_destination)$/i;
  return Object.fromEntries(Object.entries(environment).filter(([key]) => !drop.test(key)));
}

/** Downloads the tarball of `spec` into the empty folder and gives its path. */
export type FetchTarball = (spec: string, folder: string, signal?: AbortSignal) => Promise<string>;

/** @throws with npm's own last words when npm is missing, offline or refused. */
export const fetchNpmTarball: FetchTarball = async (spec, folder, signal) => {
  const { code, output } = await new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    let output = '';
    const npm = spawn(
      'npm',
      ['pack', spec, '--ignore-scripts', '--loglevel=error', '--pack-destination', folder],
      {
        cwd: folder,
        env: withoutWorkspace(process.env),
        stdio: ['ignore', 'pipe', 'pipe'],
        shell: process.platform === 'win32',
        ...(signal && { signal }),
      },
    );
    const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-KEPT_OUTPUT_BYTES));
    npm.stdout.on('data', keep);
    npm.stderr.on('data', keep);
    npm.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') return reject(error);
      reject(
        new Error(`npm is needed to fetch ${spec}, and there is none on the PATH. Install npm.`, {
          cause: error,
        }),
      );
    });
    npm.once('close', (code) => resolve({ code, output }));
  });
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (code === 0 && tarball) return join(folder, tarball);
  const reason = output
    .replaceAll(/^npm (error|ERR!) ?/gm, '')
    .trim()
    .split('\n')
    .slice(0, 4)
    .join(' ');
  throw new Error(`npm could not fetch ${spec}: ${reason || `it ended with code ${code}`}.`);
};
