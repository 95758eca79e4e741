/**
 * One stream of server-sent events. The browser opens it again when it breaks and says what it has heard last; when the
 * broker refuses it, the sign-in is renewed first. `reset`: something was missed, read again what is shown.
 */
import { broker } from './client.ts';
import { isProblem } from './problem.ts';

export type LiveState = 'connecting' | 'open' | 'lost';

export interface LiveEventsOptions {
  readonly url: string;
  /** Types of events that are listened to. */
  readonly types: readonly string[];
  readonly onEvent: (type: string, data: unknown) => void;
  /** What is shown may be out of date. */
  readonly onReset: () => void;
  readonly onState: (state: LiveState) => void;
  /** Nobody is signed in any more. */
  readonly onSignedOut: () => void;
}

/**
 * A page that nobody has seen for so long lets go of its stream: browsers have six connections to a broker for all of their
 * pages together.
 */
const HIDDEN_MS = 30_000;
/** A stream that opens so late after it was asked for has missed something. */
const LATE_MS = 2000;
/** Between attempts that the browser does not make by itself. */
const RETRY_MS = [1000, 2000, 5000, 10_000];

export class LiveEvents {
  readonly #options: LiveEventsOptions;
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #wasOpen = false;
  #hidden: ReturnType<typeof setTimeout> | undefined;
  #isResting = false;
  #isSignedOut = false;
  #closed = false;

  constructor(options: LiveEventsOptions) {
    this.#options = options;
    document.addEventListener('visibilitychange', this.#onSeen);
    this.#open();
    this.#onSeen();
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    document.removeEventListener('visibilitychange', this.#onSeen);
    clearTimeout(this.#hidden);
    clearTimeout(this.#timer);
    this.#source?.close();
  }

  readonly #onSeen = (): void => {
    clearTimeout(this.#hidden);
    if (document.hidden) this.#hidden = setTimeout(() => this.#rest(), HIDDEN_MS);
    else if (this.#isResting) {
      this.#isResting = false;
      this.#open();
    }
  };

  #rest(): void {
    this.#isResting = true;
    clearTimeout(this.#timer);
    this.#source?.close();
  }

  #open(): void {
    const { url, types, onEvent, onReset, onState } = this.#options;
    clearTimeout(this.#timer);
    this.#source?.close();
    onState('connecting');
    const askedAtMs = performance.now();
    const source = (this.#source = new EventSource(url));
    source.addEventListener('open', () => {
      // What a page has read at its beginning is out of date; events that were missed may come again, but what was asked
      // meanwhile has failed.
      const isLate = this.#failures > 0 || performance.now() - askedAtMs > LATE_MS;
      this.#failures = 0;
      this.#isSignedOut = false;
      onState('open');
      if (this.#wasOpen || isLate) onReset();
      this.#wasOpen = true;
    });
    source.addEventListener('reset', () => onReset());
    for (const type of types)
      source.addEventListener(type, ({ data }: MessageEvent<string>) => onEvent(type, JSON.parse(data)));
    source.addEventListener('error', () => {
      if (this.#closed) return;
      onState('lost');
      if (source.readyState === EventSource.CLOSED) void this.#again();
    });
  }

  /** Refused: signed out, too many streams, or the broker is not there. */
  async #again(): Promise<void> {
    const delayMs = RETRY_MS[Math.min(this.#failures++, RETRY_MS.length - 1)]!;
    try {
      // Renews the sign-in when that is what is lacking.
      await broker.GET('/api/auth/me');
    } catch (error) {
      // Told once; who stays, for something is not saved, may sign in on another page.
      if (isProblem(error, 'SIGN_IN_REQUIRED', 'SESSION_EXPIRED') && !this.#isSignedOut) {
        this.#isSignedOut = true;
        this.#options.onSignedOut();
      }
    }
    if (!this.#closed && !this.#isResting) this.#timer = setTimeout(() => this.#open(), delayMs);
  }
}
