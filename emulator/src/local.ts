/** Ears, voice and minds of this machine, wired together: what a session needs to hear and to answer. */
import type { Ears, Mind, Voice } from './conversation/parts.ts';
import type { EndpointingProfile } from './ears/endpointing.ts';
import { type EarsCounters, ThreadEars } from './ears/thread-ears.ts';
import { createDialogue } from './mind/dialogue.ts';
import { createOpenAiMind, type OpenAiMindOptions } from './mind/openai.ts';
import { defaultModelsDir, type ModelProgress, openModels } from './models/model-store.ts';
import { ThreadVoice, type VoiceCounters } from './voice/thread-voice.ts';

export type { EndpointingProfile, ModelProgress };
export { defaultModelsDir };

export interface LlmOptions {
  /** An OpenAI-compatible endpoint, such as `http://127.0.0.1:11434/v1`. */
  readonly url: string;
  readonly model: string;
  readonly apiKey?: string | undefined;
}

export type LocalPartsProgress = ModelProgress | { kind: 'starting' } | { kind: 'ready'; tookMs: number };

export interface LocalPartsOptions {
  /** The cache of the weights, filled on first use (30 MB). Default `defaultModelsDir()`. */
  readonly modelsDir?: string | undefined;
  /** Default `quick`. */
  readonly endpointingProfile?: EndpointingProfile | undefined;
  /** Threads for the ears and as many for the voice. Default 1. */
  readonly workers?: number | undefined;
  /** The model that answers; the built-in dialogue when absent. */
  readonly llm?: LlmOptions | undefined;
  /** The dialogue's clock, in local time. */
  readonly now?: (() => Date) | undefined;
  readonly onProgress?: ((progress: LocalPartsProgress) => void) | undefined;
  /** Something failed that conversations survive: for the log. */
  readonly onTrouble?: ((message: string) => void) | undefined;
}

export interface LocalPartsCounters {
  readonly ears: Readonly<EarsCounters>;
  readonly voice: Readonly<VoiceCounters>;
}

export interface LocalParts {
  readonly ears: Ears;
  readonly voice: Voice;
  /** A mind for one conversation. */
  createMind(): Mind;
  /** The words in a recording: 16-bit mono PCM at 16 kHz. */
  transcribe(pcm16k: Int16Array): Promise<string>;
  readonly counters: LocalPartsCounters;
  /** Idempotent. */
  close(): Promise<void>;
}

/**
 * Fetches the weights where they are missing, starts the threads and has each do its first work.
 * @throws when the weights cannot be had or a thread does not start; nothing is left open then.
 */
export async function createLocalParts(options: LocalPartsOptions = {}): Promise<LocalParts> {
  const {
    workers,
    endpointingProfile: profile,
    llm,
    now = () => new Date(),
    onProgress,
    onTrouble,
  } = options;
  const startedAtMs = performance.now();
  const models = await openModels({ dir: options.modelsDir ?? defaultModelsDir(), onProgress });
  onProgress?.({ kind: 'starting' });
  const [ears, voice] = await startBoth(
    ThreadEars.start({ models, workers, profile, onTrouble }),
    ThreadVoice.start({ workers, onTrouble }),
  );
  onProgress?.({ kind: 'ready', tookMs: Math.round(performance.now() - startedAtMs) });
  const mindOptions: OpenAiMindOptions | undefined = llm && { ...llm, onTrouble };
  return {
    ears,
    voice,
    createMind: () => (mindOptions ? createOpenAiMind(mindOptions) : createDialogue({ now })),
    transcribe: (pcm16k) => ears.transcribe(pcm16k),
    counters: { ears: ears.counters, voice: voice.counters },
    close: async () => {
      await Promise.all([ears.close(), voice.close()]);
    },
  };
}

async function startBoth(
  starting: Promise<ThreadEars>,
  other: Promise<ThreadVoice>,
): Promise<[ThreadEars, ThreadVoice]> {
  const [ears, voice] = await Promise.allSettled([starting, other]);
  if (ears.status === 'fulfilled' && voice.status === 'fulfilled') return [ears.value, voice.value];
  if (ears.status === 'fulfilled') await ears.value.close();
  if (voice.status === 'fulfilled') await voice.value.close();
  throw ears.status === 'rejected' ? ears.reason : (voice as PromiseRejectedResult).reason;
}
