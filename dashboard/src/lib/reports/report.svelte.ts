/** A report: read for its filter, and again when something happens in a span that is not over. */
import { broker, dataOf } from '#lib/broker/client.ts';
import { dayOf, ownTimeZone } from '#lib/shared/local-days.ts';
import type { LiveFeed } from '#lib/state/live-feed.svelte.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import { type DeviceUsage, type Figures, type ToolUsage, inAll, inSteps } from './report-figures.ts';
import {
  type Days,
  type Moments,
  type ReportFilter,
  type Step,
  daysOf,
  detailDays,
  formerOf,
  momentsOf,
  startsOf,
  stepOf,
} from './report-filter.ts';

const TOP = 20;
/** Events come in bursts. */
const SETTLE_MS = 2500;

interface Numbers {
  /** Undefined: of all. */
  readonly device: string | undefined;
  readonly days: Days;
  readonly by: Step;
  readonly steps: readonly Figures[];
  readonly all: Figures;
  readonly before: Figures;
}

export class Report {
  #filter: ReportFilter;
  readonly numbers = new Resource<Numbers>(async (signal) => {
    const now = new Date();
    const days = daysOf(this.#filter, dayOf(now));
    const by = stepOf(this.#filter, days);
    const usage = async (moments: Moments, step: Step | 'span') => {
      const query = { ...this.#asked(moments), by: step, timeZone: ownTimeZone() };
      return (await dataOf(broker.GET('/api/v1/usage', { params: { query }, signal }))).items;
    };
    const moments = momentsOf(days);
    const [steps, all, before] = await Promise.all([
      usage(moments, by),
      usage(moments, 'span'),
      usage(formerOf(days, now), 'span'),
    ]);
    return {
      device: this.#filter.device,
      days,
      by,
      steps: inSteps(startsOf(days, by, now), steps),
      all: inAll(all),
      before: inAll(before),
    };
  });
  readonly devices = new Resource<readonly DeviceUsage[]>(async (signal) => {
    const query = { ...this.#details(), limit: TOP };
    return (await dataOf(broker.GET('/api/v1/usage/devices', { params: { query }, signal }))).items;
  });
  readonly tools = new Resource<readonly ToolUsage[]>(async (signal) => {
    const query = { ...this.#details(), limit: TOP };
    return (await dataOf(broker.GET('/api/v1/usage/tools', { params: { query }, signal }))).items;
  });
  readonly #stops: (() => void)[];

  constructor(feed: LiveFeed, filter: ReportFilter) {
    this.#filter = filter;
    const soon = () => {
      const today = dayOf(new Date());
      const { from, to } = daysOf(this.#filter, today);
      if (from <= today && today <= to) for (const part of this.#parts()) part.readSoon(SETTLE_MS);
    };
    this.#stops = [
      feed.on('turn', soon),
      feed.on('session.ended', soon),
      feed.onReset(() => void this.#read()),
    ];
  }

  /** What is shown stays until the new is there. */
  async show(filter: ReportFilter): Promise<void> {
    this.#filter = filter;
    await this.#read();
  }

  /** Whatever could not be read last. */
  get error(): unknown {
    return this.#parts().find(({ error }) => error !== undefined)?.error;
  }

  async retry(): Promise<void> {
    await this.#read();
  }

  /** Idempotent. */
  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
    for (const part of this.#parts()) part.close();
  }

  async #read(): Promise<void> {
    await Promise.all(this.#parts().map((part) => part.read()));
  }

  #parts(): Resource<unknown>[] {
    return [this.numbers, this.devices, this.tools];
  }

  #asked({ from, to }: Moments) {
    const { device } = this.#filter;
    return { from: from.toISOString(), to: to.toISOString(), ...(device && { device }) };
  }

  #details() {
    return this.#asked(momentsOf(detailDays(daysOf(this.#filter, dayOf(new Date())))));
  }
}
