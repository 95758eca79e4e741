/** Reads what the model tells: events for the lifecycle, audio for the device, texts and marks for the turn. */
import type { Clock } from '../../clock.ts';
import type { ModelEvent } from '../../model/voice-model.ts';
import type { ConversationEvent } from '../conversation-events.ts';
import type { Transcript } from '../device-announcer.ts';
import type { SessionEvent, SessionState, Talk } from '../lifecycle/lifecycle.ts';
import type { ModelStream } from './model-stream.ts';
import type { ModelStreams } from './model-streams.ts';
import type { PendingTools } from './pending-tools.ts';
import type { SessionMeter } from '../session-meter.ts';
import type { TurnLog } from '../turns/turn-log.ts';

export interface ModelListenerOptions {
  readonly state: () => SessionState;
  readonly streams: () => ModelStreams;
  /** The state has changed when it returns. */
  readonly dispatch: (event: SessionEvent) => void;
  /** Audio of the answer that plays. */
  readonly play: (pcm: Int16Array) => void;
  /** It is no user's: the broker wrote it. */
  readonly isInstruction: (text: string) => boolean;
  /** The user's words that lead to this answer. */
  readonly onHeard: (generation: number, text: string) => void;
  readonly tell: (transcript: Transcript) => void;
  readonly turns: TurnLog;
  readonly tools: PendingTools;
  readonly meter: SessionMeter;
  readonly outputSampleRateHz: number;
  readonly clock: Clock;
  readonly observe: (event: ConversationEvent) => void;
  readonly callTool: (toolUseId: string, name: string, input: string) => void;
}

export class ModelListener {
  readonly #options: ModelListenerOptions;

  constructor(options: ModelListenerOptions) {
    this.#options = options;
  }

  read(stream: ModelStream, event: ModelEvent): void {
    if (event.kind === 'usage') {
      const { input, output } = event;
      this.#options.meter.tokens(input, output);
      return this.#options.observe({ kind: 'usage', input, output });
    }
    // On its way out, the model may go on talking for a moment.
    const talk = this.#talk();
    if (!talk) return;
    if (stream.role === 'finishing') return this.#finishing(event, talk);
    if (stream.role !== 'current') return;
    this.#options.streams().sign();
    this.#current(stream, event, talk);
  }

  /** Only the answer that is being spoken is still wanted of it. */
  #finishing(event: ModelEvent, talk: Talk): void {
    if (talk.name !== 'speaking' || !('answer' in event) || event.answer !== talk.answer) return;
    if (event.kind === 'audio') return this.#audio(event.answer, event.pcm);
    if (event.kind === 'assistantText') return this.#assistantText(event, talk);
    this.#options.streams().unanswered.answered(event.answer);
    this.#options.dispatch({ from: 'model', type: 'answerEnded', answer: event.answer });
  }

  #current(stream: ModelStream, event: ModelEvent, talk: Talk): void {
    const { dispatch, turns, clock, callTool, tools, streams } = this.#options;
    const { unanswered } = streams();
    const now = clock.now();
    switch (event.kind) {
      case 'audio':
        return this.#audio(event.answer, event.pcm);
      case 'userSpeechStarted':
        // Who speaks into an answer has had enough of it.
        if (talk.name === 'speaking') unanswered.answered(talk.answer);
        unanswered.speechStarted(streams().placeOf(event.atMs));
        return dispatch({ from: 'model', type: 'userSpeech' });
      case 'userSpeechEnded':
        unanswered.turnEnded(streams().placeOf(event.atMs), stream.lastAnswer);
        turns.markUser('speechEnd', this.#sentAt(stream, event.atMs) ?? now);
        turns.markUser('speechEndDetected', now);
        // In an answer, its beginning has interrupted already.
        if (talk.name === 'listening') dispatch({ from: 'model', type: 'userTurn' });
        return;
      case 'userText':
        return this.#userText(stream, event.text, talk);
      case 'assistantText':
        return this.#assistantText(event, talk);
      case 'answerEnded':
        unanswered.answered(event.answer);
        return dispatch({ from: 'model', type: 'answerEnded', answer: event.answer });
      case 'interrupted':
        unanswered.answered(stream.lastAnswer);
        return dispatch({ from: 'model', type: 'interrupted' });
      case 'toolUse':
        tools.asked(event.toolUseId, event.name, stream);
        turns.markTool('toolCall', now, talk.generation);
        dispatch({ from: 'model', type: 'working' });
        return callTool(event.toolUseId, event.name, event.input);
      case 'usage':
        return;
    }
  }

  #talk(): Talk | undefined {
    const state = this.#options.state();
    return 'talk' in state ? state.talk : undefined;
  }

  #sentAt(stream: ModelStream, offsetMs: number | null): number | undefined {
    return offsetMs === null ? undefined : stream.timeline.timeOf(offsetMs);
  }

  /** Hot path: asks the lifecycle only when an answer begins. */
  #audio(answer: number, pcm: Int16Array): void {
    const { dispatch, play, turns, outputSampleRateHz } = this.#options;
    let talk = this.#plays(answer);
    if (!talk) {
      dispatch({ from: 'model', type: 'answer', answer });
      talk = this.#plays(answer);
      if (!talk) return;
      turns.isIn(answer, talk.generation);
    }
    turns.audio((pcm.length * 1000) / outputSampleRateHz, talk.generation);
    play(pcm);
  }

  #plays(answer: number): Talk | undefined {
    const talk = this.#talk();
    return talk?.name === 'speaking' && talk.answer === answer ? talk : undefined;
  }

  #userText(stream: ModelStream, text: string, talk: Talk): void {
    const { turns, clock, dispatch, tell, onHeard, streams } = this.#options;
    // Noise is sometimes told as words that are none.
    if (text.trim() === '') return;
    if (this.#options.isInstruction(text)) return dispatch({ from: 'model', type: 'asked' });
    const late = talk.name === 'speaking' && turns.heardLate(text, talk.generation);
    const generation = late ? talk.generation : talk.generation + 1;
    onHeard(generation, text);
    tell({ role: 'user', stage: 'final', text, generation });
    if (late) return;
    turns.markUser('transcript', clock.now());
    turns.heard(text);
    const { unanswered } = streams();
    // A model that does not tell when somebody speaks tells of a new question by its text alone.
    if (talk.name === 'speaking') unanswered.answered(talk.answer);
    if (!unanswered.hasQuestion) unanswered.turnEnded(undefined, stream.lastAnswer);
    dispatch({ from: 'model', type: 'asked' });
  }

  #assistantText({ answer, stage, text }: ModelEvent & { kind: 'assistantText' }, talk: Talk): void {
    const { turns, dispatch, tell } = this.#options;
    if (stage === 'final') {
      // It may come when the next answer has begun, or be of one that nobody heard.
      const generation = turns.generationOf(answer);
      if (generation === undefined) return;
      turns.said(text, generation);
      return tell({ role: 'assistant', stage, text, generation });
    }
    const generation = generationOf(talk, answer);
    if (generation === undefined) return;
    if (talk.name === 'listening') dispatch({ from: 'model', type: 'planned', answer });
    if (talk.name === 'listening' && talk.calledOff) return;
    turns.planned(text, generation);
    tell({ role: 'assistant', stage, text, generation });
  }
}

/** Under which generation the device will hear this answer; undefined when it will not. */
function generationOf(talk: Talk, answer: number): number | undefined {
  if (talk.name === 'listening') {
    return answer > talk.cancelledAnswer ? talk.generation + 1 : undefined;
  }
  return answer > talk.answer && talk.userSpoke ? talk.generation + 1 : talk.generation;
}
