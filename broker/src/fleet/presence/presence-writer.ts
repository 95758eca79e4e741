/** Who is there, kept in the database: written after the fact and many at a time, so that nobody's sign-in waits for it. */
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Hello } from '@pipit/protocol';
import type { Clock } from '../../clock.ts';
import type { PresenceEvent } from '../../device/presence.ts';
import type { Queries } from '../../store/database.ts';
import type { Figures } from '../../telemetry/figures.ts';
import { type Batch, deviceBatch } from '../batch.ts';

export interface PresenceWriterOptions {
  readonly queries: Queries;
  /** Names this process, and the next one that takes its place. */
  readonly nodeId: string;
  readonly clock: Clock;
  readonly now: () => number;
  readonly log: Logger;
  readonly figures: Figures;
  /** Called when the database has it. */
  readonly onWritten?: ((deviceIds: readonly string[]) => void) | undefined;
}

interface Happened {
  readonly kind: 'online' | 'offline' | 'flapping';
  readonly at: number;
  readonly connectionId: string;
  readonly reason: string | null;
  readonly detail: object | null;
}

/** What is new of a device since the last write. */
interface Change {
  /** Undefined when only the device's word about itself is new. */
  readonly state?: {
    readonly online: boolean;
    readonly connectionId: string;
    /** The connection began since the last write, so it is the newest whatever the database says. */
    readonly fresh: boolean;
    readonly at: number;
    readonly address?: string;
    readonly transport?: string;
    readonly onlineAt?: number;
    readonly reason?: string;
  };
  readonly hello?: Hello;
  readonly unstableUntil?: number;
  readonly happened: readonly Happened[];
}

const WRITE_DELAY_MS = 100;
const MAX_BATCH = 500;
/** Of one device, between two writes. */
const MAX_HAPPENED = 20;
const UNSTABLE_MS = 5 * 60_000;

export class PresenceWriter {
  readonly #options: PresenceWriterOptions;
  /** The connection that counts, of each device that is here. */
  readonly #current = new Map<string, string>();
  readonly #batch: Batch<Change>;

  constructor(options: PresenceWriterOptions) {
    this.#options = options;
    this.#batch = deviceBatch(options, {
      name: 'presence',
      delayMs: WRITE_DELAY_MS,
      maxBatch: MAX_BATCH,
      merge: mergedChange,
      write: (changes) => this.#write(changes),
    });
  }

  /** For the MQTT server. Quick. */
  hear(event: PresenceEvent): void {
    if (event.kind === 'refused') return;
    const at = this.#options.now();
    const { deviceId, connectionId } = event;
    switch (event.kind) {
      case 'online': {
        const { address, transport, flapping } = event;
        this.#current.set(deviceId, connectionId);
        const state = { online: true, connectionId, fresh: true, at, address, transport, onlineAt: at };
        const detail = { address, transport };
        return this.#batch.put(deviceId, {
          state,
          ...(flapping && { unstableUntil: at + UNSTABLE_MS }),
          happened: flapping ? [] : [{ kind: 'online', at, connectionId, reason: null, detail }],
        });
      }
      case 'hello':
        if (this.#current.get(deviceId) !== connectionId) return;
        return this.#batch.put(deviceId, { hello: event.hello, happened: [] });
      case 'offline': {
        const { reason, durationMs, flapping } = event;
        const detail = { durationMs, ...(event.detail !== undefined && { detail: event.detail }) };
        const happened: Happened[] = flapping ? [] : [{ kind: 'offline', at, connectionId, reason, detail }];
        // A connection that another one has replaced says nothing of where the device is now.
        if (this.#current.get(deviceId) !== connectionId) return this.#batch.put(deviceId, { happened });
        this.#current.delete(deviceId);
        const state = { online: false, connectionId, fresh: false, at, reason };
        return this.#batch.put(deviceId, {
          state,
          ...(flapping && { unstableUntil: at + UNSTABLE_MS }),
          happened,
        });
      }
      case 'flapping': {
        const { address, suppressed } = event;
        const detail = { address, suppressed };
        const happened: Happened = { kind: 'flapping', at, connectionId, reason: null, detail };
        return this.#batch.put(deviceId, { unstableUntil: at + UNSTABLE_MS, happened: [happened] });
      }
    }
  }

  /** What an earlier process of this name left behind when it died. To be called before devices may connect. */
  async forgetEarlier(): Promise<number> {
    const { queries, nodeId, now } = this.#options;
    const at = new Date(now());
    const { rows } = await sql<{ id: string }>`
      with gone as (
        update devices set online = false, offline_at = ${at}, offline_reason = 'broker_restarted'
        where node_id = ${nodeId} and online returning id, tenant_id, connection_id
      ), told as (
        insert into device_events (tenant_id, device_id, at, kind, reason, connection_id)
        select tenant_id, id, ${at}, 'offline', 'broker_restarted', connection_id from gone
      )
      select id from gone`.execute(queries);
    return rows.length;
  }

  /** Writes what waits. */
  flush(): Promise<void> {
    return this.#batch.flush();
  }

  close(): Promise<void> {
    return this.#batch.close();
  }

  async #write(changes: ReadonlyMap<string, Change>): Promise<void> {
    const { queries, onWritten } = this.#options;
    const rows = JSON.stringify([...changes].map(([id, change]) => this.#rowOf(id, change)));
    const events = JSON.stringify(
      [...changes].flatMap(([id, { happened }]) => happened.map((each) => eventOf(id, each))),
    );
    await queries.transaction().execute(async (transaction) => {
      await sql`
        update devices d set
          online = coalesce(v.online, d.online),
          node_id = coalesce(v.node_id, d.node_id),
          connection_id = coalesce(v.connection_id, d.connection_id),
          address = coalesce(v.address, d.address),
          transport = coalesce(v.transport, d.transport),
          online_at = coalesce(v.online_at, d.online_at),
          offline_at = coalesce(v.offline_at, d.offline_at),
          offline_reason = coalesce(v.offline_reason, d.offline_reason),
          unstable_until = coalesce(v.unstable_until, d.unstable_until),
          last_seen_at = coalesce(v.seen_at, d.last_seen_at),
          firmware_name = coalesce(v.firmware_name, d.firmware_name),
          firmware_version = coalesce(v.firmware_version, d.firmware_version),
          hardware_model = coalesce(v.hardware_model, d.hardware_model),
          hardware_serial = coalesce(v.hardware_serial, d.hardware_serial),
          language = coalesce(v.language, d.language),
          capabilities = coalesce(v.capabilities, d.capabilities)
        from jsonb_to_recordset(${rows}::jsonb) as v (
          id text, fresh boolean, online boolean, node_id text, connection_id text, address text, transport text,
          online_at timestamptz, offline_at timestamptz, offline_reason text, unstable_until timestamptz,
          seen_at timestamptz, firmware_name text, firmware_version text, hardware_model text, hardware_serial text,
          language text, capabilities jsonb
        )
        where d.id = v.id and (v.fresh or d.connection_id = v.connection_id or v.connection_id is null)`.execute(
        transaction,
      );
      await sql`
        insert into device_events (tenant_id, device_id, at, kind, reason, connection_id, detail)
        select d.tenant_id, d.id, v.at, v.kind, v.reason, v.connection_id, v.detail
        from jsonb_to_recordset(${events}::jsonb) as v (
          device_id text, at timestamptz, kind text, reason text, connection_id text, detail jsonb
        ) join devices d on d.id = v.device_id
        order by v.at`.execute(transaction);
    });
    onWritten?.([...changes.keys()]);
  }

  #rowOf(id: string, { state, hello, unstableUntil }: Change): object {
    return {
      id,
      fresh: state?.fresh ?? false,
      ...(unstableUntil !== undefined && { unstable_until: isoOf(unstableUntil) }),
      ...(state && {
        online: state.online,
        connection_id: state.connectionId,
        seen_at: isoOf(state.at),
        ...(state.fresh && {
          node_id: this.#options.nodeId,
          address: state.address,
          transport: state.transport,
        }),
        ...(state.onlineAt !== undefined && { online_at: isoOf(state.onlineAt) }),
        ...(!state.online && { offline_at: isoOf(state.at), offline_reason: state.reason }),
      }),
      ...(hello && {
        firmware_name: clean(hello.firmwareName),
        firmware_version: clean(hello.firmwareVersion),
        hardware_model: clean(hello.hardwareModel),
        hardware_serial: clean(hello.hardwareSerial),
        language: clean(hello.language),
        capabilities: hello.capabilities,
      }),
    };
  }
}

const isoOf = (ms: number): string => new Date(ms).toISOString();

/** The database takes no NUL, and what a device says of itself may hold anything. */
const clean = (text: string): string => text.replaceAll('\0', '');

const eventOf = (deviceId: string, { kind, at, reason, connectionId, detail }: Happened): object => ({
  device_id: deviceId,
  at: isoOf(at),
  kind,
  reason,
  connection_id: connectionId,
  detail,
});

function mergedChange(older: Change, newer: Change): Change {
  const { state: before } = older;
  const { state: after } = newer;
  const sameConnection = before?.connectionId === after?.connectionId;
  const state =
    after && before && sameConnection
      ? { ...before, ...after, fresh: before.fresh || after.fresh }
      : (after ?? before);
  return {
    ...older,
    ...newer,
    ...(state && { state }),
    happened: [...older.happened, ...newer.happened].slice(-MAX_HAPPENED),
  };
}
