/**
 * Keeps what is said in the store, and tells the device of it in the order in which it was said: the user's words are
 * acknowledged when they are on disk, or told as not recorded when they cannot be.
 */
import type { ReasonName } from '@pipit/protocol';
import type { ConversationEntry, ConversationStore } from '../../history/conversation-store.ts';
import type { Clock } from '../../clock.ts';
import type { Transcript } from '../device-announcer.ts';

export interface SessionRecordOptions {
  /** Undefined: nothing is kept. */
  readonly store: ConversationStore | undefined;
  readonly deviceId: string;
  readonly sessionId: string;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly wallClock: () => number;
  readonly tell: (transcript: Transcript) => void;
  /** Our own code failed. */
  readonly onFault: (error: unknown) => void;
}

type Content = ConversationEntry extends infer Entry
  ? Entry extends ConversationEntry
    ? Omit<Entry, 'sessionId' | 'at'>
    : never
  : never;

/** A disk that takes longer does not acknowledge. */
const MAX_APPEND_MS = 5000;

export class SessionRecord {
  readonly #options: SessionRecordOptions;
  /** Resolves when all before is kept and told; undefined when nothing is under way. */
  #underWay: Promise<void> | undefined;

  constructor(options: SessionRecordOptions) {
    this.#options = options;
  }

  opened(number: number, frameDurationMs: number, mode: number): void {
    this.#keep({ kind: 'opened', number, frameDurationMs, mode });
  }

  ended(reason: ReasonName): void {
    this.#keep({ kind: 'ended', reason });
  }

  said(generation: number, text: string, interrupted: boolean): void {
    if (text) this.#keep({ kind: 'message', role: 'assistant', text, generation, interrupted });
  }

  /** The user's words are kept first; whatever comes after waits for them. */
  tell(transcript: Transcript): void {
    const { store, tell } = this.#options;
    const { role, stage, text, generation } = transcript;
    if (store && role === 'user' && stage === 'final') {
      this.#keep({ kind: 'message', role, text, generation }, (recorded) =>
        tell({ ...transcript, recorded }),
      );
    } else if (this.#underWay) this.#after(async () => tell(transcript));
    else tell(transcript);
  }

  /** Resolves when all is kept and told. */
  get settled(): Promise<void> | undefined {
    return this.#underWay;
  }

  #keep(content: Content, done: (recorded: boolean) => void = () => {}): void {
    const { store, deviceId, sessionId, wallClock } = this.#options;
    if (!store) return done(false);
    const entry = { ...content, sessionId, at: wallClock() } as ConversationEntry;
    // The store says in the log why it could not.
    const kept = this.#inTime(store.append(deviceId, entry));
    this.#after(async () => done(await kept));
  }

  /** False when it failed, or has not come about until now: what is told, and the end, cannot wait for a dead disk. */
  #inTime(appended: Promise<void>): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(MAX_APPEND_MS, () => resolve(false));
      const over = (kept: boolean) => {
        cancel();
        resolve(kept);
      };
      appended.then(
        () => over(true),
        () => over(false),
      );
    });
  }

  #after(work: () => Promise<void>): void {
    const before = this.#underWay ?? Promise.resolve();
    const done = before
      .then(work)
      .catch(this.#options.onFault)
      .finally(() => {
        if (this.#underWay === done) this.#underWay = undefined;
      });
    this.#underWay = done;
  }
}
