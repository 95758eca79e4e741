/** A voice model that says what the test tells it to: the second implementation of `VoiceModel`. */
import {
  type HistoryMessage,
  type ModelCapabilities,
  ModelError,
  type ModelEvent,
  type ModelSession,
  type OpenOptions,
  type Recovery,
  type VoiceModel,
} from '../model/voice-model.ts';

export class ScriptedModel implements VoiceModel {
  capabilities: ModelCapabilities = {
    inputSampleRateHz: 16_000,
    outputSampleRateHz: 24_000,
    maxSessionMs: null,
    needsContinuousInput: true,
    maxHistoryBytes: 38_000,
    textInput: true,
  };
  readonly conversations: ScriptedConversation[] = [];
  /** When set, `open` waits until the test calls `conversation.accept()` or `refuse()`. */
  manual = false;
  /** When set, a polite `close` waits for ever. */
  manualClose = false;
  closed = false;

  /** The last one opened. */
  get conversation(): ScriptedConversation {
    return this.conversations.at(-1)!;
  }

  /** Those that the bridge has neither ended nor lost. */
  get live(): ScriptedConversation[] {
    return this.conversations.filter(({ state }) => state === 'opening' || state === 'open');
  }

  open(options: OpenOptions): Promise<ModelSession> {
    const conversation = new ScriptedConversation(options, () => this.manualClose);
    this.conversations.push(conversation);
    if (!this.manual) conversation.accept();
    return conversation.opened;
  }

  close(): void {
    this.closed = true;
  }
}

export class ScriptedConversation implements ModelSession {
  readonly options: OpenOptions;
  readonly heard: Int16Array[] = [];
  readonly sentTexts: string[] = [];
  readonly toolResults: { readonly toolUseId: string; readonly json: string }[] = [];
  /** What it was opened or begun with; null until then. */
  history: readonly HistoryMessage[] | null;
  droppedMs = 0;
  sentMs = 0;
  state: 'opening' | 'open' | 'ended' = 'opening';
  /** How it was ended by the bridge. */
  ending: 'closed' | 'aborted' | undefined;
  readonly opened: Promise<ModelSession>;
  #resolve: (session: ModelSession) => void = () => {};
  #reject: (error: Error) => void = () => {};

  readonly #hangs: () => boolean;

  constructor(options: OpenOptions, hangs: () => boolean = () => false) {
    this.options = options;
    this.history = options.history;
    this.#hangs = hangs;
    this.opened = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    if (options.signal.aborted) this.refuse('REQUESTED');
    options.signal.addEventListener('abort', () => this.refuse('REQUESTED'), { once: true });
  }

  accept(): void {
    if (this.state !== 'opening') return;
    this.state = 'open';
    this.#resolve(this);
  }

  /** Nothing happens when it is open already. */
  refuse(reason: ModelError['reason'], recovery: Recovery = 'none'): void {
    if (this.state !== 'opening') return;
    this.state = 'ended';
    this.#reject(new ModelError(reason, 'scripted refusal', { recovery }));
  }

  emit(...events: ModelEvent[]): void {
    for (const event of events) this.options.onEvent(event);
  }

  /** Audio of an answer, of a constant sample value. */
  say(answer: number, ms: number, text = ''): void {
    if (text) this.emit({ kind: 'assistantText', answer, stage: 'speculative', text });
    this.emit({ kind: 'audio', answer, pcm: new Int16Array(ms * 24).fill(1000) });
  }

  fail(reason: ModelError['reason'], recovery: Recovery = 'reopen'): void {
    this.#ended(new ModelError(reason, 'scripted failure', { recovery }));
  }

  begin(history: readonly HistoryMessage[]): void {
    this.history ??= history;
  }

  sendAudio(pcm: Int16Array): void {
    if (!this.history || this.state === 'ended') return;
    this.heard.push(pcm);
    this.sentMs += pcm.length / 16;
  }

  sendText(text: string): void {
    if (this.history && this.state !== 'ended') this.sentTexts.push(text);
  }

  sendToolResult(toolUseId: string, json: string): void {
    if (this.history && this.state !== 'ended') this.toolResults.push({ toolUseId, json });
  }

  async close(): Promise<void> {
    if (this.#hangs()) return new Promise(() => {});
    this.ending ??= 'closed';
    queueMicrotask(() => this.#ended(null));
  }

  abort(): void {
    this.ending ??= 'aborted';
    queueMicrotask(() => this.#ended(null));
  }

  #ended(failure: ModelError | null): void {
    if (this.state !== 'open') return;
    this.state = 'ended';
    this.options.onEnded(failure);
  }
}
