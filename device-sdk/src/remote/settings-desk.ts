/**
 * Takes the configuration, applies it key by key and reports what became of it. One is applied at a time; of those that
 * come meanwhile only the newest counts, because each is complete. It outlives connections: what is held is held.
 */
import {
  type BodyInit,
  clipUtf8,
  configKey,
  configProblem,
  type ConfigResult,
  configScalar,
  type ConfigScalar,
  ConfigStatus,
  type ConfigStatusName,
  configValue,
  type DeviceBody,
  type DeviceConfig,
  type Init,
  maxBytesOf,
  MAX_CONFIG_TEXT_BYTES,
} from '@pipit/protocol';
import type { Clock } from '../clock.ts';
import type { DeviceConfiguration } from '../events.ts';
import type { DeviceSetting } from './device-setting.ts';
import { runHook } from './run-hook.ts';

export interface SettingsDeskOptions {
  readonly clock: Clock;
  /** By key. */
  readonly settings: Readonly<Record<string, DeviceSetting>>;
  readonly closed: AbortSignal;
  readonly send: (report: BodyInit<DeviceBody>) => void;
  readonly onApplied: (configuration: DeviceConfiguration) => void;
  /** A `current` threw. */
  readonly onError: (error: unknown) => void;
}

interface Outcome {
  readonly status: ConfigStatusName;
  readonly text: string;
}

const APPLY_TIMEOUT_MS = 10_000;
/** The bound of `ConfigReport.results`. */
const RESULTS_PER_REPORT = 8;
const MAX_TEXT_BYTES = maxBytesOf('ConfigResult', 'text');
const LATER: Outcome = { status: 'PENDING', text: 'Applies later, as after a restart.' };

export class SettingsDesk {
  readonly #options: SettingsDeskOptions;
  readonly #settings: ReadonlyMap<string, DeviceSetting>;
  /** The revision that was taken last, applied or being applied; undefined before the first. */
  #taken: number | undefined;
  /** The revision that is applied. */
  #held = 0;
  #next: DeviceConfig | undefined;
  #applying = false;
  #outcomes = new Map<string, Outcome>();
  /** Keys whose value is the configuration's. */
  readonly #configured = new Set<string>();
  readonly #applied = new Map<string, ConfigScalar>();
  readonly #defaults = new Map<string, ConfigScalar>();
  /** The broker has answered hello and knows configurations. */
  #online = false;

  constructor(options: SettingsDeskOptions) {
    this.#options = options;
    this.#settings = new Map(Object.entries(options.settings));
  }

  /** [CFG-3] */
  take(config: DeviceConfig): void {
    if (this.#taken !== undefined && config.revision <= this.#taken) return this.report();
    this.#taken = config.revision;
    this.#next = config;
    if (!this.#applying) void this.#work();
  }

  /** [CFG-4] The broker has answered hello; `configurable`: it let the device subscribe. */
  connected(configurable: boolean): void {
    this.#online = configurable;
    this.report();
  }

  disconnected(): void {
    this.#online = false;
  }

  /** Tells the broker what there is now, unless it will be told anyway: when all is applied, or when it is there. */
  report(): void {
    if (!this.#online || this.#applying) return;
    const results = this.#results();
    if (results.length === 0 && this.#taken === undefined) return;
    let at = 0;
    do {
      const some = results.slice(at, at + RESULTS_PER_REPORT);
      this.#options.send({ kind: 'configReport', value: { revision: this.#held, results: some } });
      at += RESULTS_PER_REPORT;
    } while (at < results.length);
  }

  async #work(): Promise<void> {
    this.#applying = true;
    while (this.#next && !this.#options.closed.aborted) {
      const config = this.#next;
      this.#next = undefined;
      await this.#applyAll(config);
    }
    this.#applying = false;
    this.report();
  }

  /** [CFG-2] */
  async #applyAll({ revision, entries }: DeviceConfig): Promise<void> {
    const wanted = new Map(entries.map(({ key, value }) => [key, configScalar(value)]));
    const outcomes = new Map<string, Outcome>();
    for (const [key, value] of wanted) {
      if (this.#isOutdated()) return;
      outcomes.set(key, await this.#applyOne(key, value));
    }
    for (const key of this.#configured) {
      if (this.#isOutdated()) return;
      if (wanted.has(key)) continue;
      const failure = await this.#reset(key);
      if (failure) outcomes.set(key, failure);
    }
    if (this.#options.closed.aborted) return;
    this.#outcomes = outcomes;
    this.#held = revision;
    const known = [...wanted].flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
    const statuses = [...outcomes].map(([key, { status }]) => [key, status] as const);
    this.#options.onApplied({
      revision,
      values: Object.fromEntries(known),
      statuses: Object.fromEntries(statuses),
    });
  }

  /** A method, because a newer configuration may come while one is applied. */
  #isOutdated(): boolean {
    return this.#next !== undefined || this.#options.closed.aborted;
  }

  /** [CFG-5] */
  async #applyOne(key: string, value: ConfigScalar | undefined): Promise<Outcome> {
    const setting = this.#settings.get(key);
    if (!setting) return { status: 'UNKNOWN_KEY', text: '' };
    if (value === undefined) return { status: 'WRONG_TYPE', text: 'The kind of the value is not known.' };
    const rule = setting.rule ?? configKey(key);
    const problem = rule && configProblem(rule, value);
    if (problem) return problem;
    if (!this.#configured.has(key)) {
      const own = setting.default ?? this.#current(setting);
      if (own !== undefined && !this.#defaults.has(key)) this.#defaults.set(key, own);
    }
    this.#configured.add(key);
    return this.#run(key, setting, value);
  }

  /** Undefined when there is nothing to report about it any more. */
  async #reset(key: string): Promise<Outcome | undefined> {
    this.#configured.delete(key);
    const value = this.#defaults.get(key);
    if (value === undefined) return undefined;
    const outcome = await this.#run(key, this.#settings.get(key)!, value);
    return outcome.status === 'APPLIED' ? undefined : outcome;
  }

  async #run(key: string, setting: DeviceSetting, value: ConfigScalar): Promise<Outcome> {
    const { clock, closed } = this.#options;
    const run = (signal: AbortSignal) => setting.apply(value, signal);
    const end = await runHook({ clock, timeoutMs: APPLY_TIMEOUT_MS, closed, run });
    if (!end.ok) return { status: 'FAILED', text: end.text };
    if (end.value === 'later') return LATER;
    this.#applied.set(key, value);
    return { status: 'APPLIED', text: '' };
  }

  #results(): Init<ConfigResult>[] {
    const keys = new Set([...this.#outcomes.keys(), ...this.#settings.keys()]);
    return [...keys].flatMap((key) => {
      const outcome = this.#outcomes.get(key);
      const setting = this.#settings.get(key);
      const value = setting && (this.#current(setting) ?? this.#applied.get(key));
      if (!outcome && value === undefined) return [];
      const { status, text } = outcome ?? { status: 'APPLIED', text: '' };
      const clipped = typeof value === 'string' ? clipUtf8(value, MAX_CONFIG_TEXT_BYTES) : value;
      return [
        {
          key,
          status: ConfigStatus[status],
          text: clipUtf8(text, MAX_TEXT_BYTES),
          ...(clipped !== undefined && { value: configValue(clipped) }),
        },
      ];
    });
  }

  #current(setting: DeviceSetting): ConfigScalar | undefined {
    try {
      return setting.current?.();
    } catch (error) {
      this.#options.onError(error);
      return undefined;
    }
  }
}
