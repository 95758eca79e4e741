/**
 * One conversation as a page has it: what the API says of it, and its course from the stream of its events. What comes in
 * between two frames is drawn together.
 */
import { broker, dataOf } from '#lib/broker/client.ts';
import { LiveEvents, type LiveState } from '#lib/broker/live-events.ts';
import { SESSION_EVENT_KINDS, type SessionEvent, type SessionSnapshot } from '#lib/broker/session-events.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import { Course, type CourseView } from './course.ts';

const TYPES = [...SESSION_EVENT_KINDS, 'snapshot', 'end'];

export class Conversation {
  readonly id: string;
  readonly detail;
  readonly #onSignedOut: () => void;
  #course = $state.raw<Course>();
  #view = $state.raw<CourseView>();
  #isLive = $state(false);
  #isRead = $state(false);
  #stream = $state<LiveState>('connecting');
  #events: LiveEvents | undefined;
  #frame = 0;
  /** When the newest event came, by the clock of this page. */
  #heardAtMs = 0;
  #closed = false;

  constructor(id: string, onSignedOut: () => void) {
    this.id = id;
    this.#onSignedOut = onSignedOut;
    this.detail = new Resource((signal) =>
      dataOf(broker.GET('/api/v1/sessions/{id}', { params: { path: { id } }, signal })),
    );
    void this.begin();
  }

  get course(): Course | undefined {
    return this.#course;
  }

  get view(): CourseView | undefined {
    return this.#view;
  }

  /** It goes on, and what happens comes by itself. */
  get isLive(): boolean {
    return this.#isLive;
  }

  /** All that is recorded of it is here. */
  get isRead(): boolean {
    return this.#isRead;
  }

  get stream(): LiveState {
    return this.#stream;
  }

  /** What is now on the time line; between two events it is guessed for a moment. */
  edgeMs(nowMs: number): number {
    const { endMs = 0 } = this.#view ?? {};
    return this.#isLive ? endMs + Math.min(600, Math.max(0, nowMs - this.#heardAtMs)) : endMs;
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.detail.close();
    this.#events?.close();
    cancelAnimationFrame(this.#frame);
  }

  /** Reads it; once more when that has failed. Never rejects. */
  async begin(): Promise<void> {
    await this.detail.read();
    const detail = this.detail.value;
    if (!detail || this.#closed) return;
    this.#course = new Course(detail.startedAt);
    this.#open();
  }

  #open(): void {
    this.#events?.close();
    this.#events = new LiveEvents({
      url: `/api/v1/sessions/${this.id}/events?past=true`,
      types: TYPES,
      onEvent: (type, data) => this.#take(type, data),
      // A new stream tells everything from the beginning, and what is known already is told twice without harm.
      onReset: () => this.#open(),
      onState: (state) => (this.#stream = state),
      onSignedOut: this.#onSignedOut,
    });
  }

  #take(type: string, data: unknown): void {
    const course = this.#course!;
    if (type === 'end') this.#over();
    else if (type === 'snapshot') {
      // Of one that is over it is what is known already.
      if (!('phase' in (data as object)) || !('transcripts' in (data as object))) return;
      course.begin(data as SessionSnapshot);
      this.#isLive = true;
      this.#isRead = true;
    } else {
      const event = data as SessionEvent;
      course.apply(event);
      // Nothing is drawn while nobody looks, and its stream is of no use any more.
      if (this.#isLive && event.kind === 'ended' && !event.continued) this.#over();
    }
    this.#heardAtMs = performance.now();
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#show());
  }

  #show(): void {
    this.#frame = 0;
    this.#view = this.#course!.view;
    if (this.#isLive && this.#view.isOver) this.#over();
  }

  #over(): void {
    const wasLive = this.#isLive;
    this.#view = this.#course!.view;
    this.#isLive = false;
    this.#isRead = true;
    this.#events?.close();
    this.#stream = 'open';
    // Its totals are written a moment later.
    if (wasLive) this.detail.readSoon(1000);
  }
}
