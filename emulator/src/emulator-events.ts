/** What can be watched while the emulator runs. */
import type { Fault } from './faults/fault.ts';
import type { ServiceErrorName } from './wire/service-error.ts';

export type StreamEndReason =
  /** The client ended the session, or its half of the stream. */
  | { readonly kind: 'finished' }
  /** The service ended it with an error; `cause` says why when the fault was the emulator's own. */
  | {
      readonly kind: 'error';
      readonly error: ServiceErrorName;
      readonly message: string;
      readonly cause?: unknown;
    }
  /** The server reset the stream: a fault on demand, or a client that did not read (`overflow`). */
  | { readonly kind: 'reset' | 'overflow' }
  /** The client went away without ending the session. */
  | { readonly kind: 'client-gone' };

export type EmulatorEvent =
  | { readonly kind: 'streamOpened'; readonly streamId: string; readonly modelId: string }
  /** Refused before there was a session: throttled, unknown model, wrong signature. */
  | { readonly kind: 'streamRefused'; readonly error: ServiceErrorName; readonly message: string }
  | { readonly kind: 'heard'; readonly streamId: string; readonly text: string }
  | { readonly kind: 'said'; readonly streamId: string; readonly text: string }
  | {
      readonly kind: 'toolCalled';
      readonly streamId: string;
      readonly toolName: string;
      readonly input: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'toolAnswered'; readonly streamId: string; readonly result: string }
  | { readonly kind: 'interrupted'; readonly streamId: string }
  | { readonly kind: 'fault'; readonly streamId: string; readonly fault: Fault }
  | {
      readonly kind: 'streamEnded';
      readonly streamId: string;
      readonly reason: StreamEndReason;
      readonly durationMs: number;
    };

/** Counters since the start, except those that say "now". */
export interface EmulatorStats {
  openStreams: number;
  mostOpenStreams: number;
  streams: number;
  refused: number;
  throttled: number;
  failed: number;
  /** Streams reset because their client did not read. */
  overflows: number;
  inputEvents: number;
  outputEvents: number;
  turns: number;
  interruptions: number;
  toolCalls: number;
  faults: number;
  /** How often a client was slowed because its audio ran ahead of real time. */
  inputPauses: number;
}
