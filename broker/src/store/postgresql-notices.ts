/**
 * The connection that listens: made anew when it is lost, and whoever listens is told that something may be missing. Nobody
 * asks it anything, so it is asked from time to time whether it is still there.
 */
import { Client, type ClientConfig } from 'pg';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { CHANNELS } from './database.ts';
import { ChannelListeners } from './listeners.ts';
import { ask, endWithin } from './postgresql-client.ts';

export interface NoticeConnectionOptions {
  /** With a timeout for connecting. */
  readonly connection: ClientConfig;
  /** It was there, and answers nothing any more. */
  readonly onSilence: () => void;
  readonly log: Logger;
  readonly clock: Clock;
}

const RETRY_MS = 1000;
const HEARTBEAT_MS = { every: 10_000, timeout: 5000 };
const END_WITHIN_MS = 2000;

export class NoticeConnection {
  readonly listeners: ChannelListeners;
  readonly #options: NoticeConnectionOptions;
  #client: Client | undefined;
  /** Of the next heartbeat, or the next attempt to connect. */
  #cancelNext = (): void => {};
  #closed = false;

  constructor(options: NoticeConnectionOptions) {
    this.#options = options;
    this.listeners = new ChannelListeners((error) =>
      options.log.error({ err: error }, 'a listener of the database failed'),
    );
  }

  /** Nothing is missed at present. */
  get isOpen(): boolean {
    return this.#client !== undefined;
  }

  /** @throws when the server cannot be reached. */
  async open(): Promise<void> {
    const { connection, clock } = this.#options;
    const client = new Client(connection);
    // Its end follows, or the call that fails says so.
    client.on('error', () => {});
    client.on('notification', ({ channel, payload = '' }) => this.listeners.tell(channel, payload));
    try {
      await client.connect();
      for (const channel of CHANNELS) await this.#ask(client, `listen ${channel}`);
    } catch (error) {
      await endWithin(END_WITHIN_MS, client, clock);
      throw error;
    }
    if (this.#closed) return endWithin(END_WITHIN_MS, client, clock);
    this.#client = client;
    client.once('end', () => this.#lost(client));
    this.#beat(client);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelNext();
    const client = this.#client;
    this.#client = undefined;
    if (client) await endWithin(END_WITHIN_MS, client, this.#options.clock);
  }

  #ask(client: Client, sql: string, onTimeout = (): void => {}): Promise<unknown> {
    return ask(client, sql, [], { timeoutMs: HEARTBEAT_MS.timeout, clock: this.#options.clock, onTimeout });
  }

  #beat(client: Client): void {
    this.#cancelNext = this.#options.clock.after(HEARTBEAT_MS.every, () => {
      this.#ask(client, 'select 1', this.#options.onSilence).then(
        () => this.#client === client && this.#beat(client),
        () => this.#lost(client),
      );
    });
  }

  #lost(client: Client): void {
    if (this.#client !== client || this.#closed) return;
    this.#client = undefined;
    this.#cancelNext();
    this.#options.log.warn('the connection that hears of changes in the database was lost');
    this.#retry();
  }

  #retry(): void {
    this.#cancelNext = this.#options.clock.after(RETRY_MS, () => {
      this.open().then(
        () => this.listeners.gap(),
        () => !this.#closed && this.#retry(),
      );
    });
  }
}
