/** Devices that live as long as the process: for tests and embedding. */
import { DeviceStoreError, requireDeviceId } from './device-store-error.ts';
import type {
  AddOptions,
  DeviceChange,
  DeviceListener,
  DeviceRecord,
  DeviceStore,
  NewDevice,
  RotateOptions,
} from './device-store.ts';
import { createSecret, hashSecret } from './secret.ts';

export class MemoryDeviceStore implements DeviceStore {
  readonly #listeners = new Set<DeviceListener>();
  readonly #devices = new Map<string, DeviceRecord>();

  async get(id: string): Promise<DeviceRecord | undefined> {
    return this.#devices.get(id);
  }

  async list(): Promise<DeviceRecord[]> {
    return [...this.#devices.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async add(id: string, { name = id, tenantId = 'default' }: AddOptions = {}): Promise<NewDevice> {
    requireDeviceId(id);
    if (this.#devices.has(id)) throw DeviceStoreError.exists(id);
    const secret = createSecret();
    const device: DeviceRecord = {
      id,
      tenantId,
      name,
      secretHash: hashSecret(secret),
      nextSecretHash: null,
      isHandedOut: false,
      certificateSha256: null,
      ownerId: null,
      enabled: true,
      tenantEnabled: true,
      createdAt: new Date().toISOString(),
      rotatedAt: null,
    };
    this.#put(device, 'added');
    return { device, secret };
  }

  async register(id: string): Promise<DeviceRecord> {
    const { device } = await this.add(id);
    const bare: DeviceRecord = { ...device, secretHash: null };
    this.#devices.set(id, bare);
    return bare;
  }

  async remove(id: string): Promise<boolean> {
    const removed = this.#devices.delete(id);
    if (removed) this.#tell({ id, kind: 'removed' });
    return removed;
  }

  async rotate(id: string, { overlap = false }: RotateOptions = {}): Promise<NewDevice> {
    const old = this.#devices.get(id);
    if (!old) throw DeviceStoreError.notFound(id);
    const secret = createSecret();
    const hash = hashSecret(secret);
    const device: DeviceRecord = overlap
      ? { ...old, nextSecretHash: hash }
      : { ...old, secretHash: hash, nextSecretHash: null, rotatedAt: new Date().toISOString() };
    this.#put(device, overlap ? undefined : 'rotated');
    return { device, secret };
  }

  async promote(id: string, nextSecretHash: string): Promise<void> {
    const old = this.#devices.get(id);
    if (old?.nextSecretHash !== nextSecretHash) return;
    this.#put({
      ...old,
      secretHash: nextSecretHash,
      nextSecretHash: null,
      rotatedAt: new Date().toISOString(),
    });
  }

  /** Nothing is claimed here. */
  async endHandOut(): Promise<void> {}

  async setEnabled(id: string, enabled: boolean): Promise<boolean> {
    const old = this.#devices.get(id);
    if (old && old.enabled !== enabled) this.#put({ ...old, enabled }, enabled ? 'enabled' : 'disabled');
    return old !== undefined;
  }

  listen(listener: DeviceListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }

  #put(device: DeviceRecord, kind?: DeviceChange['kind']): void {
    this.#devices.set(device.id, device);
    if (kind) this.#tell({ id: device.id, kind });
  }

  #tell(change: DeviceChange): void {
    for (const { onChange } of this.#listeners) {
      try {
        onChange(change);
      } catch (error) {
        // Must neither keep the others from hearing nor look as if the edit had failed.
        process.emitWarning(error as Error);
      }
    }
  }
}
