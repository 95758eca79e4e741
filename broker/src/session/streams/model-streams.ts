/**
 * The model of one conversation, over one stream after the other: opens the first and the next, hands over between
 * them, and replays to the new one what the old one has not answered.
 */
import type { Clock } from '../../clock.ts';
import type {
  ConversationSettings,
  HistoryMessage,
  ModelError,
  ModelEvent,
  VoiceModel,
} from '../../model/voice-model.ts';
import type { SessionEvent } from '../lifecycle/lifecycle.ts';
import { sameForModel } from '../session-settings.ts';
import { DeafnessWatch } from './deafness-watch.ts';
import { ModelStream } from './model-stream.ts';
import { RenewalTimer, type RenewalTimes } from './renewal-timer.ts';
import { UnansweredAudio } from './unanswered-audio.ts';

export interface ModelStreamsOptions {
  readonly model: VoiceModel;
  /** Asked for each stream. */
  readonly settings: () => ConversationSettings;
  readonly sessionId: string;
  readonly clock: Clock;
  readonly renewal: RenewalTimes;
  /** In [0, 1). */
  readonly random: () => number;
  /** What was said, in so many bytes; `open`: with what is being said now. */
  readonly history: (maxBytes: number) => readonly HistoryMessage[];
  readonly dispatch: (event: SessionEvent) => void;
  readonly onEvent: (stream: ModelStream, event: ModelEvent) => void;
  /** Of the present stream, before the lifecycle hears of it. */
  readonly onFailure: (failure: ModelError) => void;
  readonly onFault: (error: unknown) => void;
}

/** Said without a pause; what goes beyond is lost if the stream is. */
export const MAX_UNANSWERED_MS = 30_000;
const BACKOFF_MS = { first: 250, most: 4000 };

export class ModelStreams {
  readonly unanswered: UnansweredAudio;
  readonly #options: ModelStreamsOptions;
  readonly #timer: RenewalTimer;
  readonly #deafness: DeafnessWatch;
  readonly #leaving = new Set<ModelStream>();
  #current: ModelStream | undefined;
  #next: ModelStream | undefined;
  #lastAnswer = 0;
  /** Where the present stream's audio begins, on the scale of what was said. */
  #base = 0;
  #cancelRetry: (() => void) | undefined;
  #trimmed = 0;
  #closed = false;
  #droppedMs = 0;
  /** The next stream hears what the last one gave no sign of. */
  #wasDeaf = false;

  constructor(options: ModelStreamsOptions) {
    this.#options = options;
    const { inputSampleRateHz: sampleRateHz } = options.model.capabilities;
    this.unanswered = new UnansweredAudio({ sampleRateHz, maxMs: MAX_UNANSWERED_MS });
    this.#deafness = new DeafnessWatch({
      sampleRateHz,
      onSound: () => this.unanswered.soundStarted(),
      onDeaf: () => {
        this.#wasDeaf = true;
        options.dispatch({ from: 'model', type: 'deaf' });
      },
    });
    this.#timer = new RenewalTimer(options.clock, options.renewal, (urgent) =>
      options.dispatch({ from: 'model', type: 'limitNear', urgent }),
    );
  }

  get current(): ModelStream | undefined {
    return this.#current;
  }

  /** The present stream was opened with other settings than are in force. */
  get isStale(): boolean {
    return this.#current !== undefined && !sameForModel(this.#current.settings, this.#options.settings());
  }

  /** The number of the newest answer so far. */
  get lastAnswer(): number {
    return Math.max(this.#lastAnswer, this.#current?.lastAnswer ?? 0);
  }

  /** Audio that models did not read. */
  get droppedMs(): number {
    return this.#droppedMs + (this.#current?.droppedMs ?? 0);
  }

  /** Until the present stream must be replaced in any case. */
  get renewalLeftMs(): number {
    return this.#timer.leftMs(this.#current?.ageMs ?? 0);
  }

  /** The first one; its opening is told as `model opened`. */
  open(): void {
    this.#next = this.#newStream(this.#history(), 'new');
    this.#next.open();
  }

  openNext(beside: boolean, attempt: number, trim: boolean): void {
    if (trim) this.#trimmed++;
    const open = () => {
      this.#cancelRetry = undefined;
      this.#next = this.#newStream(null, beside ? 'second' : 'again');
      this.#next.open();
    };
    this.#cancelRetry?.();
    if (attempt <= 1) return open();
    const { clock, random } = this.#options;
    const backoffMs = Math.min(BACKOFF_MS.most, BACKOFF_MS.first * 2 ** (attempt - 2));
    this.#cancelRetry = clock.after(backoffMs * (0.5 + random()), open);
  }

  /** `keep`: the present stream ends its answer before it goes. `question`: in writing, instead of its sound. */
  handOver({ keep, question }: { readonly keep: boolean; readonly question: string | undefined }): void {
    const next = this.#next;
    if (!next) return;
    this.#next = undefined;
    const old = this.#current;
    const deaf = this.#wasDeaf;
    this.#wasDeaf = false;
    const asked = keep || question !== undefined;
    const replay = asked ? this.unanswered.afterQuestion() : this.unanswered.replay({ deaf });
    this.unanswered.soundOver();
    this.#retire(old, keep);
    this.#makeCurrent(next, this.#history());
    this.#base = this.unanswered.totalMs - lengthMs(replay, this.#options.model);
    for (const heard of replay) next.send(heard);
    if (question !== undefined) next.sendText(question);
  }

  /** Hot path. */
  send(pcm: Int16Array): void {
    const at = this.#options.clock.now();
    this.unanswered.push(pcm, at);
    if (!this.#current) return;
    this.#current.send({ pcm, at });
    this.#deafness.sent(pcm);
  }

  /** The present stream has told something: it hears. */
  sign(): void {
    this.#deafness.sign();
    this.unanswered.soundOver();
  }

  /** Of an offset in the present stream's audio; undefined when the model told none. */
  placeOf(offsetMs: number | null): number | undefined {
    return offsetMs === null ? undefined : this.#base + offsetMs;
  }

  dropModel(): void {
    const old = this.#current;
    this.#retire(old, false, true);
  }

  dropNext(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    const next = this.#next;
    this.#next = undefined;
    if (!next) return;
    next.role = 'gone';
    next.abort();
  }

  /** An answer that the old stream was still to end is over. */
  finished(): void {
    for (const stream of this.#leaving) if (stream.role === 'finishing') this.#leave(stream);
  }

  /** Says goodbye; resolves when the present stream has ended. */
  async close(): Promise<void> {
    this.#timer.stop();
    this.dropNext();
    await this.#current?.close();
  }

  /** Ends everything at once. Idempotent. */
  abort(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#timer.stop();
    this.dropNext();
    this.#droppedMs = this.droppedMs;
    for (const stream of this.#leaving) stream.abort();
    this.#leaving.clear();
    const current = this.#current;
    this.#current = undefined;
    current?.abort();
    this.unanswered.clear();
  }

  #newStream(history: readonly HistoryMessage[] | null, place: 'new' | 'again' | 'second'): ModelStream {
    const { model, settings, sessionId, clock, dispatch, onEvent, onFault } = this.#options;
    const isFirst = place === 'new';
    return new ModelStream({
      model,
      clock,
      open: { sessionId, settings: settings(), history, place },
      onWaiting: () => dispatch({ from: isFirst ? 'model' : 'next', type: 'waiting' }),
      onEvent,
      onOpened: (stream) => {
        if (stream !== this.#next) return stream.abort();
        if (!isFirst) return dispatch({ from: 'next', type: 'opened' });
        this.#next = undefined;
        this.#makeCurrent(stream, null);
        dispatch({ from: 'model', type: 'opened' });
      },
      onEnded: (stream, failure) => this.#onEnded(stream, failure, isFirst),
      onFault,
    });
  }

  #onEnded(stream: ModelStream, failure: ModelError | null, isFirst: boolean): void {
    const { dispatch, onFailure } = this.#options;
    if (this.#leaving.delete(stream)) {
      // The rest of its answer will not come.
      if (stream.role === 'finishing') {
        dispatch({ from: 'model', type: 'answerEnded', answer: stream.lastAnswer });
      }
      stream.role = 'gone';
      return;
    }
    if (stream === this.#next) {
      this.#next = undefined;
      if (!failure) return;
      onFailure(failure);
      const { reason, recovery } = failure;
      return dispatch({ from: isFirst ? 'model' : 'next', type: 'failed', reason, recovery });
    }
    // Without a failure it was us who ended it.
    if (stream !== this.#current || !failure) return;
    onFailure(failure);
    dispatch({ from: 'model', type: 'failed', reason: failure.reason, recovery: failure.recovery });
  }

  #makeCurrent(stream: ModelStream, history: readonly HistoryMessage[] | null): void {
    this.#current = stream;
    stream.become(this.#lastAnswer, history);
    this.#base = this.unanswered.totalMs;
    this.#timer.start(stream.ageMs);
  }

  #retire(old: ModelStream | undefined, keep: boolean, now = false): void {
    if (!old) return;
    this.#timer.stop();
    this.#current = undefined;
    this.#lastAnswer = Math.max(this.#lastAnswer, old.lastAnswer);
    this.#droppedMs += old.droppedMs;
    old.role = keep ? 'finishing' : 'gone';
    if (now || !old.isOpen) return old.abort();
    this.#leaving.add(old);
    if (!keep) this.#leave(old);
  }

  #leave(stream: ModelStream): void {
    stream.role = 'gone';
    stream
      .close()
      .catch(this.#options.onFault)
      .finally(() => this.#leaving.delete(stream));
  }

  #history(): readonly HistoryMessage[] {
    const { model, history } = this.#options;
    return history(model.capabilities.maxHistoryBytes / 2 ** this.#trimmed);
  }
}

const lengthMs = (heard: readonly { pcm: Int16Array }[], { capabilities }: VoiceModel): number =>
  (heard.reduce((sum, { pcm }) => sum + pcm.length, 0) * 1000) / capabilities.inputSampleRateHz;
