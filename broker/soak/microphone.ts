/** The microphone of a device without a codec: packets that were made once, loud while somebody speaks, at their pace. */
import { type DeviceSession, delay, systemClock } from '@pipit/device-sdk';
import { opusCodec } from '@pipit/device-sdk/node';
import { opusPackets } from '@pipit/device-sdk/testing';
import type { FrameDurationMs } from '@pipit/protocol';

const SAMPLE_RATE_HZ = 16_000;
const PREPARED_MS = 1200;

export interface Sounds {
  readonly frameDurationMs: FrameDurationMs;
  readonly loud: readonly Uint8Array[];
  readonly quiet: readonly Uint8Array[];
}

export async function prepareSounds(frameDurationMs: FrameDurationMs): Promise<Sounds> {
  const samples = (SAMPLE_RATE_HZ * PREPARED_MS) / 1000;
  const tone = Int16Array.from(
    { length: samples },
    (_, i) => 8000 * Math.sin((2 * Math.PI * 440 * i) / 16_000),
  );
  const format = { sampleRateHz: SAMPLE_RATE_HZ, frameDurationMs };
  return {
    frameDurationMs,
    loud: await opusPackets(opusCodec, tone, format),
    quiet: await opusPackets(opusCodec, new Int16Array(samples), format),
  };
}

export class Microphone {
  readonly #sounds: Sounds;
  #sent = 0;
  #loudLeft = 0;
  #onSpoken: () => void = () => {};

  constructor(sounds: Sounds) {
    this.#sounds = sounds;
  }

  /** Resolves when the last loud packet was sent. */
  say(ms: number): Promise<void> {
    this.#loudLeft = Math.ceil(ms / this.#sounds.frameDurationMs);
    return new Promise((resolve) => (this.#onSpoken = resolve));
  }

  /** Until the signal; packets that are late are sent at once. */
  async run(session: DeviceSession, signal: AbortSignal): Promise<void> {
    const start = performance.now();
    for (let due = 0; !signal.aborted; due += this.#sounds.frameDurationMs) {
      await delay(systemClock, Math.max(0, start + due - performance.now()), signal).catch(() => {});
      if (signal.aborted) break;
      session.sendPacket(this.#next());
      if (this.#loudLeft === 0) this.#onSpoken();
    }
    this.#onSpoken();
  }

  #next(): Uint8Array {
    const packets = this.#loudLeft > 0 ? this.#sounds.loud : this.#sounds.quiet;
    if (this.#loudLeft > 0) this.#loudLeft--;
    return packets[this.#sent++ % packets.length]!;
  }
}
