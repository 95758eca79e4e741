/** Nova Sonic without a cloud account: the emulator in this process, behind the same SDK and the same wire. */
import type { LocalPartsOptions } from '@pipit/emulator';
import { ModelError } from './voice-model.ts';

export interface LocalModelOptions {
  /** `local` really hears and speaks; `scripted` only pretends, at next to no cost. */
  readonly brain: 'local' | 'scripted';
  /** Conversations at once: a conversation takes a moment to end, so there is room for some more. */
  readonly maxStreams: number;
  /** An OpenAI-compatible endpoint that answers in the place of the built-in dialogue. */
  readonly llm?:
    | { readonly url: string; readonly model: string; readonly apiKey?: string | undefined }
    | undefined;
  readonly modelsDir?: string | undefined;
  readonly onProgress?: ((text: string) => void) | undefined;
}

export interface LocalModel {
  readonly endpoint: string;
  /** The emulator does not look at them unless it is told to. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** What the emulator's ears make of a recording, 16-bit mono PCM at 16 kHz; undefined without ears. */
  readonly transcribe: ((pcm: Int16Array) => Promise<string>) | undefined;
  close(): Promise<void>;
}

export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** @throws {ModelError} when the emulator is not installed, as in a production install. */
export async function startLocalModel(options: LocalModelOptions): Promise<LocalModel> {
  const { brain, maxStreams, llm, modelsDir, onProgress } = options;
  // The only import of the emulator: a production install does without it and its speech models.
  const { createEmulator, openLocalParts } = await import('@pipit/emulator').catch((cause: unknown) => {
    const text =
      'The emulator (@pipit/emulator) is not installed. Install it, or set model.provider to bedrock.';
    throw new ModelError('MODEL_FAILED', text, { recovery: 'none', cause });
  });
  const parts =
    brain === 'local'
      ? await openLocalParts({
          modelsDir,
          llm,
          onProgress: onProgress && ((progress) => onProgress(sentence(progress))),
        })
      : undefined;
  const emulator = await createEmulator({
    brain: parts ?? 'scripted',
    limits: { concurrentStreams: maxStreams * 2 },
  }).catch(async (error: unknown) => {
    await parts?.close();
    throw error;
  });
  return {
    endpoint: emulator.url,
    credentials: LOCAL_CREDENTIALS,
    transcribe: parts && ((pcm) => parts.transcribe(pcm)),
    async close() {
      try {
        await emulator.close();
      } finally {
        await parts?.close();
      }
    },
  };
}

type Progress = Parameters<NonNullable<LocalPartsOptions['onProgress']>>[0];

function sentence(progress: Progress): string {
  switch (progress.kind) {
    case 'fetching':
      return `fetching ${progress.spec} (${Math.ceil(progress.bytes / 1e6)} MB, once) …`;
    case 'fetched':
      return `fetched ${progress.spec}`;
    case 'damaged':
      return `${progress.file} is damaged and is fetched again`;
    case 'starting':
      return 'starting ears and voice …';
    case 'ready':
      return `ears and voice are ready (${(progress.tookMs / 1000).toFixed(1)} s)`;
  }
}
