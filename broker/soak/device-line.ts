/** What is between one device and the broker: a network that can be cut, stalled or away, and a device that can stop reading. */
import { SimulatedNetwork } from '@pipit/device-sdk/testing';
import { type Socket, connect, Socket as NetSocket } from 'node:net';
import { Duplex } from 'node:stream';

export interface DeviceLineOptions {
  /** Undefined while there is no broker. */
  readonly port: () => number | undefined;
  readonly seed: number;
}

export class DeviceLine {
  readonly #options: DeviceLineOptions;
  readonly #network: SimulatedNetwork;
  #tap: Tap | undefined;
  #unreachableUntil = 0;

  constructor(options: DeviceLineOptions) {
    this.#options = options;
    this.#network = new SimulatedNetwork({ conditions: { delayMs: 5, jitterMs: 10 }, seed: options.seed });
  }

  /** For `PipitDeviceOptions.transport`. */
  readonly transport = (): Duplex => {
    const port = this.#options.port();
    if (port === undefined || performance.now() < this.#unreachableUntil) {
      const nowhere = new NetSocket();
      setImmediate(() => nowhere.destroy(new Error('no way to the broker')));
      return nowhere;
    }
    this.#tap = new Tap(connect({ port, host: '127.0.0.1', noDelay: true }));
    return this.#network.wrap(this.#tap);
  };

  cut(): void {
    this.#network.cut();
  }

  /** Cut, and no way back for so long. */
  away(ms: number): void {
    this.#unreachableUntil = performance.now() + ms;
    this.#network.cut();
  }

  stall(ms: number): void {
    this.#network.stall(ms);
  }

  /** The device reads nothing for so long; what it says still gets out. */
  stopReading(ms: number): void {
    this.#tap?.shut(ms);
  }

  async close(): Promise<void> {
    await this.#network.close();
  }
}

/** A socket that can be made not to read: what comes fills its buffers, then those of the sender. */
class Tap extends Duplex {
  readonly #far: Socket;
  #timer: NodeJS.Timeout | undefined;

  constructor(far: Socket) {
    super();
    this.#far = far;
    far.on('data', (chunk: Buffer) => {
      if (!this.push(chunk) || this.#timer) far.pause();
    });
    far.on('end', () => this.push(null));
    far.on('error', (error) => this.destroy(error));
    far.on('close', () => this.destroy());
  }

  shut(ms: number): void {
    clearTimeout(this.#timer);
    this.#far.pause();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#far.resume();
    }, ms);
  }

  override _read(): void {
    if (!this.#timer) this.#far.resume();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#far.write(chunk, done);
  }

  override _final(done: () => void): void {
    this.#far.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#timer);
    this.#far.destroy();
    done(error);
  }
}
