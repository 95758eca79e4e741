/**
 * The newest packets of the microphone, kept for the time after a lost link: those that could not be sent, and those that
 * were sent last and may have been on their way. A broker knows them by their sequence. Bounded: the oldest goes.
 */
import { AudioFlag } from '@pipit/protocol';

export interface UplinkBacklogOptions {
  /** Audio kept at most; 0 for none. */
  readonly capacityMs: number;
  readonly frameDurationMs: number;
}

/** One message of audio before it is encoded. */
export interface UplinkAudio {
  readonly sequence: number;
  readonly capturedAtMs: number;
  readonly packets: readonly Uint8Array[];
  readonly flags: number;
}

export interface BacklogAudio extends UplinkAudio {
  /** It was sent before. */
  readonly again: boolean;
}

/** The bound of the protocol's audio message. */
const MAX_PACKETS_PER_MESSAGE = 4;
/** Messages without packets take no audio's place, but some memory. */
const MAX_EMPTY_MESSAGES = 16;

export class UplinkBacklog {
  readonly #maxPackets: number;
  #kept: BacklogAudio[] = [];
  #packets = 0;

  constructor({ capacityMs, frameDurationMs }: UplinkBacklogOptions) {
    this.#maxPackets = Math.floor(capacityMs / frameDurationMs);
  }

  /** Copies the packets. Returns how many packets were given up for good, unsent. */
  keep(audio: UplinkAudio, sent: boolean): number {
    const unsent = sent ? 0 : audio.packets.length;
    if (this.#maxPackets === 0) return unsent;
    this.#kept.push({ ...audio, packets: audio.packets.map((packet) => packet.slice()), again: sent });
    this.#packets += audio.packets.length;
    let lost = 0;
    while (this.#packets > this.#maxPackets || this.#kept.length > this.#maxPackets + MAX_EMPTY_MESSAGES) {
      const oldest = this.#kept.shift()!;
      this.#packets -= oldest.packets.length;
      if (!oldest.again) lost += oldest.packets.length;
    }
    return lost;
  }

  /** All that is kept, oldest first, joined to messages of several packets; it counts as sent from now on. */
  take(again: boolean): BacklogAudio[] {
    const wanted = again ? this.#kept : this.#kept.filter((audio) => !audio.again);
    this.#kept = this.#kept.map((audio) => ({ ...audio, again: true }));
    const messages: BacklogAudio[] = [];
    for (const audio of wanted) {
      const last = messages.at(-1);
      if (last && isJoined(last, audio)) messages[messages.length - 1] = joined(last, audio);
      else messages.push(audio);
    }
    return messages;
  }

  clear(): void {
    this.#kept = [];
    this.#packets = 0;
  }
}

function isJoined(first: BacklogAudio, second: BacklogAudio): boolean {
  return (
    first.again === second.again &&
    (first.sequence + first.packets.length) >>> 0 === second.sequence &&
    (first.flags & AudioFlag.END) === 0 &&
    (second.flags & AudioFlag.AFTER_SILENCE) === 0 &&
    first.packets.length + second.packets.length <= MAX_PACKETS_PER_MESSAGE
  );
}

const joined = (first: BacklogAudio, second: BacklogAudio): BacklogAudio => ({
  ...first,
  packets: [...first.packets, ...second.packets],
  flags: first.flags | second.flags,
});
