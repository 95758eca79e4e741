/**
 * Stands before a model and lets streams pass: no more at once than the account's quota has, in an order, patiently
 * while the service throttles, and not at all for a while when its endpoint fails. What it lets pass is the model's
 * own; it does not look at audio.
 */
import type { Clock } from '../../clock.ts';
import type { Figures } from '../../telemetry/figures.ts';
import {
  type ModelCapabilities,
  ModelError,
  type ModelSession,
  type OpenOptions,
  type VoiceModel,
} from '../voice-model.ts';
import { Breaker, type BreakerOptions, type BreakerState } from './breaker.ts';
import { Passage } from './passage.ts';
import { Patience, type PatienceOptions } from './patience.ts';
import { WaitingLine } from './waiting-line.ts';

export interface GateOptions {
  /** Streams at once, those that are being opened among them. */
  readonly maxStreams: number;
  /** How long an opening may wait for a place; 0 refuses at once. */
  readonly queueTimeoutMs: number;
  /** Openings that may wait; more are refused at once. */
  readonly maxWaiting?: number;
  /** A stream that lived so long without an answer works nevertheless. */
  readonly provenAfterMs?: number;
  readonly breaker?: Omit<BreakerOptions, 'clock' | 'onOpened'>;
  readonly patience?: Omit<PatienceOptions, 'clock' | 'random'>;
  readonly clock: Clock;
  /** In [0, 1); for the waits. */
  readonly random?: () => number;
  readonly figures: Figures;
  /** The endpoint failed and is left alone for so long. Must not throw. */
  readonly onBreakerOpened?: (coolDownMs: number, lastFailure: Error) => void;
}

const DEFAULTS = { maxWaiting: 1000, provenAfterMs: 10_000, random: Math.random };

/** For whoever looks after the broker. */
export interface GateState {
  readonly breaker: BreakerState;
  /** Until the endpoint is tried again; 0 while it is not left alone. */
  readonly retryInMs: number;
  /** Of the endpoint, since the broker started: like MODEL_FAILED. Its own words may name accounts and are for the log. */
  readonly lastFailure: string | null;
  /** The service throttles: streams are opened one at a time. */
  readonly isThrottled: boolean;
  readonly streams: number;
  /** Infinity where nothing bounds them. */
  readonly maxStreams: number;
  readonly waiting: number;
  readonly maxWaiting: number;
}

export interface GuardedModel extends VoiceModel {
  readonly state: GateState;
}

/** `close()` refuses those that wait and closes the model behind. */
export function guardModel(model: VoiceModel, options: GateOptions): GuardedModel {
  return new Gate(model, options);
}

interface Ticket {
  readonly request: OpenOptions;
  readonly resolve: (session: ModelSession) => void;
  readonly reject: (error: unknown) => void;
  readonly deadlineAt: number;
  /** While it waits. */
  stopWaiting: (() => void) | undefined;
  told: boolean;
}

class Gate implements GuardedModel {
  readonly #model: VoiceModel;
  readonly #options: GateOptions & typeof DEFAULTS;
  readonly #breaker: Breaker;
  readonly #patience: Patience;
  readonly #line = new WaitingLine<Ticket>();
  #taken = 0;
  #opening = 0;
  #cancelServe: (() => void) | undefined;
  #closed = false;

  constructor(model: VoiceModel, options: GateOptions) {
    this.#model = model;
    this.#options = { ...DEFAULTS, ...options };
    const { clock, random, figures } = this.#options;
    this.#breaker = new Breaker({
      ...options.breaker,
      clock,
      onOpened: (coolDownMs, lastFailure) => {
        figures.count('model_breaker_opened_total');
        options.onBreakerOpened?.(coolDownMs, lastFailure);
      },
    });
    this.#patience = new Patience({ ...options.patience, clock, random });
    figures.gauge('model_streams_open', () => this.#taken);
    figures.gauge('model_streams_waiting', () => this.#line.length);
    figures.gauge('model_breaker_open', () => Number(this.#breaker.isOpen));
  }

  get capabilities(): ModelCapabilities {
    return this.#model.capabilities;
  }

  get state(): GateState {
    const { state, waitMs, lastFailure } = this.#breaker;
    const { maxStreams, maxWaiting } = this.#options;
    return {
      breaker: state,
      retryInMs: state === 'open' ? waitMs : 0,
      lastFailure: lastFailure instanceof ModelError ? lastFailure.reason : (lastFailure?.name ?? null),
      isThrottled: this.#patience.active,
      streams: this.#taken,
      maxStreams,
      waiting: this.#line.length,
      maxWaiting,
    };
  }

  open(request: OpenOptions): Promise<ModelSession> {
    return new Promise((resolve, reject) => {
      const deadlineAt = this.#options.clock.now() + this.#options.queueTimeoutMs;
      this.#enter({ request, resolve, reject, deadlineAt, stopWaiting: undefined, told: false });
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelServe?.();
    for (const ticket of this.#line.takeAll()) this.#refuse(ticket, stopping());
    this.#model.close();
  }

  #enter(ticket: Ticket): void {
    const { place, signal } = ticket.request;
    const { maxStreams, maxWaiting, figures } = this.#options;
    if (this.#closed) return this.#refuse(ticket, stopping());
    if (signal.aborted) return this.#refuse(ticket, givenUp());
    if (this.#breaker.waitMs > 0) return this.#refuse(ticket, this.#leftAlone());
    if (place === 'second') {
      if (this.#mayOpen && this.#line.length === 0) return this.#launch(ticket);
      figures.count('model_second_refused_total');
      return this.#refuse(ticket, throttled(`All ${maxStreams} streams to the model are taken.`));
    }
    if (this.#line.length >= maxWaiting) {
      return this.#refuse(ticket, throttled(`${maxWaiting} conversations wait for the model already.`));
    }
    this.#line.add(ticket);
    this.#serve();
    this.#wait(ticket);
  }

  get #mayOpen(): boolean {
    if (this.#taken >= this.#options.maxStreams) return false;
    return !this.#patience.active || (this.#opening === 0 && this.#patience.waitMs === 0);
  }

  /** Lets pass who may. */
  #serve(): void {
    this.#cancelServe?.();
    this.#cancelServe = undefined;
    if (this.#closed) return;
    while (this.#line.length > 0 && this.#mayOpen) this.#launch(this.#line.next()!);
    if (this.#line.length === 0) {
      if (this.#opening === 0) this.#patience.over();
      return;
    }
    // A place that becomes free serves again by itself.
    const { waitMs } = this.#patience;
    if (waitMs > 0) this.#cancelServe = this.#options.clock.after(waitMs, () => this.#serve());
  }

  /** For a ticket that could not pass at once; nothing when it did. */
  #wait(ticket: Ticket): void {
    const { clock } = this.#options;
    const { signal, onWaiting } = ticket.request;
    if (!this.#line.has(ticket)) return;
    const leave = () => {
      if (!this.#line.remove(ticket)) return;
      this.#refuse(ticket, givenUp());
      this.#serve();
    };
    const timeOut = () => {
      if (!this.#line.remove(ticket)) return;
      this.#timedOut(ticket);
      this.#serve();
    };
    const leftMs = ticket.deadlineAt - clock.now();
    if (leftMs <= 0) return timeOut();
    const cancel = clock.after(leftMs, timeOut);
    signal.addEventListener('abort', leave, { once: true });
    ticket.stopWaiting = () => {
      cancel();
      signal.removeEventListener('abort', leave);
    };
    if (ticket.told) return;
    ticket.told = true;
    onWaiting?.();
  }

  #launch(ticket: Ticket): void {
    ticket.stopWaiting?.();
    if (this.#breaker.waitMs > 0) return this.#refuse(ticket, this.#leftAlone());
    this.#taken += 1;
    this.#opening += 1;
    const { clock, provenAfterMs, figures } = this.#options;
    const passage = new Passage({
      request: ticket.request,
      trial: this.#breaker.begin(),
      clock,
      provenAfterMs,
      onEnded: (failure) => {
        this.#taken -= 1;
        ticket.request.onEnded(failure);
        this.#serve();
      },
    });
    const refused = (error: unknown) => {
      this.#opening -= 1;
      this.#taken -= 1;
      passage.refused(error);
      this.#refused(ticket, error);
      this.#serve();
    };
    // A model that throws refuses, too.
    new Promise<ModelSession>((resolve) => resolve(this.#model.open(passage.request))).then((session) => {
      const failure = passage.opened();
      if (failure) return refused(failure);
      this.#opening -= 1;
      this.#patience.succeeded();
      figures.count('model_opened_total');
      ticket.resolve(session);
      this.#serve();
    }, refused);
  }

  /** A place was free, and the model would not have it. */
  #refused(ticket: Ticket, error: unknown): void {
    const { figures, clock } = this.#options;
    const { place, signal } = ticket.request;
    if (!isThrottling(error)) return this.#refuse(ticket, error);
    figures.count('model_throttled_total');
    this.#patience.refused();
    if (place === 'second' || this.#closed || signal.aborted || ticket.deadlineAt <= clock.now()) {
      return this.#refuse(ticket, error);
    }
    this.#line.putBack(ticket);
    this.#wait(ticket);
  }

  #timedOut(ticket: Ticket): void {
    const { maxStreams, queueTimeoutMs, figures } = this.#options;
    figures.count('model_queue_timeouts_total');
    const cause = this.#patience.active
      ? 'The model throttles'
      : `All ${maxStreams} streams to the model are taken`;
    this.#refuse(ticket, throttled(`${cause}, and none became free within ${queueTimeoutMs / 1000} s.`));
  }

  #refuse(ticket: Ticket, error: unknown): void {
    ticket.stopWaiting?.();
    if (!(error instanceof ModelError) || error.reason !== 'REQUESTED') {
      this.#options.figures.count('model_open_failed_total');
    }
    ticket.reject(error);
  }

  #leftAlone(): ModelError {
    const { waitMs, lastFailure } = this.#breaker;
    const seconds = Math.max(1, Math.ceil(waitMs / 1000));
    const last = lastFailure ? ` The last failure: ${lastFailure.message}` : '';
    const text = `The model's endpoint failed several times lately; it is tried again in ${seconds} s.${last}`;
    return new ModelError('MODEL_FAILED', text, { recovery: 'backoff', cause: lastFailure });
  }
}

const isThrottling = (error: unknown): boolean =>
  error instanceof ModelError && error.reason === 'MODEL_THROTTLED' && error.recovery === 'backoff';

const throttled = (text: string): ModelError =>
  new ModelError('MODEL_THROTTLED', `${text} Try again later, or ask for a higher quota.`, {
    recovery: 'backoff',
  });

const givenUp = (): ModelError =>
  new ModelError('REQUESTED', 'The opening of the model was given up.', { recovery: 'none' });

const stopping = (): ModelError =>
  new ModelError('SHUTDOWN', 'The broker is stopping.', { recovery: 'none' });
