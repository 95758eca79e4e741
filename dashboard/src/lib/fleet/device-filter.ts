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
  readonly tag?: readonly string[];
  readonly sort: Sort;
}

const one = <Word extends string>(words: readonly Word[], text: string | null): Word | undefined =>
  words.find((word) => word === text);

interface Query {
  get(name: string): string | null;
  getAll(name: string): string[];
}

/** What is not understood is left out. */
export function filterIn(query: Query): DeviceFilter {
  const q = query.get('q')?.trim();
  const status = one(STATUSES, query.get('status'));
  const sync = one(SYNCS, query.get('sync'));
  const group = query.get('group');
  const tag = query.getAll('tag');
  return {
    ...(q && { q }),
    ...(status && { status }),
    ...(sync && { sync }),
    ...(group && { group }),
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

/** Besides the order, whether anything is left out. */
export const isNarrow = (filter: DeviceFilter): boolean => Object.keys(filter).some((key) => key !== 'sort');
