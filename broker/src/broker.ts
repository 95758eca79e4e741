/** Composition root: constructs every part of the broker, in order, and takes them down in reverse. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { createMemoryIdempotencyStore } from './api/habits/memory-idempotency-store.ts';
import { startHttpServer } from './api/http-server.ts';
import { allRoutes } from './api/routes/all.ts';
import { opusBackend } from './audio/opus.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config/schema.ts';
import { NOVA_VOICES } from './config/voices.ts';
import { type ListenerOptions, createMqttServer } from './device/mqtt-server.ts';
import { MemoryConversationStore } from './history/memory-conversation-store.ts';
import { DatabaseConversationStore } from './history/database-conversation-store.ts';
import { LOCAL_CREDENTIALS, type LocalModel, startLocalModel } from './model/local.ts';
import { guardModel } from './model/gate/gate.ts';
import { createNovaSonic } from './model/nova/nova-sonic.ts';
import type { VoiceModel } from './model/voice-model.ts';
import type { ObserveConversation } from './session/conversation-events.ts';
import { recordConversations } from './session/conversation-log.ts';
import { openPhrases } from './phrases/phrases.ts';
import { PastConversations } from './session/turns/past-conversations.ts';
import { MAX_UNANSWERED_MS } from './session/streams/model-streams.ts';
import type { RenewalTimes } from './session/streams/renewal-timer.ts';
import { SessionHost } from './session/session-host.ts';
import { DatabaseDeviceStore } from './fleet/database-device-store.ts';
import { importDeviceFile } from './fleet/device-file.ts';
import type { DeviceStore } from './fleet/device-store.ts';
import type { Database } from './store/database.ts';
import { openDatabase } from './store/open-database.ts';
import { Figures } from './telemetry/figures.ts';
import { VERSION } from './version.ts';

export interface BrokerParts {
  readonly config: Config;
  readonly log: Logger;
  readonly clock?: Clock;
  /** Hears every conversation, besides the log. */
  readonly observe?: ObserveConversation;
  /** Says what takes long at the start, such as fetching speech models. */
  readonly onProgress?: (text: string) => void;
  /** For the emulator's language model; never logged. */
  readonly llmApiKey?: string | undefined;
  readonly modelsDir?: string | undefined;
  /** One that is open already, and stays open. */
  readonly database?: Database;
  /** Another model than the configuration's, for tests. */
  readonly model?: VoiceModel;
}

export interface Broker {
  /** Listening addresses by kind: tcp, ws, tls, wss, http. */
  readonly ports: Readonly<Record<string, number>>;
  readonly figures: Figures;
  readonly devices: DeviceStore;
  /** What the emulator's ears make of a recording, 16-bit mono PCM at 16 kHz; undefined without them. */
  readonly transcribe: ((pcm: Int16Array) => Promise<string>) | undefined;
  /** Tells devices, ends conversations, frees everything. Idempotent. */
  close(): Promise<void>;
}

/** The database of the configuration, with the devices of earlier versions. @throws {DatabaseError} {DeviceStoreError} */
export async function openStore(config: Config, log: Logger, clock?: Clock): Promise<Database> {
  const { dataDir, database: settings } = config;
  const database = await openDatabase({ ...settings, dataDir, log, ...(clock && { clock }) });
  try {
    const result = await importDeviceFile(join(dataDir, 'devices.json'), database.queries);
    if (result) log.info(result, 'devices.json was taken into the database');
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

export async function createBroker(parts: BrokerParts): Promise<Broker> {
  const { config, log, clock = systemClock, observe, onProgress } = parts;
  const closers: { name: string; close: () => Promise<void> | void }[] = [];
  let closed: Promise<void> | undefined;
  const closeParts = async (): Promise<void> => {
    for (const part of closers.splice(0).toReversed()) {
      try {
        await part.close();
      } catch (error) {
        log.error({ err: error, part: part.name }, 'a part failed to close');
      }
    }
  };
  const closeAll = (): Promise<void> => (closed ??= closeParts());

  try {
    // Telemetry
    const figures = new Figures();
    const startedAt = clock.now();
    const record = recordConversations(log, figures);

    // Store
    const database = parts.database ?? (await openStore(config, log));
    if (!parts.database) closers.push({ name: 'database', close: () => database.close() });
    figures.gauge('database_connections', () => database.figures.connections);
    figures.gauge('database_waiting', () => database.figures.waiting);

    const devices = new DatabaseDeviceStore(database);
    closers.push({ name: 'device store', close: () => devices.close() });

    const { retentionMs } = config.session;
    const conversations =
      retentionMs > 0
        ? new DatabaseConversationStore({ database, retentionMs, log, clock })
        : new MemoryConversationStore();
    closers.push({ name: 'conversation store', close: () => conversations.close() });
    figures.gauge('history_appended_total', () => conversations.figures.appended);
    figures.gauge('history_failed_total', () => conversations.figures.failed);

    // Words of the broker's own
    const phrases = await openPhrases({
      language: config.conversation.language,
      ...(config.conversation.phrasesDir && { folder: config.conversation.phrasesDir }),
      log,
    });

    // Model
    let local: LocalModel | undefined;
    if (!parts.model && config.model.provider === 'local' && !config.model.endpoint) {
      const { brain, llmUrl, llmModel } = config.model;
      local = await startLocalModel({
        brain,
        // A renewal takes a second one for a moment.
        maxStreams: 2 * config.session.max,
        llm: llmUrl ? { url: llmUrl, model: llmModel, apiKey: parts.llmApiKey } : undefined,
        modelsDir: parts.modelsDir,
        onProgress,
      });
      closers.push({ name: 'emulator', close: () => local?.close() });
    }
    const model = guardModel(parts.model ?? modelOf(config, local, clock), {
      maxStreams: config.model.maxStreams ?? (config.model.provider === 'bedrock' ? USUAL_QUOTA : Infinity),
      queueTimeoutMs: config.model.queueTimeoutMs,
      clock,
      figures,
      onBreakerOpened: (coolDownMs, lastFailure) =>
        log.error({ err: lastFailure, coolDownMs }, 'the endpoint of the model fails and is left alone'),
    });
    const { voice } = config.conversation;
    if (!NOVA_VOICES.includes(voice)) {
      log.warn({ voice, known: NOVA_VOICES }, 'voice is not one that Nova 2 Sonic is known to have');
    }
    closers.push({ name: 'model', close: () => model.close() });

    // Sessions
    const { session, conversation } = config;
    const host = new SessionHost({
      model,
      settings: conversation,
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
      observe: (context, event) => {
        record(context, event);
        observe?.(context, event);
      },
      log,
      figures,
    });

    // Devices
    const mqtt = await createMqttServer({
      listeners: listenersOf(config),
      store: devices,
      accept: host.accept,
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
    closers.push({ name: 'sessions', close: () => host.close('SHUTDOWN', session) });

    // HTTP
    const uptimeS = (): number => Math.round((clock.now() - startedAt) / 1000);
    const http = await startHttpServer({
      host: config.http.host,
      port: config.http.port,
      settings: config.http,
      log,
      authenticate: async () => undefined,
      idempotency: createMemoryIdempotencyStore({ clock }),
      routes: allRoutes({
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
        checks: {},
        figures: () => figures.snapshot(),
        token: config.http.metricsToken,
        system: () => ({
          version: VERSION,
          mode: config.model.provider,
          uptimeS: uptimeS(),
          counts: { devicesConnected: figures.value('device_connected'), sessionsOpen: host.size },
        }),
      }),
    });
    closers.push({ name: 'HTTP server', close: () => http.close() });

    const ports = {
      ...Object.fromEntries(mqtt.addresses.map(({ kind, port }) => [kind, port])),
      http: http.port,
    };
    log.info({ version: VERSION, ports, model: config.model.provider, opus: opusBackend }, 'broker started');
    return { ports, figures, devices, transcribe: local?.transcribe, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** "On-demand InvokeModel concurrent requests for Amazon Nova Sonic", as accounts have it at first. */
const USUAL_QUOTA = 20;

/** A stream must be replaced well before the model ends it. */
const RENEWED_BY = 0.94;

function renewalOf({ session }: Config, { capabilities }: VoiceModel): RenewalTimes {
  const { renewAfterMs: afterMs, renewByMs: byMs } = session;
  const { maxSessionMs } = capabilities;
  if (maxSessionMs === null) return { afterMs: Infinity, byMs: Infinity };
  const limitMs = maxSessionMs * RENEWED_BY;
  return byMs <= limitMs ? { afterMs, byMs } : { afterMs: (afterMs * limitMs) / byMs, byMs: limitMs };
}

/** Microphone audio that may wait for a model that does not read. */
const MAX_UNREAD_MS = 5000;

function modelOf({ model, session }: Config, local: LocalModel | undefined, clock: Clock): VoiceModel {
  const { modelId, region, endpoint, provider } = model;
  const address = local?.endpoint ?? endpoint;
  // An endpoint of one's own with provider `local` is an emulator elsewhere: it needs no account either.
  const credentials = provider === 'local' ? LOCAL_CREDENTIALS : undefined;
  return createNovaSonic({
    modelId,
    region,
    clock,
    // What was held while it opened, or was not answered by the stream before, comes all at once.
    maxQueuedAudioMs: Math.max(session.maxHeldMs, MAX_UNANSWERED_MS) + MAX_UNREAD_MS,
    ...(address && { endpoint: address }),
    ...(credentials && { credentials }),
  });
}

function listenersOf({ mqtt }: Config): ListenerOptions[] {
  const { host, port, websocketPort, tlsPort, secureWebsocketPort } = mqtt;
  const plain: ListenerOptions[] = [
    { kind: 'tcp', host, port },
    { kind: 'ws', host, port: websocketPort },
  ];
  const { certFile, keyFile, caFile } = mqtt.tls;
  if (!certFile || !keyFile) return plain;
  const tls = {
    cert: readFileSync(certFile),
    key: readFileSync(keyFile),
    ...(caFile && { ca: readFileSync(caFile), requestCert: true }),
  };
  return [
    ...plain,
    { kind: 'tls', host, port: tlsPort, tls },
    { kind: 'wss', host, port: secureWebsocketPort, tls },
  ];
}
