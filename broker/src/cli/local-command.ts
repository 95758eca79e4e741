/** Commands that ask the API on the broker's own machine. */
import type { Command } from 'commander';
import { createLog } from '../telemetry/log.ts';
import type { LocalApi } from './local-api.ts';
import { type Output, createOutput } from './output.ts';
import { type SettingsFlags, addSettingsFlags, configOf } from './settings-flags.ts';

export interface LocalFlags extends SettingsFlags {
  json: boolean;
}

export type LocalAction<Flags extends LocalFlags> = (
  api: LocalApi,
  output: Output,
  /** Empty when the command takes none. */
  argument: string,
  flags: Flags,
) => Promise<void>;

export function addLocalCommand<Flags extends LocalFlags>(
  parent: Command,
  usage: string,
  about: string,
  action: LocalAction<Flags>,
): Command {
  const command = parent
    .command(usage)
    .description(about)
    .option('--json', 'one JSON object', false)
    .action(async (...args: unknown[]) => {
      const [self, flags] = [args.at(-1) as Command, args.at(-2) as Flags];
      const config = configOf(flags);
      // With the whole API: nothing for the help.
      const { openLocalApi } = await import('./local-api.ts');
      const api = await openLocalApi(config, await createLog({ ...config.log, level: 'error' }));
      try {
        await action(api, createOutput(flags.json), self.args[0] ?? '', flags);
      } finally {
        await api.close();
      }
    });
  return addSettingsFlags(command);
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** Every item of a list, page after page. */
export async function everyItem<Item>(api: LocalApi, path: string): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const query: string = new URLSearchParams({ limit: '200', ...(cursor && { cursor }) }).toString();
    const page: Page<Item> = await api.ask<Page<Item>>('GET', `${path}?${query}`);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}
