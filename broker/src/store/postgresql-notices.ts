/** The connection that listens: made anew when it is lost, and whoever listens is told that something may be missing. */
import { Client, type ClientConfig } from 'pg';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { CHANNELS } from './database.ts';
import { ChannelListeners } from './listeners.ts';

export interface NoticeConnectionOptions {
  readonly connection: ClientConfig;
  readonly log: Logger;
  readonly clock: Clock;
}

const RETRY_MS = 1000;

export class NoticeConnection {
  readonly listeners: ChannelListeners;
  readonly #options: NoticeConnectionOptions;
  #client: Client | undefined;
  #cancelRetry = (): void => {};
  #closed = false;

  constructor(options: NoticeConnectionOptions) {
    this.#options = options;
    this.listeners = new ChannelListeners((error) =>
      options.log.error({ err: error }, 'a listener of the database failed'),
    );
  }

  /** @throws when the server cannot be reached. */
  async open(): Promise<void> {
    const client = new Client(this.#options.connection);
    // Its end follows, or the call that fails says so.
    client.on('error', () => {});
    client.on('notification', ({ channel, payload = '' }) => this.listeners.tell(channel, payload));
    try {
      await client.connect();
      for (const channel of CHANNELS) await client.query(`listen ${channel}`);
    } catch (error) {
      await client.end().catch(() => {});
      throw error;
    }
    if (this.#closed) return client.end();
    this.#client = client;
    client.once('end', () => this.#lost(client));
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelRetry();
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
  }

  #lost(client: Client): void {
    if (this.#client !== client || this.#closed) return;
    this.#client = undefined;
    this.#options.log.warn('the connection that hears of changes in the database was lost');
    this.#retry();
  }

  #retry(): void {
    this.#cancelRetry = this.#options.clock.after(RETRY_MS, () => {
      this.open().then(
        () => this.listeners.gap(),
        () => !this.#closed && this.#retry(),
      );
    });
  }
}
