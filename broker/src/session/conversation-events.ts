/** The one event stream of a conversation: log, figures, command line and (later) dashboard read it. */
import type { ReasonName } from '@pipit/protocol';
import type { TokenCount } from '../model/voice-model.ts';
import type { PhraseName, StateName } from './lifecycle/lifecycle.ts';
import type { StartupTimes } from './startup-timer.ts';
import type { TurnRecord } from './turns/turn-log.ts';
import type { LostPackets, PeakRun } from './waveforms.ts';

export interface SessionTotals {
  readonly durationMs: number;
  readonly turns: number;
  readonly framesIn: number;
  readonly framesOut: number;
  /** Missing in sequence from the device, and concealed. */
  readonly framesLost: number;
  readonly framesCorrupt: number;
  /** Given up because the device did not read. */
  readonly framesDropped: number;
  /** Microphone audio given up because the model did not read. */
  readonly modelDroppedMs: number;
  readonly input: TokenCount;
  readonly output: TokenCount;
}

export type ConversationEvent =
  /** The first of all. `restored`: a broker before this one had it. */
  | {
      readonly kind: 'started';
      readonly restored: boolean;
      readonly voice: string;
      /** Of the device's configuration, where it has one. */
      readonly configRevision: number | null;
    }
  /** What is set for it is known, or has changed. */
  | {
      readonly kind: 'settings';
      readonly voice: string;
      readonly recording: boolean;
      readonly configRevision: number | null;
    }
  /** The device may speak, and the model hears it. */
  | { readonly kind: 'opened'; readonly startup: StartupTimes }
  | { readonly kind: 'state'; readonly from: StateName; readonly to: StateName; readonly cause: string }
  /** Personal data: never logged but under `pii`. */
  | {
      readonly kind: 'transcript';
      readonly role: 'user' | 'assistant';
      /** `cut`: the answer was interrupted, and this is what was heard of it. */
      readonly stage: 'speculative' | 'final' | 'cut';
      readonly text: string;
      /** Of one that was cut: what was planned and not heard. */
      readonly unsaid?: string;
      readonly generation: number;
    }
  /** A stream of the model could not be opened, or was lost. The conversation goes on if it can. */
  | { readonly kind: 'modelFailed'; readonly reason: ReasonName; readonly detail: string }
  /** Another stream of the model has taken over; `inAnswer`: the old one is ending its answer. */
  | { readonly kind: 'modelRenewed'; readonly inAnswer: boolean }
  /** The broker itself has said something. */
  | { readonly kind: 'phrase'; readonly phrase: PhraseName }
  /** `atMs`: now, on the clock of the turn's marks. */
  | { readonly kind: 'turn'; readonly turn: TurnRecord; readonly atMs: number }
  /** The user, or the device, cut off an answer; so much of it was to be heard by then. */
  | { readonly kind: 'interrupted'; readonly generation: number; readonly heardMs: number }
  /** A few times a second while there is sound; `atMs`: now, on the clock of the runs. */
  | {
      readonly kind: 'peaks';
      readonly runs: readonly PeakRun[];
      readonly lost: readonly LostPackets[];
      readonly atMs: number;
    }
  /** The model calls a tool. */
  | {
      readonly kind: 'toolUse';
      readonly toolUseId: string;
      /** As the model knows it. */
      readonly name: string;
      /** Where it is from, like `mcp:weather`. */
      readonly source: string;
    }
  /** What it was asked, or answered, as JSON text; only where that is wanted. Personal data. */
  | {
      readonly kind: 'toolText';
      readonly toolUseId: string;
      readonly part: 'arguments' | 'result';
      readonly text: string;
    }
  | {
      readonly kind: 'toolResult';
      readonly toolUseId: string;
      readonly name: string;
      readonly source: string;
      /** Why it failed; null when it did not. */
      readonly code: string | null;
      readonly durationMs: number;
    }
  /** Since the last one. */
  | { readonly kind: 'usage'; readonly input: TokenCount; readonly output: TokenCount }
  | {
      readonly kind: 'ended';
      readonly reason: ReasonName;
      /** What the model said about it, if it did. */
      readonly detail: string | null;
      readonly totals: SessionTotals;
      /** Only here: the next broker goes on with it. */
      readonly continued: boolean;
    };

export interface ConversationContext {
  readonly deviceId: string;
  readonly sessionId: string;
}

/** Must not throw; a listener that does is contained and logged. */
export type ObserveConversation = (context: ConversationContext, event: ConversationEvent) => void;
