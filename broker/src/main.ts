#!/usr/bin/env node
/** Process entry of the command line. */
import { CommanderError } from 'commander';
import { printError } from './cli/output.ts';
import { buildProgram } from './cli/program.ts';

const program = await buildProgram();
try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) printError(error, process.argv.includes('--json'));
  process.exitCode = 1;
}
