/** A command line that goes into a cgroup before it becomes the program, so that nothing of it ever runs outside. */
import type { Cgroup } from './cgroups.ts';

export const enterCgroup = ({ procsFile }: Cgroup, command: readonly string[]): string[] => [
  '/bin/sh',
  '-c',
  'echo 0 > "$1" && shift && exec "$@"',
  'sh',
  procsFile,
  ...command,
];
