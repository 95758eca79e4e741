/** The public surface of `@pipit/broker`, for programs that run a broker inside themselves. */
export { type Broker, type BrokerParts, createBroker } from './broker.ts';
export { ConfigError, type ConfigSources, loadConfig } from './config/load.ts';
export type { Config } from './config/schema.ts';
export type {
  ConversationContext,
  ConversationEvent,
  ObserveConversation,
  SessionTotals,
} from './session/conversation-events.ts';
export type { TurnMarks, TurnRecord } from './session/turns/turn-log.ts';
export type { DeviceRecord, DeviceStore, NewDevice } from './fleet/device-store.ts';
export { createLog, type LogOptions } from './telemetry/log.ts';
