/**
 * The fleet, put together: services for the HTTP side, and hooks for the parts that talk to devices. Those are made
 * after it and need it, so it learns of them with `attach`.
 */
import type { DeviceConfig, DeviceMessage, Init } from '@pipit/protocol';
import type { Logger } from 'pino';
import type { AuditSink } from '../audit/audit-sink.ts';
import type { Clock } from '../clock.ts';
import type { PresenceEvent } from '../device/presence.ts';
import type { VoiceModel } from '../model/voice-model.ts';
import type { SessionSettings } from '../session/session-settings.ts';
import type { Database } from '../store/database.ts';
import type { Figures } from '../telemetry/figures.ts';
import { Claims } from './claims/claims.ts';
import { type DeviceControl, DeviceCommands, type SayOutcome } from './commands/device-commands.ts';
import { ConfigDelivery } from './configuration/config-delivery.ts';
import { deviceConfigOf } from './configuration/effective-config.ts';
import { FleetConfiguration } from './configuration/fleet-configuration.ts';
import { ReportWriter } from './configuration/report-writer.ts';
import { BulkActions } from './directory/bulk-actions.ts';
import { DeviceDirectory } from './directory/device-directory.ts';
import { DeviceHistory } from './directory/device-history.ts';
import { Groups } from './directory/groups.ts';
import type { SettingValue } from './device-settings.ts';
import { Examination } from './examination/examination.ts';
import { type OfferedTools, type ToolDevices, offeredTools } from './examination/offered-tools.ts';
import { LogLevels } from './log-levels.ts';
import type { McpRunner } from './mcp-runner.ts';
import { McpServers } from './mcp-servers.ts';
import { McpSignInAttempts } from './mcp-sign-in-attempts.ts';
import { McpSignIns } from './mcp-sign-ins.ts';
import { McpSigningIn } from './mcp-signing-in.ts';
import { PresenceWriter } from './presence/presence-writer.ts';
import { TelemetryWriter } from './presence/telemetry-writer.ts';
import { type SettingDefaults, defaultValues, sessionSettingsOf } from './session-settings-of.ts';
import { TrialDevices } from './trial-devices.ts';
import type { Vault } from './vault.ts';
import { VoiceSamples } from './voices/voice-samples.ts';

export interface FleetOptions {
  readonly database: Database;
  readonly vault: Vault;
  readonly audit: AuditSink;
  /** Names this process; the one that takes its place after a restart has the same name. Undefined: no devices come here. */
  readonly nodeId: string | undefined;
  /** Where claimed devices connect. */
  readonly mqttUrl: string;
  readonly defaults: SettingDefaults;
  /** Programs of MCP servers may be given the network. */
  readonly allowNetwork: boolean;
  /** How long connections and telemetry are remembered. */
  readonly retentionMs: number;
  /** Told the levels that log lines about single devices have, at the start and when they change. */
  readonly onLogLevels?: (levels: ReadonlyMap<string, string>) => void;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
  readonly figures: Figures;
}

/** The devices and conversations of this process. */
export interface FleetParts {
  readonly mqtt: {
    links(): readonly { readonly deviceId: string }[];
    link(deviceId: string): ReturnType<DeviceControl['link']>;
    publishConfig(deviceId: string, config: Init<DeviceConfig>): boolean;
  };
  readonly mcp?: McpRunner;
  readonly tools?: ToolDevices;
  readonly model?: VoiceModel;
  /** What the model says is billed. */
  readonly isModelPaid?: boolean;
  /** Hears that a device has said what became of its settings. */
  readonly onReported?: (deviceIds: readonly string[]) => void;
  readonly sessions: {
    readonly conversing: readonly string[];
    applySettings(deviceId: string, settings: SessionSettings): void;
    restartSession(deviceId: string): boolean;
    say(deviceId: string, text: string, timeoutMs: number): Promise<SayOutcome>;
  };
}

/** For files of routes. */
export interface FleetServices {
  readonly directory: DeviceDirectory;
  readonly groups: Groups;
  readonly bulk: BulkActions;
  readonly history: DeviceHistory;
  readonly configuration: FleetConfiguration;
  readonly commands: DeviceCommands;
  readonly claims: Claims;
  /** Where devices find the broker. */
  readonly mqttUrl: string;
  readonly trials: TrialDevices;
  readonly mcpServers: McpServers;
  readonly mcpSignIns: McpSignIns;
  readonly mcpSigningIn: McpSigningIn;
  /** Undefined where no broker runs. */
  readonly mcpRunner: () => McpRunner | undefined;
  readonly examination: Examination;
  readonly offeredTools: (deviceId: string, signal: AbortSignal) => Promise<OfferedTools>;
  readonly voices: VoiceSamples;
  readonly isModelPaid: () => boolean;
  /** Values where nobody says anything. */
  readonly defaults: ReadonlyMap<string, SettingValue>;
  readonly database: Database;
  readonly audit: AuditSink;
  readonly log: Logger;
  readonly now: () => number;
}

export interface Fleet extends FleetServices {
  /** For the MQTT server. */
  configFor(deviceId: string): Promise<Init<DeviceConfig> | undefined>;
  onPresence(event: PresenceEvent): void;
  /** For the session host. */
  settingsFor(deviceId: string): Promise<SessionSettings>;
  onDeviceMessage(deviceId: string, body: DeviceMessage['body']): void;
  attach(parts: FleetParts): void;
  /** Writes what waits: presence, telemetry, reports. */
  flush(): Promise<void>;
  /** After the parts that were attached; leaves the database open. Idempotent. */
  close(): Promise<void>;
}

const SWEEP_MS = 3_600_000;
/** Is nobody's name: it has a space. */
const NO_NODE = 'no node';

/** Before devices may connect: nobody is here yet, whatever an earlier process of this name has left behind. */
export async function createFleet(options: FleetOptions): Promise<Fleet> {
  const { database, vault, audit, mqttUrl, retentionMs, clock, now, log, figures } = options;
  const { nodeId = NO_NODE } = options;
  const { queries } = database;
  const defaults = defaultValues(options.defaults);
  let parts: FleetParts | undefined;
  let closed: Promise<void> | undefined;

  const presence = new PresenceWriter({ queries, nodeId, clock, now, log, figures });
  const forgotten = options.nodeId === undefined ? 0 : await presence.forgetEarlier();
  if (forgotten > 0) log.info({ devices: forgotten }, 'devices of an earlier process are offline');
  const telemetry = new TelemetryWriter({ queries, clock, now, log, figures });
  const reports = new ReportWriter({
    database,
    clock,
    now,
    log,
    figures,
    onWritten: (deviceIds) => parts?.onReported?.(deviceIds),
  });
  const directory = new DeviceDirectory({ database, audit, now });
  const history = new DeviceHistory({ database, now, retentionMs });
  const groups = new Groups(database, audit);
  const claims = new Claims({ database, vault, audit, now, mqttUrl });
  const connected = (): string[] => parts?.mqtt.links().map(({ deviceId }) => deviceId) ?? [];
  const configuration = new FleetConfiguration({
    database,
    audit,
    defaults,
    connected,
    talking: () => parts?.sessions.conversing ?? [],
  });
  const commands = new DeviceCommands({
    database,
    nodeId,
    audit,
    clock,
    now,
    log,
    control: {
      link: (deviceId) => parts?.mqtt.link(deviceId),
      restartSession: (deviceId) => parts?.sessions.restartSession(deviceId) ?? false,
      say: async (deviceId, text, timeoutMs) =>
        parts?.sessions.say(deviceId, text, timeoutMs) ?? 'no_conversation',
    },
  });
  const delivery = new ConfigDelivery({
    database,
    defaults,
    connected,
    publish: (deviceId, config) => parts?.mqtt.publishConfig(deviceId, config),
    apply: (effective) => parts?.sessions.applySettings(effective.deviceId, sessionSettingsOf(effective)),
    clock,
    log,
  });

  const inForce = async (deviceId: string): Promise<SessionSettings> => {
    const effective = await configuration.inForce(deviceId);
    if (!effective) throw new Error('There is no such device.');
    return sessionSettingsOf(effective);
  };
  const toolsOf = (deviceId: string, signal: AbortSignal): Promise<OfferedTools> =>
    offeredTools(parts?.tools, deviceId, signal);
  const model = (): VoiceModel | undefined => parts?.model;
  const examination = new Examination({
    database,
    effective: (principal, deviceId) => configuration.effective(principal, deviceId),
    settingsFor: inForce,
    isHere: (deviceId) => parts?.mqtt.link(deviceId) !== undefined,
    tools: toolsOf,
    model,
    log,
    clock,
  });
  const voices = new VoiceSamples({ model, log, clock });

  let cancelSweep = (): void => {};
  let sweeping: Promise<unknown> = Promise.resolve();
  const sweepLater = (): void => {
    cancelSweep = clock.after(SWEEP_MS, () => {
      sweeping = Promise.all([history.sweep(), claims.sweep()]).catch((error: unknown) =>
        log.error({ err: error }, 'what is too old could not be deleted'),
      );
      sweepLater();
    });
  };
  sweepLater();

  const mcpServers = new McpServers({ database, vault, audit, allowNetwork: options.allowNetwork });
  const mcpSignIns = new McpSignIns({ database, vault, audit, now });
  const mcpRunner = () => parts?.mcp;
  const mcpSigningIn = new McpSigningIn({
    mcpServers,
    signIns: mcpSignIns,
    attempts: new McpSignInAttempts({ database, vault, now }),
    runner: mcpRunner,
    audit,
  });

  const levels = new LogLevels({ database, onLevels: options.onLogLevels ?? (() => {}) });
  await levels.read();

  return {
    directory,
    groups,
    bulk: new BulkActions({ database, directory, audit, now }),
    history,
    configuration,
    trials: new TrialDevices({ directory, groups, configuration }),
    commands,
    claims,
    mqttUrl,
    mcpServers,
    mcpSignIns,
    mcpSigningIn,
    mcpRunner,
    examination,
    offeredTools: toolsOf,
    voices,
    isModelPaid: () => parts?.isModelPaid ?? false,
    defaults,
    database,
    audit,
    log,
    now,
    async configFor(deviceId) {
      const effective = await configuration.inForce(deviceId);
      return effective && deviceConfigOf(effective);
    },
    onPresence: (event) => presence.hear(event),
    settingsFor: inForce,
    onDeviceMessage(deviceId, body) {
      switch (body.kind) {
        case 'telemetry':
          return telemetry.hear(deviceId, body.value);
        case 'configReport':
          return reports.hear(deviceId, body.value);
        case 'commandResult':
          return commands.hear(deviceId, body.value);
        default:
      }
    },
    attach(attached) {
      parts = attached;
    },
    async flush() {
      await Promise.all([presence.flush(), telemetry.flush(), reports.flush()]);
    },
    close() {
      closed ??= (async () => {
        cancelSweep();
        levels.close();
        await Promise.all([delivery.close(), commands.close(), voices.close(), sweeping]);
        await Promise.all([presence.close(), telemetry.close(), reports.close()]);
      })();
      return closed;
    },
  };
}
