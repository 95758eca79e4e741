/** A device link that keeps what it was given. */
import type { BodyInit, BrokerBody, ClockSample, Hello, ReasonName } from '@pipit/protocol';
import type { DeviceLink, DownlinkFrame, LinkAudio, LinkFigures } from '../device/device-link.ts';

export class FakeLink implements DeviceLink {
  readonly deviceId: string;
  readonly connectionId = 'connection-1';
  readonly hello = {} as Hello;
  readonly audio: LinkAudio = { frameDurationMs: 60, playbackSampleRateHz: 16_000, leadMs: 200 };
  readonly figures = {} as LinkFigures;
  deviceClock: ClockSample | undefined;
  readonly sent: BodyInit<BrokerBody>[] = [];
  readonly frames: DownlinkFrame[] = [];
  readonly dropped: number[] = [];
  closedFor: ReasonName | undefined;

  constructor(deviceId = 'device-1') {
    this.deviceId = deviceId;
  }

  send(body: BodyInit<BrokerBody>): boolean {
    this.sent.push(body);
    return true;
  }

  sendAudio(frame: DownlinkFrame): boolean {
    this.frames.push(frame);
    return true;
  }

  dropAudio(_session: number, generation: number): number {
    this.dropped.push(generation);
    return 0;
  }

  close(reason: ReasonName): void {
    this.closedFor ??= reason;
  }

  /** The values of the messages of one kind. */
  of<Kind extends BrokerBody['kind']>(kind: Kind): Extract<BodyInit<BrokerBody>, { kind: Kind }>['value'][] {
    return this.sent.filter((body) => body.kind === kind).map((body) => body.value);
  }
}
