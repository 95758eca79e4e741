/** Devices that live as long as the process: for tests and embedding. */
import {
  type Devices,
  type Edit,
  addDevice,
  announce,
  changesBetween,
  removeDevice,
  rotateDevice,
} from './device-changes.ts';
import type { DeviceChange, DeviceRecord, DeviceStore, NewDevice } from './device-store.ts';

export class MemoryDeviceStore implements DeviceStore {
  readonly #listeners = new Set<(change: DeviceChange) => void>();
  #devices: Devices = new Map();

  async get(id: string): Promise<DeviceRecord | undefined> {
    return this.#devices.get(id);
  }

  async list(): Promise<DeviceRecord[]> {
    return [...this.#devices.values()].sort((a, b) => a.id.localeCompare(b.id));
  }

  async add(id: string, options: { name?: string } = {}): Promise<NewDevice> {
    return this.#apply(addDevice(this.#devices, id, options.name));
  }

  async remove(id: string): Promise<boolean> {
    return this.#apply(removeDevice(this.#devices, id));
  }

  async rotate(id: string): Promise<NewDevice> {
    return this.#apply(rotateDevice(this.#devices, id));
  }

  onChange(listener: (change: DeviceChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }

  /** For what the interface does not offer yet: keeps the device, but lets it in no more. */
  disable(id: string): void {
    const device = this.#devices.get(id);
    if (device)
      this.#apply({
        devices: new Map([...this.#devices, [id, { ...device, enabled: false }]]),
        result: undefined,
      });
  }

  #apply<Result>({ devices, result }: Edit<Result>): Result {
    const changes = changesBetween(this.#devices, devices);
    this.#devices = devices;
    announce(this.#listeners, changes);
    return result;
  }
}
