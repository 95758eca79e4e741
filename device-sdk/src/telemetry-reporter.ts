/** Tells the broker now and then how the device fares: what the SDK knows itself, and what the application measures. */
import type { BodyInit, DeviceBody, Init, Telemetry } from '@pipit/protocol';
import type { Clock, Timer } from './clock.ts';
import type { PlayoutFigures } from './playout/figures.ts';

/** What only the application can measure. Leave out what the device has no means for. */
export type DeviceReadings = Init<
  Pick<Telemetry, 'freeHeapBytes' | 'signalDbm' | 'batteryPercent' | 'temperatureCelsius'>
>;

export interface TelemetryReporterOptions {
  readonly clock: Clock;
  /** 0 for never. */
  readonly intervalMs: number;
  readonly readings: () => DeviceReadings;
  readonly reconnects: () => number;
  /** Of the session that is open, if one is. */
  readonly playout: () => PlayoutFigures | undefined;
  readonly send: (body: BodyInit<DeviceBody>) => void;
  readonly onError: (error: unknown) => void;
}

export class TelemetryReporter {
  readonly #options: TelemetryReporterOptions;
  readonly #startedMs: number;
  #intervalMs: number;
  #isRunning = false;
  #timer: Timer | undefined;

  constructor(options: TelemetryReporterOptions) {
    this.#options = options;
    this.#startedMs = options.clock.now();
    this.#intervalMs = options.intervalMs;
  }

  get intervalMs(): number {
    return this.#intervalMs;
  }

  /** From now on, at once when it runs; 0 for never. */
  set intervalMs(intervalMs: number) {
    this.#intervalMs = intervalMs;
    if (this.#isRunning) this.start();
  }

  /** The connection is up. */
  start(): void {
    this.stop();
    this.#isRunning = true;
    if (this.#intervalMs <= 0) return;
    this.#timer = this.#options.clock.after(this.#intervalMs, () => {
      this.start();
      this.#report();
    });
  }

  stop(): void {
    this.#isRunning = false;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #report(): void {
    const { clock, readings, reconnects, playout, send, onError } = this.#options;
    let measured: DeviceReadings = {};
    try {
      measured = readings();
    } catch (error) {
      onError(error);
    }
    const figures = playout();
    send({
      kind: 'telemetry',
      value: {
        uptimeS: Math.floor((clock.now() - this.#startedMs) / 1000),
        reconnects: reconnects(),
        ...measured,
        ...(figures && { playout: playoutMessage(figures) }),
      },
    });
  }
}

function playoutMessage(figures: PlayoutFigures): Init<NonNullable<Telemetry['playout']>> {
  return {
    framesReceived: figures.received,
    framesLost: figures.lost,
    framesLate: figures.late,
    framesConcealed: figures.concealed,
    jitterMs: Math.round(figures.jitterMs),
    bufferedMs: Math.round(figures.bufferedMs),
    targetMs: Math.round(figures.targetMs),
  };
}
