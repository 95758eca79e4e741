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
  /** Of what was said before, in UTF-8 bytes; what is more is left out, the oldest first. */
  readonly maxHistoryBytes: number;
  /** `sendText` works. */
  readonly textInput: boolean;
}

/** What was said in a conversation before; roles alternate and the user's comes first. */
export interface HistoryMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/** What the model may call. */
export interface ToolSpec {
  /** Letters, digits, `_` and `-`. */
  readonly name: string;
  readonly description: string;
  /** A JSON schema, as text. */
  readonly inputSchema: string;
}

export interface ConversationSettings {
  readonly systemPrompt: string;
  readonly voice: string;
  readonly maxTokens: number;
  readonly topP: number;
  readonly temperature: number;
  /** How long a pause ends the user's turn. */
  readonly endpointing: 'HIGH' | 'MEDIUM' | 'LOW';
  readonly tools?: readonly ToolSpec[];
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
  /** Null when it comes later, with `begin`: until then the model is ready and does not listen. */
  readonly history: readonly HistoryMessage[] | null;
  /**
   * How to come by a place under the model's quota: `new` waits behind others, `again` (for a conversation that lost its
   * stream) before them, `second` (a stream beside the present one) does not wait and is refused.
   */
  readonly place: 'new' | 'again' | 'second';
  /** Called when opening has to wait for a place under the quota. */
  readonly onWaiting?: () => void;
  readonly onEvent: (event: ModelEvent) => void;
  /** Called once, after an open that succeeded: null when we closed it, else what went wrong. */
  readonly onEnded: (failure: ModelError | null) => void;
  readonly signal: AbortSignal;
}

export interface ModelSession {
  /** Gives the history to a session that was opened without, and opens the microphone. Only the first call counts. */
  begin(history: readonly HistoryMessage[]): void;
  /** 16-bit mono PCM at `inputSampleRateHz`, of any length. Never waits: over its bound, the oldest audio is dropped. */
  sendAudio(pcm: Int16Array): void;
  /** The user's turn in writing: the model answers it. Nothing happens when the model does not take text. */
  sendText(text: string): void;
  /** `json` is JSON text. For each `toolUse` there must be one. */
  sendToolResult(toolUseId: string, json: string): void;
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

/**
 * What helps after a failure: a new stream at once, one after a while, one with less history, or nothing.
 */
export type Recovery = 'reopen' | 'backoff' | 'trim' | 'none';

/** A failure of the model in our words; `message` names the cause and what to do. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly reason: ReasonName;
  readonly recovery: Recovery;

  constructor(reason: ReasonName, message: string, options: { recovery: Recovery; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.reason = reason;
    this.recovery = options.recovery;
  }
}
