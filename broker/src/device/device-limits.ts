/** Every ceiling of the device side, with its default. One constant, so that configuration and documents can list them. */

export interface DeviceLimits {
  /** Signed-in devices; more are answered "server unavailable". */
  readonly maxConnections: number;
  /** Sockets that have not signed in yet, handshakes included; more are closed at once. */
  readonly maxUnauthenticated: number;
  /** The same for one address (IPv6: for a network of 64 bits). */
  readonly maxUnauthenticatedPerAddress: number;
  /** What a socket may send before it is signed in. */
  readonly maxUnauthenticatedBytes: number;
  /** For the handshakes of TLS and WebSocket, and once more from there to the signed-in device. */
  readonly connectTimeoutMs: number;
  /** Of one device, sustained; above it the socket is paused. */
  readonly messagesPerSecond: number;
  readonly bytesPerSecond: number;
  /** So much of the sustained rate may come at once, after as much silence. */
  readonly burstS: number;
  /** A device that stays over its rate for this long is disconnected. */
  readonly floodGraceMs: number;
  /** Between two complaints to the same device about the same thing. */
  readonly complaintIntervalMs: number;
  readonly maxSubscriptions: number;
  readonly maxFiltersPerPacket: number;
  /** QoS 2 messages waiting for their release. */
  readonly maxInflightInbound: number;
  /** All that waits to be written to one device. */
  readonly outboxBytes: number;
  /** Handed to the socket at a time; small, so that the rest can still be dropped. */
  readonly socketHighWaterBytes: number;
  /** A device that reads nothing for this long is disconnected. */
  readonly slowReaderTimeoutMs: number;
  /** Between the broker's own pings, which also measure the device's clock. */
  readonly pingIntervalMs: number;
  /** A device that answered hello and then sends nothing for this long is lost. */
  readonly maxSilenceMs: number;
  /** How long a closing socket may take to hand over its last words. */
  readonly lingerMs: number;
  /** Failed sign-ins from one address: a burst, then one more each interval. */
  readonly addressFailureBurst: number;
  readonly addressFailureIntervalMs: number;
  /** The same for one device id from one address. */
  readonly deviceFailureBurst: number;
  readonly deviceFailureIntervalMs: number;
  /** Right sign-ins of one device: a burst, then one more each interval. Two devices may share an id by mistake. */
  readonly deviceSignInBurst: number;
  readonly deviceSignInIntervalMs: number;
  /** From so many in that count on, a device's connections share a few log lines a second with others of the kind. */
  readonly deviceSignInsLogged: number;
  /** Addresses and ids whose attempts are remembered, of each kind; the oldest are forgotten first. */
  readonly maxTrackedFailures: number;
}

export const DEVICE_LIMITS: DeviceLimits = {
  maxConnections: 5000,
  maxUnauthenticated: 500,
  maxUnauthenticatedPerAddress: 128,
  maxUnauthenticatedBytes: 4096,
  connectTimeoutMs: 10_000,
  messagesPerSecond: 150,
  bytesPerSecond: 64_000,
  burstS: 2,
  floodGraceMs: 15_000,
  complaintIntervalMs: 5000,
  maxSubscriptions: 8,
  maxFiltersPerPacket: 8,
  maxInflightInbound: 20,
  outboxBytes: 65_536,
  socketHighWaterBytes: 8192,
  slowReaderTimeoutMs: 10_000,
  pingIntervalMs: 15_000,
  maxSilenceMs: 120_000,
  lingerMs: 500,
  addressFailureBurst: 100,
  addressFailureIntervalMs: 1000,
  deviceFailureBurst: 5,
  deviceFailureIntervalMs: 10_000,
  deviceSignInBurst: 2000,
  deviceSignInIntervalMs: 1000,
  deviceSignInsLogged: 30,
  maxTrackedFailures: 10_000,
};
