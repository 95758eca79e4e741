/** The one clock of the page: what it says is where waveforms, transcript, turns and sound are. */

export interface PlayerOptions {
  /** Of what can be played now, in milliseconds. */
  readonly endMs: () => number;
  /** It is still going on. */
  readonly isLive: () => boolean;
  readonly startMs?: number | undefined;
}

export const SPEEDS = [0.5, 1, 1.5, 2, 4] as const;

export class Player {
  readonly #options: PlayerOptions;
  #positionMs = $state(0);
  #isPlaying = $state(false);
  /** Stays with what happens now. */
  #isFollowing = $state(false);
  #speed = $state(1);
  #lastMs = 0;

  constructor(options: PlayerOptions) {
    this.#options = options;
    this.#positionMs = options.startMs ?? 0;
    this.#isFollowing = options.startMs === undefined && options.isLive();
  }

  get positionMs(): number {
    return this.#positionMs;
  }

  get isPlaying(): boolean {
    return this.#isPlaying;
  }

  get isFollowing(): boolean {
    return this.#isFollowing && this.#options.isLive();
  }

  get speed(): number {
    return this.#speed;
  }

  /** Moves with what happens; to be called with each frame. Gives where it is. */
  tick(nowMs: number): number {
    const passedMs = Math.min(250, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    const endMs = this.#options.endMs();
    if (this.isFollowing) this.#positionMs = endMs;
    else if (this.#isPlaying) {
      this.#positionMs = Math.min(endMs, this.#positionMs + passedMs * this.#speed);
      if (this.#positionMs >= endMs && !this.#options.isLive()) this.#isPlaying = false;
    }
    return this.#positionMs;
  }

  seek(positionMs: number): void {
    this.#isFollowing = false;
    this.#positionMs = Math.max(0, Math.min(this.#options.endMs(), positionMs));
  }

  toggle(): void {
    if (this.isFollowing) return this.seek(this.#positionMs);
    if (!this.#isPlaying && this.#positionMs >= this.#options.endMs() - 50) this.#positionMs = 0;
    this.#isPlaying = !this.#isPlaying;
  }

  follow(): void {
    this.#isPlaying = false;
    this.#isFollowing = true;
  }

  setSpeed(speed: number): void {
    this.#speed = speed;
  }

  /** With each frame of the browser from now on. Returns what ends it. */
  run(onFrame: (positionMs: number) => void): () => void {
    const go = (nowMs: number): void => {
      onFrame(this.tick(nowMs));
      frame = requestAnimationFrame(go);
    };
    this.#lastMs = performance.now();
    let frame = requestAnimationFrame(go);
    return () => cancelAnimationFrame(frame);
  }
}
