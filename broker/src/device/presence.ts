/** What the outside learns of connections: who is there, since when, and how it ended. Told as it happens; nothing is kept. */
import type { Hello, ReasonName } from '@pipit/protocol';

export type Transport = 'tcp' | 'tls' | 'ws' | 'wss';

/**
 * A reason that the device was told, or could have been; and what only the broker sees: a device that said MQTT's
 * DISCONNECT, one that was silent longer than its keep alive, one that broke the rules of MQTT or of the topics.
 */
export type OfflineReason = ReasonName | 'DISCONNECTED' | 'KEEP_ALIVE' | 'PROTOCOL_ERROR';

interface OfConnection {
  readonly deviceId: string;
  readonly connectionId: string;
}

/** The first event of a connection: the device is signed in. */
export interface DeviceOnline extends OfConnection {
  readonly kind: 'online';
  readonly address: string;
  readonly transport: Transport;
  /** It signs in over and over; what is done for each sign-in should be little. */
  readonly flapping: boolean;
}

/** The device said what it is, and was accepted. At most once a connection. */
export interface DeviceHello extends OfConnection {
  readonly kind: 'hello';
  readonly hello: Hello;
}

/** The last event of a connection. */
export interface DeviceOffline extends OfConnection {
  readonly kind: 'offline';
  readonly reason: OfflineReason;
  /** For people; undefined when the reason says it all. */
  readonly detail: string | undefined;
  /** Since the socket was accepted. */
  readonly durationMs: number;
  readonly flapping: boolean;
}

/** Somebody was not let in. Throttled like the log: at most ten a second, `suppressed` were left out before. */
export interface DeviceRefused {
  readonly kind: 'refused';
  /** What the stranger said, at most 64 characters of anything; undefined when it did not come so far. */
  readonly claimedId: string | undefined;
  readonly address: string;
  readonly transport: Transport;
  /** Of MQTT's CONNACK; undefined for a socket that was closed without. */
  readonly returnCode: number | undefined;
  readonly why: string;
  readonly suppressed: number;
}

/** A device signs in over and over: its link is bad, or two devices share an id. Throttled in the same way. */
export interface DeviceFlapping extends OfConnection {
  readonly kind: 'flapping';
  readonly address: string;
  readonly suppressed: number;
}

/** For every `connectionId` exactly one `online`, and exactly one `offline` after it. */
export type PresenceEvent = DeviceOnline | DeviceHello | DeviceOffline | DeviceRefused | DeviceFlapping;
