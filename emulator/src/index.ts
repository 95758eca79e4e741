/** The public surface of `@pipit/emulator`. */
export { createEmulator, type Emulator, type EmulatorOptions, openLocalParts } from './emulator.ts';
export type { EmulatorEvent, EmulatorStats, StreamEndReason } from './emulator-events.ts';
export { emulatorCommand, runEmulatorCommand } from './command.ts';
export {
  type Fault,
  type FaultKind,
  type FaultOptions,
  type FaultTrigger,
  parseFault,
} from './faults/fault.ts';
export type { FaultControl } from './faults/fault-plan.ts';
export { type Clock, realClock } from './nova/clock.ts';
export type { SessionParts } from './nova/session.ts';
export {
  type Behaviour,
  defaultBehaviour,
  defaultLimits,
  defaultTokenRates,
  type Limits,
  type TokenRates,
} from './nova/settings.ts';
export { defaultScript, type Script, type ScriptedStep } from './scripted/script.ts';
export { createScriptedParts } from './scripted/scripted-parts.ts';
export type { Credentials } from './wire/signature.ts';
export type { ServiceErrorName } from './wire/service-error.ts';
export type * from './conversation/parts.ts';
export type { LlmOptions, LocalParts, LocalPartsOptions, LocalPartsProgress } from './local.ts';
