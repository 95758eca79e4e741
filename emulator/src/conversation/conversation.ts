/**
 * The turn engine: ears → mind → voice. The user's speech interrupts an answer; a turn without words is no turn;
 * while a tool works, the conversation goes on.
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../nova/clock.ts';
import { interruptedText } from '../nova/output-events.ts';
import type { ConversationSetup } from '../nova/session-rules.ts';
import type { Behaviour } from '../nova/settings.ts';
import { Answer } from './answer.ts';
import { Floor } from './floor.ts';
import type { Outlet } from './outlet.ts';
import type { Ears, HearingEvent, Listener, Message, Mind, MindStep, Voice } from './parts.ts';
import { Playout } from './playout.ts';

export interface ConversationOptions {
  readonly setup: ConversationSetup;
  readonly ears: Ears;
  readonly voice: Voice;
  readonly mind: Mind;
  readonly outlet: Outlet;
  readonly clock: Clock;
  readonly behaviour: Behaviour;
  readonly pendingToolCalls: number;
}

/** Silence after the last audio of a session, so that what was said last is a turn, too. */
const closingSilenceMs = 2_500;
/** The mind sees this many messages of the conversation at most, the latest. */
const longestHistory = 400;

export class Conversation {
  readonly #options: ConversationOptions;
  readonly #listener: Listener;
  readonly #playout: Playout;
  readonly #floor = new Floor();
  readonly #history: Message[];
  readonly #answers = new Set<Answer>();
  readonly #toolCalls = new Map<string, (result: string | undefined) => void>();
  #speaking = false;
  #transcriptsDue = 0;
  /** The user said something that no answer was started for. */
  #unanswered = false;
  #played: string[] = [];
  #closed = false;
  #onIdle: (() => void) | undefined;

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.#history = [...options.setup.history];
    this.#playout = new Playout({
      clock: options.clock,
      onPlayed: (text, last) => this.#sentencePlayed(text, last),
    });
    this.#listener = options.ears.listen({
      sampleRateHz: options.setup.inputSampleRateHz,
      endpointing: options.setup.endpointing,
      onEvent: (event) => this.#heard(event),
    });
  }

  hear(pcm: Int16Array): void {
    this.#listener.push(pcm);
  }

  /** The audio block is closed: what is being said counts as said. */
  audioEnded(): void {
    this.#listener.push(new Int16Array((this.#options.setup.inputSampleRateHz * closingSilenceMs) / 1000));
  }

  /** A live turn in writing; interrupts like speech. */
  read(text: string): void {
    this.#interrupt();
    this.#history.push({ role: 'USER', text });
    this.#answer();
  }

  /** Returns false when no tool call with this id waits. */
  toolResult(toolUseId: string, result: string): boolean {
    const resolve = this.#toolCalls.get(toolUseId);
    if (!resolve) return false;
    this.#toolCalls.delete(toolUseId);
    resolve(result);
    return true;
  }

  /** Hears no more, lets the answer that is being given end, reports all that was said, then calls `done`. */
  finish(done: () => void): void {
    this.#listener.close();
    this.#onIdle = () => {
      this.#onIdle = undefined;
      this.#playout.report();
      done();
    };
    if (!this.#floor.holder) this.#onIdle();
  }

  /** Ends everything now. Idempotent; nothing is sent to the outlet afterwards. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#listener.close();
    this.#floor.close();
    for (const answer of this.#answers) answer.cancel();
    for (const resolve of this.#toolCalls.values()) resolve(undefined);
    this.#toolCalls.clear();
    this.#playout.cut();
  }

  #heard(event: HearingEvent): void {
    if (this.#closed) return;
    switch (event.kind) {
      case 'speechStart':
        this.#speaking = true;
        this.#floor.userSpeaks();
        this.#options.outlet.userSpeechStarted(event.atMs);
        this.#interrupt();
        return;
      case 'speechEnd':
        this.#speaking = false;
        this.#transcriptsDue += 1;
        this.#options.outlet.userSpeechEnded(event.atMs, event.detectedAtMs);
        return;
      case 'transcript':
        this.#transcriptsDue = Math.max(0, this.#transcriptsDue - 1);
        if (event.text.trim()) {
          this.#options.outlet.userSaid(event.text);
          // Only live text can have got an answer going while the user spoke.
          this.#interrupt();
          this.#history.push({ role: 'USER', text: event.text });
          this.#unanswered = true;
        }
        if (this.#speaking || this.#transcriptsDue > 0) return;
        if (this.#unanswered) this.#answer();
        else this.#floor.userDone();
    }
  }

  #answer(): void {
    const { setup, mind, voice, outlet, clock, behaviour } = this.#options;
    this.#unanswered = false;
    this.#history.splice(0, this.#history.length - longestHistory);
    const answer = new Answer({
      mind,
      turn: { systemPrompt: setup.systemPrompt, history: [...this.#history], tools: setup.tools },
      voice,
      speech: { voiceId: setup.voiceId, sampleRateHz: setup.outputSampleRateHz },
      outlet,
      playout: this.#playout,
      clock,
      audioChunkMs: behaviour.audioChunkMs,
      audioSpeed: behaviour.audioSpeed,
      callTool: (caller, call) => this.#callTool(caller, call),
    });
    this.#answers.add(answer);
    this.#floor.seize(answer);
    if (!this.#speaking && this.#transcriptsDue === 0) this.#floor.userDone();
    outlet.answerStarted([setup.systemPrompt, ...this.#history.map((message) => message.text)]);
    void this.#run(answer);
  }

  async #run(answer: Answer): Promise<void> {
    try {
      await answer.run();
      if (this.#options.behaviour.finalText === 'immediate' && !this.#closed) this.#playout.report();
    } catch (error) {
      if (!this.#closed) this.#options.outlet.failed(error);
    } finally {
      this.#answers.delete(answer);
      this.#leave(answer);
    }
  }

  #leave(answer: Answer): void {
    this.#floor.release(answer);
    if (!this.#floor.holder && !this.#closed) this.#onIdle?.();
  }

  async #callTool(answer: Answer, call: MindStep & { kind: 'call' }): Promise<string | undefined> {
    const { outlet, pendingToolCalls } = this.#options;
    if (this.#toolCalls.size >= pendingToolCalls)
      throw new Error(`more than ${pendingToolCalls} tool calls wait`);
    const toolUseId = randomUUID();
    const result = new Promise<string | undefined>((resolve) => this.#toolCalls.set(toolUseId, resolve));
    this.#playout.complete();
    outlet.toolCalled(toolUseId, call.toolName, call.input);
    this.#leave(answer);
    const text = await result;
    if (text === undefined || !(await this.#floor.take(answer))) return undefined;
    return text;
  }

  /** Stops the answer that holds the floor and whatever is being played. Answers that wait for a tool go on. */
  #interrupt(): void {
    const { outlet, behaviour } = this.#options;
    const { holder } = this.#floor;
    if (holder instanceof Answer) {
      holder.cancel();
      if (holder.audioOpen) outlet.audioEnded(behaviour.bargeIn === 'silent' ? 'PARTIAL_TURN' : 'END_TURN');
      this.#floor.release(holder);
    }
    const cut = this.#playout.cut();
    if (!cut) return;
    outlet.interrupted();
    const byReason = behaviour.bargeIn === 'stop-reason';
    for (const text of cut.heard) {
      this.#played.push(text);
      if (behaviour.finalText !== 'none' && !(byReason && text === cut.during))
        outlet.spoken(text, 'PARTIAL_TURN');
    }
    this.#remember();
    if (byReason) outlet.spoken(cut.during, 'INTERRUPTED');
    if (behaviour.bargeIn === 'marker') outlet.spoken(interruptedText, 'END_TURN');
    if (behaviour.bargeIn === 'full') outlet.spoken(interruptedText, 'INTERRUPTED');
  }

  #sentencePlayed(text: string, last: boolean): void {
    if (this.#closed) return;
    this.#played.push(text);
    if (this.#options.behaviour.finalText !== 'none') {
      this.#options.outlet.spoken(text, last ? 'END_TURN' : 'PARTIAL_TURN');
    }
    if (last) this.#remember();
  }

  /** What was really said becomes part of the history. */
  #remember(): void {
    if (this.#played.length === 0) return;
    this.#history.push({ role: 'ASSISTANT', text: this.#played.join(' ') });
    this.#played = [];
  }
}
