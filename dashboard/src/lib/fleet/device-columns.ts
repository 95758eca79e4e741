/** What the list tells of each device, besides its name. The choice stands in the address. */
import type { Query, Sort } from './device-filter.ts';
import type { Device } from './device-list.svelte.ts';

export const COLUMNS = [
  'status',
  'sync',
  'group',
  'tags',
  'owner',
  'firmware',
  'hardware',
  'serial',
  'address',
  'transport',
  'language',
  'offlineReason',
  'createdAt',
  'lastSeenAt',
] as const;
export type Column = (typeof COLUMNS)[number];

export const DEFAULT_COLUMNS: readonly Column[] = ['status', 'sync', 'group', 'firmware', 'lastSeenAt'];

/** Columns that the broker can sort by, besides the name. */
export const SORT_OF: Partial<Record<Column, Extract<Sort, 'createdAt' | 'lastSeenAt'>>> = {
  createdAt: 'createdAt',
  lastSeenAt: 'lastSeenAt',
};

/** How much of the width each takes; what does not fit is cut. */
const WIDTHS: Partial<Record<Column, string>> = {
  status: 'minmax(104px, 1fr)',
  sync: 'minmax(104px, 1fr)',
  tags: 'minmax(80px, 1.3fr)',
};
const WIDTH = 'minmax(64px, 1fr)';

/** In the order of COLUMNS; the usual ones when none is named. */
export function columnsIn(query: Query): readonly Column[] {
  const named = query.get('columns')?.split(',');
  const chosen = named && COLUMNS.filter((column) => named.includes(column));
  return chosen && chosen.length > 0 ? chosen : DEFAULT_COLUMNS;
}

/** For the address; undefined for the usual ones. */
export function columnsText(columns: readonly Column[]): string | undefined {
  const text = COLUMNS.filter((column) => columns.includes(column)).join(',');
  return text === '' || text === DEFAULT_COLUMNS.join(',') ? undefined : text;
}

/** For `grid-template-columns`. */
export const widthsOf = (columns: readonly Column[]): string =>
  ['minmax(150px, 2fr)', ...columns.map((column) => WIDTHS[column] ?? WIDTH)].join(' ');

const joined = (...words: readonly (string | null)[]): string => words.filter(Boolean).join(' ');

/** Of columns that are plain text. */
export function textIn(device: Device, column: Column): string {
  switch (column) {
    case 'group':
      return device.group?.name ?? '';
    case 'owner':
      return device.owner?.name ?? '';
    case 'tags':
      return device.tags.join(', ');
    case 'firmware':
      return joined(device.firmwareName, device.firmwareVersion);
    case 'hardware':
      return device.hardwareModel ?? '';
    case 'serial':
      return device.hardwareSerial ?? '';
    case 'address':
      return device.address ?? '';
    case 'transport':
      return device.transport ?? '';
    case 'language':
      return device.language ?? '';
    case 'offlineReason':
      return device.offlineReason ?? '';
    case 'status':
    case 'sync':
    case 'createdAt':
    case 'lastSeenAt':
      return '';
  }
}
