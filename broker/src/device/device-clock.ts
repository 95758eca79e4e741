/** Estimates how far the device's clock is from ours, from our pings and its answers. */
import { type ClockSample, type Pong, clockSample } from '@pipit/protocol';

const WINDOW = 8;
/** A slower answer says nothing about the clock. */
const MAX_ROUND_TRIP_MS = 10_000;

export class DeviceClock {
  #samples: ClockSample[] = [];

  /** The sample with the shortest way among the latest, which is the least distorted; undefined before the first. */
  get estimate(): ClockSample | undefined {
    let best: ClockSample | undefined;
    for (const sample of this.#samples) if (!best || sample.roundTripMs < best.roundTripMs) best = sample;
    return best;
  }

  /** `receivedAtMs`: our wire time. */
  add(pong: Pong, receivedAtMs: number): void {
    const sample = clockSample(pong.originTimeMs, pong.receiveTimeMs, pong.transmitTimeMs, receivedAtMs);
    if (sample.roundTripMs > MAX_ROUND_TRIP_MS) return;
    this.#samples.push(sample);
    if (this.#samples.length > WINDOW) this.#samples.shift();
  }
}
