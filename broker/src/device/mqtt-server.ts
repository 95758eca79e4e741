/**
 * The device side of the broker, composed: listeners, guard, Aedes, sign-in and links.
 * A session sees none of it but `DeviceLink`, through `accept`.
 */
import type { Duplex } from 'node:stream';
import type { DeviceConfig, Init, ReasonName } from '@pipit/protocol';
import type { Level, Logger } from 'pino';
import { type Clock, systemClock } from '../clock.ts';
import type { DeviceStore } from '../fleet/device-store.ts';
import type { Figures } from '../telemetry/figures.ts';
import { Admission, type Place } from './admission.ts';
import { createAedesBroker } from './aedes-broker.ts';
import type { ReadConfig } from './config-topic.ts';
import { type ConnectionContext, DeviceConnection, type Peer } from './device-connection.ts';
import { DEVICE_LIMITS, type DeviceLimits } from './device-limits.ts';
import type { AcceptLink, DeviceLink } from './device-link.ts';
import { LinkRegistry } from './link-registry.ts';
import { type Listener, type ListenerAddress, type ListenerOptions, openListener } from './listeners.ts';
import { LogThrottle } from './log-throttle.ts';
import type { PresenceEvent } from './presence.ts';
import { type OpenDoors, warnOfOpenDoors } from './open-doors.ts';
import { SignIn } from './sign-in.ts';
import { type WebDoor, createWebDoor } from './web-door.ts';

export type { ReadConfig } from './config-topic.ts';
export type { PresenceEvent } from './presence.ts';
export type { ListenerAddress, ListenerOptions, ListenerTls } from './listeners.ts';

export interface MqttServerOptions {
  readonly listeners: readonly ListenerOptions[];
  readonly store: DeviceStore;
  /** Called for each device that said hello. */
  readonly accept: AcceptLink;
  /** Read when a device subscribes to its configuration. Default: there is none but what `publishConfig` brings. */
  readonly configFor?: ReadConfig;
  /** Hears who comes and goes. Must be quick; what it throws is logged. */
  readonly onPresence?: (event: PresenceEvent) => void;
  /** Of the lines of one device's connections; asked when it signs in. Undefined, or no level of pino: that of `log`. */
  readonly logLevelOf?: (deviceId: string) => string | undefined;
  /** Ways to sign in for old devices. Default: none. */
  readonly openDoors?: OpenDoors;
  readonly log: Logger;
  readonly figures: Figures;
  /** Default: `DEVICE_LIMITS`. */
  readonly limits?: Partial<DeviceLimits>;
  /** Told to devices; at most 32 bytes. */
  readonly brokerVersion: string;
  /** Where devices are sent when the server stops; undefined for the same address. */
  readonly comeBackTo?: string | undefined;
  /** Default: the system's. */
  readonly clock?: Clock;
}

export interface CloseOptions {
  /** For the devices to close their ends. Default 2000. */
  readonly drainMs?: number;
}

export interface MqttServer {
  /** In the order of the listeners. */
  readonly addresses: readonly ListenerAddress[];
  /** Devices that come as WebSockets to another server. */
  readonly webDoor: Pick<WebDoor, 'upgrade'>;
  /** Devices that said hello. */
  links(): DeviceLink[];
  link(deviceId: string): DeviceLink | undefined;
  /**
   * Sends a device its new configuration now. False when it does not hear it: it is away or has not subscribed, or the
   * configuration breaks a bound, which is logged.
   */
  publishConfig(deviceId: string, config: Init<DeviceConfig>): boolean;
  /** Tells every device, then closes. Idempotent: later calls wait for the first. */
  close(reason?: ReasonName, options?: CloseOptions): Promise<void>;
}

const DEFAULT_DRAIN_MS = 2000;
/** Devices are told to come back at different times, so that they do not all come at once. */
const RETRY_AFTER_MS = { min: 500, max: 5000 };

/** @throws when a listener cannot be opened; nothing stays open then. */
export async function createMqttServer(options: MqttServerOptions): Promise<MqttServer> {
  const { store, accept, log, figures, brokerVersion, clock = systemClock } = options;
  const limits: DeviceLimits = { ...DEVICE_LIMITS, ...options.limits };
  const registry = new LinkRegistry();
  const admission = new Admission(limits);
  const strangerLog = new LogThrottle(clock);
  const openDoors = options.openDoors ?? {};
  const signIn = new SignIn({ store, registry, limits, clock, figures, log, strangerLog, openDoors });
  const aedes = await createAedesBroker({
    limits,
    figures,
    log,
    refusalLog: new LogThrottle(clock),
    signIn: (connection, password) => signIn.attempt(connection, password),
  });
  publishFigures(figures, registry);

  let whenEmpty: (() => void) | undefined;
  const context: ConnectionContext = {
    limits,
    clock,
    log,
    strangerLog,
    flappingLog: new LogThrottle(clock),
    figures,
    brokerVersion,
    accept,
    configFor: options.configFor,
    onPresence: containPresence(options.onPresence, log, figures),
    flappingEvents: new LogThrottle(clock),
    logLevelOf: (deviceId) => levelOf(options.logLevelOf, deviceId, log),
    comeBack: () => ({ retryAfterMs: retryAfterMs(), address: options.comeBackTo }),
    onConnect: (connection) => aedes.handle(connection),
    onGone: (connection) => registry.remove(connection),
  };
  const streams = new Set<Duplex>();
  const onStream = (stream: Duplex, peer: Peer, place: Place): void => {
    figures.count('device_connections_total');
    streams.add(stream);
    stream.on('close', () => {
      streams.delete(stream);
      if (streams.size === 0) whenEmpty?.();
    });
    registry.add(new DeviceConnection(stream, peer, place, context));
  };
  const onTurnedAway = (peer: Peer): void => {
    figures.count('device_turned_away_total');
    const why = 'too many connections wait for sign-in';
    strangerLog.line((more) => {
      log.warn({ ...peer, ...more }, why);
      const { suppressed = 0 } = more;
      const nobody = { claimedId: undefined, returnCode: undefined };
      context.onPresence({ kind: 'refused', ...peer, ...nobody, why, suppressed });
    });
  };
  const onFailure = (peer: Peer, why: string): void => {
    figures.count('device_transport_errors_total');
    strangerLog.line((more) => log.info({ ...peer, why, ...more }, 'connection failed before MQTT'));
  };

  const bounds = { ...limits, maxSockets: limits.maxConnections + limits.maxUnauthenticated };
  const events = { onStream, onTurnedAway, onFailure };
  const webDoor = createWebDoor(bounds, admission, events);
  const listeners: Listener[] = [];
  try {
    for (const listener of options.listeners) {
      listeners.push(await openListener(listener, bounds, admission, events));
    }
  } catch (error) {
    for (const listener of listeners) listener.close();
    signIn.close();
    await aedes.close();
    throw error;
  }

  const stopWarning = warnOfOpenDoors(openDoors, log, clock);

  async function shutDown(reason: ReasonName, drainMs: number): Promise<void> {
    stopWarning();
    for (const listener of listeners) listener.close();
    webDoor.close();
    signIn.close();
    for (const connection of registry.connections()) connection.close(reason);
    if (streams.size > 0) {
      await new Promise<void>((resolve) => {
        const cancel = clock.after(drainMs, resolve);
        whenEmpty = () => {
          cancel();
          resolve();
        };
      });
    }
    for (const stream of streams) stream.destroy();
    await aedes.close();
  }

  let closing: Promise<void> | undefined;
  return {
    addresses: listeners.map((listener) => listener.address),
    webDoor,
    links: () => registry.connections().flatMap((connection) => linkOf(connection) ?? []),
    link: (deviceId) => linkOf(registry.get(deviceId)),
    publishConfig: (deviceId, config) => registry.get(deviceId)?.link?.config.publish(config) ?? false,
    close: (reason = 'SHUTDOWN', { drainMs = DEFAULT_DRAIN_MS } = {}) =>
      (closing ??= shutDown(reason, drainMs)),
  };
}

const linkOf = (connection: DeviceConnection | undefined): DeviceLink | undefined =>
  connection?.link?.accepted ? connection.link : undefined;

/** Whoever listens cannot hurt the devices. */
function containPresence(
  listener: MqttServerOptions['onPresence'],
  log: Logger,
  figures: Figures,
): (event: PresenceEvent) => void {
  return (event) => {
    try {
      listener?.(event);
    } catch (err) {
      figures.count('device_presence_errors_total');
      log.error({ err, kind: event.kind }, 'listener of presence failed');
    }
  };
}

function levelOf(ask: MqttServerOptions['logLevelOf'], deviceId: string, log: Logger): Level | undefined {
  try {
    const level = ask?.(deviceId);
    return level !== undefined && level in log.levels.values ? (level as Level) : undefined;
  } catch (err) {
    log.error({ err }, 'level of a log cannot be found');
    return undefined;
  }
}

const retryAfterMs = (): number =>
  Math.round(RETRY_AFTER_MS.min + Math.random() * (RETRY_AFTER_MS.max - RETRY_AFTER_MS.min));

function publishFigures(figures: Figures, registry: LinkRegistry): void {
  figures.gauge('device_sockets', () => registry.sockets);
  figures.gauge('device_connected', () => registry.devices);
  figures.gauge('device_audio_in_total', () => registry.totals().audioIn);
  figures.gauge('device_audio_out_total', () => registry.totals().audioOut);
  figures.gauge('device_audio_dropped_total', () => registry.totals().audioDropped);
  figures.gauge('device_queued_bytes', () => registry.totals().queuedBytes);
}
