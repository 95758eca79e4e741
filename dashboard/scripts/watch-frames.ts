/** What a page costs while something happens: frames, long tasks, and the time of its main thread. */
import type { Browser, CDPSession, Page } from 'playwright-core';

interface Tasks {
  readonly count: number;
  readonly maxMs: number;
}

export interface Smoothness {
  readonly seconds: number;
  readonly frames: number;
  /** At 60 a second. */
  readonly droppedFrames: number;
  /** Between two frames, milliseconds. */
  readonly frameMs: { readonly p50: number; readonly p95: number; readonly max: number };
  /** Over 50 ms, as the browser tells pages: by the clock, so that a busy machine makes them longer. */
  readonly longTasks: Tasks;
  /** Of the main thread, over 50 ms of its own processor time; the longest of all. */
  readonly longTasksOfProcessor: Tasks;
  /** Of the main thread's processor time, milliseconds per second. */
  readonly cpuMsPerSecond: {
    readonly all: number;
    readonly script: number;
    readonly style: number;
    readonly layout: number;
  };
}

interface Watched {
  readonly deltas: readonly number[];
  readonly tasks: readonly number[];
}

/** In the page. */
const BEGIN = `
  const deltas = [];
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
  observer.observe({ entryTypes: ['longtask'] });
  let last;
  let next = requestAnimationFrame(function frame(at) {
    if (last !== undefined) deltas.push(at - last);
    last = at;
    next = requestAnimationFrame(frame);
  });
  globalThis.endWatch = () => {
    observer.disconnect();
    cancelAnimationFrame(next);
    return { deltas, tasks };
  };`;
const END = 'globalThis.endWatch()';
/** Tracing has tasks of its own before and after. */
const [FIRST, LAST] = ['watch begins', 'watch ends'];
const mark = (name: string): string => `void performance.mark('${name}')`;

const FRAME_MS = 1000 / 60;
const LONG_MS = 50;
const TRACED = ['disabled-by-default-devtools.timeline', 'blink.user_timing', '__metadata'];

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  /** Of the thread, microseconds. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Milliseconds of processor time of each task of the page's main thread. */
function tasksIn(trace: Buffer): number[] {
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as { traceEvents: TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const main = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(threadOf),
  );
  const timeOf = (name: string): number => traceEvents.find((event) => event.name === name)?.ts ?? 0;
  const [first, last] = [timeOf(FIRST), timeOf(LAST)];
  return traceEvents
    .filter((event) => event.name === 'RunTask' && main.has(threadOf(event)))
    .filter(({ ts }) => ts >= first && ts < last)
    .map(({ tdur = 0 }) => tdur / 1000);
}

async function metricsOf(session: CDPSession): Promise<ReadonlyMap<string, number>> {
  const { metrics } = await session.send('Performance.getMetrics');
  return new Map(metrics.map(({ name, value }) => [name, value]));
}

/** While `during` goes on. */
export async function watchFrames(
  browser: Browser,
  page: Page,
  during: () => Promise<void>,
): Promise<Smoothness> {
  const session = await page.context().newCDPSession(page);
  // Processor time: what others do on the machine is not the page's fault.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.evaluate(`{${BEGIN}}`);
  await browser.startTracing(page, { categories: TRACED });
  await page.evaluate(mark(FIRST));
  const before = await metricsOf(session);
  const startMs = performance.now();
  await during();
  const seconds = (performance.now() - startMs) / 1000;
  const after = await metricsOf(session);
  await page.evaluate(mark(LAST));
  const { deltas, tasks } = await page.evaluate<Watched>(END);
  const busy = tasksIn(await browser.stopTracing());
  await session.detach();
  const spent = (name: string) =>
    round((1000 * ((after.get(name) ?? 0) - (before.get(name) ?? 0))) / seconds);
  const sorted = deltas.toSorted((a, b) => a - b);
  const at = (part: number) =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0);
  return {
    seconds: round(seconds),
    frames: deltas.length,
    droppedFrames: deltas.reduce((sum, ms) => sum + Math.max(0, Math.round(ms / FRAME_MS) - 1), 0),
    frameMs: { p50: at(0.5), p95: at(0.95), max: round(sorted.at(-1) ?? 0) },
    longTasks: { count: tasks.length, maxMs: round(Math.max(0, ...tasks)) },
    longTasksOfProcessor: {
      count: busy.filter((ms) => ms > LONG_MS).length,
      maxMs: round(busy.reduce((most, ms) => Math.max(most, ms), 0)),
    },
    cpuMsPerSecond: {
      all: spent('TaskDuration'),
      script: spent('ScriptDuration'),
      style: spent('RecalcStyleDuration'),
      layout: spent('LayoutDuration'),
    },
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;
