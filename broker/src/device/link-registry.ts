/** Which connection speaks for which device. One each: the newcomer wins. */
import type { DeviceConnection } from './device-connection.ts';

export class LinkRegistry {
  readonly #byDevice = new Map<string, DeviceConnection>();
  readonly #all = new Set<DeviceConnection>();
  #audioIn = 0;
  #audioOut = 0;
  #audioDropped = 0;

  get sockets(): number {
    return this.#all.size;
  }

  /** Devices that signed in, or are about to. */
  get devices(): number {
    return this.#byDevice.size;
  }

  connections(): readonly DeviceConnection[] {
    return [...this.#all];
  }

  get(deviceId: string): DeviceConnection | undefined {
    return this.#byDevice.get(deviceId);
  }

  add(connection: DeviceConnection): void {
    this.#all.add(connection);
  }

  /** Makes this connection the device's. Returns the one that it replaces. */
  claim(deviceId: string, connection: DeviceConnection): DeviceConnection | undefined {
    const previous = this.#byDevice.get(deviceId);
    this.#byDevice.set(deviceId, connection);
    return previous === connection ? undefined : previous;
  }

  remove(connection: DeviceConnection): void {
    if (!this.#all.delete(connection)) return;
    const { audioMessagesIn, audioMessagesOut, audioMessagesDropped } = connection.figures;
    this.#audioIn += audioMessagesIn;
    this.#audioOut += audioMessagesOut;
    this.#audioDropped += audioMessagesDropped;
    const deviceId = connection.connect?.clientId;
    if (deviceId !== undefined && this.#byDevice.get(deviceId) === connection)
      this.#byDevice.delete(deviceId);
  }

  /** Over all connections, past ones included. */
  totals(): { audioIn: number; audioOut: number; audioDropped: number; queuedBytes: number } {
    let [audioIn, audioOut, audioDropped, queuedBytes] = [
      this.#audioIn,
      this.#audioOut,
      this.#audioDropped,
      0,
    ];
    for (const { figures } of this.#all) {
      audioIn += figures.audioMessagesIn;
      audioOut += figures.audioMessagesOut;
      audioDropped += figures.audioMessagesDropped;
      queuedBytes += figures.queuedBytes;
    }
    return { audioIn, audioOut, audioDropped, queuedBytes };
  }
}
