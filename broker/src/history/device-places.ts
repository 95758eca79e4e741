/** Whose a device is: asked for with every event, so remembered for a while. */
import type { Clock } from '../clock.ts';
import type { Queries } from '../store/database.ts';

export interface DevicePlace {
  readonly tenantId: string;
  readonly ownerId: string | null;
}

export interface DevicePlacesOptions {
  readonly queries: Queries;
  readonly clock: Clock;
  /** Default 30 seconds. */
  readonly keptMs?: number;
  /** Default 20,000; the oldest goes. */
  readonly maxDevices?: number;
}

/** Where conversations of devices are recorded that are not in the database. */
const NOWHERE: DevicePlace = { tenantId: 'default', ownerId: null };

export class DevicePlaces {
  readonly #options: Required<DevicePlacesOptions>;
  readonly #places = new Map<string, { readonly place: DevicePlace; readonly readAt: number }>();

  constructor(options: DevicePlacesOptions) {
    this.#options = { keptMs: 30_000, maxDevices: 20_000, ...options };
  }

  /** Never rejects: with the database away, what is known counts on; undefined when nothing is. */
  async find(deviceId: string): Promise<DevicePlace | undefined> {
    const { queries, clock, keptMs, maxDevices } = this.#options;
    const known = this.#places.get(deviceId);
    if (known && clock.now() - known.readAt < keptMs) return known.place;
    try {
      const row = await queries
        .selectFrom('devices')
        .select(['tenantId', 'ownerId'])
        .where('id', '=', deviceId)
        .executeTakeFirst();
      const place = row ?? NOWHERE;
      this.#places.delete(deviceId);
      this.#places.set(deviceId, { place, readAt: clock.now() });
      const [oldest] = this.#places.keys();
      if (this.#places.size > maxDevices) this.#places.delete(oldest!);
      return place;
    } catch {
      return known?.place;
    }
  }

  /** As it was known last; undefined for a device that was never asked for. */
  peek(deviceId: string): DevicePlace | undefined {
    return this.#places.get(deviceId)?.place;
  }

  /** It was changed. */
  forget(deviceId: string): void {
    this.#places.delete(deviceId);
  }
}
