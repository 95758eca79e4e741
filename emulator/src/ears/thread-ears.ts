/** The ears as the session sees them: listeners spread over a few threads, each with a bounded queue. */
import type { Ears, HearingEvent, Listener, ListenOptions } from '../conversation/parts.ts';
import type { ModelPaths } from '../models/catalogue.ts';
import { SupervisedWorker } from '../threads/supervised-worker.ts';
import type { EarReply, EarRequest } from './ear-messages.ts';
import type { EndpointingProfile } from './endpointing.ts';

const DEFAULTS = {
  workers: 1,
  profile: 'quick' as EndpointingProfile,
  /** Audio that may wait for a thread, per listener; what comes on top is dropped and counted. */
  mostWaitingMs: 60_000,
};

export interface ThreadEarsOptions {
  readonly models: ModelPaths;
  /** Default 1; each takes about 0.4 GB. */
  readonly workers?: number | undefined;
  /** Default `quick`. */
  readonly profile?: EndpointingProfile | undefined;
  /** A thread died or a model failed; hearing goes on where it can. */
  readonly onTrouble?: ((message: string) => void) | undefined;
}

interface Listening {
  readonly id: number;
  readonly options: ListenOptions;
  readonly consumed: Int32Array<SharedArrayBuffer>;
  /** Samples sent, modulo 2³² as the counter is. */
  sent: number;
  /** Samples dropped since the last that were sent. */
  skipped: number;
  /** All samples pushed. */
  pushed: number;
  inTurn: boolean;
  /** Turns that were begun and have no transcript yet. */
  openTurns: number;
}

/** One thread and what it works on. */
interface Thread {
  worker: SupervisedWorker<EarRequest, EarReply>;
  readonly listeners: Map<number, Listening>;
  readonly transcriptions: Map<number, { resolve: (text: string) => void; reject: (error: Error) => void }>;
}

export interface EarsCounters {
  /** Samples dropped because a thread was too far behind. */
  droppedSamples: number;
  /** Threads that died. */
  lostThreads: number;
}

const workerUrl = () =>
  new URL(import.meta.url.endsWith('.ts') ? './ear-worker.ts' : './ear-worker.js', import.meta.url);

export class ThreadEars implements Ears {
  readonly counters: EarsCounters = { droppedSamples: 0, lostThreads: 0 };
  readonly #options: ThreadEarsOptions;
  readonly #threads: Thread[] = [];
  #nextId = 1;
  #closed = false;

  private constructor(options: ThreadEarsOptions) {
    this.#options = options;
  }

  /** Resolves when every thread has its models loaded and tried. */
  static async start(options: ThreadEarsOptions): Promise<ThreadEars> {
    const ears = new ThreadEars(options);
    try {
      const count = options.workers ?? DEFAULTS.workers;
      await Promise.all(Array.from({ length: count }, () => ears.#startThread()));
      return ears;
    } catch (error) {
      await ears.close();
      throw error;
    }
  }

  /** @throws when the rate is none, the ears are closed or all their threads were given up. */
  listen(options: ListenOptions): Listener {
    const { sampleRateHz } = options;
    if (!Number.isInteger(sampleRateHz) || sampleRateHz <= 0) {
      throw new RangeError(`${sampleRateHz} is not a sample rate.`);
    }
    const thread = this.#idlest();
    const consumed = new Int32Array(new SharedArrayBuffer(4));
    const listening: Listening = {
      id: this.#nextId++,
      options,
      consumed,
      sent: 0,
      skipped: 0,
      pushed: 0,
      inTurn: false,
      openTurns: 0,
    };
    thread.listeners.set(listening.id, listening);
    this.#postListen(thread, listening);
    return {
      push: (pcm) => this.#push(thread, listening, pcm),
      close: () => {
        if (thread.listeners.delete(listening.id)) thread.worker.post({ kind: 'close', id: listening.id });
      },
    };
  }

  /** The words of a whole recording: 16-bit PCM at 16 kHz. */
  transcribe(pcm: Int16Array): Promise<string> {
    const thread = this.#idlest();
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      if (!thread.worker.post({ kind: 'transcribe', id, pcm: pcm.slice() })) {
        reject(new Error('The ears are starting again. Try once more in a few seconds.'));
        return;
      }
      thread.transcriptions.set(id, { resolve, reject });
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const threads = this.#threads.splice(0);
    for (const thread of threads) this.#failTranscriptions(thread, new Error('The ears were closed.'));
    await Promise.all(threads.map((thread) => thread.worker.close()));
  }

  #idlest(): Thread {
    if (this.#closed) throw new Error('The ears are closed.');
    const load = (thread: Thread) => thread.listeners.size + thread.transcriptions.size;
    const [first, ...others] = this.#threads;
    if (!first) throw new Error('The ears have no thread left: their models keep failing. See the log.');
    return others.reduce((best, thread) => (load(thread) < load(best) ? thread : best), first);
  }

  #push(thread: Thread, listening: Listening, pcm: Int16Array): void {
    if (!thread.listeners.has(listening.id) || pcm.length === 0) return;
    listening.pushed += pcm.length;
    const waiting = (listening.sent - Atomics.load(listening.consumed, 0)) | 0;
    const most = (DEFAULTS.mostWaitingMs / 1000) * listening.options.sampleRateHz;
    if (waiting + pcm.length > most) {
      listening.skipped += pcm.length;
      this.counters.droppedSamples += pcm.length;
      return;
    }
    const copy = pcm.slice();
    const { id, skipped } = listening;
    if (thread.worker.post({ kind: 'audio', id, pcm: copy, skipped }, [copy.buffer])) {
      listening.sent = (listening.sent + pcm.length) | 0;
      listening.skipped = 0;
    } else {
      listening.skipped += pcm.length;
      this.counters.droppedSamples += pcm.length;
    }
  }

  #postListen(thread: Thread, { id, options, consumed }: Listening): void {
    const { sampleRateHz, endpointing: sensitivity } = options;
    const profile = this.#options.profile ?? DEFAULTS.profile;
    thread.worker.post({ kind: 'listen', id, sampleRateHz, sensitivity, profile, consumed: consumed.buffer });
  }

  async #startThread(): Promise<void> {
    const listeners: Thread['listeners'] = new Map();
    const transcriptions: Thread['transcriptions'] = new Map();
    const worker = await SupervisedWorker.start<EarRequest, EarReply>({
      name: 'ears',
      url: workerUrl(),
      data: this.#options.models,
      onMessage: (message) => this.#hear(thread, message),
      onLost: (error, restarting) => this.#lost(thread, error, restarting),
      onReady: () => {
        for (const listening of thread.listeners.values()) this.#postListen(thread, listening);
      },
    });
    const thread: Thread = { worker, listeners, transcriptions };
    this.#threads.push(thread);
  }

  #hear(thread: Thread, message: EarReply): void {
    switch (message.kind) {
      case 'heard': {
        const listening = thread.listeners.get(message.id);
        if (listening) tell(listening, message.event);
        break;
      }
      case 'transcribed':
        thread.transcriptions.get(message.id)?.resolve(message.text);
        thread.transcriptions.delete(message.id);
        break;
      case 'trouble':
        this.#options.onTrouble?.(`A transcription failed. ${message.message}`);
        break;
    }
  }

  #lost(thread: Thread, error: Error, restarting: boolean): void {
    this.counters.lostThreads += 1;
    this.#options.onTrouble?.(error.message);
    this.#failTranscriptions(thread, error);
    for (const listening of thread.listeners.values()) {
      // What the dead thread had taken is gone, but time went on for the listener.
      listening.skipped = listening.pushed;
      listening.sent = 0;
      Atomics.store(listening.consumed, 0, 0);
      endTurns(listening);
    }
    if (restarting) return;
    const index = this.#threads.indexOf(thread);
    if (index !== -1) this.#threads.splice(index, 1);
  }

  #failTranscriptions(thread: Thread, error: Error): void {
    for (const { reject } of thread.transcriptions.values()) reject(error);
    thread.transcriptions.clear();
  }
}

function tell(listening: Listening, event: HearingEvent): void {
  if (event.kind === 'speechStart') {
    listening.inTurn = true;
    listening.openTurns += 1;
  } else if (event.kind === 'speechEnd') {
    listening.inTurn = false;
  } else {
    listening.openTurns -= 1;
  }
  listening.options.onEvent(event);
}

/** Nobody must wait for the words of a thread that died: its turns end without any. */
function endTurns(listening: Listening): void {
  const atMs = Math.round((listening.pushed / listening.options.sampleRateHz) * 1000);
  if (listening.inTurn) tell(listening, { kind: 'speechEnd', atMs, detectedAtMs: atMs });
  while (listening.openTurns > 0) tell(listening, { kind: 'transcript', text: '' });
}
