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
  /** Times that nothing was left to play in the middle of an answer. */
  starvations: number;
  /** Oldest packets given up because more was sent ahead than the buffer holds. */
  overflowed: number;
  /** Packets of answers that were flushed before. */
  stale: number;
  /** Packets that the decoder refused. */
  corrupt: number;
  /** Frames given to the speaker that hold audio of an answer. */
  played: number;
}

export interface PlayoutFigures extends Readonly<PlayoutCounters> {
  readonly jitterMs: number;
  readonly bufferedMs: number;
  readonly targetMs: number;
}

export const noPlayoutYet = (): PlayoutCounters => ({
  received: 0,
  lost: 0,
  late: 0,
  duplicate: 0,
  concealed: 0,
  starvations: 0,
  overflowed: 0,
  stale: 0,
  corrupt: 0,
  played: 0,
});
