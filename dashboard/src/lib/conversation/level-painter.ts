/** Draws the sound of all tiles in one go, ten times a second: each has its canvas, and only those in sight are drawn. */
import { fitted, onAppearance, resolvedColors } from '#lib/shared/canvas.ts';
import { type LevelHistory, SLOTS } from './level-history.ts';

const EVERY_MS = 100;
const COLORS = { user: '--voice-user', assistant: '--voice-assistant', line: '--line' } as const;

interface Painted {
  readonly levels: LevelHistory;
  isInSight: boolean;
  /** Nothing is heard, and that is drawn. */
  isStill: boolean;
  width: number;
  height: number;
}

export class LevelPainter {
  readonly #canvases = new Map<HTMLCanvasElement, Painted>();
  readonly #sight: IntersectionObserver;
  readonly #sizes: ResizeObserver;
  readonly #stopColors: () => void;
  #colors: Record<keyof typeof COLORS, string> | undefined;
  #frame = 0;
  #paintedAtMs = 0;

  constructor() {
    this.#sight = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const painted = this.#canvases.get(target as HTMLCanvasElement);
        if (painted) [painted.isInSight, painted.isStill] = [isIntersecting, false];
      }
    });
    this.#sizes = new ResizeObserver((entries) => {
      for (const { target, contentRect } of entries) {
        const painted = this.#canvases.get(target as HTMLCanvasElement);
        if (painted)
          Object.assign(painted, { width: contentRect.width, height: contentRect.height, isStill: false });
      }
    });
    this.#stopColors = onAppearance(() => {
      this.#colors = undefined;
      for (const painted of this.#canvases.values()) painted.isStill = false;
    });
    const go = (nowMs: number): void => {
      this.#frame = requestAnimationFrame(go);
      if (nowMs - this.#paintedAtMs < EVERY_MS) return;
      this.#paintedAtMs = nowMs;
      this.#paint(nowMs);
    };
    this.#frame = requestAnimationFrame(go);
  }

  /** Returns what ends it. */
  add(canvas: HTMLCanvasElement, levels: LevelHistory): () => void {
    this.#canvases.set(canvas, { levels, isInSight: false, isStill: false, width: 0, height: 0 });
    this.#sight.observe(canvas);
    this.#sizes.observe(canvas);
    return () => {
      this.#canvases.delete(canvas);
      this.#sight.unobserve(canvas);
      this.#sizes.unobserve(canvas);
    };
  }

  /** Idempotent. */
  close(): void {
    cancelAnimationFrame(this.#frame);
    this.#sight.disconnect();
    this.#sizes.disconnect();
    this.#stopColors();
  }

  #paint(nowMs: number): void {
    for (const [canvas, painted] of this.#canvases) {
      const { levels, isInSight, width, height } = painted;
      if (!isInSight) continue;
      if (painted.isStill && !levels.draw(nowMs, () => {})) continue;
      const context = fitted(canvas, width, height);
      if (!context) continue;
      const colors = (this.#colors ??= resolvedColors(document.body, COLORS));
      context.clearRect(0, 0, width, height);
      const middle = height / 2;
      context.fillStyle = colors.line;
      context.fillRect(0, middle, width, 1);
      const step = width / SLOTS;
      const bar = Math.max(1, step - 1);
      painted.isStill = !levels.draw(nowMs, (place, user, assistant) => {
        const size = (level: number): number => (level / 255) * (middle - 2);
        context.fillStyle = colors.user;
        context.fillRect(place * step, middle - 1 - size(user), bar, size(user));
        context.fillStyle = colors.assistant;
        context.fillRect(place * step, middle + 2, bar, size(assistant));
      });
    }
  }
}
