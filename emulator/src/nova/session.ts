/**
 * Runs one session: input events through the rules, their effects into the conversation, its doings out as events;
 * owns the session's clocks (life time, idle time, input lead) and its end.
 */
import { Conversation } from '../conversation/conversation.ts';
import type { Ears, Mind, Voice } from '../conversation/parts.ts';
import type { EmulatorEvent, EmulatorStats } from '../emulator-events.ts';
import type { StreamFaults } from '../faults/stream-faults.ts';
import { ServiceError } from '../wire/service-error.ts';
import type { WireEnd, WireStream } from '../wire/wire-stream.ts';
import { type Clock, realClock } from './clock.ts';
import { parseInputEvent } from './input-events.ts';
import { InputFault } from './input-fault.ts';
import { OutputEvents } from './output-events.ts';
import { createSessionOutlet } from './session-outlet.ts';
import {
  type ConversationSetup,
  newSession,
  type SessionEffect,
  type SessionState,
  step,
} from './session-rules.ts';
import type { Behaviour, Limits, TokenRates } from './settings.ts';
import { UsageMeter } from './usage-meter.ts';
import type { ModelTraits } from './voices.ts';

/** What a session is made of; the same for all sessions of an emulator. */
export interface SessionParts {
  readonly ears: Ears;
  readonly voice: Voice;
  createMind(): Mind;
}

export interface SessionOptions {
  readonly wire: WireStream;
  readonly model: ModelTraits;
  readonly parts: SessionParts;
  readonly faults: StreamFaults;
  readonly limits: Limits;
  readonly behaviour: Behaviour;
  readonly tokenRates: TokenRates;
  /** Measures the life and idle limits; scaled in tests. Speech itself always runs in real time. */
  readonly clock: Clock;
  readonly stats: EmulatorStats;
  readonly onEvent: (event: EmulatorEvent) => void;
  readonly onEnd: (end: WireEnd) => void;
}

export class Session {
  readonly #options: SessionOptions;
  readonly #meter: UsageMeter;
  readonly #realTime = realClock();
  readonly #timers = new Map<'life' | 'idle' | 'lead', () => void>();
  #state: SessionState = newSession;
  #events: OutputEvents | undefined;
  #conversation: Conversation | undefined;
  #completion: 'none' | 'started' | 'ended' = 'none';
  #anythingSent = false;
  #lastInputMs: number;
  #audioStartMs = 0;
  #audioMs = 0;
  #inputRateHz = 16_000;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#meter = new UsageMeter(options.tokenRates);
    this.#lastInputMs = options.clock.now();
  }

  start(): void {
    const { wire, clock, limits, onEnd } = this.#options;
    this.#timers.set(
      'life',
      clock.after(limits.streamMs, () => this.#fail(new ServiceError('ModelTimeoutException'))),
    );
    this.#watchIdle(limits.idleMs);
    wire.listen({
      onEvent: (json) => this.#input(json),
      onInputEnd: () => this.#end(),
      onClose: (end) => {
        this.#stop();
        onEnd(end);
      },
    });
  }

  #input(json: unknown): void {
    const { wire, limits, behaviour, model, stats, faults } = this.#options;
    stats.inputEvents += 1;
    faults.input();
    if (!wire.writable) return;
    try {
      const { state, effects } = step(this.#state, parseInputEvent(json), { limits, behaviour, model });
      this.#state = state;
      wire.open();
      for (const effect of effects) this.#perform(effect);
    } catch (error) {
      if (!(error instanceof InputFault)) throw error;
      const message = behaviour.explain ? `${error.message} [${error.detail}]` : error.message;
      this.#fail(new ServiceError('ValidationException', message));
    }
  }

  #perform(effect: SessionEffect): void {
    switch (effect.kind) {
      case 'audio':
        this.#touch();
        this.#conversation?.hear(effect.pcm);
        return this.#checkLead(effect.pcm.length);
      case 'promptStarted':
        this.#events = new OutputEvents(effect.promptName);
        if (this.#options.behaviour.completionStart === 'prompt') this.#startCompletion();
        return;
      case 'textAccepted':
        this.#meter.textInput(effect.text);
        return this.#reportUsage();
      case 'audioStarted':
        this.#touch();
        this.#converse(effect.setup);
        // The client waits for a first event before it believes that the stream is open.
        if (!this.#anythingSent) this.#reportUsage();
        return;
      case 'audioEnded':
        return this.#conversation?.audioEnded();
      case 'userText':
        this.#touch();
        return this.#conversation?.read(effect.text);
      case 'toolResult':
        this.#meter.textInput(effect.text);
        if (!this.#conversation?.toolResult(effect.toolUseId, effect.text)) {
          throw new InputFault('invalid', `no tool call waits for the toolUseId "${effect.toolUseId}"`);
        }
        return this.#options.onEvent({
          kind: 'toolAnswered',
          streamId: this.#options.wire.requestId,
          result: effect.text,
        });
      case 'promptEnded':
        if (this.#conversation) this.#conversation.finish(() => this.#endCompletion());
        return;
      case 'sessionEnded':
        return this.#end();
    }
  }

  #converse(setup: ConversationSetup): void {
    const { wire, parts, behaviour, limits, stats, onEvent } = this.#options;
    this.#audioStartMs = this.#realTime.now();
    this.#inputRateHz = setup.inputSampleRateHz;
    this.#conversation = new Conversation({
      setup,
      ears: parts.ears,
      voice: parts.voice,
      mind: parts.createMind(),
      outlet: createSessionOutlet({
        streamId: wire.requestId,
        events: this.#events!,
        meter: this.#meter,
        behaviour,
        sampleRateHz: setup.outputSampleRateHz,
        stats,
        send: (json) => this.#send(json),
        startCompletion: () => this.#startCompletion(),
        room: () => wire.drained(),
        fail: (cause) => this.#fail(new ServiceError('ModelStreamErrorException', undefined, { cause })),
        onEvent,
      }),
      clock: this.#realTime,
      behaviour,
      pendingToolCalls: limits.pendingToolCalls,
    });
  }

  #send(json: string): void {
    const { wire, stats, faults } = this.#options;
    if (!wire.writable) return;
    this.#anythingSent = true;
    stats.outputEvents += 1;
    wire.send(json);
    faults.output();
  }

  #reportUsage(): void {
    if (this.#events) this.#send(this.#events.usage(this.#meter.report()));
  }

  #startCompletion(): void {
    if (this.#completion !== 'none' || !this.#events) return;
    this.#completion = 'started';
    this.#send(this.#events.completionStart());
  }

  #endCompletion(): void {
    if (this.#completion !== 'started' || !this.#events) return;
    this.#completion = 'ended';
    this.#send(this.#events.completionEnd());
  }

  #touch(): void {
    this.#lastInputMs = this.#options.clock.now();
  }

  /** One timer that looks at the time of the last input, instead of one that is set anew with every frame. */
  #watchIdle(delayMs: number): void {
    const { clock, limits } = this.#options;
    const check = () => {
      const leftMs = this.#lastInputMs + limits.idleMs - clock.now();
      if (leftMs > 0 || this.#timers.has('lead'))
        return this.#watchIdle(Math.max(leftMs, limits.idleMs / 10));
      const seconds = Math.round(limits.idleMs / 1000);
      this.#fail(
        new ServiceError(
          'ValidationException',
          'Timed out waiting for audio bytes or interactive content. Please ensure gaps between audio bytes or ' +
            `interactive content are less than ${seconds} seconds.`,
        ),
      );
    };
    this.#timers.set('idle', clock.after(delayMs, check));
  }

  /** Stops reading for a while when the client's audio runs far ahead of real time. */
  #checkLead(samples: number): void {
    const { wire, limits, stats } = this.#options;
    this.#audioMs += (samples * 1000) / this.#inputRateHz;
    const leadMs = this.#audioStartMs + this.#audioMs - this.#realTime.now();
    if (leadMs <= limits.inputLeadMs || this.#timers.has('lead')) return;
    stats.inputPauses += 1;
    wire.pauseInput();
    const resume = () => {
      this.#timers.delete('lead');
      this.#touch();
      wire.resumeInput();
    };
    this.#timers.set('lead', this.#realTime.after(leadMs - limits.inputLeadMs / 2, resume));
  }

  #fail(error: ServiceError): void {
    this.#stop();
    this.#options.wire.fail(error);
  }

  #end(): void {
    this.#stop();
    if (this.#state.phase === 'ended') this.#endCompletion();
    this.#options.wire.finish();
  }

  #stop(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#conversation?.close();
  }
}
