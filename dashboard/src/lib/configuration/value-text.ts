/** A value as people read it. */
import type { Catalogue } from '#lib/messages/catalogue.ts';
import { type SettingValue, isKnown } from './settings.ts';

export type NameOf = (serverId: string) => string | undefined;

export const nameOf = (texts: Catalogue, path: string): string =>
  isKnown(path) ? texts.configuration.settings[path].name : path;

export function valueText(
  texts: Catalogue,
  value: SettingValue | undefined,
  serverName: NameOf = () => undefined,
): string {
  const { choices, notSet } = texts.configuration;
  if (value === undefined) return notSet;
  if (typeof value === 'boolean') return value ? texts.common.yes : texts.common.no;
  if (typeof value === 'string')
    return Object.hasOwn(choices, value) ? choices[value as keyof typeof choices] : value;
  if (typeof value === 'number') return String(value);
  return value.length === 0 ? texts.common.none : value.map((id) => serverName(id) ?? id).join(', ');
}
