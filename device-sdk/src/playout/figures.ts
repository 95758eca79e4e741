/** What playout counts and measures, for applications and for the telemetry message. */

export interface PlayoutCounters {
  /** Packets that came from the network. */
  received: number;
  /** Packets that never came, or not before their turn. */
  lost: number;
  /** Packets that came after their turn. */
  late: number;
  duplicate: number;
  /** Frames made up for missing or delayed packets. */
  concealed: number;
  /** Frames of silence in the middle of an answer, until more of it came. */
  waited: number;
  /** Times that nothing was left to play in the middle of an answer. */
  starvations: number;
  /** Oldest packets given up because more was sent ahead than the buffer holds. */
  overflowed: number;
  /** Packets of answers that were flushed before. */
  stale: number;
  /** Packets that the decoder refused. */
  corrupt: number;
  /** Frames of answers that were taken to be played. */
  played: number;
  /** Of these, what was left out to catch up: whole frames of pauses. */
  skippedMs: number;
  /** Of these, what was left out to catch up: periods of the voice. */
  compressedMs: number;
}

export interface PlayoutFigures extends Readonly<PlayoutCounters> {
  readonly jitterMs: number;
  /** Audio that waits here. */
  readonly bufferedMs: number;
  /** Of the delay, what the jitter of the network asks for. */
  readonly targetMs: number;
  /** How far ahead of playing the broker sends, as measured. */
  readonly leadMs: number;
  /** From when the frame given to the speaker last would have come over an undisturbed network until it was given. */
  readonly delayMs: number;
}

export const noPlayoutYet = (): PlayoutCounters => ({
  received: 0,
  lost: 0,
  late: 0,
  duplicate: 0,
  concealed: 0,
  waited: 0,
  starvations: 0,
  overflowed: 0,
  stale: 0,
  corrupt: 0,
  played: 0,
  skippedMs: 0,
  compressedMs: 0,
});
