/** The voice as the session sees it: sentences in, chunks of PCM out, made piece by piece in a thread. */
import type { SpeakOptions, Voice } from '../conversation/parts.ts';
import { SupervisedWorker } from '../threads/supervised-worker.ts';
import { speakable, speechPieces } from './speakable.ts';
import type { VoiceReply, VoiceRequest } from './voice-messages.ts';
import { voiceSettings } from './voices.ts';

const DEFAULTS = {
  workers: 1,
  chunkMs: 100,
  /** Longer texts are cut: nobody listens for five minutes. */
  longestText: 4_000,
  /** Pieces that may wait for the thread; more are refused. A speaker has at most two. */
  mostWaiting: 512,
};

export interface ThreadVoiceOptions {
  /** Default 1; each takes about 0.1 GB. */
  readonly workers?: number | undefined;
  /** A thread died or a sentence failed; the voice goes on where it can. */
  readonly onTrouble?: ((message: string) => void) | undefined;
}

interface Waiting {
  readonly resolve: (pcm: Int16Array) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  worker: SupervisedWorker<VoiceRequest, VoiceReply>;
  readonly waiting: Map<number, Waiting>;
}

export interface VoiceCounters {
  /** Pieces that could not be spoken: refused, failed or lost with a thread. */
  failedPieces: number;
  lostThreads: number;
}

const workerUrl = () =>
  new URL(import.meta.url.endsWith('.ts') ? './voice-worker.ts' : './voice-worker.js', import.meta.url);

export class ThreadVoice implements Voice {
  readonly counters: VoiceCounters = { failedPieces: 0, lostThreads: 0 };
  readonly #options: ThreadVoiceOptions;
  readonly #threads: Thread[] = [];
  #nextId = 1;

  private constructor(options: ThreadVoiceOptions) {
    this.#options = options;
  }

  /** Resolves when every thread has spoken its first word. */
  static async start(options: ThreadVoiceOptions = {}): Promise<ThreadVoice> {
    const voice = new ThreadVoice(options);
    try {
      const count = options.workers ?? DEFAULTS.workers;
      await Promise.all(Array.from({ length: count }, () => voice.#startThread()));
      return voice;
    } catch (error) {
      await voice.close();
      throw error;
    }
  }

  /** A piece that cannot be made is left out, and reported. */
  async *speak(text: string, { voiceId, sampleRateHz, signal }: SpeakOptions): AsyncGenerator<Int16Array> {
    const settings = voiceSettings(voiceId);
    const pieces = speechPieces(speakable(text.slice(0, DEFAULTS.longestText)));
    const make = (piece: string | undefined) =>
      piece === undefined
        ? undefined
        : this.#synthesize({ text: piece, settings, sampleRateHz }).catch((error: Error) => {
            this.counters.failedPieces += 1;
            this.#options.onTrouble?.(error.message);
            return new Int16Array(0);
          });
    const samples = Math.round((sampleRateHz * DEFAULTS.chunkMs) / 1000);
    const aborted = abortion(signal);
    try {
      let next = signal.aborted ? undefined : make(pieces[0]);
      for (let index = 1; next; index++) {
        const pcm = await Promise.race([next, aborted.promise]);
        if (!pcm) return;
        next = make(pieces[index]);
        for (let at = 0; at < pcm.length; at += samples) {
          if (signal.aborted) return;
          yield pcm.subarray(at, at + samples);
        }
      }
    } finally {
      aborted.forget();
    }
  }

  async close(): Promise<void> {
    const threads = this.#threads.splice(0);
    for (const thread of threads) fail(thread, new Error('The voice was closed.'));
    await Promise.all(threads.map((thread) => thread.worker.close()));
  }

  #synthesize(request: Omit<VoiceRequest, 'kind' | 'id'>): Promise<Int16Array> {
    const [first, ...others] = this.#threads;
    if (!first) return Promise.reject(new Error('The voice has no thread to speak with.'));
    const thread = others.reduce(
      (best, thread) => (thread.waiting.size < best.waiting.size ? thread : best),
      first,
    );
    if (thread.waiting.size >= DEFAULTS.mostWaiting)
      return Promise.reject(new Error('The voice is overloaded.'));
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      if (!thread.worker.post({ kind: 'synthesize', id, ...request })) {
        reject(new Error('The voice is starting again.'));
        return;
      }
      thread.waiting.set(id, { resolve, reject });
    });
  }

  async #startThread(): Promise<void> {
    const waiting: Thread['waiting'] = new Map();
    const worker = await SupervisedWorker.start<VoiceRequest, VoiceReply>({
      name: 'voice',
      url: workerUrl(),
      data: undefined,
      onMessage: (message) => {
        const speaker = waiting.get(message.id);
        waiting.delete(message.id);
        if (message.kind === 'synthesized') speaker?.resolve(message.pcm);
        else speaker?.reject(new Error(message.message));
      },
      onLost: (error, restarting) => {
        this.counters.lostThreads += 1;
        this.#options.onTrouble?.(error.message);
        fail(thread, error);
        const index = this.#threads.indexOf(thread);
        if (!restarting && index !== -1) this.#threads.splice(index, 1);
      },
    });
    const thread: Thread = { worker, waiting };
    this.#threads.push(thread);
  }
}

function fail(thread: Thread, error: Error): void {
  for (const { reject } of thread.waiting.values()) reject(error);
  thread.waiting.clear();
}

/** A promise of the signal's abortion, without a listener that stays behind. */
function abortion(signal: AbortSignal): { promise: Promise<undefined>; forget: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const abort = () => resolve(undefined);
  signal.addEventListener('abort', abort, { once: true });
  return { promise, forget: () => signal.removeEventListener('abort', abort) };
}
