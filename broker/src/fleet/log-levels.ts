/** Levels of the broker's log lines about single devices. */
import type { Database } from '../store/database.ts';

const MAX_LEVELS = 10_000;

/** The few devices whose log lines have a level of their own, kept at hand: it is asked for at each sign-in. */
export class LogLevels {
  readonly #database: Database;
  readonly #stopListening: () => void;
  #levels: ReadonlyMap<string, string> = new Map();

  constructor(database: Database) {
    this.#database = database;
    this.#stopListening = database.listen('pipit_configs', {
      onNotice: (payload) => {
        if ((JSON.parse(payload) as { logLevel?: boolean }).logLevel) void this.read();
      },
      onGap: () => void this.read(),
    });
  }

  of(deviceId: string): string | undefined {
    return this.#levels.get(deviceId);
  }

  async read(): Promise<void> {
    try {
      const rows = await this.#database.queries
        .selectFrom('devices')
        .select(['id', 'logLevel'])
        .where('logLevel', 'is not', null)
        .limit(MAX_LEVELS)
        .execute();
      this.#levels = new Map(rows.map(({ id, logLevel }) => [id, logLevel!]));
    } catch {
      // The old ones are good enough until the database is back.
    }
  }

  close(): void {
    this.#stopListening();
  }
}
