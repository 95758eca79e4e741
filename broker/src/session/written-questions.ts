/**
 * What the model is asked in writing: a question that its next stream does not hear, one that a broker before this one
 * left unanswered, and what it is told to say. Models that take no text are asked nothing.
 */
import { type PromptedSpeech, sayExactly } from './prompted-speech.ts';
import type { SessionEvent, Talk } from './lifecycle/lifecycle.ts';
import type { ModelStreams } from './streams/model-streams.ts';
import type { ConversationHistory } from './turns/conversation-history.ts';
import type { TurnLog } from './turns/turn-log.ts';

export interface WrittenQuestionsOptions {
  /** The model takes text. */
  readonly isPossible: boolean;
  /** A broker before this one had the conversation. */
  readonly restored: boolean;
  readonly speech: PromptedSpeech;
  readonly turns: TurnLog;
  readonly streams: () => ModelStreams;
  readonly history: () => ConversationHistory;
  readonly talk: () => Talk | undefined;
  /** Of the answer that plays, or of the last one. */
  readonly generation: () => number;
  readonly greeting: () => string | undefined;
  readonly dispatch: (event: SessionEvent) => void;
}

export class WrittenQuestions {
  readonly #options: WrittenQuestionsOptions;
  #left: string | undefined;

  constructor(options: WrittenQuestionsOptions) {
    this.#options = options;
  }

  /** What the user had asked when the broker before this one stopped. @returns whether it will be asked again */
  leftUnanswered(question: string | undefined): boolean {
    this.#left = this.#options.isPossible ? question : undefined;
    return this.#left !== undefined;
  }

  /** The model listens: what was left is asked, or else the greeting said. */
  begin(): void {
    const { greeting, restored, isPossible } = this.#options;
    const text = this.#left;
    this.#left = undefined;
    if (text !== undefined) return this.#ask(text);
    const words = greeting();
    if (words !== undefined && !restored && isPossible) this.#prompt(sayExactly(words));
  }

  /** Has the model say this. Nobody may be speaking. */
  say(text: string): void {
    this.#prompt(sayExactly(text));
  }

  /** The question that waits for its answer, for the next stream; undefined when it hears all of it, or nobody waits. */
  forNextStream(): string | undefined {
    const { turns, isPossible } = this.#options;
    const { unanswered } = this.#options.streams();
    const talk = this.#options.talk();
    const history = this.#options.history();
    const waits = talk?.name === 'listening' && talk.user === 'waiting' && !talk.calledOff;
    const { question } = history;
    if (waits && isPossible && question && !unanswered.hasWholeQuestion) {
      turns.forgetPlan();
      return question;
    }
    if (unanswered.hasQuestion) {
      // Its text will come again, from the stream that hears it again.
      turns.forgetPending();
      history.forgetQuestion();
    } else history.leaveQuestion();
    return undefined;
  }

  /** For the model it is a question in writing, and it is put again if the stream is lost. */
  #ask(text: string): void {
    const { history, generation, streams, dispatch } = this.#options;
    history().heard(generation() + 1, text, { written: true });
    streams().current?.sendText(text);
    dispatch({ from: 'model', type: 'asked' });
  }

  #prompt(instruction: string): void {
    this.#options.speech.instructed(instruction);
    this.#ask(instruction);
  }
}
