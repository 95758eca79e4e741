#!/usr/bin/env node
/** Process entry of the command line. */
import { CommanderError } from 'commander';
import { printError } from './cli/output.ts';
import { buildProgram } from './cli/program.ts';

// Who reads our output may go away, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
const json = process.argv.includes('--json');
try {
  const program = await buildProgram(process.argv.slice(2));
  await program.parseAsync();
} catch (error) {
  const { exitCode = 1 } = error as { exitCode?: number };
  process.exitCode = exitCode;
  // Commander has told people already what is wrong with their flags, or has shown the help they asked for.
  if (error instanceof CommanderError ? json && exitCode !== 0 : true) printError(error, json);
}
