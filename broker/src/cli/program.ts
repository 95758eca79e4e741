/** The command line `pipit`. */
import { Command } from 'commander';
import { VERSION } from '../version.ts';

/** In the order of the help. Each brings much with it: what is not asked for is not loaded. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  setup: async () => (await import('./setup.ts')).setupCommand(),
  start: async () => (await import('./start.ts')).startCommand(),
  demo: async () => (await import('./demo.ts')).demoCommand(),
  device: async () => (await import('./device.ts')).deviceCommand(),
  user: async () => (await import('./user.ts')).userCommand(),
  db: async () => (await import('./db.ts')).dbCommand(),
  talk: async () => (await import('./talk.ts')).talkCommand(),
  doctor: async () => (await import('./doctor.ts')).doctorCommand(),
  emulator: emulatorCommand,
};

/** @param args without the names of Node.js and of the program. */
export async function buildProgram(args: readonly string[]): Promise<Command> {
  const program = new Command('pipit')
    .description('voice for fleets of small devices')
    .version(VERSION)
    .configureHelp({ sortSubcommands: false })
    .showHelpAfterError('(add --help for what there is)');
  const [first = '', second = ''] = args;
  const named = COMMANDS[first === 'help' ? second : first];
  // Without a name that is known, all of them are told.
  for (const load of named ? [named] : Object.values(COMMANDS)) program.addCommand(await load());
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
