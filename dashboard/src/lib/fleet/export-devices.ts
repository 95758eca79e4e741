/** The devices that a filter finds, as a file that the broker writes. */
import { broker, dataOf } from '#lib/broker/client.ts';
import { saveFile } from '#lib/shared/save-file.ts';
import { type DeviceFilter, narrowOf } from './device-filter.ts';

/** @throws {Problem} */
export async function exportDevices(filter: DeviceFilter): Promise<void> {
  const query = { ...narrowOf(filter), sort: filter.sort, bom: '1' as const };
  const file = await dataOf(
    broker.GET('/api/v1/devices', {
      params: { query },
      headers: { accept: 'text/csv' },
      parseAs: 'blob',
    }),
  );
  saveFile('devices.csv', file);
}
