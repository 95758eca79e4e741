/** Values of the configuration between the wire's oneof and plain JavaScript. */
import type { Init } from './codec.ts';
import type { ConfigValue } from './gen/schema.ts';

export type ConfigScalar = boolean | number | string;

/** Undefined when nothing is set, or something of a newer protocol. */
export function configScalar(value: Init<ConfigValue> | undefined): ConfigScalar | undefined {
  return value?.flag ?? value?.whole ?? value?.fraction ?? value?.text;
}

/** A number that a sint32 holds goes as `whole`, any other as `fraction`. */
export function configValue(scalar: ConfigScalar): Init<ConfigValue> {
  if (typeof scalar === 'boolean') return { flag: scalar };
  if (typeof scalar === 'string') return { text: scalar };
  return (scalar | 0) === scalar ? { whole: scalar } : { fraction: scalar };
}
