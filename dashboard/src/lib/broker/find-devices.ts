/** Devices as they are looked for among filters: by the beginning of id or name. */
import { broker, dataOf } from './client.ts';

const AT_ONCE = 12;

interface FoundDevice {
  readonly value: string;
  readonly text: string;
  readonly note?: string;
}

export async function findDevices(text: string, signal: AbortSignal): Promise<FoundDevice[]> {
  const query = { limit: AT_ONCE, ...(text && { q: text }) };
  const { items } = await dataOf(broker.GET('/api/v1/devices', { params: { query }, signal }));
  return items.map(({ id, name }) =>
    name && name !== id ? { value: id, text: name, note: id } : { value: id, text: id },
  );
}
