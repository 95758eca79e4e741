/** One session as its device sees it: what is owed to the user, and what must never happen. */
import type { DeviceSession } from '@pipit/device-sdk';
import { answerIn, questionsIn } from './numbered-brain.ts';

export interface SessionWatchOptions {
  readonly session: DeviceSession;
  readonly onHeard: (question: number, recorded: boolean) => void;
  /** The first sound of the answer to this question; undefined when it was not told. */
  readonly onAnswered: (question: number | undefined, generation: number) => void;
  readonly onResumed: (restored: boolean) => void;
  /** Something that must never happen. */
  readonly onViolation: (text: string) => void;
  /** Whether the answer to this question may come here. */
  readonly isOwn: (question: number) => boolean;
}

/** Events kept to explain a session that is stuck. */
const MAX_EVENTS = 60;

export class SessionWatch {
  readonly #options: SessionWatchOptions;
  readonly #texts = new Map<number, number>();
  readonly #events: string[] = [];
  readonly #startedAt = performance.now();
  readonly #waiting = new Set<() => void>();
  #flushed = 0;
  #newest = 0;
  /** When the user last got anything at all: a sound or words. */
  signAt = 0;
  /** When an answer of the model was last begun to be heard. */
  answerAt = 0;
  playing = false;

  constructor(options: SessionWatchOptions) {
    this.#options = options;
    const { session } = options;
    const { onHeard, onResumed, onViolation, isOwn } = options;
    session.on('state', ({ from, to }) => this.#note(`${from} -> ${to}`));
    session.on('transcript', ({ role, text, generation, recorded, stage }) => {
      this.#note(`${role} ${stage} ${generation}: ${text}`);
      if (role === 'USER') for (const question of questionsIn(text)) onHeard(question, recorded);
      const answered = role === 'ASSISTANT' ? answerIn(text) : undefined;
      if (role === 'ASSISTANT') {
        this.signAt = performance.now();
        this.#wake();
      }
      if (answered === undefined) return;
      if (!isOwn(answered))
        onViolation(`heard the answer to question ${answered}, which somebody else asked`);
      this.#texts.set(generation, answered);
      if (generation === this.#newest && this.playing) this.#answered(generation);
    });
    session.on('playbackStarted', ({ generation }) => {
      this.#note(`playback of ${generation} started`);
      if (generation <= this.#flushed)
        onViolation(`played answer ${generation} after the flush of ${this.#flushed}`);
      if (generation < this.#newest) onViolation(`played answer ${generation} after ${this.#newest}`);
      this.#newest = generation;
      this.playing = true;
      this.signAt = performance.now();
      this.#answered(generation);
    });
    session.on('playbackFinished', ({ generation }) => {
      this.#note(`playback of ${generation} finished`);
      if (generation <= this.#flushed)
        onViolation(`finished answer ${generation} after the flush of ${this.#flushed}`);
      this.playing = false;
      this.#wake();
    });
    session.on('flushed', ({ generation, playedMs }) => {
      this.#note(`flushed ${generation} after ${playedMs} ms`);
      this.#flushed = Math.max(this.#flushed, generation);
      this.playing = false;
      this.#wake();
    });
    session.on('resumed', ({ restored, generation, policy }) => {
      this.#note(`resumed at ${generation}, ${policy}${restored ? ', restored' : ''}`);
      // [SES-10] Answers are numbered from 1 again.
      if (restored) {
        [this.#flushed, this.#newest] = [0, 0];
        this.#texts.clear();
      }
      onResumed(restored);
    });
    session.on('ended', ({ reason, text }) => {
      this.#note(`ended: ${reason} ${text}`);
      this.playing = false;
      this.#wake();
    });
  }

  /** The last of what happened, with seconds since the session began. */
  get events(): readonly string[] {
    return this.#events;
  }

  get ended(): boolean {
    return this.#options.session.state === 'ENDED';
  }

  note(text: string): void {
    this.#note(text);
  }

  /** Resolves when the condition holds or the session has ended; false when neither is so in time. */
  async until(holds: () => boolean, withinMs: number, signal: AbortSignal): Promise<boolean> {
    const deadline = performance.now() + withinMs;
    while (!holds() && !this.ended && !signal.aborted) {
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) return false;
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.#waiting.delete(wake);
          clearTimeout(timer);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        const timer = setTimeout(wake, leftMs);
        this.#waiting.add(wake);
        signal.addEventListener('abort', wake, { once: true });
      });
    }
    return true;
  }

  #answered(generation: number): void {
    const question = this.#texts.get(generation);
    // What the broker says by itself is no answer; it has no text.
    if (question !== undefined) {
      this.answerAt = performance.now();
      this.#options.onAnswered(question, generation);
    }
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }

  #note(text: string): void {
    const atS = ((performance.now() - this.#startedAt) / 1000).toFixed(2);
    this.#events.push(`${atS} ${text}`);
    if (this.#events.length > MAX_EVENTS) this.#events.shift();
  }
}
