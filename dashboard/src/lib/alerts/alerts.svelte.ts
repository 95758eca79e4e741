/** What is, or was, wrong: read once, and again when an event says that it has changed. */
import { broker, dataOf } from '#lib/broker/client.ts';
import type { operations } from '#lib/broker/gen/schema.d.ts';
import type { LiveFeed } from '#lib/state/live-feed.svelte.ts';
import { Paged } from '#lib/state/paged.svelte.ts';

export type Alert =
  operations['listAlerts']['responses'][200]['content']['application/json']['items'][number];
export type Severity = Alert['severity'];

export const SEVERITIES = ['critical', 'warning', 'info'] as const satisfies readonly Severity[];
export const SHOWN = ['open', 'past', 'all'] as const;

export interface AlertFilter {
  readonly shown: (typeof SHOWN)[number];
  readonly severity?: Severity | undefined;
}

/** What is not understood is left out. */
export const filterIn = (query: { get(name: string): string | null }): AlertFilter => ({
  shown: SHOWN.find((each) => each === query.get('show')) ?? 'open',
  severity: SEVERITIES.find((each) => each === query.get('severity')),
});

/** As it stands in the address; empty for what is open. */
export function queryOf({ shown, severity }: AlertFilter): string {
  const query = new URLSearchParams({
    ...(shown !== 'open' && { show: shown }),
    ...(severity && { severity }),
  });
  return query.size > 0 ? `?${query}` : '';
}

const EVENTS = [
  'alert.opened',
  'alert.acknowledged',
  'alert.resolved',
  'alert.superseded',
  'alert.closed',
] as const;

/** They come in bursts, when many devices have lost the same thing. */
const SETTLE_MS = 1000;

export class Alerts {
  #filter: AlertFilter = { shown: 'open' };
  readonly #stops: (() => void)[];
  #soon: ReturnType<typeof setTimeout> | undefined;
  readonly list = new Paged<Alert>((cursor, signal) => {
    const query = { ...this.#asked, ...(cursor && { cursor }) };
    return dataOf(broker.GET('/api/v1/alerts', { params: { query }, signal }));
  });

  constructor(feed: LiveFeed) {
    const readSoon = (): void => {
      this.#soon ??= setTimeout(() => {
        this.#soon = undefined;
        void this.list.read();
      }, SETTLE_MS);
    };
    this.#stops = [
      ...EVENTS.filter((event) => event !== 'alert.acknowledged').map((event) => feed.on(event, readSoon)),
      feed.on('alert.acknowledged', () => void this.list.refresh()),
      feed.onReset(() => void this.list.read()),
    ];
  }

  async show(filter: AlertFilter): Promise<void> {
    this.#filter = filter;
    await this.list.read();
  }

  /** With a note for the others, which may be empty. */
  async acknowledge(id: string, note: string): Promise<void> {
    const params = { path: { id } };
    const body = note ? { note } : {};
    const changed = await dataOf(broker.POST('/api/v1/alerts/{id}/acknowledge', { params, body }));
    this.list.change((alert) => (alert.id === id ? changed : alert));
  }

  async csv(): Promise<Blob> {
    const query = { ...this.#asked, bom: '1' as const };
    const headers = { accept: 'text/csv' };
    const { data } = await broker.GET('/api/v1/alerts', { params: { query }, headers, parseAs: 'blob' });
    return data as Blob;
  }

  /** Idempotent. */
  close(): void {
    clearTimeout(this.#soon);
    for (const stop of this.#stops.splice(0)) stop();
    this.list.close();
  }

  get #asked() {
    const { shown, severity } = this.#filter;
    return {
      ...(shown !== 'all' && { open: shown === 'open' ? ('true' as const) : ('false' as const) }),
      ...(severity && { severity }),
    };
  }
}
