/** Nova Sonic without a cloud account: the emulator in this process, behind the same SDK and the same wire. */
import { ModelError } from './voice-model.ts';

export interface LocalModelOptions {
  readonly brain: 'local' | 'scripted';
  readonly llm?: {
    readonly url: string;
    readonly model?: string | undefined;
    readonly apiKey?: string | undefined;
  };
  readonly modelsDir?: string | undefined;
  readonly onProgress?: ((text: string) => void) | undefined;
}

export interface LocalModel {
  readonly endpoint: string;
  /** The emulator does not look at them unless it is told to. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  close(): Promise<void>;
}

/** @throws {ModelError} when the emulator is not installed, as in a production install. */
export async function startLocalModel(options: LocalModelOptions): Promise<LocalModel> {
  // The only import of the emulator: a production install does without it and its speech models.
  const emulatorModule = await import('@pipit/emulator').catch((cause: unknown) => {
    const text =
      'The emulator (@pipit/emulator) is not installed. Install it, or set model.provider to bedrock.';
    throw new ModelError('MODEL_FAILED', text, { retryable: false, cause });
  });
  const emulator = await emulatorModule.createEmulator({ ...options, host: "127.0.0.1", port: 0 });
  return {
    endpoint: emulator.url,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    close: () => emulator.close(),
  };
}
