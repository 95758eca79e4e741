/** Who takes down the sound of a conversation. The session tells what was heard and said; it does not know what becomes of it. */
import type { Audio } from '@pipit/protocol';
import type { ConversationContext } from './conversation-events.ts';

/** None of it may throw, nor wait. */
export interface SoundTape {
  /** Whether people agree to it, from now on; nobody does before it is said. */
  consent(isGiven: boolean): void;
  /** Of the microphone, as it came. Hot path. */
  heard(audio: Audio): void;
  /** Of an answer, as it was given to the device's link; when it is to be heard, on the session's clock. Hot path. */
  said(generation: number, packet: Uint8Array, playAtMs: number): void;
  /** What of this answer was to be heard from now on is not. */
  cut(generation: number): void;
  /** The conversation is over here. Idempotent. */
  close(): void;
}

export interface SoundContext extends ConversationContext {
  readonly frameDurationMs: number;
  /** Of what the device plays. */
  readonly playbackSampleRateHz: number;
}

export type OpenTape = (context: SoundContext) => SoundTape;
