/**
 * Brings notices to channels, each at its own pace: one that fails is tried again for some minutes and holds up no other.
 *
 * Bound: 100 notices wait for one channel. Beyond it the oldest goes, and is counted.
 */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Figures } from '../telemetry/figures.ts';
import type { Notice } from './alert.ts';

export const CHANNELS = ['webhook', 'wecom', 'email'] as const;
export type ChannelName = (typeof CHANNELS)[number];

export interface AlertChannel {
  readonly name: ChannelName;
  /** Rejects when it did not arrive; the message holds no secret. */
  send(notice: Notice): Promise<void>;
  close?(): void;
}

/** Where a channel goes; holds no secret. */
export interface ChannelFacts {
  readonly channel: ChannelName;
  /** Null when it is not set. */
  readonly host: string | null;
  /** Of mails. */
  readonly recipients: number | null;
}

export interface ChannelOutcome {
  readonly channel: ChannelName;
  readonly ok: boolean;
  /** Why it did not arrive; holds no secret. */
  readonly error: string | null;
}

export interface NotifierOptions {
  readonly channels: readonly AlertChannel[];
  readonly clock: Clock;
  readonly log: Logger;
  readonly figures: Figures;
}

const MAX_WAITING = 100;
const RETRY_AFTER_MS = [1000, 5000, 30_000, 120_000];

export class Notifier {
  readonly #options: NotifierOptions;
  readonly #lines: ChannelLine[];

  constructor(options: NotifierOptions) {
    this.#options = options;
    this.#lines = options.channels.map((channel) => new ChannelLine(channel, options));
  }

  readonly notify = (notice: Notice): void => {
    const { state, rule, severity, title, subject, detail } = notice;
    const level = state === 'resolved' ? 'info' : severity === 'critical' ? 'error' : 'warn';
    this.#options.log[level]({ alert: { state, rule, severity, title, subject, detail } }, 'alert');
    for (const line of this.#lines) line.add(notice);
  };

  /** Sends it once over every channel, beside what waits, and tells what became of it. Never rejects. */
  readonly test = (notice: Notice): Promise<ChannelOutcome[]> =>
    Promise.all(
      this.#options.channels.map(async (channel): Promise<ChannelOutcome> => {
        const { name } = channel;
        try {
          await channel.send(notice);
          return { channel: name, ok: true, error: null };
        } catch (error) {
          const why = (error as Error).message;
          this.#options.log.warn(
            { channel: name, why, rule: notice.rule },
            'a test of the alerts did not arrive',
          );
          return { channel: name, ok: false, error: why };
        }
      }),
    );

  /** Gives up what waits. Idempotent. */
  close(): void {
    for (const line of this.#lines) line.close();
  }
}

class ChannelLine {
  readonly #channel: AlertChannel;
  readonly #options: NotifierOptions;
  readonly #waiting: Notice[] = [];
  #busy = false;
  #closed = false;
  #cancelRetry: (() => void) | undefined;

  constructor(channel: AlertChannel, options: NotifierOptions) {
    this.#channel = channel;
    this.#options = options;
  }

  add(notice: Notice): void {
    if (this.#closed) return;
    this.#waiting.push(notice);
    if (this.#waiting.length > MAX_WAITING) {
      this.#waiting.shift();
      this.#options.figures.count('alerts_dropped_total');
    }
    if (!this.#busy) void this.#work();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#waiting.length = 0;
    this.#cancelRetry?.();
    this.#channel.close?.();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    for (let notice = this.#waiting.shift(); notice; notice = this.#waiting.shift())
      await this.#deliver(notice);
    this.#busy = false;
  }

  async #deliver(notice: Notice): Promise<void> {
    const { figures, log, clock } = this.#options;
    const channel = this.#channel.name;
    for (let attempt = 0; !this.#closed; attempt++) {
      try {
        await this.#channel.send(notice);
        return figures.count('alerts_sent_total');
      } catch (error) {
        figures.count('alerts_send_failures_total');
        const why = (error as Error).message;
        const waitMs = RETRY_AFTER_MS[attempt];
        if (waitMs === undefined) {
          figures.count('alerts_dropped_total');
          return log.error({ channel, why, rule: notice.rule }, 'an alert could not be sent');
        }
        if (attempt === 0) log.warn({ channel, why, rule: notice.rule }, 'an alert is sent again later');
        await new Promise<void>((resolve) => {
          const cancel = clock.after(waitMs, resolve);
          this.#cancelRetry = () => {
            cancel();
            resolve();
          };
        });
      }
    }
  }
}
