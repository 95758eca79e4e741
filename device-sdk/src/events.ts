/** All events of the SDK: what they are called, when they come and what they carry. */
import type {
  ConfigScalar,
  ConfigStatusName,
  HelloAck,
  ReasonName,
  ResumePolicyName,
  RoleName,
  TranscriptStageName,
  TurnMarkName,
} from '@pipit/protocol';
import type { DeviceError } from './errors.ts';
import type { PlaybackMark } from './playout/playout.ts';
import type { SessionStateName } from './session/device-session-state.ts';

export interface DeviceEvents {
  /** An attempt to connect begins. The first is attempt 1; a connection that lasted starts the count again. */
  connecting: { readonly attempt: number };
  /** The broker has answered hello. */
  connected: HelloAck;
  /** The connection, or the attempt, is over. The device tries again when `reconnecting` follows. */
  disconnected: DeviceError;
  /** The next attempt comes after `delayMs`. */
  reconnecting: { readonly attempt: number; readonly delayMs: number };
  /** The broker's clock was measured again. */
  clock: ClockOffset;
  /** The configuration of the device was applied, as far as it can be. */
  config: DeviceConfiguration;
  /** The broker commands something that the device knows; what was given for it is called next. */
  command: DeviceCommand;
  /** The broker refused something, or sent something that breaks the protocol. The connection lasts. */
  error: DeviceError;
  /** The device will not connect any more; the error is undefined after close(). */
  closed: DeviceError | undefined;
}

export interface SessionEvents {
  state: { readonly from: SessionStateName; readonly to: SessionStateName };
  transcript: SessionTranscript;
  /** The first frame of an answer is heard. */
  playbackStarted: PlaybackMark;
  /** Once a second while an answer plays. */
  playbackProgress: PlaybackMark;
  /** The last frame of an answer was heard. An answer that is flushed before has no such event. */
  playbackFinished: PlaybackMark;
  /** The broker cancelled an answer, or was restarted in it; `playedMs` of it had been heard. */
  flushed: { readonly generation: number; readonly playedMs: number };
  /** The link was lost and is back, and the broker goes on with the conversation. */
  resumed: SessionResumption;
  /** A turn is over; only when `openSession` was told so. */
  turnReport: SessionTurnReport;
  /** A sink failed and was detached. The session lasts. */
  error: DeviceError;
  /** The last event of a session. */
  ended: { readonly reason: ReasonName; readonly text: string };
}

export interface DeviceConfiguration {
  readonly revision: number;
  /** What is configured, by key. */
  readonly values: Readonly<Record<string, ConfigScalar>>;
  /** What became of it, by key. */
  readonly statuses: Readonly<Record<string, ConfigStatusName>>;
}

export type DeviceCommand = { readonly id: number } & (
  | { readonly name: 'reboot' | 'identify' }
  | { readonly name: 'setVolume'; readonly percent: number }
  | { readonly name: 'custom'; readonly custom: string; readonly argument: string }
);

/** Add `offsetMs` to the device's clock to get the broker's. */
export interface ClockOffset {
  readonly offsetMs: number;
  /** Of the best ping: the offset is right to half of it. */
  readonly roundTripMs: number;
}

export interface SessionTranscript {
  readonly role: RoleName;
  /** SPECULATIVE: about to be said. FINAL: said, or heard. */
  readonly stage: TranscriptStageName;
  readonly generation: number;
  readonly text: string;
  /** The text goes on in the next transcript of the same role and stage. */
  readonly continued: boolean;
  /** It is on the broker's disk: part of the conversation, even if the broker fails now. */
  readonly recorded: boolean;
}

export interface SessionResumption {
  /** The broker was restarted and goes on from its history: the answer that was cut off is not continued. */
  readonly restored: boolean;
  /** The answer being spoken, or the last one. */
  readonly generation: number;
  /** What becomes of an answer that was cut off. */
  readonly policy: ResumePolicyName;
}

export interface SessionTurnReport {
  readonly generation: number;
  /** Of the answer, what was heard. */
  readonly playedMs: number;
  /** Milliseconds since the first moment of the turn. */
  readonly moments: readonly { readonly mark: TurnMarkName; readonly atMs: number }[];
}

export interface LogEntry {
  readonly level: 'debug' | 'info' | 'warn';
  /** Constant, so that it can be searched for. */
  readonly message: string;
  readonly [field: string]: unknown;
}
/** Never gets transcripts, audio or secrets. */
export type Log = (entry: LogEntry) => void;
