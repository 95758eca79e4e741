/** Who listens on which channel; shared by the engines. */
import type { Channel, Notices } from './database.ts';

export class ChannelListeners {
  readonly #byChannel = new Map<string, Set<Notices>>();
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  add(channel: Channel, notices: Notices): () => void {
    const listeners = this.#byChannel.get(channel) ?? new Set();
    this.#byChannel.set(channel, listeners.add(notices));
    return () => listeners.delete(notices);
  }

  tell(channel: string, payload: string): void {
    for (const { onNotice } of this.#byChannel.get(channel) ?? []) this.#contained(() => onNotice(payload));
  }

  gap(): void {
    for (const listeners of this.#byChannel.values()) {
      for (const { onGap } of listeners) if (onGap) this.#contained(onGap);
    }
  }

  #contained(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#onError(error);
    }
  }
}
