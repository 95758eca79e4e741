/** Reads what the model tells: events for the lifecycle, audio for the device, texts and marks for the turn. */
import type { Clock } from '../clock.ts';
import type { ModelEvent } from '../model/voice-model.ts';
import type { ConversationEvent } from './conversation-events.ts';
import type { DeviceAnnouncer, Transcript } from './device-announcer.ts';
import type { SessionEvent, SessionState } from './lifecycle.ts';
import type { SessionMeter } from './session-meter.ts';
import { InputTimeline, type TurnLog } from './turn-log.ts';

export interface ModelListenerOptions {
  readonly state: () => SessionState;
  /** The state has changed when it returns. */
  readonly dispatch: (event: SessionEvent) => void;
  /** Audio of the answer that plays. */
  readonly play: (pcm: Int16Array) => void;
  readonly turns: TurnLog;
  readonly meter: SessionMeter;
  readonly announcer: DeviceAnnouncer;
  readonly clock: Clock;
  readonly observe: (event: ConversationEvent) => void;
}

export class ModelListener {
  readonly #options: ModelListenerOptions;
  readonly #timeline = new InputTimeline();

  constructor(options: ModelListenerOptions) {
    this.#options = options;
  }

  /** The model has been sent this much audio in all, now. */
  sent(totalMs: number): void {
    this.#timeline.sent(totalMs, this.#options.clock.now());
  }

  read(event: ModelEvent): void {
    const { state, dispatch, turns, meter, clock, observe } = this.#options;
    if (event.kind === 'usage') return meter.tokens(event.input, event.output);
    const { name } = state();
    // On its way out, the model may go on talking for a moment.
    if (name !== 'listening' && name !== 'speaking') return;
    const now = clock.now();
    switch (event.kind) {
      case 'audio':
        return this.#audio(event.answer, event.pcm);
      case 'userSpeechStarted':
        return dispatch({ from: 'model', type: 'userSpeech' });
      case 'userSpeechEnded':
        turns.markUser('speechEnd', this.#sentAt(event.atMs) ?? now);
        turns.markUser('speechEndDetected', now);
        // In an answer, its beginning has interrupted already.
        if (name === 'listening') dispatch({ from: 'model', type: 'userTurn' });
        return;
      case 'userText':
        return this.#userText(event.text);
      case 'assistantText':
        return this.#assistantText(event);
      case 'answerEnded':
        return dispatch({ from: 'model', type: 'answerEnded', answer: event.answer });
      case 'interrupted':
        return dispatch({ from: 'model', type: 'interrupted' });
      case 'toolUse':
        return observe({ kind: 'toolUse', name: event.name });
    }
  }

  #sentAt(offsetMs: number | null): number | undefined {
    return offsetMs === null ? undefined : this.#timeline.timeOf(offsetMs);
  }

  /** Hot path: asks the lifecycle only when an answer begins. */
  #audio(answer: number, pcm: Int16Array): void {
    const { dispatch, play } = this.#options;
    if (!this.#plays(answer)) dispatch({ from: 'model', type: 'answer', answer });
    if (this.#plays(answer)) play(pcm);
  }

  #plays(answer: number): boolean {
    const state = this.#options.state();
    return state.name === 'speaking' && state.answer === answer;
  }

  #userText(text: string): void {
    const { turns, clock, dispatch, state } = this.#options;
    // Noise is sometimes told as words that are none.
    if (text.trim() === '') return;
    if (state().name === 'speaking' && turns.heardLate(text, this.#generation)) {
      return this.#tell({ role: 'user', stage: 'final', text, generation: this.#generation });
    }
    turns.markUser('transcript', clock.now());
    turns.heard(text);
    this.#tell({ role: 'user', stage: 'final', text, generation: this.#generation + 1 });
    dispatch({ from: 'model', type: 'userTurn' });
  }

  #assistantText({ answer, stage, text }: ModelEvent & { kind: 'assistantText' }): void {
    const { turns, state, dispatch } = this.#options;
    if (stage === 'final') {
      turns.said(text, this.#generation);
      return this.#tell({ role: 'assistant', stage, text, generation: this.#generation });
    }
    const generation = this.#generationOf(answer);
    if (generation === undefined) return;
    if (state().name === 'listening') dispatch({ from: 'model', type: 'planned', answer });
    turns.planned(text, generation);
    this.#tell({ role: 'assistant', stage, text, generation });
  }

  /** Under which generation the device will hear this answer; undefined when it will not. */
  #generationOf(answer: number): number | undefined {
    const state = this.#options.state();
    if (state.name === 'listening') {
      return answer > state.cancelledAnswer ? state.generation + 1 : undefined;
    }
    if (state.name !== 'speaking') return undefined;
    return answer > state.answer && state.userSpoke ? state.generation + 1 : state.generation;
  }

  /** Of the answer that plays, or of the last one. */
  get #generation(): number {
    const state = this.#options.state();
    return 'generation' in state ? state.generation : 0;
  }

  #tell(transcript: Transcript): void {
    this.#options.observe({ kind: 'transcript', ...transcript });
    this.#options.announcer.transcript(transcript);
  }
}
