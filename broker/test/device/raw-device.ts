/** A device made of a bare socket: sends any bytes, and waits for what comes back. */
import { once } from 'node:events';
import { type Socket, connect as connectTcp } from 'node:net';
import {
  type Audio,
  type BodyInit,
  type BrokerMessage,
  type DeviceBody,
  type DeviceConfig,
  type Init,
  decodeAudio,
  decodeBrokerMessage,
  decodeDeviceConfig,
  encodeAudio,
  encodeDeviceMessage,
  topicFor,
} from '@pipit/protocol';
import { type RawConnect, connect, publish, subscribe } from './raw-packets.ts';

export interface ReceivedPacket {
  readonly type: number;
  readonly flags: number;
  readonly body: Buffer;
}

export interface ReceivedConfig {
  readonly config: DeviceConfig;
  readonly retained: boolean;
  readonly qos: number;
}

export const HELLO = {
  kind: 'hello',
  value: {
    capabilities: {
      frameDurationsMs: [20, 60],
      playbackSampleRatesHz: [24_000, 16_000],
      playoutBufferMs: 1000,
    },
    firmwareVersion: '1.0',
    hardwareModel: 'raw',
  },
} as const satisfies BodyInit<DeviceBody>;

export class RawDevice {
  readonly socket: Socket;
  readonly id: string;
  readonly packets: ReceivedPacket[] = [];
  readonly messages: BrokerMessage[] = [];
  readonly audio: Audio[] = [];
  readonly configs: ReceivedConfig[] = [];
  /** Resolves when the broker has closed the connection. */
  readonly closed: Promise<void>;
  isClosed = false;
  #rest = Buffer.alloc(0);
  #messageId = 0;
  #waiting: (() => void)[] = [];

  constructor(socket: Socket, id: string) {
    this.socket = socket;
    this.id = id;
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('data', (chunk) => this.#receive(chunk));
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        this.isClosed = true;
        this.#wake();
        resolve();
      });
    });
  }

  /** `from`: another loopback address, to be another host. */
  static async open(port: number, id = 'raw', from = '127.0.0.1'): Promise<RawDevice> {
    const socket = connectTcp({ port, host: '127.0.0.1', localAddress: from });
    await once(socket, 'connect');
    return new RawDevice(socket, id);
  }

  /** Opens, signs in and says hello. */
  static async ready(port: number, id: string, secret: string): Promise<RawDevice> {
    const device = await RawDevice.open(port, id);
    const returnCode = await device.signIn({ clientId: id, username: id, password: secret });
    if (returnCode !== 0) throw new Error(`refused with ${returnCode}`);
    device.say(HELLO);
    await device.message('helloAck');
    return device;
  }

  write(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  /** The return code of the CONNACK, or undefined when the broker just closed. */
  async signIn(options: RawConnect): Promise<number | undefined> {
    this.write(connect(options));
    return (await this.packet(2))?.body[1];
  }

  say(body: BodyInit<DeviceBody>, correlationId = 0): number {
    const messageId = ++this.#messageId;
    this.write(
      publish(topicFor('controlUp', this.id), encodeDeviceMessage({ messageId, correlationId }, body), {
        qos: 1,
        id: messageId,
      }),
    );
    return messageId;
  }

  /** Subscribes to the device's own configuration, or another filter. What the broker granted. */
  async subscribe(filter = topicFor('config', this.id), qos = 1): Promise<number | undefined> {
    this.write(subscribe({ id: 1, qos }, filter));
    return (await this.packet(9))?.body[2];
  }

  /** The next configuration, received already or to come. */
  async config(): Promise<ReceivedConfig | undefined> {
    return this.#until(() => this.configs.shift());
  }

  speak(audio: Init<Audio>): void {
    this.write(publish(topicFor('audioUp', this.id), encodeAudio(audio)));
  }

  /** The next packet of this type, seen already or to come; undefined when the connection closes without it. */
  async packet(type: number): Promise<ReceivedPacket | undefined> {
    return this.#until(() => {
      const index = this.packets.findIndex((received) => received.type === type);
      return index < 0 ? undefined : this.packets.splice(index, 1)[0];
    });
  }

  async message(kind: BrokerMessage['body']['kind']): Promise<BrokerMessage | undefined> {
    return this.#until(() => {
      const index = this.messages.findIndex((message) => message.body.kind === kind);
      return index < 0 ? undefined : this.messages.splice(index, 1)[0];
    });
  }

  /** Waits until a condition holds or the connection is closed; says whether it holds. */
  async until(condition: () => boolean): Promise<boolean> {
    return (await this.#until(() => (condition() ? true : undefined))) ?? false;
  }

  async #until<Found>(find: () => Found | undefined): Promise<Found | undefined> {
    for (;;) {
      const found = find();
      if (found !== undefined || this.isClosed) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #receive(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      let length = 0;
      let at = 1;
      let byte: number;
      do {
        if (at >= this.#rest.length) return this.#wake();
        byte = this.#rest[at]!;
        length |= (byte & 0x7f) << (7 * (at - 1));
        at++;
      } while (byte & 0x80);
      if (this.#rest.length < at + length) return this.#wake();
      const first = this.#rest[0]!;
      this.#take({
        type: first >> 4,
        flags: first & 15,
        body: Buffer.from(this.#rest.subarray(at, at + length)),
      });
      this.#rest = this.#rest.subarray(at + length);
    }
  }

  #take(received: ReceivedPacket): void {
    if (received.type !== 3) {
      this.packets.push(received);
      return;
    }
    const { body, flags } = received;
    const topicEnd = 2 + body.readUInt16BE(0);
    const topic = body.toString('utf8', 2, topicEnd);
    const payload = body.subarray(flags & 6 ? topicEnd + 2 : topicEnd);
    if (topic === topicFor('controlDown', this.id)) {
      const decoded = decodeBrokerMessage(payload);
      if (!decoded.ok) throw decoded.error;
      this.messages.push(decoded.message);
      this.write(Buffer.concat([Buffer.from([0x40, 2]), body.subarray(topicEnd, topicEnd + 2)]));
    } else if (topic === topicFor('audioDown', this.id)) {
      const decoded = decodeAudio(payload);
      if (!decoded.ok) throw decoded.error;
      this.audio.push(decoded.message);
    } else if (topic === topicFor('config', this.id)) {
      const decoded = decodeDeviceConfig(payload);
      if (!decoded.ok) throw decoded.error;
      this.configs.push({
        config: decoded.message,
        retained: (flags & 1) === 1,
        qos: (flags >> 1) & 3,
      });
      if (flags & 6)
        this.write(Buffer.concat([Buffer.from([0x40, 2]), body.subarray(topicEnd, topicEnd + 2)]));
    } else throw new Error(`message on ${topic}`);
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
