/**
 * What a session sees of a device: a link that carries messages and audio, whatever the wire below.
 * The link answers hello and pings itself; a handler hears the rest.
 */
import type {
  Audio,
  BodyInit,
  BrokerBody,
  ClockSample,
  DeviceMessage,
  FrameDurationMs,
  Hello,
  PlaybackSampleRateHz,
  ReasonName,
} from '@pipit/protocol';

/** The audio formats that hello settled. */
export interface LinkAudio {
  readonly frameDurationMs: FrameDurationMs;
  readonly playbackSampleRateHz: PlaybackSampleRateHz;
  /** How far ahead of playback the device wants its audio. */
  readonly leadMs: number;
}

export interface DownlinkFrame {
  readonly session: number;
  readonly generation: number;
  readonly sequence: number;
  /** When it is meant to be played, on the broker's wire clock. */
  readonly captureTimeMs: number;
  /** Undefined for a message that carries only flags, such as the end of an answer. */
  readonly packet: Uint8Array | undefined;
  readonly flags: number;
}

export interface LinkFigures {
  audioMessagesIn: number;
  audioMessagesOut: number;
  /** Oldest audio given up because the device did not read. */
  audioMessagesDropped: number;
  bytesIn: number;
  bytesOut: number;
  /** Waiting to be written to the device now. */
  queuedBytes: number;
  /** Times its input was slowed because it sent more than it may. */
  throttled: number;
}

export interface DeviceLink {
  readonly deviceId: string;
  /** Names this connection in logs. */
  readonly connectionId: string;
  readonly hello: Hello;
  readonly audio: LinkAudio;
  readonly figures: Readonly<LinkFigures>;
  /** How far the device's clock is from ours: `device = ours + offsetMs`. Undefined until it answered a ping. */
  readonly deviceClock: ClockSample | undefined;
  /** False when the link is already closed. Control messages are never dropped: a device that does not read is closed. */
  /** `deadlineMs`: until when an answer is waited for; 0, the default: not at all. */
  send(body: BodyInit<BrokerBody>, correlationId?: number, deadlineMs?: number): boolean;
  /** Hot path: never throws, never waits. The packet is copied before it returns. False when it was not queued. */
  sendAudio(frame: DownlinkFrame): boolean;
  /** Forgets queued audio of this generation and older ones of the session. Returns how many messages that were. */
  dropAudio(session: number, generation: number): number;
  /** Says goodbye with the reason, then closes. Idempotent. */
  close(reason: ReasonName): void;
}

export interface DeviceLinkHandler {
  /** Anything but hello, ping, pong and error. A command that was answered with an error is told as its result. */
  onMessage(message: DeviceMessage): void;
  /** Hot path. The packets are views that hold only until it returns. */
  onAudio(audio: Audio): void;
  /** Called once, last. */
  onClosed(reason: ReasonName): void;
}

/** Called after hello was answered. */
export type AcceptLink = (link: DeviceLink) => DeviceLinkHandler;
