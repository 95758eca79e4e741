/**
 * The session's way to its device, over one connection after the other. While there is none, texts wait (the oldest go
 * first when there are too many), and everything else is told anew when the device is back.
 */
import type { BodyInit, BrokerBody, ClockSample } from '@pipit/protocol';
import type { DeviceLink, DownlinkFrame, LinkAudio } from '../device/device-link.ts';

const MAX_WAITING_TEXTS = 64;

export class SessionLink {
  readonly deviceId: string;
  #link: DeviceLink | undefined;
  #audio: LinkAudio;
  #waiting: BodyInit<BrokerBody>[] = [];

  constructor(link: DeviceLink) {
    this.deviceId = link.deviceId;
    this.#link = link;
    this.#audio = link.audio;
  }

  get current(): DeviceLink | undefined {
    return this.#link;
  }

  /** Of the last link. */
  get audio(): LinkAudio {
    return this.#audio;
  }

  get deviceClock(): ClockSample | undefined {
    return this.#link?.deviceClock;
  }

  detach(): void {
    this.#link = undefined;
  }

  attach(link: DeviceLink): void {
    this.#link = link;
    this.#audio = link.audio;
  }

  /** What waited follows what was just said. */
  deliverWaiting(): void {
    for (const body of this.#waiting.splice(0)) this.send(body);
  }

  send(body: BodyInit<BrokerBody>, correlationId?: number): boolean {
    if (this.#link) return this.#link.send(body, correlationId);
    if (body.kind === 'transcript' || body.kind === 'turnReport') {
      this.#waiting.push(body);
      if (this.#waiting.length > MAX_WAITING_TEXTS) this.#waiting.shift();
    }
    return false;
  }

  sendAudio(frame: DownlinkFrame): boolean {
    return this.#link?.sendAudio(frame) ?? false;
  }

  dropAudio(session: number, generation: number): number {
    return this.#link?.dropAudio(session, generation) ?? 0;
  }
}
