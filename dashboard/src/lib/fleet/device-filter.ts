/** What the list of devices is asked for. It stands in the address, so that a view can be sent to somebody. */

export const STATUSES = ['online', 'unstable', 'offline', 'never'] as const;
export const SYNCS = [
  'in_sync',
  'pending_sent',
  'pending_offline',
  'partially_applied',
  'rejected',
  'drifted',
] as const;
export const SORTS = [
  'id',
  '-id',
  'name',
  '-name',
  'createdAt',
  '-createdAt',
  'lastSeenAt',
  '-lastSeenAt',
] as const;

export type Status = (typeof STATUSES)[number];
export type Sync = (typeof SYNCS)[number];
export type Sort = (typeof SORTS)[number];

export interface DeviceFilter {
  readonly q?: string;
  readonly status?: Status;
  readonly sync?: Sync;
  /** Id of a group, or `none`. */
  readonly group?: string;
  /** Id of a person, or `none`. */
  readonly owner?: string;
  readonly firmware?: string;
  readonly hardware?: string;
  readonly enabled?: 'true' | 'false';
  /** All of them. */
  readonly tag?: readonly string[];
  readonly sort: Sort;
}

/** The broker takes no more. */
export const MAX_FILTER_TAGS = 10;

const one = <Word extends string>(words: readonly Word[], text: string | null): Word | undefined =>
  words.find((word) => word === text);

export interface Query {
  get(name: string): string | null;
  getAll(name: string): string[];
}

const TEXTS = ['q', 'group', 'owner', 'firmware', 'hardware'] as const;

/** What is not understood is left out. */
export function filterIn(query: Query): DeviceFilter {
  const texts = TEXTS.map((key) => [key, query.get(key)?.trim()] as const).filter(([, text]) => text);
  const status = one(STATUSES, query.get('status'));
  const sync = one(SYNCS, query.get('sync'));
  const enabled = one(['true', 'false'] as const, query.get('enabled'));
  const tag = [...new Set(query.getAll('tag'))].slice(0, MAX_FILTER_TAGS);
  return {
    ...Object.fromEntries(texts),
    ...(status && { status }),
    ...(sync && { sync }),
    ...(enabled && { enabled }),
    ...(tag.length > 0 && { tag }),
    sort: one(SORTS, query.get('sort')) ?? 'id',
  };
}

/** `?status=online&q=lamp`; empty for all devices in their usual order. */
export function queryOf({ sort, tag = [], ...rest }: DeviceFilter): string {
  const query = new URLSearchParams(Object.entries(rest));
  for (const each of tag) query.append('tag', each);
  if (sort !== 'id') query.set('sort', sort);
  const text = query.toString();
  return text && `?${text}`;
}

/** As the broker takes it: without the order. */
export function narrowOf(filter: DeviceFilter) {
  const { sort: _, tag, ...rest } = filter;
  return { ...rest, ...(tag && { tag: [...tag] }) };
}

/** Besides the order, whether anything is left out. */
export const isNarrow = (filter: DeviceFilter): boolean => Object.keys(filter).some((key) => key !== 'sort');
