/**
 * A model that hears and speaks, whatever is behind it. Nova Sonic is one implementation, the scripted model of the
 * tests another; `model/` knows nothing of devices.
 */
import type { ReasonName } from '@pipit/protocol';

export interface ModelCapabilities {
  readonly inputSampleRateHz: number;
  readonly outputSampleRateHz: number;
  /** The model ends a conversation after this long; null when it does not. */
  readonly maxSessionMs: number | null;
  /** The model must hear something all the time: silence is sent while the microphone is closed. */
  readonly needsContinuousInput: boolean;
}

export interface ConversationSettings {
  readonly systemPrompt: string;
  readonly voice: string;
  readonly maxTokens: number;
  readonly topP: number;
  readonly temperature: number;
  /** How long a pause ends the user's turn. */
  readonly endpointing: 'HIGH' | 'MEDIUM' | 'LOW';
}

export interface TokenCount {
  readonly speech: number;
  readonly text: number;
}

/** Answers count from 1; everything of one answer carries its number. */
export type ModelEvent =
  /** `atMs` is in the audio that was sent to the model, from its start. */
  | { readonly kind: 'userSpeechStarted'; readonly atMs: number | null }
  | { readonly kind: 'userSpeechEnded'; readonly atMs: number | null }
  | { readonly kind: 'userText'; readonly text: string }
  | {
      readonly kind: 'assistantText';
      readonly answer: number;
      readonly stage: 'speculative' | 'final';
      readonly text: string;
    }
  /** 16-bit mono PCM at `outputSampleRateHz`. */
  | { readonly kind: 'audio'; readonly answer: number; readonly pcm: Int16Array }
  | { readonly kind: 'answerEnded'; readonly answer: number }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'usage'; readonly input: TokenCount; readonly output: TokenCount }
  | { readonly kind: 'toolUse'; readonly toolUseId: string; readonly name: string; readonly input: string };

export interface OpenOptions {
  /** Names the conversation in logs. */
  readonly sessionId: string;
  readonly settings: ConversationSettings;
  readonly onEvent: (event: ModelEvent) => void;
  /** Called once, after an open that succeeded: null when we closed it, else what went wrong. */
  readonly onEnded: (failure: ModelError | null) => void;
  readonly signal: AbortSignal;
}

export interface ModelSession {
  /** 16-bit mono PCM at `inputSampleRateHz`, of any length. Never waits: over its bound, the oldest audio is dropped. */
  sendAudio(pcm: Int16Array): void;
  /** Milliseconds of audio given to `sendAudio` so far. */
  readonly sentMs: number;
  /** Milliseconds of audio dropped because the model did not read. */
  readonly droppedMs: number;
  /** Says goodbye and waits for the model to end. Idempotent. */
  close(): Promise<void>;
  /** Ends at once. Idempotent. */
  abort(): void;
}

export interface VoiceModel {
  readonly capabilities: ModelCapabilities;
  /** @throws {ModelError} */
  open(options: OpenOptions): Promise<ModelSession>;
  close(): void;
}

/** A failure of the model in our words; `message` names the cause and what to do. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly reason: ReasonName;
  readonly retryable: boolean;

  constructor(reason: ReasonName, message: string, options: { retryable: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.reason = reason;
    this.retryable = options.retryable;
  }
}
