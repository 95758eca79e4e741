/** The command line `pipit`. */
import { Command } from 'commander';
import { VERSION } from '../version.ts';
import { dbCommand } from './db.ts';
import { demoCommand } from './demo.ts';
import { deviceCommand } from './device.ts';
import { doctorCommand } from './doctor.ts';
import { setupCommand } from './setup.ts';
import { startCommand } from './start.ts';
import { talkCommand } from './talk.ts';
import { userCommand } from './user.ts';

export async function buildProgram(): Promise<Command> {
  const program = new Command('pipit')
    .description('voice for fleets of small devices')
    .version(VERSION)
    .configureHelp({ sortSubcommands: false })
    .showHelpAfterError('(add --help for what there is)');
  program.addCommand(setupCommand());
  program.addCommand(startCommand());
  program.addCommand(demoCommand());
  program.addCommand(deviceCommand());
  program.addCommand(userCommand());
  program.addCommand(dbCommand());
  program.addCommand(talkCommand());
  program.addCommand(doctorCommand());
  program.addCommand(await emulatorCommand());
  return throwing(program);
}

/** Wrong flags become an error for the caller instead of the end of the process. */
function throwing(command: Command): Command {
  for (const inner of command.commands) throwing(inner);
  return command.exitOverride();
}

/** The emulator's own command; a production install may be without it. */
async function emulatorCommand(): Promise<Command> {
  try {
    const emulator = await import('@pipit/emulator');
    return emulator.emulatorCommand();
  } catch {
    return new Command('emulator').description('not installed: add @pipit/emulator').action(() => {
      throw new Error('The emulator is not installed. Add the package @pipit/emulator.');
    });
  }
}
