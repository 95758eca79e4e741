/** Where devices and their credentials are kept. A database will implement the same interface. */

export interface DeviceRecord {
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  /** `scheme$salt$hash`; never the secret itself. */
  readonly secretHash: string;
  readonly enabled: boolean;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly rotatedAt: string | null;
}

/** A record and the secret that is shown this once. */
export interface NewDevice {
  readonly device: DeviceRecord;
  readonly secret: string;
}

export type DeviceChange = {
  readonly id: string;
  readonly kind: 'added' | 'removed' | 'rotated' | 'disabled';
};

export interface DeviceStore {
  get(id: string): Promise<DeviceRecord | undefined>;
  list(): Promise<DeviceRecord[]>;
  /** @throws when the id is not a device id or is taken. */
  add(id: string, options?: { name?: string }): Promise<NewDevice>;
  /** False when there is no such device. */
  remove(id: string): Promise<boolean>;
  /** Gives the device a new secret; the old one ends at once. @throws when there is no such device. */
  rotate(id: string): Promise<NewDevice>;
  /** Hears changes, also those that another process made. Returns a function that stops it. */
  onChange(listener: (change: DeviceChange) => void): () => void;
  close(): Promise<void>;
}
