/**
 * The least level of what is logged about one device, changeable while the broker runs. It holds for every logger that is
 * about the device, also for those of connections and conversations that are open.
 */
import type { Level, Logger } from 'pino';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
/** Besides pino's levels: nothing at all. */
export type LogLevel = Level | 'silent';

export interface DeviceLogLevelsOptions {
  /** Devices that may have a level of their own at once. Default 1000: more would be a matter of `log.level`. */
  readonly maxDevices?: number;
}

interface Follower {
  readonly log: Logger;
  /** What it has without a level of the device's own. */
  readonly usual: string;
}

export class DeviceLogLevels {
  readonly #maxDevices: number;
  readonly #levels = new Map<string, LogLevel>();
  /** Loggers in use, by device. They are not kept in use by this. */
  readonly #followers = new Map<string, Set<WeakRef<Follower>>>();
  readonly #byLevel = new WeakMap<Logger, Map<LogLevel, Logger>>();
  readonly #kept = new WeakMap<Logger, Follower>();
  readonly #gone = new FinalizationRegistry<{ deviceId: string; ref: WeakRef<Follower> }>((held) =>
    this.#forget(held.deviceId, held.ref),
  );

  constructor({ maxDevices = 1000 }: DeviceLogLevelsOptions = {}) {
    this.#maxDevices = maxDevices;
  }

  /**
   * A logger like `parent` whose children follow these levels, at any depth, as soon as `deviceId` is among their
   * bindings. What they are made of, and by whom, does not matter.
   */
  over(parent: Logger): Logger {
    const log = parent.child({});
    log.onChild = (child) => this.#follow(child);
    return log;
  }

  /** Undefined takes the device's own level away. @returns false when too many devices have one already */
  set(deviceId: string, level: LogLevel | undefined): boolean {
    if (level === undefined) this.#levels.delete(deviceId);
    else if (!this.#levels.has(deviceId) && this.#levels.size >= this.#maxDevices) return false;
    else this.#levels.set(deviceId, level);
    for (const ref of this.#followers.get(deviceId) ?? []) {
      const follower = ref.deref();
      if (follower) follower.log.level = level ?? follower.usual;
    }
    return true;
  }

  /**
   * For single lines that name the device themselves: `parent`, or one with the device's level when it has one. Ask for
   * each line.
   */
  loggerFor(parent: Logger, deviceId: string): Logger {
    const level = this.#levels.get(deviceId);
    if (!level) return parent;
    const known = this.#byLevel.get(parent) ?? new Map<LogLevel, Logger>();
    this.#byLevel.set(parent, known);
    const log = known.get(level) ?? parent.child({}, { level });
    known.set(level, log);
    return log;
  }

  /** These, and no others. @returns how many there was no place for */
  replace(levels: ReadonlyMap<string, LogLevel>): number {
    for (const deviceId of this.#levels.keys()) if (!levels.has(deviceId)) this.set(deviceId, undefined);
    let refused = 0;
    for (const [deviceId, level] of levels) if (!this.set(deviceId, level)) refused++;
    return refused;
  }

  /** Undefined: that of the broker. */
  readonly levelOf = (deviceId: string): LogLevel | undefined => this.#levels.get(deviceId);

  #follow(log: Logger): void {
    const { deviceId } = log.bindings() as { deviceId?: unknown };
    if (typeof deviceId !== 'string') return;
    const follower: Follower = { log, usual: this.#usualOf(log) };
    const ref = new WeakRef(follower);
    this.#kept.set(log, follower);
    this.#gone.register(log, { deviceId, ref });
    const followers = this.#followers.get(deviceId) ?? new Set();
    this.#followers.set(deviceId, followers.add(ref));
    const level = this.#levels.get(deviceId);
    if (level) log.level = level;
  }

  /** What has the device's level now, inherited or given, goes back to what its parent goes back to. */
  #usualOf(log: Logger): string {
    const parent = Object.getPrototypeOf(log) as Logger;
    const followed = this.#kept.get(parent);
    if (followed?.log.level === log.level) return followed.usual;
    const { deviceId } = log.bindings() as { deviceId: string };
    return log.level === this.#levels.get(deviceId) ? (followed?.usual ?? parent.level) : log.level;
  }

  #forget(deviceId: string, ref: WeakRef<Follower>): void {
    const followers = this.#followers.get(deviceId);
    followers?.delete(ref);
    if (followers?.size === 0) this.#followers.delete(deviceId);
  }
}
