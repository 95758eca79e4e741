/** One answer: takes the steps of the mind, speaks them, and waits for the tools it calls. */
import type { Clock } from '../nova/clock.ts';
import type { Outlet } from './outlet.ts';
import type { Mind, MindStep, MindTurn, SpeakOptions, Voice } from './parts.ts';
import { PcmCutter } from './pcm-cutter.ts';
import type { Playout } from './playout.ts';

export interface AnswerOptions {
  readonly mind: Mind;
  readonly turn: Omit<MindTurn, 'signal'>;
  readonly voice: Voice;
  readonly speech: Omit<SpeakOptions, 'signal'>;
  readonly outlet: Outlet;
  readonly playout: Playout;
  readonly clock: Clock;
  readonly audioChunkMs: number;
  readonly audioSpeed: number;
  /** Gives the floor up, calls the tool, and resolves with its result once the floor is ours again; undefined when it never will be. */
  readonly callTool: (answer: Answer, step: MindStep & { kind: 'call' }) => Promise<string | undefined>;
}

export class Answer {
  /** True between the events of an AUDIO block. */
  audioOpen = false;
  readonly #options: AnswerOptions;
  readonly #abort = new AbortController();
  readonly #aborted: Promise<void>;
  /** Something was said since the last END_TURN. */
  #turnOpen = false;

  constructor(options: AnswerOptions) {
    this.#options = options;
    this.#aborted = new Promise((resolve) => {
      this.#abort.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  /** Nothing is said or sent after this returns. */
  cancel(): void {
    this.#abort.abort();
  }

  /** Resolves when all is said or the answer was cancelled; rejects when the mind or the voice failed. */
  async run(): Promise<void> {
    const { signal } = this.#abort;
    const steps = this.#options.mind.reply({ ...this.#options.turn, signal });
    try {
      let next = steps.next();
      for (;;) {
        const result = await this.#unlessCancelled(next);
        if (!result || signal.aborted) return;
        if (result.done) break;
        if (result.value.kind === 'call') {
          const toolResult = await this.#options.callTool(this, result.value);
          if (toolResult === undefined || signal.aborted) return;
          next = steps.next(toolResult);
        } else {
          // The mind thinks on while this sentence is spoken.
          next = steps.next();
          next.catch(() => {});
          if (result.value.text.trim()) await this.#say(result.value.text, next);
        }
      }
      if (this.#turnOpen) this.#endTurn();
      this.#options.playout.complete();
    } finally {
      // A generator that is still busy ends in its own time; nobody waits for it.
      steps.return().catch(() => {});
    }
  }

  async #say(text: string, next: Promise<IteratorResult<MindStep, void>>): Promise<void> {
    const { outlet, playout, voice, speech, audioChunkMs } = this.#options;
    const { signal } = this.#abort;
    const samplesPerMs = speech.sampleRateHz / 1000;
    const cutter = new PcmCutter(samplesPerMs * audioChunkMs);
    outlet.planned(text);
    playout.begin(text);
    this.#turnOpen = true;
    outlet.audioStarted();
    this.audioOpen = true;
    const startMs = this.#options.clock.now();
    let sentMs = 0;
    const send = (pcm: Int16Array) => {
      outlet.audio(pcm);
      playout.add(pcm.length / samplesPerMs);
      sentMs += pcm.length / samplesPerMs;
    };
    for await (const pcm of voice.speak(text, { ...speech, signal })) {
      for (const piece of cutter.push(pcm)) {
        const room = outlet.room();
        if (room) await this.#unlessCancelled(room);
        if (signal.aborted) return;
        send(piece);
        await this.#pace(startMs, sentMs);
        if (signal.aborted) return;
      }
      if (signal.aborted) return;
    }
    if (signal.aborted) return;
    const rest = cutter.end();
    if (rest.length > 0) send(rest);
    const following = await this.#unlessCancelled(next);
    if (!following || signal.aborted) return;
    outlet.audioEnded(following.done ? 'END_TURN' : 'PARTIAL_TURN');
    this.audioOpen = false;
    if (following.done) this.#turnOpen = false;
  }

  /** The last thing was a tool call that nothing was said about: the turn still needs its end. */
  #endTurn(): void {
    this.#options.outlet.audioStarted();
    this.#options.outlet.audioEnded('END_TURN');
    this.#turnOpen = false;
  }

  async #pace(startMs: number, sentMs: number): Promise<void> {
    const { clock, audioSpeed } = this.#options;
    if (audioSpeed <= 0) return;
    const waitMs = startMs + sentMs / audioSpeed - clock.now();
    if (waitMs < 1) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = clock.after(waitMs, resolve);
    await this.#unlessCancelled(promise);
    stop();
  }

  #unlessCancelled<T>(promise: Promise<T>): Promise<T | undefined> {
    return Promise.race([promise, this.#aborted as Promise<undefined>]);
  }
}
