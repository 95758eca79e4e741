/** The words that Pipit devices and the broker share. */
export * from './bounds.ts';
export * from './clock.ts';
export * from './codec.ts';
export * from './config-keys.ts';
export * from './config-values.ts';
export * from './errors.ts';
export * from './gen/schema.ts';
export * from './limits.ts';
export * from './opus-packets.ts';
export * from './tone.ts';
export * from './topics.ts';
