/** Which devices may sign in, and with what. */

export interface DeviceRecord {
  readonly id: string;
  readonly tenantId: string;
  /** What people call it. */
  readonly name: string;
  /** `scheme$salt$hash`, never the secret itself; null for a device without one. */
  readonly secretHash: string | null;
  /** Of a rotation under way: the first use of this one ends the other. */
  readonly nextSecretHash: string | null;
  /** Its claim hands the secret out, until it is used for the first time (`endHandOut`). */
  readonly isHandedOut: boolean;
  /** In lower case hexadecimal: the only client certificate that is good. */
  readonly certificateSha256: string | null;
  /** Id of the person whose device it is. */
  readonly ownerId: string | null;
  readonly enabled: boolean;
  /** When false, nobody of its tenant gets in, and neither does the device. */
  readonly tenantEnabled: boolean;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly rotatedAt: string | null;
}

/** Whether a device may come in at all, with whatever it signs in with. */
export const isWelcome = ({
  enabled,
  tenantEnabled,
}: Pick<DeviceRecord, 'enabled' | 'tenantEnabled'>): boolean => enabled && tenantEnabled;

/** A record and the secret that is shown this once. */
export interface NewDevice {
  readonly device: DeviceRecord;
  readonly secret: string;
}

export interface AddOptions {
  /** Default: the id. */
  readonly name?: string;
  /** Default: `default`. */
  readonly tenantId?: string;
}

export interface RotateOptions {
  /** The old secret is good until the new one is used for the first time. Default false: it ends at once. */
  readonly overlap?: boolean;
}

export type DeviceChange = {
  readonly id: string;
  readonly kind: 'added' | 'removed' | 'rotated' | 'disabled' | 'enabled';
};

export interface DeviceListener {
  readonly onChange: (change: DeviceChange) => void;
  /** None of the tenant's devices is welcome any more. One notice for all of them. */
  readonly onTenantDisabled?: (tenantId: string) => void;
  /** Changes may have been missed. */
  readonly onGap?: () => void;
}

export interface DeviceStore {
  get(id: string): Promise<DeviceRecord | undefined>;
  /** All of them, by id. */
  list(): Promise<DeviceRecord[]>;
  /** @throws {DeviceStoreError} INVALID_ID, EXISTS */
  add(id: string, options?: AddOptions): Promise<NewDevice>;
  /** A device without a secret. @throws {DeviceStoreError} INVALID_ID, EXISTS */
  register(id: string): Promise<DeviceRecord>;
  /** False when there is no such device. */
  remove(id: string): Promise<boolean>;
  /** Gives the device a new secret. @throws {DeviceStoreError} NOT_FOUND */
  rotate(id: string, options?: RotateOptions): Promise<NewDevice>;
  /** The next secret of a rotation was used: it takes the place of the old one, unless that has happened already. */
  promote(id: string, nextSecretHash: string): Promise<void>;
  /** The secret was used: its claim hands it out no longer. */
  endHandOut(id: string): Promise<void>;
  /** Lets it in or keeps it out, without forgetting it. False when there is no such device. */
  setEnabled(id: string, enabled: boolean): Promise<boolean>;
  /** Hears changes a moment later, also those that another process made. Returns a function that stops it. */
  listen(listener: DeviceListener): () => void;
  close(): Promise<void>;
}
