/**
 * Processes of a program as a world of their own (pid_namespaces(7), by unshare(1)): the kernel ends all of them with the
 * first, also those that went into a session of their own. They see each other and nobody else.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findProgram } from './limits.ts';

const run = promisify(execFile);
/** Long: a machine that has a lot to do says nothing of what it can. */
const TIMEOUT_MS = 60_000;

/** A command line for what follows; undefined where the broker may not make such a world, or has no unshare. */
export async function findPidNamespace(): Promise<readonly string[] | undefined> {
  const unshare = process.platform === 'linux' ? await findProgram('unshare') : undefined;
  if (unshare === undefined) return undefined;
  // Who is not root may do so in a user namespace of the same user.
  const own = process.getuid?.() === 0 ? [] : ['--user', '--map-current-user'];
  const prefix = [unshare, ...own, '--pid', '--fork', '--kill-child', '--mount-proc', '--', ...FIRST];
  return run(prefix[0]!, [...prefix.slice(1), 'true'], { timeout: TIMEOUT_MS }).then(
    () => prefix,
    () => undefined,
  );
}

/**
 * The first process is not the program: signals that it does not handle would not be heard by it. What a shell says of how
 * the program ended is not for whoever reads its errors.
 */
const FIRST = ['/bin/sh', '-c', 'exec 3>&2 2>/dev/null; "$@" 2>&3 3>&-; exit $?', 'sh'];
/** Above it, a shell says which signal ended the program. */
export const MAX_EXIT_CODE = 128;
