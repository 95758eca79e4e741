/** A voice model that says what the test tells it to: the second implementation of `VoiceModel`. */
import {
  type ModelCapabilities,
  ModelError,
  type ModelEvent,
  type ModelSession,
  type OpenOptions,
  type VoiceModel,
} from '../model/voice-model.ts';

export class ScriptedModel implements VoiceModel {
  readonly capabilities: ModelCapabilities = {
    inputSampleRateHz: 16_000,
    outputSampleRateHz: 24_000,
    maxSessionMs: null,
    needsContinuousInput: true,
  };
  readonly conversations: ScriptedConversation[] = [];
  /** When set, `open` waits until the test calls `conversation.accept()` or `refuse()`. */
  manual = false;
  /** When set, a polite `close` waits for ever. */
  manualClose = false;

  /** The last one opened. */
  get conversation(): ScriptedConversation {
    return this.conversations.at(-1)!;
  }

  open(options: OpenOptions): Promise<ModelSession> {
    const conversation = new ScriptedConversation(options, () => this.manualClose);
    this.conversations.push(conversation);
    if (!this.manual) conversation.accept();
    return conversation.opened;
  }

  close(): void {}
}

export class ScriptedConversation implements ModelSession {
  readonly options: OpenOptions;
  readonly heard: Int16Array[] = [];
  readonly droppedMs = 0;
  sentMs = 0;
  /** How it was ended by the bridge. */
  ending: 'closed' | 'aborted' | undefined;
  readonly opened: Promise<ModelSession>;
  #resolve: (session: ModelSession) => void = () => {};
  #reject: (error: Error) => void = () => {};

  readonly #hangs: () => boolean;

  constructor(options: OpenOptions, hangs: () => boolean = () => false) {
    this.options = options;
    this.#hangs = hangs;
    this.opened = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    options.signal.addEventListener('abort', () => this.refuse('REQUESTED'));
  }

  accept(): void {
    this.#resolve(this);
  }

  refuse(reason: ModelError['reason']): void {
    this.#reject(new ModelError(reason, 'scripted refusal', { retryable: false }));
  }

  emit(...events: ModelEvent[]): void {
    for (const event of events) this.options.onEvent(event);
  }

  /** Audio of an answer, of a constant sample value. */
  say(answer: number, ms: number, text = ''): void {
    if (text) this.emit({ kind: 'assistantText', answer, stage: 'speculative', text });
    this.emit({ kind: 'audio', answer, pcm: new Int16Array(ms * 24).fill(1000) });
  }

  fail(reason: ModelError['reason']): void {
    this.options.onEnded(new ModelError(reason, 'scripted failure', { retryable: true }));
  }

  sendAudio(pcm: Int16Array): void {
    this.heard.push(pcm);
    this.sentMs += pcm.length / 16;
  }

  async close(): Promise<void> {
    if (this.#hangs()) return new Promise(() => {});
    this.ending ??= 'closed';
  }

  abort(): void {
    this.ending ??= 'aborted';
  }
}
