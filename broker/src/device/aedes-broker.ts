/**
 * Aedes with our decisions in its hooks. It speaks MQTT with each device; messages of devices are never broadcast:
 * what a device publishes goes to its own connection, what a device hears is written by its own outbox.
 */
import { Aedes, type AedesOptions, type Client } from 'aedes';
import { maySubscribe } from '@pipit/protocol';
import type { Logger } from 'pino';
import type { Figures } from '../telemetry/figures.ts';
import type { DeviceConnection } from './device-connection.ts';
import type { DeviceLimits } from './device-limits.ts';
import type { LogThrottle } from './log-throttle.ts';
import { type Refusal, authorizePublish, authorizeSubscribe } from './policy.ts';

export interface AedesBrokerOptions {
  readonly limits: DeviceLimits;
  readonly figures: Figures;
  readonly log: Logger;
  /** For lines that a device can cause as often as it likes. */
  readonly refusalLog: LogThrottle;
  readonly signIn: (
    connection: DeviceConnection,
    password: Uint8Array | undefined,
  ) => Promise<Refusal | undefined>;
}

export interface AedesBroker {
  /** Gives a connection whose CONNECT was read to Aedes. */
  handle(connection: DeviceConnection): void;
  close(): Promise<void>;
}

/** The parts of Aedes' persistence that a device could fill without end. */
interface Persistence {
  addSubscriptions(client: { id: string }, subscriptions: readonly { topic: string }[]): Promise<void>;
  incomingStorePacket(client: { id: string }, packet: { messageId: number }): Promise<unknown>;
  incomingDelPacket(client: { id: string }, packet: { messageId: number }): Promise<unknown>;
  cleanIncoming?(client: { id: string }): Promise<unknown>;
}

export async function createAedesBroker(options: AedesBrokerOptions): Promise<AedesBroker> {
  const { limits, figures, log, refusalLog, signIn } = options;
  /** By the stream that Aedes knows. */
  const connections = new WeakMap<object, DeviceConnection>();
  const connectionOf = (client: Client | null): DeviceConnection | undefined =>
    client ? connections.get(client.conn) : undefined;

  async function decide(
    connection: DeviceConnection,
    password: Uint8Array | undefined,
    done: Parameters<NonNullable<AedesOptions['authenticate']>>[3],
  ): Promise<void> {
    const refusal = await signIn(connection, password);
    if (!refusal) return done(null, true);
    connection.refuse(refusal);
    const error = Object.assign(new Error(refusal.why), { returnCode: refusal.returnCode });
    return done(error, false);
  }

  const aedes = await Aedes.createBroker({
    // The connection has its own, shorter deadlines for all of these.
    connectTimeout: limits.connectTimeoutMs * 2,
    drainTimeout: limits.slowReaderTimeoutMs * 2,
    maxInflightInbound: limits.maxInflightInbound,

    authenticate(client, _username, password, done) {
      const connection = connectionOf(client);
      if (!connection) return done(null, false);
      void decide(connection, password, done);
    },

    authorizePublish(client, packet, done) {
      const decision = client ? authorizePublish(client.id, packet.topic, packet.retain) : undefined;
      done(
        decision?.allowed ? null : new Error(decision?.why ?? 'nobody may publish for a device that is gone'),
      );
    },

    authorizeSubscribe(client, subscription, done) {
      const held = Object.keys((client as unknown as { subscriptions: object }).subscriptions).length;
      const decision = authorizeSubscribe(client.id, subscription.topic, held, limits.maxSubscriptions);
      if (!decision.allowed) {
        figures.count('device_forbidden_subscribe_total');
        const ids = { deviceId: client.id, connectionId: connectionOf(client)?.id };
        refusalLog.line((more) => log.warn({ ...ids, why: decision.why, ...more }, 'subscription refused'));
      }
      done(null, decision.allowed ? subscription : null);
    },
  });

  boundPersistence((aedes as unknown as { persistence: Persistence }).persistence, limits);

  const broadcast = aedes.publish.bind(aedes) as (...args: unknown[]) => void;
  /** QoS 2 messages and wills come here; the rest are Aedes' own announcements under $SYS, which no device hears. */
  const publish = (
    packet: { topic: string; payload: string | Buffer },
    client: unknown,
    done?: unknown,
  ): void => {
    if (typeof client === 'function' || !client) return broadcast(packet, client, done);
    const { topic, payload } = packet;
    connectionOf(client as Client)?.deliver(
      topic,
      typeof payload === 'string' ? Buffer.from(payload) : payload,
    );
    if (typeof done === 'function') done();
  };
  (aedes as unknown as { publish: typeof publish }).publish = publish;

  aedes.on('clientReady', (client) => {
    const connection = connectionOf(client);
    connection?.open(client.id);
    const held = (client as unknown as { subscriptions: Record<string, { qos: number }> }).subscriptions;
    const restored = Object.entries(held).map(([topic, { qos }]) => ({ topic, qos }));
    if (restored.length > 0) connection?.onSubscribed(restored, true);
  });
  aedes.on('subscribe', (topics, client) => connectionOf(client)?.onSubscribed(topics, false));
  aedes.on('unsubscribe', (topics, client) => connectionOf(client)?.onUnsubscribed(topics));
  // The connection reports how it ended; Aedes repeats it for every write that was pending.
  aedes.on('clientError', () => figures.count('device_mqtt_errors_total'));
  aedes.on('connectionError', () => figures.count('device_mqtt_errors_total'));
  (aedes as NodeJS.EventEmitter).on('error', (err: unknown) => log.error({ err }, 'MQTT broker failed'));

  return {
    handle(connection) {
      connections.set(connection.guard, connection);
      aedes.handle(connection.guard);
    },
    close: () => new Promise((resolve) => aedes.close(resolve)),
  };
}

/**
 * Aedes stores every filter of a SUBSCRIBE when one of them was allowed, and counts unreleased QoS 2 messages for a
 * connection but keeps them for a session: a device could grow both for ever.
 */
function boundPersistence(persistence: Persistence, limits: DeviceLimits): void {
  const addSubscriptions = persistence.addSubscriptions.bind(persistence);
  persistence.addSubscriptions = async (client, subscriptions) =>
    addSubscriptions(
      client,
      subscriptions.filter(({ topic }) => maySubscribe(client.id, topic)),
    );

  const unreleased = new Map<string, Set<number>>();
  const store = persistence.incomingStorePacket.bind(persistence);
  const remove = persistence.incomingDelPacket.bind(persistence);
  const clean = persistence.cleanIncoming?.bind(persistence);
  persistence.incomingStorePacket = async (client, packet) => {
    const held = unreleased.get(client.id) ?? new Set();
    if (held.size >= limits.maxInflightInbound) throw new Error('too many unreleased QoS 2 messages');
    unreleased.set(client.id, held.add(packet.messageId));
    return store(client, packet);
  };
  persistence.incomingDelPacket = async (client, packet) => {
    const held = unreleased.get(client.id);
    held?.delete(packet.messageId);
    if (held?.size === 0) unreleased.delete(client.id);
    return remove(client, packet);
  };
  if (!clean) return;
  persistence.cleanIncoming = async (client) => {
    unreleased.delete(client.id);
    return clean(client);
  };
}
