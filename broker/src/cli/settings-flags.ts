/** Flags that every command with a configuration takes. */
import { type Command, InvalidArgumentError } from 'commander';
import { loadConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';

export interface SettingsFlags {
  config?: string;
  set: Record<string, string>;
  dataDir?: string;
}

export function addSettingsFlags(command: Command): Command {
  return command
    .option('-c, --config <file>', 'configuration file (YAML); default pipit.yaml, if there is one')
    .option('-s, --set <key=value>', 'one setting, like mqtt.port=1884; may be repeated', collectSetting, {})
    .option('--data-dir <folder>', 'folder for what must last');
}

/** Flags over environment over file over defaults; `forced` over all. @throws {ConfigError} */
export function configOf(flags: SettingsFlags, named: Record<string, unknown> = {}): Config {
  return loadConfig({ file: flags.config, flags: { dataDir: flags.dataDir, ...named, ...flags.set } });
}

function collectSetting(text: string, all: Record<string, string>): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Use KEY=VALUE, like mqtt.port=1884.');
  return { ...all, [text.slice(0, at)]: text.slice(at + 1) };
}
