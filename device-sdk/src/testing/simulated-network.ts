/** A bad network between a device and a broker: wraps a stream, or stands between two programs as a TCP proxy. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { type Clock, systemClock, type Timer } from '../clock.ts';
import { seededRandom } from './random.ts';
import { type NetworkConditions, SimulatedPath } from './simulated-path.ts';

export interface SimulatedNetworkOptions {
  /** Both ways. Change it at any time with `setConditions`. */
  readonly conditions?: Partial<NetworkConditions>;
  /** Default 1. The same seed and the same traffic give the same delays. */
  readonly seed?: number;
  readonly clock?: Clock;
}

/** Bytes on their way in one direction, beyond which the sender is made to wait. */
const WINDOW_BYTES = 262_144;

/** All links of one network share its conditions, stalls and random numbers. */
export class SimulatedNetwork {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #links = new Set<SimulatedLink>();
  readonly #proxies = new Set<Server>();
  #conditions: Partial<NetworkConditions>;

  constructor(options: SimulatedNetworkOptions = {}) {
    this.#clock = options.clock ?? systemClock;
    this.#random = seededRandom(options.seed ?? 1);
    this.#conditions = options.conditions ?? {};
  }

  /** Segments that had to be sent again on the links that are open. */
  get retransmissions(): number {
    let sum = 0;
    for (const link of this.#links) sum += link.retransmissions;
    return sum;
  }

  setConditions(conditions: Partial<NetworkConditions>): void {
    this.#conditions = { ...this.#conditions, ...conditions };
    for (const link of this.#links) link.setConditions(conditions);
  }

  /** Nothing comes through for so long; then everything that was held does. */
  stall(durationMs: number): void {
    for (const link of this.#links) link.stallUntil(this.#clock.now() + durationMs);
  }

  /** Breaks every link as a reset does. */
  cut(): void {
    for (const link of this.#links) link.destroy();
  }

  /** The near end of a bad link whose far end is `far`. For `PipitDeviceOptions.transport`. */
  wrap(far: Duplex): Duplex {
    const path = () => new SimulatedPath(this.#conditions, this.#random);
    const link = new SimulatedLink(far, this.#clock, path(), path());
    this.#links.add(link);
    link.once('close', () => this.#links.delete(link));
    return link;
  }

  /** Stands in front of a server; programs in any language may connect to the port it resolves with. */
  async proxy(target: { readonly host?: string; readonly port: number }): Promise<{ readonly port: number }> {
    const server = createServer({ noDelay: true }, (near: Socket) => {
      const link = this.wrap(connect({ host: target.host ?? '127.0.0.1', port: target.port, noDelay: true }));
      near.on('error', () => link.destroy()).on('close', () => link.destroy());
      link.on('error', () => near.destroy()).on('close', () => near.destroy());
      near.pipe(link).pipe(near);
    });
    this.#proxies.add(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { port: (server.address() as { port: number }).port };
  }

  /** Cuts the links and closes the proxies. Idempotent. */
  async close(): Promise<void> {
    this.cut();
    const closing = [...this.#proxies].map((server) => new Promise((resolve) => server.close(resolve)));
    this.#proxies.clear();
    await Promise.all(closing);
  }
}

class SimulatedLink extends Duplex {
  readonly #far: Duplex;
  readonly #clock: Clock;
  readonly #up: SimulatedPath;
  readonly #down: SimulatedPath;
  readonly #timers = new Set<Timer>();
  #upBytes = 0;
  #downBytes = 0;
  #upWaiting: (() => void) | undefined;

  constructor(far: Duplex, clock: Clock, up: SimulatedPath, down: SimulatedPath) {
    super();
    this.#far = far;
    this.#clock = clock;
    this.#up = up;
    this.#down = down;
    far.on('data', (chunk: Buffer) => {
      this.#downBytes += chunk.length;
      if (this.#downBytes > WINDOW_BYTES) far.pause();
      this.#deliver(down, chunk.length, () => {
        this.#downBytes -= chunk.length;
        if (this.#downBytes <= WINDOW_BYTES) far.resume();
        this.push(chunk);
      });
    });
    far.on('end', () => this.#deliver(down, 0, () => this.push(null)));
    far.on('error', (error) => this.destroy(error));
    far.on('close', () => this.#deliver(down, 0, () => this.destroy()));
  }

  get retransmissions(): number {
    return this.#up.retransmissions + this.#down.retransmissions;
  }

  setConditions(conditions: Partial<NetworkConditions>): void {
    this.#up.conditions = conditions;
    this.#down.conditions = conditions;
  }

  stallUntil(untilMs: number): void {
    this.#up.stallUntil(untilMs);
    this.#down.stallUntil(untilMs);
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#upBytes += chunk.length;
    this.#deliver(this.#up, chunk.length, () => {
      this.#upBytes -= chunk.length;
      if (!this.#far.destroyed) this.#far.write(chunk);
      const waiting = this.#upWaiting;
      this.#upWaiting = undefined;
      waiting?.();
    });
    if (this.#upBytes > WINDOW_BYTES) this.#upWaiting = done;
    else done();
  }

  override _final(done: () => void): void {
    this.#deliver(this.#up, 0, () => {
      this.#far.end();
      done();
    });
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    this.#far.destroy();
    done(error);
  }

  #deliver(path: SimulatedPath, bytes: number, arrive: () => void): void {
    if (this.destroyed) return;
    const nowMs = this.#clock.now();
    const timer = this.#clock.after(path.arrivalMs(bytes, nowMs) - nowMs, () => {
      this.#timers.delete(timer);
      arrive();
    });
    this.#timers.add(timer);
  }
}
