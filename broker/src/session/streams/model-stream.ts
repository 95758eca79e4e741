/** One stream of the model in a conversation: what it is for, what was sent to it, and how its answers are numbered. */
import type { Clock } from '../../clock.ts';
import {
  type ConversationSettings,
  type HistoryMessage,
  ModelError,
  type ModelEvent,
  type ModelSession,
  type OpenOptions,
  type VoiceModel,
} from '../../model/voice-model.ts';
import { InputTimeline } from './input-timeline.ts';
import type { HeardPcm } from './unanswered-audio.ts';

/**
 * `next` is open and does not listen yet; `current` listens and answers; `finishing` was replaced in the midst of an
 * answer and only ends it; `gone` may go on talking for a moment, to nobody.
 */
export type StreamRole = 'next' | 'current' | 'finishing' | 'gone';

export interface ModelStreamOptions {
  readonly model: VoiceModel;
  readonly clock: Clock;
  readonly open: Pick<OpenOptions, 'sessionId' | 'settings' | 'history' | 'place'>;
  readonly onWaiting: () => void;
  /** Answers are numbered as the conversation counts them. */
  readonly onEvent: (stream: ModelStream, event: ModelEvent) => void;
  readonly onOpened: (stream: ModelStream) => void;
  /** It could not be opened, or it ended; null when it ended as we wished. */
  readonly onEnded: (stream: ModelStream, failure: ModelError | null) => void;
  /** Our own code failed. */
  readonly onFault: (error: unknown) => void;
}

export class ModelStream {
  role: StreamRole = 'next';
  readonly timeline = new InputTimeline();
  readonly #options: ModelStreamOptions;
  readonly #abort = new AbortController();
  /** Answers of the streams before it. */
  #answersBefore = 0;
  #lastAnswer = 0;
  #session: ModelSession | undefined;
  #openedAt: number | undefined;
  #ended = false;

  constructor(options: ModelStreamOptions) {
    this.#options = options;
  }

  /** The highest number of an answer so far, on the scale of the conversation. */
  get lastAnswer(): number {
    return this.#lastAnswer;
  }

  /** That it was opened with. */
  get settings(): ConversationSettings {
    return this.#options.open.settings;
  }

  get isOpen(): boolean {
    return this.#session !== undefined && !this.#ended;
  }

  /** 0 before it is open. */
  get ageMs(): number {
    return this.#openedAt === undefined ? 0 : this.#options.clock.now() - this.#openedAt;
  }

  get droppedMs(): number {
    return this.#session?.droppedMs ?? 0;
  }

  open(): void {
    const { model, open, onWaiting, onEvent, onOpened, onFault, clock } = this.#options;
    // The model's limit counts from the request.
    this.#openedAt = clock.now();
    model
      .open({
        ...open,
        signal: this.#abort.signal,
        onWaiting,
        onEvent: (event) => onEvent(this, this.#renumbered(event)),
        onEnded: (failure) => this.#end(failure),
      })
      .then(
        (session) => {
          this.#session = session;
          // It came too late: nobody waits for it any more.
          if (this.#ended || this.#abort.signal.aborted) return session.abort();
          onOpened(this);
        },
        (error: unknown) => {
          if (error instanceof ModelError) this.#end(error);
          else onFault(error);
        },
      )
      .catch(onFault);
  }

  /** From now on it is the conversation's stream. `history` is null when it was given on opening. */
  become(answersBefore: number, history: readonly HistoryMessage[] | null): void {
    this.role = 'current';
    this.#answersBefore = this.#lastAnswer = answersBefore;
    if (history) this.#session?.begin(history);
  }

  /** Hot path. */
  send({ pcm, at }: HeardPcm): void {
    if (!this.#session) return;
    this.#session.sendAudio(pcm);
    this.timeline.sent(this.#session.sentMs, at);
  }

  sendText(text: string): void {
    this.#session?.sendText(text);
  }

  sendToolResult(toolUseId: string, json: string): void {
    this.#session?.sendToolResult(toolUseId, json);
  }

  /** Resolves when it has ended. */
  async close(): Promise<void> {
    if (!this.#session) return this.abort();
    await this.#session.close();
    this.#end(null);
  }

  abort(): void {
    this.#abort.abort();
    this.#session?.abort();
  }

  #end(failure: ModelError | null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#options.onEnded(this, failure);
  }

  #renumbered(event: ModelEvent): ModelEvent {
    if (!('answer' in event)) return event;
    const answer = event.answer + this.#answersBefore;
    this.#lastAnswer = Math.max(this.#lastAnswer, answer);
    return this.#answersBefore === 0 ? event : { ...event, answer };
  }
}
