/** The one event stream of a conversation: log, figures, command line and (later) dashboard read it. */
import type { ReasonName } from '@pipit/protocol';
import type { TokenCount } from '../model/voice-model.ts';
import type { StateName } from './lifecycle.ts';
import type { TurnRecord } from './turn-log.ts';

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
  | { readonly kind: 'state'; readonly from: StateName; readonly to: StateName; readonly cause: string }
  /** Personal data: never logged but under `pii`. */
  | {
      readonly kind: 'transcript';
      readonly role: 'user' | 'assistant';
      readonly stage: 'speculative' | 'final';
      readonly text: string;
      readonly generation: number;
    }
  | { readonly kind: 'turn'; readonly turn: TurnRecord }
  | { readonly kind: 'toolUse'; readonly name: string }
  | {
      readonly kind: 'ended';
      readonly reason: ReasonName;
      /** What the model said about it, if it did. */
      readonly detail: string | null;
      readonly totals: SessionTotals;
    };

export interface ConversationContext {
  readonly deviceId: string;
  readonly sessionId: string;
}

/** Must not throw; a listener that does is contained and logged. */
export type ObserveConversation = (context: ConversationContext, event: ConversationEvent) => void;
