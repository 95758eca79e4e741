/** The edits of a set of devices, and what changed between two sets: pure, shared by every store that holds them in memory. */
import { isDeviceId } from '@pipit/protocol';
import type { DeviceChange, DeviceRecord, NewDevice } from './device-store.ts';
import { DeviceStoreError } from './device-store-error.ts';
import { createSecret, hashSecret } from './secret.ts';

export type Devices = ReadonlyMap<string, DeviceRecord>;

/** A changed set, and what the caller gets; the same set when nothing changed. */
export interface Edit<Result> {
  readonly devices: Devices;
  readonly result: Result;
}

export function addDevice(devices: Devices, id: string, name: string | undefined): Edit<NewDevice> {
  if (!isDeviceId(id)) {
    const rule = 'Use 1 to 64 of A-Z a-z 0-9 . _ : - and start with a letter or digit.';
    throw new DeviceStoreError('INVALID_ID', `"${id}" is not a device id. ${rule}`);
  }
  if (devices.has(id)) {
    throw new DeviceStoreError(
      'EXISTS',
      `Device "${id}" exists already. Rotate its secret, or remove it first.`,
    );
  }
  const secret = createSecret();
  const device: DeviceRecord = {
    id,
    name: name ?? id,
    secretHash: hashSecret(secret),
    enabled: true,
    createdAt: new Date().toISOString(),
    rotatedAt: null,
  };
  return { devices: new Map([...devices, [id, device]]), result: { device, secret } };
}

export function removeDevice(devices: Devices, id: string): Edit<boolean> {
  if (!devices.has(id)) return { devices, result: false };
  return { devices: new Map([...devices].filter(([other]) => other !== id)), result: true };
}

export function rotateDevice(devices: Devices, id: string): Edit<NewDevice> {
  const old = devices.get(id);
  if (!old) throw new DeviceStoreError('NOT_FOUND', `There is no device "${id}". Add it first.`);
  const secret = createSecret();
  const device = { ...old, secretHash: hashSecret(secret), rotatedAt: new Date().toISOString() };
  return { devices: new Map([...devices, [id, device]]), result: { device, secret } };
}

export function changesBetween(before: Devices, after: Devices): DeviceChange[] {
  const changes: DeviceChange[] = [];
  for (const [id, old] of before) {
    const now = after.get(id);
    if (!now) changes.push({ id, kind: 'removed' });
    else if (now.secretHash !== old.secretHash) changes.push({ id, kind: 'rotated' });
    else if (old.enabled && !now.enabled) changes.push({ id, kind: 'disabled' });
  }
  for (const id of after.keys()) if (!before.has(id)) changes.push({ id, kind: 'added' });
  return changes;
}

/** Calls every listener, whatever one of them throws. */
export function announce(
  listeners: Iterable<(change: DeviceChange) => void>,
  changes: readonly DeviceChange[],
): void {
  for (const change of changes) {
    for (const listener of listeners) {
      try {
        listener(change);
      } catch (error) {
        // Must neither keep the others from hearing nor look as if the edit had failed.
        process.emitWarning(error as Error);
      }
    }
  }
}
