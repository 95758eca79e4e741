/**
 * Files that whoever started the broker left open in it: a lock, a log, a descriptor of a supervisor. Every program that the
 * broker starts would have them too, also one in a sandbox, which could read them whatever it may see.
 */
import { closeSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';

const FOLDER = '/proc/self/fd';
/** O_CLOEXEC of Linux, in proc(5)'s `fdinfo`: programs that are started do not get it. All that Node.js opens has it. */
const CLOSED_BY_EXEC = 0o2000000;

/** Closes them, but for the three of every program. What they were, for the log. Nothing but on Linux. */
export function closeInheritedFiles(): string[] {
  if (process.platform !== 'linux') return [];
  const closed: string[] = [];
  for (const name of readdirSync(FOLDER)) {
    try {
      const [, flags = ''] =
        /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${name}`, 'utf8')) ?? [];
      if (Number(name) <= 2 || flags === '' || (Number.parseInt(flags, 8) & CLOSED_BY_EXEC) !== 0) continue;
      const target = readlinkSync(`${FOLDER}/${name}`);
      closeSync(Number(name));
      closed.push(`${name}: ${target}`);
    } catch {
      // It was that of the folder itself.
    }
  }
  return closed;
}
