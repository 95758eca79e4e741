/** What the device is told of its conversation. */
import {
  REASON_TEXTS,
  Reason,
  type ReasonName,
  ResumePolicy as ResumePolicyCode,
  type ResumePolicyName,
  Role,
  SessionState,
  type SessionStateName,
  TranscriptStage,
  clipUtf8,
  maxBytesOf,
  splitUtf8,
} from '@pipit/protocol';
import type { ResumePolicy, StateName } from './lifecycle/lifecycle.ts';
import type { SessionLink } from './session-link.ts';
import type { TurnRecord } from './turns/turn-log.ts';
import { turnReport } from './turns/turn-report.ts';

export interface Transcript {
  /** The answer it belongs to; for the user's words, the answer they lead to. */
  readonly generation: number;
  readonly role: 'user' | 'assistant';
  readonly stage: 'speculative' | 'final';
  readonly text: string;
  /** It is in the store. */
  readonly recorded?: boolean;
}

const MAX_TRANSCRIPT_BYTES = maxBytesOf('Transcript', 'text');
const MAX_END_TEXT_BYTES = Math.min(
  maxBytesOf('SessionClosed', 'text'),
  maxBytesOf('SessionRejected', 'text'),
);

export class DeviceAnnouncer {
  readonly #link: SessionLink;
  readonly #session: number;

  constructor(link: SessionLink, session: number) {
    this.#link = link;
    this.#session = session;
  }

  opened(sessionId: string): void {
    this.#link.send({ kind: 'sessionOpened', value: { session: this.#session, sessionId } });
  }

  /** To a device that came back. `restored`: the broker has lost what was not in its store. */
  resumed(
    sessionId: string,
    name: StateName,
    generation: number,
    { policy, restored }: { policy: ResumePolicy; restored: boolean },
  ): void {
    const value = {
      session: this.#session,
      sessionId,
      state: stateCode(name),
      generation,
      policy: ResumePolicyCode[policy.toUpperCase() as ResumePolicyName],
      restored,
    };
    this.#link.send({ kind: 'sessionResumed', value });
    this.#link.deliverWaiting();
  }

  state(name: StateName, generation: number): void {
    const state = stateCode(name);
    this.#link.send({ kind: 'stateChanged', value: { session: this.#session, state, generation } });
  }

  /** The model's own words may name accounts and requests: they are for the log, not for the device. */
  ended(reason: ReasonName, wasOpened: boolean): void {
    const text = clipUtf8(REASON_TEXTS[reason].text, MAX_END_TEXT_BYTES);
    const value = { session: this.#session, reason: Reason[reason], text };
    this.#link.send(wasOpened ? { kind: 'sessionClosed', value } : { kind: 'sessionRejected', value });
  }

  /** In pieces that fit the device's buffers. */
  transcript({ generation, role, stage, text, recorded = false }: Transcript): void {
    const pieces = splitUtf8(text, MAX_TRANSCRIPT_BYTES);
    for (const [index, piece] of pieces.entries()) {
      const value = {
        session: this.#session,
        generation,
        role: role === 'user' ? Role.USER : Role.ASSISTANT,
        stage: stage === 'final' ? TranscriptStage.FINAL : TranscriptStage.SPECULATIVE,
        text: piece,
        continued: index < pieces.length - 1,
        recorded,
      };
      this.#link.send({ kind: 'transcript', value });
    }
  }

  turn(turn: TurnRecord): void {
    this.#link.send({ kind: 'turnReport', value: turnReport(this.#session, turn) });
  }
}

const stateCode = (name: StateName): SessionState => SessionState[name.toUpperCase() as SessionStateName];
