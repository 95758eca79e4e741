/**
 * Between the answers and the speaker: a frame of sound for every turn. While more is held than needed, more frames go
 * in than come out: pauses are left out first, then periods of the voice.
 */
import type { AnswerFrame, AnswerQueue } from './answer-queue.ts';
import type { AudioFormat } from './audio-sink.ts';
import { CatchUpPlan } from './catch-up-plan.ts';
import type { FrameRenderer } from './frame-renderer.ts';
import { PauseDetector } from './pause-detector.ts';
import { TimeScale } from './time-scale.ts';

export interface FeederTurn {
  /** The answer whose first frame this is, and when it will be heard. */
  readonly started?: { readonly generation: number; readonly heardMs: number };
  /** An answer was given to its end. */
  readonly ended: boolean;
  readonly next: 'frame' | 'wait' | 'idle';
  readonly pcm?: Int16Array;
}

/** Of a pause, left out within one turn: more would be a burst of work for a small device. */
const MAX_SKIPPED_FRAMES = 4;

export class FrameFeeder {
  readonly #queue: AnswerQueue;
  readonly #frameDurationMs: number;
  readonly #scale: TimeScale;
  readonly #pauses: PauseDetector;
  readonly #plan = new CatchUpPlan();

  constructor(queue: AnswerQueue, format: AudioFormat) {
    this.#queue = queue;
    this.#frameDurationMs = format.frameDurationMs;
    this.#scale = new TimeScale(format);
    this.#pauses = new PauseDetector(format);
  }

  /** Taken from the queue, and not given to the speaker yet. */
  get heldMs(): number {
    return this.#scale.heldMs;
  }

  /** To be called once every frame duration. Without a renderer nobody listens, and the answers only pass. */
  turn(nowMs: number, latencyMs: number, renderer: FrameRenderer | undefined): FeederTurn {
    if (!renderer) this.#scale.clear();
    if (this.#scale.hasFrame) {
      this.#speedUp(nowMs, renderer);
      return this.#give({ ended: false, next: 'frame' });
    }
    const { heldMs } = this;
    const heardMs = nowMs + latencyMs + heldMs;
    const { started, ended, ...turn } = this.#queue.pull(nowMs, latencyMs, heldMs);
    if (!turn.frame) {
      const tail = this.#scale.drain();
      return tail ? { ended, next: 'frame', pcm: tail } : { ended, next: turn.next };
    }
    if (renderer) this.#fill(turn.frame, nowMs, renderer);
    if (turn.frame.kind === 'packet') this.#speedUp(nowMs, renderer);
    const fed = started === undefined ? {} : { started: { generation: started, heardMs } };
    // The rest of an answer that another one follows at once needs no push.
    return this.#give({ ...fed, ended: ended && heldMs === 0, next: 'frame' });
  }

  clear(): void {
    this.#scale.clear();
    this.#plan.reset();
  }

  #give(turn: FeederTurn): FeederTurn {
    const pcm = this.#scale.take();
    return pcm ? { ...turn, pcm } : turn;
  }

  #excessMs(nowMs: number): number {
    return this.#queue.excessMs(nowMs, this.heldMs);
  }

  #fill(first: AnswerFrame, nowMs: number, renderer: FrameRenderer): void {
    let pcm = renderer.render(first);
    let isPause = first.kind === 'packet' && this.#pauses.hear(pcm);
    for (let skipped = 0; isPause && skipped < MAX_SKIPPED_FRAMES; skipped++) {
      // Without this frame, which is not held any more.
      if (this.#excessMs(nowMs) < 0) break;
      const more = this.#queue.pullMore(this.heldMs);
      if (!more) break;
      this.#scale.skip(pcm);
      this.#queue.shortened(this.#frameDurationMs, 'skippedMs');
      pcm = renderer.render(more);
      isPause = this.#pauses.hear(pcm);
    }
    this.#scale.push(pcm);
  }

  #speedUp(nowMs: number, renderer: FrameRenderer | undefined): void {
    const excessMs = this.#excessMs(nowMs);
    const dueMs = this.#plan.frame(excessMs, this.#frameDurationMs, nowMs);
    if (dueMs <= 0) return;
    if (renderer) this.#compress(dueMs, excessMs, renderer);
    else if (dueMs >= this.#frameDurationMs && this.#queue.pullMore(this.heldMs)) {
      this.#plan.took(this.#frameDurationMs);
      this.#queue.shortened(this.#frameDurationMs, 'skippedMs');
    }
  }

  #compress(dueMs: number, excessMs: number, renderer: FrameRenderer): void {
    if (!this.#queue.canSpare(this.heldMs)) return;
    const more = this.#scale.wantsMore ? this.#queue.pullMore(this.heldMs) : undefined;
    if (more) {
      const pcm = renderer.render(more);
      this.#pauses.hear(pcm);
      this.#scale.push(pcm);
    }
    const tookMs = this.#scale.shorten(dueMs, excessMs, this.#plan.likeness);
    this.#plan.took(tookMs);
    this.#queue.shortened(tookMs, 'compressedMs');
  }
}
