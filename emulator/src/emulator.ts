/** Puts the emulator together: the endpoint, the parts of the conversation, faults and figures. */
import type { EmulatorEvent, EmulatorStats, StreamEndReason } from './emulator-events.ts';
import type { Fault, FaultOptions } from './faults/fault.ts';
import { FaultPlan, type FaultControl } from './faults/fault-plan.ts';
import { StreamFaults } from './faults/stream-faults.ts';
import type { LocalParts, LocalPartsOptions } from './local.ts';
import { type Clock, realClock } from './nova/clock.ts';
import { Session, type SessionParts } from './nova/session.ts';
import {
  type Behaviour,
  defaultBehaviour,
  defaultLimits,
  defaultTokenRates,
  type Limits,
  type TokenRates,
} from './nova/settings.ts';
import { modelTraits } from './nova/voices.ts';
import type { Script } from './scripted/script.ts';
import { createScriptedParts } from './scripted/scripted-parts.ts';
import { createWireServer } from './wire/server.ts';
import { ServiceError } from './wire/service-error.ts';
import type { Credentials } from './wire/signature.ts';
import { defaultWireLimits, type WireEnd, type WireLimits, type WireStream } from './wire/wire-stream.ts';

export interface EmulatorOptions {
  /** Address to listen on, 127.0.0.1 by default. */
  readonly host?: string;
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** PEM; without it the endpoint is `http://` (HTTP/2 with prior knowledge). */
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer };
  /**
   * Who hears, thinks and speaks: `local` (the default) really hears and speaks, `scripted` follows a script at next
   * to no cost, or parts of your own, which stay yours to close.
   */
  readonly brain?: 'local' | 'scripted' | SessionParts;
  /** For the brain `local`: language model, model cache and the like. */
  readonly local?: LocalPartsOptions;
  /** For the brain `scripted`. */
  readonly script?: Script;
  readonly limits?: Partial<Limits & WireLimits>;
  readonly behaviour?: Partial<Behaviour>;
  readonly tokenRates?: Partial<TokenRates>;
  /** When given, requests must be signed with them; otherwise any credentials will do. */
  readonly credentials?: Credentials;
  /** How fast the clock of the life and idle limits runs; 1 by default. Speech stays in real time. */
  readonly timeScale?: number;
  /** That clock itself; goes before `timeScale`. */
  readonly clock?: Clock;
  /** Faults of the first streams; more by `faults` of the running emulator. */
  readonly faults?: readonly { readonly fault: Fault; readonly options?: FaultOptions }[];
  /** Told of all that happens; must not throw. */
  readonly onEvent?: (event: EmulatorEvent) => void;
}

export interface Emulator {
  readonly host: string;
  readonly port: number;
  /** For `endpoint` of the SDK's client or AWS_ENDPOINT_URL_BEDROCK_RUNTIME. */
  readonly url: string;
  readonly faults: FaultControl;
  stats(): EmulatorStats;
  /** Ends all streams. Idempotent. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { host = '127.0.0.1', port = 0, brain = 'local', onEvent = () => {} } = options;
  const limits: Limits & WireLimits = {
    ...defaultWireLimits,
    ...defaultLimits,
    // The scripted ears need no protection.
    ...(brain === 'scripted' && { inputLeadMs: Infinity }),
    ...options.limits,
  };
  const behaviour = { ...defaultBehaviour, ...options.behaviour };
  const tokenRates = { ...defaultTokenRates, ...options.tokenRates };
  const clock = options.clock ?? realClock(options.timeScale);
  const faults = new FaultPlan();
  for (const planned of options.faults ?? []) faults.add(planned.fault, planned.options);
  const stats = newStats();
  const { parts, closeParts } = await loadParts(brain, options);

  const refuse = (wire: WireStream, error: ServiceError) => {
    wire.listen({ onEvent() {}, onInputEnd() {}, onClose() {} });
    wire.fail(error);
    refused(error);
  };
  const refused = (error: ServiceError) => {
    stats.refused += 1;
    if (error.name === 'ThrottlingException') stats.throttled += 1;
    onEvent({ kind: 'streamRefused', error: error.name, message: error.message });
  };

  const accept = (wire: WireStream) => {
    const model = modelTraits(wire.modelId);
    if (!model)
      return refuse(
        wire,
        new ServiceError('ValidationException', 'The provided model identifier is invalid.'),
      );
    if (stats.openStreams >= limits.concurrentStreams)
      return refuse(wire, new ServiceError('ThrottlingException'));
    const streamId = wire.requestId;
    const startedMs = performance.now();
    stats.streams += 1;
    stats.openStreams += 1;
    stats.mostOpenStreams = Math.max(stats.mostOpenStreams, stats.openStreams);
    onEvent({ kind: 'streamOpened', streamId, modelId: wire.modelId });
    const streamFaults = new StreamFaults({
      wire,
      onFault: (fault) => {
        stats.faults += 1;
        onEvent({ kind: 'fault', streamId, fault });
      },
    });
    const session = new Session({
      wire,
      model,
      parts,
      faults: streamFaults,
      limits,
      behaviour,
      tokenRates,
      clock,
      stats,
      onEvent,
      onEnd: (end) => {
        faults.closed(streamId);
        stats.openStreams -= 1;
        countEnd(stats, end);
        onEvent({
          kind: 'streamEnded',
          streamId,
          reason: endReason(end),
          durationMs: performance.now() - startedMs,
        });
      },
    });
    session.start();
    faults.opened(streamId, streamFaults);
    for (const fault of faults.take()) streamFaults.add(fault);
  };

  const server = await createWireServer({
    host,
    port,
    ...(options.tls && { tls: options.tls }),
    ...(options.credentials && { credentials: options.credentials }),
    limits,
    onStream: accept,
    onRefused: refused,
  }).catch(async (error: unknown) => {
    await closeParts();
    throw error;
  });

  let closing: Promise<void> | undefined;
  const close = () => (closing ??= server.close().then(closeParts));
  const urlHost = host.includes(':') ? `[${host}]` : host;
  return {
    host,
    port: server.port,
    url: `${options.tls ? 'https' : 'http'}://${urlHost}:${server.port}`,
    faults,
    stats: () => ({ ...stats }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The ears, the voice and the minds of this machine, for several emulators or for transcribing on their own. */
export async function openLocalParts(options: LocalPartsOptions = {}): Promise<LocalParts> {
  // Speech models are heavy: they are loaded only by who needs them.
  const { createLocalParts } = await import('./local.ts');
  return createLocalParts(options);
}

async function loadParts(
  brain: NonNullable<EmulatorOptions['brain']>,
  options: EmulatorOptions,
): Promise<{ parts: SessionParts; closeParts: () => Promise<void> }> {
  if (brain === 'scripted') return { parts: createScriptedParts(options.script), closeParts: async () => {} };
  if (brain !== 'local') return { parts: brain, closeParts: async () => {} };
  const parts = await openLocalParts(options.local);
  return { parts, closeParts: () => parts.close() };
}

function endReason(end: WireEnd): StreamEndReason {
  if (end.kind !== 'failed') return { kind: end.kind };
  const { error } = end;
  return {
    kind: 'error',
    error: error.name,
    message: error.message,
    ...(error.cause !== undefined && { cause: error.cause }),
  };
}

function countEnd(stats: EmulatorStats, end: WireEnd): void {
  if (end.kind === 'failed') {
    stats.failed += 1;
    if (end.error.name === 'ThrottlingException') stats.throttled += 1;
  }
  if (end.kind === 'overflow') stats.overflows += 1;
}

const newStats = (): EmulatorStats => ({
  openStreams: 0,
  mostOpenStreams: 0,
  streams: 0,
  refused: 0,
  throttled: 0,
  failed: 0,
  overflows: 0,
  inputEvents: 0,
  outputEvents: 0,
  turns: 0,
  interruptions: 0,
  toolCalls: 0,
  faults: 0,
  inputPauses: 0,
});
