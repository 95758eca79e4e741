/** What an application says about the settings of its device: how each is applied, and what it is now. */
import type { CONFIG_KEYS, ConfigKeyName, ConfigKind, ConfigRule, ConfigScalar } from '@pipit/protocol';
import { configKey, isConfigKey, isMakerKey } from '@pipit/protocol';

/** `later`: the value applies at some later time, as after a restart. */
export type SettingOutcome = 'later' | void;

export interface DeviceSetting<Value extends ConfigScalar = ConfigScalar> {
  /**
   * The configuration has this value, which keeps the rule of its key. What is thrown is reported as failed, and so is
   * what takes longer than ten seconds; `signal` says so then.
   */
  apply(value: Value, signal: AbortSignal): SettingOutcome | Promise<SettingOutcome>;
  /** What the device really uses now. Default: what was applied last. */
  current?(): Value | undefined;
  /** Applied when the configuration has the key no more. Default: what `current` said before anything was applied. */
  readonly default?: Value;
  /** What the value may be. Default: the rule of a known key; for the maker's own, anything. */
  readonly rule?: ConfigRule;
}

interface ScalarOf extends Record<ConfigKind, ConfigScalar> {
  flag: boolean;
  whole: number;
  fraction: number;
  text: string;
}

/** By key: those that everybody knows, and the maker's own, which begin with `x.`. */
export type DeviceSettingHooks = {
  readonly [Key in ConfigKeyName]?: DeviceSetting<ScalarOf[(typeof CONFIG_KEYS)[Key]['kind']]>;
} & { readonly [key: `x.${string}`]: DeviceSetting };

/** What is wrong with the keys; undefined when nothing is. */
export function settingsProblem(hooks: object): string | undefined {
  const wrong = Object.keys(hooks).find((key) => !configKey(key) && !isMakerKey(key));
  if (wrong === undefined) return undefined;
  if (!isConfigKey(wrong))
    return `settings: "${wrong}" is not a key; use letters, digits, _ and -, joined by dots`;
  return `settings: "${wrong}" is not a known key; begin your own with "x."`;
}
