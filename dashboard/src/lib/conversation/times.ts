/** Places on the time line, as they are read and written: `1:02`, `1:02:03`, with tenths `0:07.4`. */
export function placeOf(ms: number, withTenths = false): string {
  const tenths = Math.floor(Math.max(0, ms) / 100);
  const seconds = Math.floor(tenths / 10);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  const place =
    hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
  return withTenths ? `${place}.${tenths % 10}` : place;
}

/** `?t=` of an address, in milliseconds; undefined when there is none. */
export function placeIn(parameters: Pick<URLSearchParams, 'get'>): number | undefined {
  const text = parameters.get('t');
  const ms = Number(text);
  return text === null || !Number.isFinite(ms) || ms < 0 ? undefined : ms;
}
