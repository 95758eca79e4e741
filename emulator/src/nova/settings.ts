/** The numbers and the uncertain behaviours of the service, all of them settings. */
import type { EndpointingSensitivity } from '../conversation/parts.ts';

export interface Limits {
  /** Streams at the same time; the next one is throttled with HTTP 429. */
  readonly concurrentStreams: number;
  /** Life of a stream in milliseconds; then ModelTimeoutException. */
  readonly streamMs: number;
  /** Longest gap without audio or interactive text in milliseconds; then ValidationException. */
  readonly idleMs: number;
  /** All history messages together, in UTF-8 bytes. */
  readonly historyBytes: number;
  /** One textInput of history or live text, in UTF-8 bytes. */
  readonly textInputBytes: number;
  /** One textInput of the system prompt, in UTF-8 bytes. */
  readonly systemTextInputBytes: number;
  /** Content blocks that may be open at the same time. */
  readonly openContents: number;
  /** Tool calls that may wait for their result at the same time. */
  readonly pendingToolCalls: number;
  /**
   * How far the audio input may run ahead of real time in milliseconds before the server stops reading for a while;
   * protects the ears from a client that sends a recording at once.
   */
  readonly inputLeadMs: number;
}

export const defaultLimits: Limits = {
  concurrentStreams: 20,
  streamMs: 480_000,
  idleMs: 55_000,
  historyBytes: 40 * 1024,
  textInputBytes: 1024,
  systemTextInputBytes: 16 * 1024,
  openContents: 16,
  pendingToolCalls: 16,
  inputLeadMs: 30_000,
};

/** What is not documented, or was seen in more than one way. */
export interface Behaviour {
  /** Send `userSpeechStart` and `userSpeechEnd`, which are not documented but were seen live. */
  readonly userSpeechEvents: boolean;
  /** When `completionStart` comes: with the first turn (as recorded), or as soon as the prompt starts. */
  readonly completionStart: 'first-turn' | 'prompt';
  /**
   * What an interruption looks like after the audio stopped. `full`: AUDIO END_TURN, `{ "interrupted" : true }`, TEXT
   * INTERRUPTED. `marker`: without INTERRUPTED. `stop-reason`: without the marker. `silent`: AUDIO PARTIAL_TURN only.
   */
  readonly bargeIn: 'full' | 'marker' | 'stop-reason' | 'silent';
  /** When FINAL text comes: at the pace of playback, right after the turn, or never. */
  readonly finalText: 'played' | 'immediate' | 'none';
  /** `toolUse.content` as JSON inside a JSON string inside the JSON string. */
  readonly doubleEncodedToolInput: boolean;
  /** Refuse two neighbouring history messages of the same role. */
  readonly strictHistory: boolean;
  /** Append to a refusal, in brackets, what exactly was wrong. The service does not. */
  readonly explain: boolean;
  /** Audio in one audioOutput event, in milliseconds. */
  readonly audioChunkMs: number;
  /** Pace of the answer's audio as a multiple of real time; 0 sends it as fast as it is made and read. */
  readonly audioSpeed: number;
  /** Used when the session gives no endpointingSensitivity. */
  readonly defaultEndpointing: EndpointingSensitivity;
}

export const defaultBehaviour: Behaviour = {
  userSpeechEvents: true,
  completionStart: 'first-turn',
  bargeIn: 'full',
  finalText: 'played',
  doubleEncodedToolInput: false,
  strictHistory: true,
  explain: true,
  audioChunkMs: 64,
  audioSpeed: 0,
  defaultEndpointing: 'MEDIUM',
};

/** How input and output are counted; no official rates are known. */
export interface TokenRates {
  readonly speechInputPerSecond: number;
  readonly speechOutputPerSecond: number;
  readonly charactersPerTextToken: number;
  /** Count the whole text context again with every turn. */
  readonly recountContext: boolean;
}

export const defaultTokenRates: TokenRates = {
  speechInputPerSecond: 30,
  speechOutputPerSecond: 30,
  charactersPerTextToken: 4,
  recountContext: false,
};
