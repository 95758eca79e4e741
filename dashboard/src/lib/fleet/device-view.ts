/** Views of the list of devices that a person has given a name: filter, order and columns, as the address has them. */
import type { operations } from '#lib/broker/gen/schema.d.ts';
import { type Column, columnsIn, columnsText } from './device-columns.ts';
import { type DeviceFilter, filterIn, queryOf } from './device-filter.ts';

type Settings = operations['getSettings']['responses'][200]['content']['application/json'];
export type DeviceView = NonNullable<Settings['deviceViews']>[number];

export interface Shown {
  readonly filter: DeviceFilter;
  readonly columns: readonly Column[];
}

/** With its `?`; empty for all devices, shown as usual. */
export function addressOf({ filter, columns }: Shown): string {
  const query = new URLSearchParams(queryOf(filter));
  const chosen = columnsText(columns);
  if (chosen !== undefined) query.set('columns', chosen);
  // Commas need no escape, and addresses are read by people.
  const text = query.toString().replaceAll('%2C', ',');
  return text && `?${text}`;
}

export function shownIn(query: string): Shown {
  const parameters = new URLSearchParams(query);
  return { filter: filterIn(parameters), columns: columnsIn(parameters) };
}

/** However it was written: what a former version of the page has saved may have another order. */
const plain = (query: string): string => {
  const parameters = new URLSearchParams(addressOf(shownIn(query)));
  parameters.sort();
  return parameters.toString();
};

export const isSame = (one: string, other: string): boolean => plain(one) === plain(other);

/** The view that is shown. */
export const viewAt = (views: readonly DeviceView[], query: string): DeviceView | undefined =>
  views.find((view) => isSame(view.query, query));

export const defaultOf = (views: readonly DeviceView[]): DeviceView | undefined =>
  views.find(({ isDefault }) => isDefault);

/** A new one, or what is shown now under a name that is there already. */
export function withView(views: readonly DeviceView[], name: string, query: string): DeviceView[] {
  const text = query.replace(/^\?/, '');
  if (views.some((view) => view.name === name))
    return views.map((view) => (view.name === name ? { ...view, query: text } : view));
  return [...views, { name, query: text, isDefault: false }];
}

export const renamed = (views: readonly DeviceView[], from: string, to: string): DeviceView[] =>
  views.map((view) => (view.name === from ? { ...view, name: to } : view));

export const without = (views: readonly DeviceView[], name: string): DeviceView[] =>
  views.filter((view) => view.name !== name);

/** Undefined: none is. */
export const withDefault = (views: readonly DeviceView[], name: string | undefined): DeviceView[] =>
  views.map((view) => ({ ...view, isDefault: view.name === name }));
