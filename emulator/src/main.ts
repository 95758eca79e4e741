#!/usr/bin/env node
/** The emulator as a program. */
import { runEmulatorCommand } from './command.ts';

try {
  await runEmulatorCommand(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`emulator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
