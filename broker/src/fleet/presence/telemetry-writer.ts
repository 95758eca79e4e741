/** What devices measure of themselves: the newest beside the device, and a series that is thinned and not kept for ever. */
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Telemetry } from '@pipit/protocol';
import type { Clock } from '../../clock.ts';
import type { Queries } from '../../store/database.ts';
import type { Figures } from '../../telemetry/figures.ts';
import { type Batch, MAX_WAITING_DEVICES, deviceBatch } from '../batch.ts';

export interface TelemetryWriterOptions {
  readonly queries: Queries;
  readonly clock: Clock;
  readonly now: () => number;
  readonly log: Logger;
  readonly figures: Figures;
}

interface Reading {
  readonly at: number;
  readonly readings: object;
  /** It also goes into the series. */
  readonly kept: boolean;
}

const WRITE_DELAY_MS = 1000;
const MAX_BATCH = 500;
/** Between two of the series of one device. */
const SERIES_MS = 10_000;

export class TelemetryWriter {
  readonly #options: TelemetryWriterOptions;
  readonly #batch: Batch<Reading>;
  readonly #keptAt = new Map<string, number>();

  constructor(options: TelemetryWriterOptions) {
    this.#options = options;
    this.#batch = deviceBatch(options, {
      name: 'telemetry',
      delayMs: WRITE_DELAY_MS,
      maxBatch: MAX_BATCH,
      merge: (older, newer) => ({ ...newer, kept: older.kept || newer.kept }),
      write: (readings) => this.#write(readings),
    });
  }

  hear(deviceId: string, telemetry: Telemetry): void {
    const at = this.#options.now();
    const kept = at - (this.#keptAt.get(deviceId) ?? -Infinity) >= SERIES_MS;
    if (kept) {
      // The device that was quiet longest is forgotten first.
      this.#keptAt.delete(deviceId);
      this.#keptAt.set(deviceId, at);
      if (this.#keptAt.size > MAX_WAITING_DEVICES) this.#keptAt.delete(this.#keptAt.keys().next().value!);
    }
    this.#batch.put(deviceId, { at, readings: readingsOf(telemetry), kept });
  }

  flush(): Promise<void> {
    return this.#batch.flush();
  }

  close(): Promise<void> {
    return this.#batch.close();
  }

  async #write(items: ReadonlyMap<string, Reading>): Promise<void> {
    const rows = JSON.stringify(
      [...items].map(([id, { at, readings, kept }]) => ({ id, at: new Date(at), readings, kept })),
    );
    await sql`
      with v as (
        select * from jsonb_to_recordset(${rows}::jsonb) as r (id text, at timestamptz, readings jsonb, kept boolean)
      ), newest as (
        update devices d set telemetry = v.readings, telemetry_at = v.at, last_seen_at = greatest(d.last_seen_at, v.at)
        from v where d.id = v.id returning d.id
      )
      insert into device_telemetry (tenant_id, device_id, at, readings)
      select d.tenant_id, d.id, v.at, v.readings from v join devices d on d.id = v.id where v.kept`.execute(
      this.#options.queries,
    );
  }
}

/** Without what was not measured. */
function readingsOf(telemetry: Telemetry): object {
  const { signalDbm, batteryPercent, temperatureCelsius, uptimeS, freeHeapBytes, reconnects, playout } =
    telemetry;
  return {
    ...(uptimeS > 0 && { uptimeS }),
    ...(freeHeapBytes > 0 && { freeHeapBytes }),
    ...(signalDbm !== undefined && { signalDbm }),
    ...(batteryPercent !== undefined && { batteryPercent }),
    ...(temperatureCelsius !== undefined && Number.isFinite(temperatureCelsius) && { temperatureCelsius }),
    reconnects,
    ...(playout && { playout }),
  };
}
