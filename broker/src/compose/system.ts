/** What is told about this broker as a whole, gathered from its parts when somebody asks. */
import { statfs } from 'node:fs/promises';
import type { SystemFacts } from '../api/routes/system.ts';
import { opusBackend } from '../audio/opus.ts';
import type { Config } from '../config/schema.ts';
import type { GateState } from '../model/gate/gate.ts';
import type { Database } from '../store/database.ts';
import type { Figures } from '../telemetry/figures.ts';
import { VERSION } from '../version.ts';

export interface SystemOptions {
  readonly config: Config;
  readonly node: string;
  readonly uptimeS: () => number;
  readonly database: Database;
  readonly figures: Figures;
  readonly model: () => GateState;
  /** Conversations that were laid down. */
  readonly prepared: () => number;
}

type Queue = SystemFacts['queues'][number];

/** The figures of each: what waits, if anybody counts it, and what was lost. */
const QUEUES: readonly (readonly [Queue['name'], waiting: string | null, dropped: string])[] = [
  ['records', 'records_waiting', 'records_dropped_total'],
  ['history', null, 'history_failed_total'],
  ['audit', 'audit_entries_waiting', 'audit_entries_dropped_total'],
  ['sandboxes', 'tools_sandboxes_records_waiting', 'tools_sandboxes_records_dropped_total'],
  ['presence', null, 'fleet_presence_dropped_total'],
  ['settings', null, 'fleet_reports_dropped_total'],
  ['telemetry', null, 'fleet_telemetry_dropped_total'],
  ['alerts', null, 'alerts_dropped_total'],
  ['audioToDevices', null, 'device_audio_dropped_total'],
];

export function systemFacts(options: SystemOptions): () => Promise<SystemFacts> {
  const { config, node, uptimeS, database, figures, model, prepared } = options;
  const value = (name: string): number => figures.value(name);
  return async () => {
    const { isThrottled: throttled, maxStreams, ...gate } = model();
    const { connections, idle, waiting } = database.figures;
    const connected = value('device_connected');
    const open = value('session_open');
    return {
      version: VERSION,
      mode: config.model.provider,
      tenancy: config.tenancy.mode,
      node,
      uptimeS: uptimeS(),
      opus: opusBackend,
      counts: { devicesConnected: connected, sessionsOpen: open, sandboxes: value('tools_sandboxes') },
      database: { engine: database.engine, connections, idle, waiting },
      sessions: {
        open,
        max: config.session.max,
        suspended: value('session_suspended'),
        prepared: prepared(),
        memoryBytes: value('session_memory_bytes'),
        maxMemoryBytes: config.session.maxMemoryMb * 1024 * 1024,
      },
      devices: { connected, max: config.mqtt.maxConnections },
      model: {
        ...gate,
        id: config.model.modelId,
        throttled,
        maxStreams: maxStreams === Infinity ? null : maxStreams,
        queueTimeoutMs: config.model.queueTimeoutMs,
        breakerOpened: value('model_breaker_opened_total'),
        refusals: value('model_throttled_total'),
        waitedInVain: value('model_queue_timeouts_total'),
      },
      queues: QUEUES.map(([name, waits, dropped]) => ({
        name,
        waiting: waits === null ? null : value(waits),
        dropped: value(dropped),
      })),
      disks: await disksOf(config),
    };
  };
}

async function disksOf({ dataDir, records }: Config): Promise<SystemFacts['disks']> {
  const { audioDir } = records;
  const folders = [
    ['data', dataDir],
    ...(audioDir === undefined ? [] : [['recordings', audioDir] as const]),
  ] as const;
  const disks = await Promise.all(
    folders.map(async ([name, folder]) => {
      // A folder that is not there yet, or not any more, is told by the checks of readiness.
      const found = await statfs(folder).catch(() => undefined);
      if (!found) return [];
      const { bavail, blocks, bsize } = found;
      return [{ name, freeBytes: bavail * bsize, totalBytes: blocks * bsize }];
    }),
  );
  return disks.flat();
}
