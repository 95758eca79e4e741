/** The HTTP side, the fleet, the MQTT server and conversations on a database in memory, and devices of the SDK. */
import { PipitDevice, type PipitDeviceOptions } from '@pipit/device-sdk';
import { pino } from 'pino';
import type { Api } from '../../src/api/api.ts';
import { DEFAULT_API_SETTINGS, createApi } from '../../src/api/create-api.ts';
import { MemorySharedState } from '../../src/store/shared/memory-shared-state.ts';
import { createMemoryIdempotencyStore } from '../../src/api/habits/memory-idempotency-store.ts';
import { fleetRoutes } from '../../src/api/routes/fleet/fleet-routes.ts';
import type { AuditedAction } from '../../src/audit/audit-sink.ts';
import { systemClock } from '../../src/clock.ts';
import { configSchema } from '../../src/config/schema.ts';
import { type MqttServer, type MqttServerOptions, createMqttServer } from '../../src/device/mqtt-server.ts';
import { type Fleet, createFleet } from '../../src/fleet/create-fleet.ts';
import { DatabaseDeviceStore } from '../../src/fleet/database-device-store.ts';
import type { VoiceModel } from '../../src/model/voice-model.ts';
import type { UserPrincipal } from '../../src/identity/principal.ts';
import { SessionHost } from '../../src/session/session-host.ts';
import { PastConversations } from '../../src/session/turns/past-conversations.ts';
import type { Database } from '../../src/store/database.ts';
import { Figures } from '../../src/telemetry/figures.ts';
import { ScriptedModel } from '../../src/testing/scripted-model.ts';
import { ADMIN, TEST_VAULT } from './fleet-people.ts';

export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

export interface AskOptions {
  readonly as?: UserPrincipal;
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface BenchOptions extends Partial<MqttServerOptions> {
  /** In place of the scripted model. */
  readonly voice?: VoiceModel;
}

export class FleetBench implements AsyncDisposable {
  readonly api: Api;
  readonly fleet: Fleet;
  readonly mqtt: MqttServer;
  readonly host: SessionHost;
  readonly model: ScriptedModel;
  readonly audited: AuditedAction[];
  readonly #close: () => Promise<void>;

  private constructor(
    parts: Pick<FleetBench, 'api' | 'fleet' | 'mqtt' | 'host' | 'model' | 'audited'>,
    close: () => Promise<void>,
  ) {
    ({
      api: this.api,
      fleet: this.fleet,
      mqtt: this.mqtt,
      host: this.host,
      model: this.model,
      audited: this.audited,
    } = parts);
    this.#close = close;
  }

  static async start(database: Database, { voice, ...mqttOptions }: BenchOptions = {}): Promise<FleetBench> {
    const clock = systemClock;
    const log = pino({ level: 'silent' });
    const figures = new Figures();
    const audited: AuditedAction[] = [];
    const { conversation, session } = configSchema.parse({});
    const people = new Map<string, UserPrincipal>();
    const fleet = await createFleet({
      database,
      vault: TEST_VAULT,
      audit: { record: (action) => audited.push(action) },
      nodeId: 'test',
      mqttUrl: 'mqtt://broker',
      defaults: { conversation, resume: session.resume },
      allowNetwork: true,
      retentionMs: 86_400_000,
      clock,
      now: Date.now,
      log,
      figures,
    });
    const model = new ScriptedModel();
    const host = new SessionHost({
      model: voice ?? model,
      settings: conversation,
      settingsFor: (deviceId) => fleet.settingsFor(deviceId),
      onDeviceMessage: (deviceId, body) => fleet.onDeviceMessage(deviceId, body),
      deadlinesMs: {
        open: 10_000,
        queue: 10_000,
        silence: 0,
        answer: 15_000,
        stall: 15_000,
        grace: 60_000,
        drain: 3000,
        farewell: 1000,
      },
      echo: { echo: 'off', echoTailMs: 0, echoAttenuationDb: 0 },
      renewal: { afterMs: Infinity, byMs: Infinity },
      resume: session.resume,
      maxHeldMs: 5000,
      maxAnswerMs: 60_000,
      maxAwayAnswerMs: 60_000,
      limits: { maxSessions: 100, maxMemoryBytes: 1e9, checkIntervalMs: 60_000, minQuietMs: 1000 },
      codec: { bitrate: 32_000, complexity: 0, application: 'restricted_lowdelay' },
      past: new PastConversations({ store: undefined, maxAgeMs: 0, restoreAgeMs: 0 }),
      clock,
      wallClock: Date.now,
      random: Math.random,
      observe: () => {},
      log,
      figures,
    });
    const devices = new DatabaseDeviceStore(database);
    const mqtt = await createMqttServer({
      listeners: [{ kind: 'tcp', host: '127.0.0.1', port: 0 }],
      store: devices,
      accept: host.accept,
      configFor: (deviceId) => fleet.configFor(deviceId),
      onPresence: (event) => fleet.onPresence(event),
      log,
      figures,
      brokerVersion: 'test',
      ...mqttOptions,
    });
    fleet.attach({ mqtt, sessions: host });
    const api = await createApi({
      settings: { ...DEFAULT_API_SETTINGS, rateLimitPerMinute: 100_000 },
      routes: [fleetRoutes(fleet, { corsOrigins: [] })],
      idempotency: createMemoryIdempotencyStore({ clock }),
      shared: new MemorySharedState({ clock }),
      authenticate: async ({ headers }) => people.get(headers.authorization ?? ''),
      audit: { record: (action) => audited.push(action) },
      clock,
      log,
    });
    const bench = new FleetBench({ api, fleet, mqtt, host, model, audited }, async () => {
      await api.close();
      await mqtt.close('SHUTDOWN', { drainMs: 500 });
      await host.close('SHUTDOWN');
      await fleet.close();
      await devices.close();
    });
    bench.#people = people;
    return bench;
  }

  #people = new Map<string, UserPrincipal>();
  readonly #devices: PipitDevice[] = [];

  async ask<Body = Record<string, unknown>>(
    route: string,
    { as = ADMIN, body, headers = {} }: AskOptions = {},
  ): Promise<Answer<Body>> {
    const [method = 'GET', url = ''] = route.split(' ');
    const token = `${as.tenantId}/${as.id}/${as.role}`;
    this.#people.set(token, as);
    const response = await this.api.inject({
      method: method as 'GET',
      url,
      headers: {
        authorization: token,
        ...(typeof body === 'string' && { 'content-type': 'text/csv' }),
        ...headers,
      },
      ...(body !== undefined && { payload: body }),
    });
    const isJson = String(response.headers['content-type']).includes('json');
    return {
      status: response.statusCode,
      body: (isJson ? response.json() : {}) as Body,
      headers: response.headers,
      text: response.body,
    };
  }

  /** Made over HTTP, connected over MQTT. */
  async device(deviceId: string, options: Partial<PipitDeviceOptions> = {}): Promise<PipitDevice> {
    const { body } = await this.ask<{ secret: string }>('POST /api/v1/devices', { body: { id: deviceId } });
    return this.connect(deviceId, body.secret, options);
  }

  async connect(
    deviceId: string,
    secret: string,
    options: Partial<PipitDeviceOptions> = {},
  ): Promise<PipitDevice> {
    const url = `mqtt://127.0.0.1:${this.mqtt.addresses[0]!.port}`;
    const device = new PipitDevice({ url, deviceId, secret, codec: 'none', ...options });
    this.#devices.push(device);
    await device.connect();
    return device;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#devices.map((device) => device.close()));
    await this.#close();
  }
}
