/** Ears without understanding: turns are found by loudness or by amount, words come from the script. */
import type { Ears, HearingEvent, Listener, ListenOptions } from '../conversation/parts.ts';
import { defaultScript, roundRobin, type Script } from './script.ts';

/** Every n-th sample is looked at: enough for a gate, and cheap for hundreds of streams. */
const stride = 16;

export function createScriptedEars(script: Script): Ears {
  return {
    listen: (options) => new ScriptedListener({ ...defaultScript, ...script }, options),
    close: async () => {},
  };
}

class ScriptedListener implements Listener {
  readonly #script: Required<Script>;
  readonly #onEvent: (event: HearingEvent) => void;
  readonly #samplesPerMs: number;
  readonly #nextTranscript: () => string | undefined;
  readonly #timers = new Set<NodeJS.Timeout>();
  #samples = 0;
  #loudMs = 0;
  #quietMs = 0;
  #speakingSinceMs: number | undefined;
  #closed = false;

  constructor(script: Required<Script>, options: ListenOptions) {
    this.#script = script;
    this.#onEvent = options.onEvent;
    this.#samplesPerMs = options.sampleRateHz / 1000;
    this.#nextTranscript = roundRobin(script.transcripts);
  }

  push(pcm: Int16Array): void {
    if (this.#closed || pcm.length === 0) return;
    const durationMs = pcm.length / this.#samplesPerMs;
    this.#samples += pcm.length;
    if (this.#script.hearing === 'amount') return this.#byAmount(durationMs);
    if (this.#isLoud(pcm)) {
      this.#loudMs += durationMs;
      this.#quietMs = 0;
      if (this.#speakingSinceMs === undefined && this.#loudMs >= this.#script.speechMs)
        this.#start(this.#loudMs);
      return;
    }
    this.#quietMs += durationMs;
    if (this.#speakingSinceMs === undefined) this.#loudMs = 0;
    else if (this.#quietMs >= this.#script.silenceMs) this.#end(this.#quietMs);
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #byAmount(durationMs: number): void {
    if (this.#speakingSinceMs === undefined) {
      this.#quietMs += durationMs;
      if (this.#quietMs >= this.#script.silenceMs) this.#start(durationMs);
      return;
    }
    this.#loudMs += durationMs;
    if (this.#loudMs >= this.#script.speechMs) this.#end(0);
  }

  #isLoud(pcm: Int16Array): boolean {
    const { threshold } = this.#script;
    for (let index = 0; index < pcm.length; index += stride) {
      const sample = pcm[index]!;
      if (sample > threshold || sample < -threshold) return true;
    }
    return false;
  }

  #start(agoMs: number): void {
    this.#speakingSinceMs = Math.max(0, this.#nowMs() - agoMs);
    this.#quietMs = 0;
    this.#onEvent({ kind: 'speechStart', atMs: this.#speakingSinceMs });
  }

  #end(agoMs: number): void {
    const nowMs = this.#nowMs();
    this.#speakingSinceMs = undefined;
    this.#loudMs = 0;
    this.#quietMs = 0;
    this.#onEvent({ kind: 'speechEnd', atMs: nowMs - agoMs, detectedAtMs: nowMs });
    const text = this.#nextTranscript() ?? '';
    if (this.#script.transcriptDelayMs <= 0) return this.#onEvent({ kind: 'transcript', text });
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#onEvent({ kind: 'transcript', text });
    }, this.#script.transcriptDelayMs);
    this.#timers.add(timer);
  }

  #nowMs(): number {
    return this.#samples / this.#samplesPerMs;
  }
}
