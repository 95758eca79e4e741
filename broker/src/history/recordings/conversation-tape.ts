/** The sound of one conversation while it goes on: both sides at the times at which they were heard. */
import { type Audio, AudioFlag, sequenceDifference } from '@pipit/protocol';
import { CaptureClock } from '../../audio/capture-clock.ts';
import type { Clock } from '../../clock.ts';
import type { SoundTape } from '../../session/conversation-sound.ts';
import type { SoundLane } from './sound-lane.ts';

export interface ConversationTapeOptions {
  readonly frameDurationMs: number;
  readonly user: SoundLane;
  readonly assistant: SoundLane;
  readonly clock: Clock;
  /** It begins or ceases to have something to write. */
  readonly onRunning: (isRunning: boolean) => void;
  /** There is no room, or the disk does not follow; the conversation goes on without. */
  readonly onGivenUp: () => void;
}

interface Spoken {
  readonly generation: number;
  readonly packet: Uint8Array;
  readonly playAtMs: number;
}

/** A jump in sequence beyond this is no repetition but a sender that counts anew. */
const MAX_SEQUENCE_JUMP = 1500;

export class ConversationTape implements SoundTape {
  readonly #options: ConversationTapeOptions;
  #running = false;
  #closed = false;
  #givenUp = false;
  #capture = new CaptureClock();
  #nextSequence: number | undefined;
  /** Of the microphone's audio, on our clock; undefined before the first. */
  #heardUntilMs: number | undefined;
  /** With the device, and not heard yet. */
  #coming: Spoken[] = [];

  constructor(options: ConversationTapeOptions) {
    this.#options = options;
  }

  consent(isGiven: boolean): void {
    const runs = isGiven && !this.#closed && !this.#givenUp;
    if (runs === this.#running) return;
    this.#running = runs;
    if (!runs) this.#stop();
    this.#options.onRunning(runs);
  }

  heard({ sequence, captureTimeMs, flags, packets }: Audio): void {
    if (!this.#running) return;
    const { frameDurationMs, clock, user } = this.#options;
    let missing = this.#missingBefore(sequence);
    // What comes twice is heard once.
    const first = Math.min(packets.length, Math.max(0, -missing));
    if (first === packets.length) return;
    missing = Math.max(0, missing);
    const durationMs = (packets.length - first) * frameDurationMs;
    const now = clock.now();
    const gapMs = this.#capture.place(
      {
        captureTimeMs: (captureTimeMs + first * frameDurationMs) >>> 0,
        durationMs,
        contiguous: missing === 0 && (flags & AudioFlag.AFTER_SILENCE) === 0,
        presumedGapMs: missing * frameDurationMs,
      },
      now,
    );
    this.#capture.advance(durationMs);
    this.#nextSequence = (sequence + packets.length) >>> 0;
    let atMs = this.#heardUntilMs === undefined ? now - durationMs : this.#heardUntilMs + gapMs;
    for (let i = first; i < packets.length; i++, atMs += frameDurationMs)
      if (!user.add(packets[i]!, atMs)) return this.giveUp();
    this.#heardUntilMs = atMs;
  }

  said(generation: number, packet: Uint8Array, playAtMs: number): void {
    if (this.#running) this.#coming.push({ generation, packet, playAtMs });
  }

  cut(generation: number): void {
    const now = this.#options.clock.now();
    this.#coming = this.#coming.filter(
      (spoken) => spoken.generation !== generation || spoken.playAtMs <= now,
    );
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.consent(false);
  }

  /** What was heard by now goes to the disk. To be called about once a second. */
  write(): void {
    this.#play(this.#options.clock.now());
    const { user, assistant } = this.#options;
    // Both, whatever the first one says.
    const [heard, said] = [user.flush(), assistant.flush()];
    if (!heard || !said) this.giveUp();
  }

  #play(untilMs: number): void {
    let count = 0;
    for (const { packet, playAtMs } of this.#coming) {
      if (playAtMs > untilMs) break;
      count++;
      if (!this.#options.assistant.add(packet, playAtMs)) return this.giveUp();
    }
    if (count > 0) this.#coming.splice(0, count);
  }

  #stop(): void {
    // What the device has it plays; without consent nobody listens to that.
    if (this.#closed && !this.#givenUp) this.#play(Infinity);
    this.#coming = [];
    this.#options.user.close();
    this.#options.assistant.close();
    this.#capture = new CaptureClock();
    this.#nextSequence = undefined;
    this.#heardUntilMs = undefined;
  }

  /** It is not recorded any further. Idempotent. */
  giveUp(): void {
    if (this.#givenUp) return;
    this.#givenUp = true;
    this.consent(false);
    this.#options.onGivenUp();
  }

  /** Packets missing before this one; negative when it is among those that came. */
  #missingBefore(sequence: number): number {
    if (this.#nextSequence === undefined) return 0;
    const missing = sequenceDifference(sequence, this.#nextSequence);
    return Math.abs(missing) > MAX_SEQUENCE_JUMP ? 0 : missing;
  }
}
