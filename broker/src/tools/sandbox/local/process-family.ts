/** Processes, and all that they have started (Linux, proc(5)). */
import { readFile, readdir } from 'node:fs/promises';

/** With them; empty for none, and where there is no /proc. */
export async function familyOf(pids: Iterable<number>): Promise<ReadonlySet<number>> {
  const family = new Set(pids);
  if (family.size === 0) return family;
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc').catch(() => []))
    if (/^\d+$/.test(name)) {
      const parent = await parentOf(name);
      if (parent !== undefined) parents.set(Number(name), parent);
    }
  // Numbers begin anew one day: a child may have a smaller one than its parent.
  for (let before = -1; before !== family.size;) {
    before = family.size;
    for (const [pid, parent] of parents) if (family.has(parent)) family.add(pid);
  }
  return family;
}

/** The name, in brackets, may be anything. */
async function parentOf(pid: string): Promise<number | undefined> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  const parent = line?.slice(line.lastIndexOf(')') + 2).split(' ')[1];
  return parent === undefined ? undefined : Number(parent);
}
