/**
 * Where conversations are kept so that they go on after a lost device or a broker that was killed. What `append` has
 * acknowledged is found again by `last`, within the bounds of age and size that an implementation names.
 */
import type { ReasonName } from '@pipit/protocol';
import type { HistoryMessage } from '../model/voice-model.ts';

export type ConversationEntry = ConversationMoment & (OpenedEntry | MessageEntry | EndedEntry);

export interface ConversationMoment {
  readonly sessionId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface OpenedEntry {
  readonly kind: 'opened';
  /** The device's number of the session. */
  readonly number: number;
  readonly frameDurationMs: number;
  /** Of the protocol's `ListenMode`. */
  readonly mode: number;
}

export interface MessageEntry extends HistoryMessage {
  readonly kind: 'message';
  /** The answer it belongs to. */
  readonly generation: number;
  /** An answer that was cut off: `text` is what was heard of it. */
  readonly interrupted?: boolean;
}

export interface EndedEntry {
  readonly kind: 'ended';
  readonly reason: ReasonName;
}

/** What its opening says is 0 when that could not be kept. */
export interface StoredConversation extends Omit<OpenedEntry, 'kind'> {
  readonly sessionId: string;
  /** Of the newest entry, in milliseconds since 1970. */
  readonly lastAt: number;
  /** Undefined while it is open, and when the broker was killed before it could tell. */
  readonly ended: ReasonName | undefined;
  /** As stored: neighbours of the same role are not joined. */
  readonly messages: readonly HistoryMessage[];
  /** What was said in the conversations before that this one went on from: each began within `maxAgeMs` of the one before. */
  readonly earlier: readonly HistoryMessage[];
}

export interface ConversationStoreFigures {
  readonly appended: number;
  /** Entries that could not be kept; each was told to its caller. */
  readonly failed: number;
}

export interface ConversationStore {
  /** Resolves when the entry will survive the process and the machine. @throws {ConversationStoreError} */
  append(deviceId: string, entry: ConversationEntry): Promise<void>;
  /**
   * The conversation of a device that was opened last; undefined when there is none, or when its newest entry is
   * `maxAgeMs` old or older. @throws {ConversationStoreError}
   */
  last(deviceId: string, options: { readonly maxAgeMs: number }): Promise<StoredConversation | undefined>;
  readonly figures: ConversationStoreFigures;
  /** Waits for what is under way. Idempotent. */
  close(): Promise<void>;
}
