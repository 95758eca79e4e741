/** What devices measure, with its unit, as people of the chosen language write it. */

const withUnit = (unit: string, digits: number) => (value: number, locale: string) =>
  new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: digits,
  }).format(value);

export const formatPercent = withUnit('percent', 0);
export const formatCelsius = withUnit('celsius', 1);
const kilobytes = withUnit('kilobyte', 0);
export const formatKilobytes = (bytes: number, locale: string): string => kilobytes(bytes / 1024, locale);
/** Intl has no such unit. */
export const formatSignal = (dbm: number, locale: string): string =>
  `${new Intl.NumberFormat(locale).format(dbm)} dBm`;
