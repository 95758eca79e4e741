/** `pipit start`: the broker, until it is told to stop. */
import { Command } from 'commander';
import { readEnvironment } from '../config/environment.ts';
import { SETTINGS } from '../config/settings.ts';
import { openBrokerLog } from '../telemetry/broker-log.ts';
import { closeInheritedFiles } from './inherited-files.ts';
import { createOutput } from './output.ts';
import { type SettingsFlags, addSettingsFlags, configOf } from './settings-flags.ts';
import { StopSignal } from './stop-signal.ts';
import { configFileOf } from '../config/load.ts';

interface StartFlags extends SettingsFlags {
  model?: string;
  port?: string;
  pretty?: boolean;
  json: boolean;
}

/** Well below what systemd gives. */
const EXIT_TIMEOUT_MS = 5000;

export function startCommand(): Command {
  const command = new Command('start')
    .description('run the broker until SIGINT or SIGTERM')
    .option('--model <provider>', 'local (the emulator in this process) or bedrock')
    .option('--port <port>', 'MQTT over TCP')
    .option('--pretty', 'logs for people')
    .option('--json', 'print the ports as one JSON object when ready', false)
    .addHelpText('after', () => `\nSettings (file key, environment variable, default):\n${settingsHelp()}`)
    .action((flags: StartFlags) => start(flags));
  return addSettingsFlags(command);
}

async function start(flags: StartFlags): Promise<void> {
  const output = createOutput(flags.json);
  const config = configOf(flags, {
    'model.provider': flags.model,
    'mqtt.port': flags.port,
    'log.pretty': flags.pretty ?? (process.stderr.isTTY ? true : undefined),
  });
  const brokerLog = await openBrokerLog(config.log);
  const { log } = brokerLog;
  // Nobody can say what still holds then: the process ends with 1, as it would without a word in the log.
  process.on('uncaughtExceptionMonitor', (err, origin) =>
    log.fatal(
      { err, origin },
      'a fault that nobody caught ends the process; the next one restores its conversations',
    ),
  );
  // Not before the configuration is read, which may be one of them: `--config <(…)`.
  const inherited = closeInheritedFiles();
  if (inherited.length > 0)
    log.info({ inherited }, 'closed files that were open when the broker was started');
  const { modelsDir, llmApiKey } = readEnvironment();
  let setupLink: string | undefined;
  const stop = new StopSignal();
  // Large, and no other command needs it.
  const { createBroker } = await import('../broker.ts');
  const broker = await createBroker({
    configFile: configFileOf({ file: flags.config }),
    config,
    log,
    onSetupLink: (link) => (setupLink = link),
    modelsDir,
    llmApiKey,
    onProgress: (text) => log.info({ progress: text }, 'starting'),
  });
  // Whoever reads that it is ready may stop it.
  const stopped = stop.expected();
  if (setupLink) {
    output.line('There is no administrator yet. Whoever opens this link within 24 hours becomes one:');
    output.line(`  ${setupLink}`);
  }
  output.result({ ports: broker.ports, ...(setupLink && { setupLink }) });
  const signal = await stopped;
  log.info({ signal }, 'stopping');
  await broker.close();
  log.info('stopped');
  brokerLog.close();
  // Of a part that did not close, something may be left that would keep the process for ever.
  setTimeout(() => process.exit(1), EXIT_TIMEOUT_MS).unref();
}

function settingsHelp(): string {
  return SETTINGS.map(({ path, variable, about, fallback }) => {
    const value = fallback === undefined ? '' : ` [${JSON.stringify(fallback)}]`;
    return `  ${path}, ${variable}${value}\n      ${about}`;
  }).join('\n');
}
