/**
 * What a session tells the broker: each of its messages as a method. Audio goes by the uplink. What the broker may have
 * missed when a link was lost is told again on the next one; of what is kept for that, the oldest goes first.
 */
import {
  type BodyInit,
  type DeviceBody,
  InterruptCause,
  ListenMode,
  ResumePolicy,
  toWireTime,
} from '@pipit/protocol';
import type { AnswerPosition } from '../playout/answer-queue.ts';
import type { PlaybackMark } from '../playout/playout.ts';
import type { SessionInterruptCause, SessionMode } from './device-session-state.ts';

/** What becomes of the part of an answer that was not heard when the link was lost. */
export type SessionResumePolicy = 'CONTINUE' | 'REPEAT' | 'DROP';

/** The number of the message; undefined when there is no link. `onAcknowledged`: the broker has it. */
export type SendControl = (body: BodyInit<DeviceBody>, onAcknowledged?: () => void) => number | undefined;

export interface SessionOutboxOptions {
  readonly session: number;
  readonly frameDurationMs: number;
  /** The broker shall report the moments of each turn. */
  readonly turnReports: boolean;
  /** Undefined leaves it to the broker. */
  readonly resumePolicy: SessionResumePolicy | undefined;
  /** There is no link to send on, or none that has the session yet. */
  readonly isHeld: () => boolean;
  readonly send: SendControl;
}

/** Messages the broker may not have got, beyond which the oldest is forgotten. */
const MAX_UNACKNOWLEDGED = 32;

interface Unacknowledged {
  readonly body: BodyInit<DeviceBody>;
  /** It stops the answer that plays, or played. */
  readonly interrupts: boolean;
}

export class SessionOutbox {
  readonly #options: SessionOutboxOptions;
  /** In the order of telling. */
  readonly #unacknowledged = new Set<Unacknowledged>();

  constructor(options: SessionOutboxOptions) {
    this.#options = options;
  }

  open(mode: SessionMode): number | undefined {
    const { session, frameDurationMs, turnReports, send } = this.#options;
    return send({
      kind: 'sessionOpen',
      value: { session, frameDurationMs, mode: ListenMode[mode], turnReports },
    });
  }

  /** [SES-9] An answer that was interrupted without the broker's knowing is not wanted any more. */
  resume(sessionId: string, mode: SessionMode, position: AnswerPosition | undefined): number | undefined {
    const { session, frameDurationMs, turnReports, resumePolicy, send } = this.#options;
    const interrupted = [...this.#unacknowledged].some(({ interrupts }) => interrupts);
    const policy = interrupted ? 'DROP' : (resumePolicy ?? 'UNSPECIFIED');
    return send({
      kind: 'sessionResume',
      value: {
        session,
        sessionId,
        frameDurationMs,
        mode: ListenMode[mode],
        ...position,
        policy: ResumePolicy[policy],
        turnReports,
      },
    });
  }

  listenStart(mode: SessionMode): void {
    const { session } = this.#options;
    this.#tell(
      { kind: 'listenStart', value: { session, mode: ListenMode[mode] } },
      { interrupts: mode === 'PUSH_TO_TALK' },
    );
  }

  listenStop(): void {
    this.#tell({ kind: 'listenStop', value: { session: this.#options.session } });
  }

  interrupt(cause: SessionInterruptCause): void {
    const { session } = this.#options;
    this.#tell({ kind: 'interrupt', value: { session, cause: InterruptCause[cause] } }, { interrupts: true });
  }

  flushed(generation: number, playedMs: number): void {
    this.#tell({ kind: 'flushed', value: { session: this.#options.session, generation, playedMs } });
  }

  playback(kind: 'playbackStarted' | 'playbackProgress' | 'playbackFinished', mark: PlaybackMark): void {
    const { session, send, isHeld } = this.#options;
    const { generation, playedMs } = mark;
    const value = { session, generation, deviceTimeMs: toWireTime(mark.deviceTimeMs) };
    if (kind === 'playbackStarted') this.#tell({ kind, value });
    else if (kind === 'playbackFinished') this.#tell({ kind, value: { ...value, playedMs } });
    // The next one says it anew.
    else if (!isHeld()) send({ kind, value: { ...value, playedMs } });
  }

  /** Tells again, in the same order, what the broker has not acknowledged. */
  tellAgain(): void {
    const untold = [...this.#unacknowledged];
    this.#unacknowledged.clear();
    for (const { body, interrupts } of untold) this.#tell(body, { interrupts });
  }

  /** The answers it is about are numbered anew. */
  forgetAnswers(): void {
    for (const entry of this.#unacknowledged) {
      const { kind } = entry.body;
      if (kind === 'flushed' || kind === 'playbackStarted' || kind === 'playbackFinished')
        this.#unacknowledged.delete(entry);
    }
  }

  #tell(body: BodyInit<DeviceBody>, { interrupts = false } = {}): void {
    const entry: Unacknowledged = { body, interrupts };
    this.#unacknowledged.add(entry);
    if (this.#unacknowledged.size > MAX_UNACKNOWLEDGED) {
      for (const oldest of this.#unacknowledged) {
        this.#unacknowledged.delete(oldest);
        break;
      }
    }
    const { isHeld, send } = this.#options;
    if (!isHeld()) send(body, () => void this.#unacknowledged.delete(entry));
  }
}
