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
    this.#conditions = this.#dated(options.conditions ?? {});
  }

  /** Segments that had to be sent again on the links that are open. */
  get retransmissions(): number {
    let sum = 0;
    for (const link of this.#links) sum += link.retransmissions;
    return sum;
  }

  setConditions(conditions: Partial<NetworkConditions>): void {
    const dated = this.#dated(conditions);
    this.#conditions = { ...this.#conditions, ...dated };
    for (const link of this.#links) link.setConditions(dated);
  }

  /** Nothing comes through for so long, also not what is under way; then everything that was held does. */
  stall(durationMs: number): void {
    for (const link of this.#links) link.stallUntil(this.#clock.now() + durationMs);
  }

  /** Breaks every link as a reset does. */
  cut(): void {
    for (const link of this.#links) link.destroy();
  }

  /** The near end of a bad link whose far end is `far`. For `PipitDeviceOptions.transport`. */
  wrap(far: Duplex): Duplex {
    const link = new SimulatedLink(far, this.#clock, () => new SimulatedPath(this.#conditions, this.#random));
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

  /** Outages are the same for all links, whenever they were made. */
  #dated(conditions: Partial<NetworkConditions>): Partial<NetworkConditions> {
    const { outages } = conditions;
    return outages ? { ...conditions, outages: { fromMs: this.#clock.now(), ...outages } } : conditions;
  }
}

/** Delivers in order, each when its time has come: timers alone may swap two that are due at nearly the same time. */
class Line {
  readonly path: SimulatedPath;
  readonly #clock: Clock;
  #underWay: { dueMs: number; arrive: () => void }[] = [];
  #timer: Timer | undefined;

  constructor(path: SimulatedPath, clock: Clock) {
    this.path = path;
    this.#clock = clock;
  }

  deliver(bytes: number, arrive: () => void): void {
    this.#underWay.push({ dueMs: this.path.arrivalMs(bytes, this.#clock.now()), arrive });
    if (this.#underWay.length === 1) this.#arm();
  }

  stallUntil(untilMs: number): void {
    const earliestMs = this.path.stallUntil(untilMs);
    for (const segment of this.#underWay) segment.dueMs = Math.max(segment.dueMs, earliestMs);
    this.#arm();
  }

  close(): void {
    this.#underWay = [];
    this.#timer?.cancel();
  }

  #arm(): void {
    this.#timer?.cancel();
    const [first] = this.#underWay;
    if (!first) return;
    this.#timer = this.#clock.after(first.dueMs - this.#clock.now(), () => {
      while (this.#underWay[0] && this.#underWay[0].dueMs <= this.#clock.now())
        this.#underWay.shift()!.arrive();
      this.#arm();
    });
  }
}

class SimulatedLink extends Duplex {
  readonly #far: Duplex;
  readonly #up: Line;
  readonly #down: Line;
  #upBytes = 0;
  #downBytes = 0;
  #upWaiting: (() => void) | undefined;

  constructor(far: Duplex, clock: Clock, path: () => SimulatedPath) {
    super();
    this.#far = far;
    this.#up = new Line(path(), clock);
    this.#down = new Line(path(), clock);
    far.on('data', (chunk: Buffer) => {
      this.#downBytes += chunk.length;
      if (this.#downBytes > WINDOW_BYTES) far.pause();
      this.#down.deliver(chunk.length, () => {
        this.#downBytes -= chunk.length;
        if (this.#downBytes <= WINDOW_BYTES) far.resume();
        this.push(chunk);
      });
    });
    far.on('end', () => this.#down.deliver(0, () => this.push(null)));
    far.on('error', (error) => this.destroy(error));
    far.on('close', () => this.#down.deliver(0, () => this.destroy()));
  }

  get retransmissions(): number {
    return this.#up.path.retransmissions + this.#down.path.retransmissions;
  }

  setConditions(conditions: Partial<NetworkConditions>): void {
    for (const { path } of [this.#up, this.#down]) path.conditions = conditions;
  }

  stallUntil(untilMs: number): void {
    for (const line of [this.#up, this.#down]) line.stallUntil(untilMs);
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#upBytes += chunk.length;
    this.#up.deliver(chunk.length, () => {
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
    this.#up.deliver(0, () => {
      this.#far.end();
      done();
    });
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#up.close();
    this.#down.close();
    this.#far.destroy();
    done(error);
  }
}
