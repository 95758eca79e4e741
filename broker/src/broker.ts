/** Composition root: constructs every part of the broker, in order, and takes them down in reverse. */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { MQTT_PATH } from './api/api.ts';
import { startHttpServer } from './api/http-server.ts';
import { allRoutes } from './api/routes/all.ts';
import { opusBackend } from './audio/opus.ts';
import { type Clock, systemClock } from './clock.ts';
import { createAlerts } from './compose/alerts.ts';
import { type Closer, closeAll } from './compose/closers.ts';
import { listenersOf, openDoorsOf } from './compose/listeners.ts';
import { type ModelParts, openModel, renewalOf } from './compose/model.ts';
import { namingSetting } from './compose/port-error.ts';
import { readinessChecks } from './compose/readiness.ts';
import { createRecords } from './compose/records.ts';
import { openServices } from './compose/services.ts';
import { openEngine } from './compose/sandbox-engine.ts';
import { createSandboxes } from './compose/sandboxes.ts';
import { createTools } from './compose/tools.ts';
import { systemFacts } from './compose/system.ts';
import { tellChanges, tellPresence } from './compose/tell-changes.ts';
import { conversationStore, openStore, scheduledBackups } from './compose/store.ts';
import { createMqttServer } from './device/mqtt-server.ts';
import { DatabaseDeviceStore } from './fleet/database-device-store.ts';
import type { DeviceStore } from './fleet/device-store.ts';
import { openPhrases } from './phrases/phrases.ts';
import type { ObserveConversation } from './session/conversation-events.ts';
import { recordConversations } from './session/conversation-log.ts';
import { SessionHost } from './session/session-host.ts';
import { PastConversations } from './session/turns/past-conversations.ts';
import type { Database } from './store/database.ts';
import { MemorySharedState } from './store/shared/memory-shared-state.ts';
import { DeviceLogLevels, type LogLevel } from './telemetry/device-log-levels.ts';
import { Figures } from './telemetry/figures.ts';
import { VERSION } from './version.ts';

/** Where `npm run build` puts it, beside the sources and the compiled broker. */
const DASHBOARD = join(import.meta.dirname, '..', 'dashboard');

export interface BrokerParts extends ModelParts {
  readonly clock?: Clock;
  /** Where the configuration was read from: nobody's programs may read it. */
  readonly configFile?: string | undefined;
  /** Hears every conversation, besides the log. */
  readonly observe?: ObserveConversation;
  /** There is no administrator yet: whoever opens the link first becomes one. A secret. */
  readonly onSetupLink?: (link: string) => void;
  /** One that is open already, and stays open. */
  readonly database?: Database;
}

export interface Broker {
  /** Listening addresses by kind: tcp, ws, tls, wss, http. */
  readonly ports: Readonly<Record<string, number>>;
  readonly figures: Figures;
  readonly devices: DeviceStore;
  /** What is logged about single devices; may be changed at any time. */
  readonly logLevels: DeviceLogLevels;
  /** What the emulator's ears make of a recording, 16-bit mono PCM at 16 kHz; undefined without them. */
  readonly transcribe: ((pcm: Int16Array) => Promise<string>) | undefined;
  /** Tells devices, ends conversations, frees everything. Idempotent. */
  close(): Promise<void>;
}

/** After the last words were said. */
const SESSIONS_TIMEOUT_MS = 30_000;

export async function createBroker(parts: BrokerParts): Promise<Broker> {
  const { config, clock = systemClock, observe } = parts;
  const logLevels = new DeviceLogLevels();
  const log = logLevels.over(parts.log);
  const closers: Closer[] = [];
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= closeAll(closers, log, clock));

  try {
    // Telemetry
    const figures = new Figures();
    const startedAt = clock.now();
    const record = recordConversations((deviceId) => logLevels.loggerFor(log, deviceId), figures);

    // Store
    const database = parts.database ?? (await openStore(config, log));
    if (!parts.database) closers.push({ name: 'database', close: () => database.close() });
    const backups = parts.database ? undefined : scheduledBackups(config, database, log, clock);
    if (backups) {
      closers.push({ name: 'backups', close: () => backups.close() });
      figures.gauge('database_backups_total', () => backups.figures.written);
      figures.gauge('database_backups_failed_total', () => backups.figures.failed);
    }
    figures.gauge('database_connections', () => database.figures.connections);
    figures.gauge('database_waiting', () => database.figures.waiting);

    const shared = new MemorySharedState({ clock });
    closers.push({ name: 'shared state', close: () => shared.close() });

    const devices = new DatabaseDeviceStore(database, config.tenancy.mode);
    closers.push({ name: 'device store', close: () => devices.close() });

    const conversations = conversationStore(config, database, log, clock);
    closers.push({ name: 'conversation store', close: () => conversations.close() });
    figures.gauge('history_appended_total', () => conversations.figures.appended);
    figures.gauge('history_failed_total', () => conversations.figures.failed);

    // People, programs, devices
    const services = await openServices({
      config,
      database,
      shared,
      log,
      clock,
      now: Date.now,
      figures,
      isBroker: true,
      onLogLevels: (levels) => void logLevels.replace(levels as ReadonlyMap<string, LogLevel>),
    });
    const { fleet } = services;
    closers.push({ name: 'services', close: () => services.close() });
    for (const name of Object.keys(services.figures())) {
      figures.gauge(name, () => services.figures()[name] ?? 0);
    }

    // Records and alerts
    const records = await createRecords({
      database,
      settings: config.records,
      session: config.session,
      modelId: config.model.modelId,
      dataDir: config.dataDir,
      endSession: (sessionId) => host.end(sessionId, 'REQUESTED'),
      audit: services.auditSink,
      clock,
      log,
      figures,
    });
    closers.push({ name: 'records', close: () => records.close() });
    const alerts = await createAlerts({
      settings: config.alerts,
      limits: { maxSessions: config.session.max, maxConnections: config.mqtt.maxConnections },
      database,
      dataDir: config.dataDir,
      feed: records.feed,
      audit: services.auditSink,
      figures,
      clock,
      log,
    });
    closers.push({ name: 'alerts', close: () => alerts.close() });
    closers.push({ name: 'changes', close: tellChanges(database, records) });

    // Tools
    const node = config.nodeId ?? hostname();
    const sandboxes = await createSandboxes({
      settings: config.tools.sandbox,
      hasTenants: config.tenancy.mode === 'multi',
      ...(await openEngine({ config, configFile: parts.configFile, node, log })),
      database,
      node,
      choiceOf: (userId) => services.identity.settings.sandboxOf(userId),
      audit: services.audit,
      clock,
      now: Date.now,
      log,
      figures,
    });
    closers.push({ name: 'sandboxes', close: () => sandboxes.close() });
    const tools = createTools({
      settings: config.tools,
      model: config.model,
      database,
      mcpServers: fleet.mcpServers,
      mcpSignIns: fleet.mcpSignIns,
      sandboxes,
      audit: services.audit,
      device: {
        send: (deviceId, payload) => mqtt.link(deviceId)?.send({ kind: 'mcp', value: { payload } }) ?? false,
        hasTools: (deviceId) => mqtt.link(deviceId)?.hello.capabilities?.tools ?? false,
      },
      clock,
      now: Date.now,
      log,
      figures,
    });
    closers.push({ name: 'tools', close: () => tools.close() });

    // Words of the broker's own
    const phrases = await openPhrases({
      language: config.conversation.language,
      ...(config.conversation.phrasesDir && { folder: config.conversation.phrasesDir }),
      log,
    });

    // Model
    const { model, transcribe } = await openModel(parts, figures, clock, closers);

    // Sessions
    const { session, conversation } = config;
    const host = new SessionHost({
      model,
      settings: conversation,
      settingsFor: (deviceId) => fleet.settingsFor(deviceId),
      onDeviceMessage: (deviceId, body) => {
        if (body.kind === 'mcp') tools.device.hear(deviceId, body.value.payload);
        else fleet.onDeviceMessage(deviceId, body);
      },
      codec: config.audio,
      echo: config.audio,
      renewal: renewalOf(config, model),
      resume: session.resume,
      deadlinesMs: {
        open: session.openTimeoutMs,
        queue: session.openTimeoutMs + config.model.queueTimeoutMs,
        silence: session.silenceTimeoutMs,
        answer: session.answerTimeoutMs,
        stall: session.stallTimeoutMs,
        grace: session.graceMs,
        drain: 3000,
        farewell: 10_000,
      },
      maxHeldMs: session.maxHeldMs,
      maxAnswerMs: session.maxAnswerMs,
      maxAwayAnswerMs: session.maxAwayAnswerMs,
      limits: {
        maxSessions: session.max,
        maxMemoryBytes: session.maxMemoryMb * 1024 * 1024,
        checkIntervalMs: session.checkIntervalMs,
        minQuietMs: session.minQuietMs,
      },
      phrases,
      store: conversations,
      past: new PastConversations({
        store: conversations,
        maxAgeMs: session.historyAgeMs,
        restoreAgeMs: Math.max(session.historyAgeMs, session.graceMs),
      }),
      clock,
      wallClock: Date.now,
      random: Math.random,
      takePrepared: records.takePrepared,
      openTape: records.openTape,
      openTools: tools.openTools,
      observe: (context, event) => {
        record(context, event);
        records.observe(context, event);
        observe?.(context, event);
      },
      log,
      figures,
    });

    // Devices
    const mqtt = await createMqttServer({
      listeners: await listenersOf(config),
      store: devices,
      accept: host.accept,
      configFor: (deviceId) => fleet.configFor(deviceId),
      onPresence: (event) => {
        fleet.onPresence(event);
        if (event.kind === 'hello') tools.device.connected(event.deviceId);
        // It may be here on another connection already.
        if (event.kind === 'offline' && !mqtt.link(event.deviceId)) tools.device.disconnected(event.deviceId);
        tellPresence(event, records);
      },
      openDoors: openDoorsOf(config, services.identity.passwords),
      log,
      figures,
      clock,
      brokerVersion: VERSION,
      comeBackTo: session.drainAddress,
      limits: {
        maxConnections: config.mqtt.maxConnections,
        messagesPerSecond: config.mqtt.messagesPerSecond,
        bytesPerSecond: config.mqtt.bytesPerSecond,
        maxSubscriptions: config.mqtt.maxSubscriptions,
      },
    });
    closers.push({ name: 'MQTT server', close: () => mqtt.close('SHUTDOWN') });
    closers.push({
      name: 'sessions',
      close: () => host.close('SHUTDOWN', session),
      timeoutMs: session.drainMs + SESSIONS_TIMEOUT_MS,
    });
    fleet.attach({
      mqtt,
      sessions: host,
      mcp: tools.mcp,
      tools: {
        offers: (deviceId) => {
          const link = mqtt.link(deviceId);
          return link && (link.hello.capabilities?.tools ?? false);
        },
        list: (deviceId, signal) => tools.device.list(deviceId, signal),
      },
      model,
      isModelPaid: config.model.provider === 'bedrock',
      onReported: (deviceIds) => deviceIds.forEach((deviceId) => records.reported(deviceId)),
    });

    // HTTP
    const uptimeS = (): number => Math.round((clock.now() - startedAt) / 1000);
    const http = await startHttpServer({
      host: config.http.host,
      port: config.http.port,
      settings: config.http,
      log,
      clock,
      audit: services.auditSink,
      authenticate: services.authenticate,
      idempotency: records.idempotency,
      shared,
      dashboard: DASHBOARD,
      webSockets: { path: MQTT_PATH, upgrade: mqtt.webDoor.upgrade },
      routes: allRoutes({
        ...services.api,
        records: records.services,
        alerts: alerts.services,
        sandboxes: { ...sandboxes.services, audit: services.auditSink },
        log,
        clock,
        health: () => ({
          version: VERSION,
          uptimeS: uptimeS(),
          model: { provider: config.model.provider, id: config.model.modelId },
          opus: opusBackend,
          devicesConnected: figures.value('device_connected'),
          sessionsOpen: host.size,
          figures: figures.snapshot(),
        }),
        checks: readinessChecks({
          database,
          dataDir: config.dataDir,
          figures,
          isListening: () => closed === undefined,
        }),
        figures: () => figures.snapshot(),
        token: config.http.metricsToken,
        system: systemFacts({
          config,
          node,
          uptimeS,
          database,
          figures,
          model: () => model.state,
          prepared: () => records.services.prepared.size,
        }),
      }),
    });
    closers.push({ name: 'HTTP server', close: () => http.close() });
    // Its owner needs no account on his own machine.
    const withdraw = await services.identity.localKey.publish(
      config.dataDir,
      `http://127.0.0.1:${http.port}`,
    );
    closers.push({ name: 'local access', close: withdraw });
    const baseUrl = config.http.publicUrl ?? `http://localhost:${http.port}`;
    const setupLink = await services.identity.setupLink(baseUrl);
    if (setupLink) parts.onSetupLink?.(setupLink);

    const ports = {
      ...Object.fromEntries(mqtt.addresses.map(({ kind, port }) => [kind, port])),
      http: http.port,
    };
    log.info({ version: VERSION, ports, model: config.model.provider, opus: opusBackend }, 'broker started');
    return { ports, figures, devices, logLevels, transcribe, close };
  } catch (error) {
    await close();
    throw namingSetting(error, config);
  }
}
