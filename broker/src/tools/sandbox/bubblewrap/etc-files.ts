/** Files of /etc as a sandbox has them: nothing about who else is on this machine. */
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HOME } from './visible-paths.ts';

/** By name, where they were written. The programs of the sandbox may read them. */
export async function writeEtcFiles(
  folder: string,
  { uid, nameServer }: { readonly uid: number; readonly nameServer: string | undefined },
): Promise<Readonly<Record<string, string>>> {
  const files: Record<string, string> = {
    passwd: `sandbox:x:${uid}:${uid}::${HOME}:/bin/sh\n`,
    group: `sandbox:x:${uid}:\n`,
    hosts: '127.0.0.1 localhost sandbox\n::1 localhost\n',
    ...(nameServer !== undefined && { 'resolv.conf': `nameserver ${nameServer}\n` }),
  };
  const written: Record<string, string> = {};
  for (const [name, text] of Object.entries(files)) {
    written[name] = join(folder, name);
    await writeFile(written[name], text);
    // Whatever the mask of the broker is.
    await chmod(written[name], 0o444);
  }
  return written;
}
