/** Times of the device's clock on ours, and how long the microphone's audio is under way. */
import { type Audio, toWireTime, wireTimeDifference } from '@pipit/protocol';
import type { Clock } from '../clock.ts';
import type { SessionLink } from './session-link.ts';

/** Frames over which the delay of the microphone's way is averaged. */
const SMOOTHING = 8;

export class DeviceTime {
  readonly #link: SessionLink;
  readonly #clock: Clock;
  /** Running mean over the last frames; null before the clocks are compared. */
  #uplinkMs: number | null = null;

  constructor(link: SessionLink, clock: Clock) {
    this.#link = link;
    this.#clock = clock;
  }

  /** From the capture of a frame's last sample to us, averaged; null when it is not known. */
  get uplinkMs(): number | null {
    return this.#uplinkMs;
  }

  /** Now, while the clocks are not compared yet. */
  ours(deviceTimeMs: number): number {
    const now = this.#clock.now();
    const offset = this.#link.deviceClock;
    if (!offset) return now;
    return now - wireTimeDifference(toWireTime(now), toWireTime(deviceTimeMs - offset.offsetMs + 2 ** 32));
  }

  /** Hot path. */
  arrived({ captureTimeMs, packets }: Audio, frameDurationMs: number): void {
    if (!this.#link.deviceClock) return;
    const capturedAt = this.ours(captureTimeMs + packets.length * frameDurationMs);
    const delayMs = Math.max(0, this.#clock.now() - capturedAt);
    this.#uplinkMs =
      this.#uplinkMs === null ? delayMs : this.#uplinkMs + (delayMs - this.#uplinkMs) / SMOOTHING;
  }
}
