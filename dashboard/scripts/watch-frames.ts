/** What a page costs while something happens: frames, long tasks, and the time of its main thread. */
import type { CDPSession, Page } from 'playwright-core';

export interface Smoothness {
  readonly seconds: number;
  readonly frames: number;
  /** At 60 a second. */
  readonly droppedFrames: number;
  /** Between two frames, milliseconds. */
  readonly frameMs: { readonly p50: number; readonly p95: number; readonly max: number };
  /** Over 50 ms. */
  readonly longTasks: { readonly count: number; readonly maxMs: number };
  /** Of the main thread's processor time, milliseconds per second. */
  readonly cpuMsPerSecond: {
    readonly all: number;
    readonly script: number;
    readonly style: number;
    readonly layout: number;
  };
}

interface Watch {
  readonly deltas: number[];
  readonly tasks: number[];
  stop(): void;
}
type Watched = typeof globalThis & { watched?: Watch };

const FRAME_MS = 1000 / 60;

async function metricsOf(session: CDPSession): Promise<ReadonlyMap<string, number>> {
  const { metrics } = await session.send('Performance.getMetrics');
  return new Map(metrics.map(({ name, value }) => [name, value]));
}

/** While `during` goes on. */
export async function watchFrames(page: Page, during: () => Promise<void>): Promise<Smoothness> {
  const session = await page.context().newCDPSession(page);
  // Processor time: what others do on the machine is not the page's fault.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.evaluate(() => {
    const deltas: number[] = [];
    const tasks: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    });
    observer.observe({ entryTypes: ['longtask'] });
    let last: number | undefined;
    let next = requestAnimationFrame(function frame(at) {
      if (last !== undefined) deltas.push(at - last);
      last = at;
      next = requestAnimationFrame(frame);
    });
    (globalThis as Watched).watched = {
      deltas,
      tasks,
      stop() {
        observer.disconnect();
        cancelAnimationFrame(next);
      },
    };
  });
  const before = await metricsOf(session);
  const startMs = performance.now();
  await during();
  const seconds = (performance.now() - startMs) / 1000;
  const after = await metricsOf(session);
  const { deltas, tasks } = await page.evaluate(() => {
    const { watched } = globalThis as Watched;
    watched?.stop();
    return { deltas: watched?.deltas ?? [], tasks: watched?.tasks ?? [] };
  });
  await session.detach();
  const spent = (name: string) =>
    round((1000 * ((after.get(name) ?? 0) - (before.get(name) ?? 0))) / seconds);
  const sorted = deltas.toSorted((a, b) => a - b);
  const at = (part: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0);
  return {
    seconds: round(seconds),
    frames: deltas.length,
    droppedFrames: deltas.reduce((sum, ms) => sum + Math.max(0, Math.round(ms / FRAME_MS) - 1), 0),
    frameMs: { p50: at(0.5), p95: at(0.95), max: round(sorted.at(-1) ?? 0) },
    longTasks: { count: tasks.length, maxMs: round(Math.max(0, ...tasks)) },
    cpuMsPerSecond: {
      all: spent('TaskDuration'),
      script: spent('ScriptDuration'),
      style: spent('RecalcStyleDuration'),
      layout: spent('LayoutDuration'),
    },
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;
