/** Plays answers and the broker's own words to the device: owns the downlink while there is one. */
import type { SessionResume } from '@pipit/protocol';
import { Downlink, type DownlinkOptions } from './downlink.ts';
import type { ResumePolicy } from '../lifecycle/lifecycle.ts';
import type { SessionMeter } from '../session-meter.ts';

export interface AnswerPlayerOptions extends DownlinkOptions {
  /** Of an answer, while the device is away. */
  readonly maxAwayMs: number;
  readonly meter: SessionMeter;
}

export class AnswerPlayer {
  readonly #options: AnswerPlayerOptions;
  #downlink: Downlink | undefined;
  #away = false;

  constructor(options: AnswerPlayerOptions) {
    this.#options = options;
  }

  get heldBytes(): number {
    return this.#downlink?.heldBytes ?? 0;
  }

  start(generation: number): void {
    if (!this.#downlink) {
      this.#downlink = new Downlink(this.#options);
      if (this.#away) this.#downlink.hold(this.#options.maxAwayMs);
    }
    this.#downlink.start(generation);
  }

  /** Hot path. */
  write(pcm: Int16Array): void {
    this.#downlink?.write(pcm);
  }

  end(): void {
    this.#downlink?.end();
  }

  flush(generation: number): void {
    this.#downlink?.flush(generation);
  }

  /** All of an answer that is here already. */
  say(generation: number, pcm: Int16Array): void {
    this.start(generation);
    this.write(pcm);
    this.end();
  }

  /** The device is away. */
  hold(): void {
    this.#away = true;
    this.#downlink?.hold(this.#options.maxAwayMs);
  }

  /** It is back, and has this. `repeated` is the new generation of what is said again, or 0. */
  resume(has: SessionResume | undefined, policy: ResumePolicy, repeated: number): void {
    this.#away = false;
    const downlink = this.#downlink;
    if (!downlink) return;
    if (repeated > 0) downlink.repeat(repeated);
    else downlink.resume(policy === 'continue' && has ? downlink.missingFrom(has) : undefined);
  }

  /** What there is of it is freed; the next answer begins anew. Idempotent. */
  close(): void {
    const downlink = this.#downlink;
    this.#downlink = undefined;
    if (!downlink) return;
    downlink.close();
    this.#options.meter.played(downlink);
  }
}
