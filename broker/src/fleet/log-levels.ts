/** Levels of the broker's log lines about single devices: tells them at the start and whenever somebody changes one. */
import type { Database } from '../store/database.ts';

export interface LogLevelsOptions {
  readonly database: Database;
  /** All of them, by device. */
  readonly onLevels: (levels: ReadonlyMap<string, string>) => void;
}

const MAX_LEVELS = 10_000;

export class LogLevels {
  readonly #options: LogLevelsOptions;
  readonly #stopListening: () => void;

  constructor(options: LogLevelsOptions) {
    this.#options = options;
    this.#stopListening = options.database.listen('pipit_configs', {
      onNotice: (payload) => {
        if ((JSON.parse(payload) as { logLevel?: boolean }).logLevel) void this.read();
      },
      onGap: () => void this.read(),
    });
  }

  async read(): Promise<void> {
    const { database, onLevels } = this.#options;
    try {
      const rows = await database.queries
        .selectFrom('devices')
        .select(['id', 'logLevel'])
        .where('logLevel', 'is not', null)
        .limit(MAX_LEVELS)
        .execute();
      onLevels(new Map(rows.map(({ id, logLevel }) => [id, logLevel!])));
    } catch {
      // The old ones are good enough until the database is back.
    }
  }

  close(): void {
    this.#stopListening();
  }
}
