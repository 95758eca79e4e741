/**
 * Devices in one JSON file. Several processes may use it at once (the command line while the broker runs): edits are
 * made under a lock on the file's current content, and every store hears of the others' edits.
 */
import { type FSWatcher, watch } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import {
  type Devices,
  type Edit,
  addDevice,
  announce,
  changesBetween,
  removeDevice,
  rotateDevice,
} from './device-changes.ts';
import { NO_FILE, fileStamp, readDeviceFile, writeDeviceFile } from './device-file.ts';
import { DeviceStoreError } from './device-store-error.ts';
import type { DeviceChange, DeviceRecord, DeviceStore, NewDevice } from './device-store.ts';
import { type FileLockOptions, withFileLock } from './file-lock.ts';

export interface FileDeviceStoreOptions {
  readonly file: string;
  /** Told of a file that turns out to be corrupt while nobody waits for it. */
  readonly log?: Logger;
  /** Beside the file system's own notification, which not every file system has. Default 2000. */
  readonly pollMs?: number;
  readonly lock?: FileLockOptions;
}

/** @throws {DeviceStoreError} CORRUPT when the file is there but is not one of ours. */
export async function openFileDeviceStore(options: FileDeviceStoreOptions): Promise<DeviceStore> {
  const store = new FileDeviceStore(options);
  await store.open();
  return store;
}

/** A file that is away for longer was removed. */
const VANISHED_MS = 500;

class FileDeviceStore implements DeviceStore {
  readonly #path: string;
  readonly #options: FileDeviceStoreOptions;
  readonly #listeners = new Set<(change: DeviceChange) => void>();
  #devices: Devices = new Map();
  #stamp = '';
  /** Reads and edits of this process, one after the other. */
  #tail: Promise<unknown> = Promise.resolve();
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  /** Once for each time that it breaks, not at every poll. */
  #complained = false;

  constructor(options: FileDeviceStoreOptions) {
    this.#path = resolve(options.file);
    this.#options = options;
  }

  async open(): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    await this.#refresh();
    this.#watch();
    this.#timer = setInterval(() => this.#refreshUnasked(), this.#options.pollMs ?? 2000).unref();
  }

  /** Always from the file as it is now. */
  async get(id: string): Promise<DeviceRecord | undefined> {
    await this.#refresh();
    return this.#devices.get(id);
  }

  async list(): Promise<DeviceRecord[]> {
    await this.#refresh();
    return [...this.#devices.values()].sort((a, b) => a.id.localeCompare(b.id));
  }

  async add(id: string, options: { name?: string } = {}): Promise<NewDevice> {
    return this.#edit((devices) => addDevice(devices, id, options.name));
  }

  async remove(id: string): Promise<boolean> {
    return this.#edit((devices) => removeDevice(devices, id));
  }

  async rotate(id: string): Promise<NewDevice> {
    return this.#edit((devices) => rotateDevice(devices, id));
  }

  onChange(listener: (change: DeviceChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#watcher?.close();
    clearInterval(this.#timer);
    this.#listeners.clear();
    await this.#tail;
  }

  #edit<Result>(change: (devices: Devices) => Edit<Result>): Promise<Result> {
    return this.#inTurn(async () => {
      try {
        return await withFileLock(`${this.#path}.lock`, () => this.#apply(change), this.#options.lock);
      } catch (error) {
        throw explained(error, this.#path);
      }
    });
  }

  async #apply<Result>(change: (devices: Devices) => Edit<Result>): Promise<Result> {
    await this.#load();
    const { devices, result } = change(this.#devices);
    if (devices !== this.#devices) {
      await writeDeviceFile(this.#path, devices);
      this.#adopt(devices, await fileStamp(this.#path));
    }
    return result;
  }

  #refresh(): Promise<void> {
    return this.#inTurn(() => this.#load());
  }

  async #load(): Promise<void> {
    // The stamp first: an edit in between is then seen as one more change, not missed.
    let stamp = await fileStamp(this.#path);
    if (stamp === NO_FILE && this.#devices.size > 0) {
      // Editors that save by renaming take it away for a moment; a fleet must not be signed off for that.
      await delay(VANISHED_MS);
      stamp = await fileStamp(this.#path);
    }
    if (stamp === this.#stamp) return;
    this.#adopt(await readDeviceFile(this.#path), stamp);
  }

  #adopt(devices: Devices, stamp: string): void {
    const changes = this.#stamp === '' ? [] : changesBetween(this.#devices, devices);
    this.#devices = devices;
    this.#stamp = stamp;
    announce(this.#listeners, changes);
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#tail.then(work);
    this.#tail = turn.catch(() => {});
    return turn;
  }

  /** The folder, because the file is replaced and its own watch would go with the old one. */
  #watch(): void {
    const name = basename(this.#path);
    try {
      this.#watcher = watch(dirname(this.#path), { persistent: false }, (_event, changed) => {
        if (changed === name) this.#refreshUnasked();
      });
      this.#watcher.on('error', () => this.#watcher?.close());
    } catch {
      // Polling alone will do.
    }
  }

  #refreshUnasked(): void {
    if (this.#closed) return;
    this.#refresh().then(
      () => (this.#complained = false),
      (err: unknown) => {
        if (!this.#complained) this.#options.log?.error({ err }, 'device file cannot be read');
        this.#complained = true;
      },
    );
  }
}

/** What the operating system said about writing, in our words. */
function explained(error: unknown, path: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof DeviceStoreError || typeof code !== 'string') return error;
  return new DeviceStoreError(
    'NOT_WRITABLE',
    `${path} cannot be changed (${message}). Look at the disk's free space and at the rights of the file's folder.`,
    { cause: error },
  );
}
