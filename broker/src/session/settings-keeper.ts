/**
 * The settings of one conversation: read while it opens, and changed while it goes on. Most of a change holds at once;
 * a model takes its settings when a stream is opened, so there the present stream has to be replaced.
 */
import type { Clock } from '../clock.ts';
import type { SessionSettings } from './session-settings.ts';

export interface SettingsKeeperOptions {
  /** Until others are known. */
  readonly initial: SessionSettings;
  readonly clock: Clock;
  /** Whether the present stream was opened with other settings. */
  readonly isStale: () => boolean;
  /** The stream is to be replaced; may be asked again and again. */
  readonly renew: () => void;
  readonly onChanged: (settings: SessionSettings) => void;
}

/** After an attempt that came to nothing. */
const RETRY_MS = 2000;

export class SettingsKeeper {
  readonly #options: SettingsKeeperOptions;
  #current: SessionSettings;
  #cancelRetry: (() => void) | undefined;
  /** Somebody has changed them: what is still being read is out of date. */
  #changed = false;

  constructor(options: SettingsKeeperOptions) {
    this.#options = options;
    this.#current = options.initial;
  }

  get current(): SessionSettings {
    return this.#current;
  }

  /** What was read for the beginning of the conversation. */
  begin(settings: SessionSettings): void {
    if (!this.#changed) this.#set(settings);
  }

  apply(settings: SessionSettings): void {
    this.#changed = true;
    this.#set(settings);
    this.refresh();
  }

  /** What a stream is opened with may be other than it was. */
  refresh(): void {
    if (this.#options.isStale()) this.#options.renew();
  }

  /** To be called when no replacement of the stream is under way: perhaps one failed, or came too early. */
  check(): void {
    if (this.#cancelRetry || !this.#options.isStale()) return;
    this.#cancelRetry = this.#options.clock.after(RETRY_MS, () => {
      this.#cancelRetry = undefined;
      if (this.#options.isStale()) this.#options.renew();
    });
  }

  /** Idempotent. */
  close(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
  }

  #set(settings: SessionSettings): void {
    this.#current = settings;
    this.#options.onChanged(settings);
  }
}
