/** A client of the bidirectional stream for tests: the unmodified AWS SDK, a queue of events in, a list of events out. */
import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  InvokeModelWithBidirectionalStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttp2Handler } from '@smithy/node-http-handler';

export type NovaEvent = Record<string, any>; // oxlint-disable-line typescript/no-explicit-any -- tests look into events of any shape

export interface NovaClientOptions {
  readonly url: string;
  readonly modelId?: string;
  readonly credentials?: BedrockRuntimeClientConfig['credentials'];
  /** Certificate of a TLS endpoint. */
  readonly ca?: string;
}

const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

export class NovaClient {
  readonly promptName = 'prompt';
  /** All output events so far: `{ name, …fields }`. */
  readonly events: NovaEvent[] = [];
  /** Set when the stream ended, with the error or with undefined. */
  ended: { error: Error | undefined } | undefined;
  readonly #abort = new AbortController();
  readonly #input: unknown[] = [];
  readonly #changed = new Set<() => void>();
  readonly #options: NovaClientOptions;
  #inputClosed = false;
  #wakeInput: (() => void) | undefined;
  #reading = true;

  constructor(options: NovaClientOptions) {
    this.#options = options;
  }

  /** Opens the stream and reads it in the background. Never rejects: see `ended`. */
  open(): this {
    void this.#run().then(
      () => this.#finish(undefined),
      (error: unknown) => this.#finish(error as Error),
    );
    return this;
  }

  /** Sends `{"event":{name:fields}}`, with the prompt's name where it belongs. */
  send(name: string, fields: Record<string, unknown> = {}): this {
    const named =
      name === 'sessionStart' || name === 'sessionEnd' ? fields : { promptName: this.promptName, ...fields };
    return this.sendRaw({ event: { [name]: named } });
  }

  sendRaw(message: unknown): this {
    this.#input.push(message);
    this.#wakeInput?.();
    return this;
  }

  /** sessionStart, promptStart, system prompt. */
  start(
    options: {
      systemPrompt?: string;
      prompt?: Record<string, unknown>;
      session?: Record<string, unknown>;
    } = {},
  ): this {
    this.send('sessionStart', {
      inferenceConfiguration: { maxTokens: 1024, topP: 0.9, temperature: 0.7 },
      ...options.session,
    });
    this.send('promptStart', {
      textOutputConfiguration: { mediaType: 'text/plain' },
      audioOutputConfiguration: pcmFormat(24_000, { voiceId: 'matthew' }),
      ...options.prompt,
    });
    return this.text('SYSTEM', options.systemPrompt ?? 'Be brief.');
  }

  /** A whole text block. */
  text(role: string, content: string, interactive = false): this {
    const contentName = crypto.randomUUID();
    this.send('contentStart', {
      contentName,
      type: 'TEXT',
      interactive,
      role,
      textInputConfiguration: { mediaType: 'text/plain' },
    });
    this.send('textInput', { contentName, content });
    return this.send('contentEnd', { contentName });
  }

  audioStart(sampleRateHz = 16_000): this {
    return this.send('contentStart', {
      contentName: 'audio',
      type: 'AUDIO',
      interactive: true,
      role: 'USER',
      audioInputConfiguration: pcmFormat(sampleRateHz),
    });
  }

  /** Sends audio in frames of 32 ms, as fast as the stream takes it. */
  audio(pcm: Int16Array, sampleRateHz = 16_000): this {
    const frame = (sampleRateHz * 32) / 1000;
    for (let at = 0; at < pcm.length; at += frame) {
      const part = pcm.subarray(at, at + frame);
      const content = Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('base64');
      this.send('audioInput', { contentName: 'audio', content });
    }
    return this;
  }

  /** Something loud, then enough silence for a turn of the scripted ears. */
  speak(speechMs = 400, silenceMs = 800): this {
    return this.audio(noise(speechMs)).audio(silence(silenceMs));
  }

  toolResult(toolUseId: string, content: string, mediaType = 'text/plain'): this {
    const contentName = crypto.randomUUID();
    this.send('contentStart', {
      contentName,
      interactive: false,
      type: 'TOOL',
      role: 'TOOL',
      toolResultInputConfiguration: { toolUseId, type: 'TEXT', textInputConfiguration: { mediaType } },
    });
    this.send('toolResult', { contentName, content });
    return this.send('contentEnd', { contentName });
  }

  /** Ends audio, prompt, session and the request. */
  async finish(): Promise<void> {
    this.send('contentEnd', { contentName: 'audio' }).send('promptEnd').send('sessionEnd').endInput();
    await this.end();
  }

  endInput(): void {
    this.#inputClosed = true;
    this.#wakeInput?.();
  }

  /** Stops reading output. */
  freeze(): void {
    this.#reading = false;
  }

  unfreeze(): void {
    this.#reading = true;
    this.#notify();
  }

  abort(): void {
    this.#abort.abort();
    this.endInput();
  }

  /** Resolves when `found` sees what it looks for in the events; rejects when the stream ends without it. */
  async until<T>(found: () => T | undefined | false, what = found.toString()): Promise<T> {
    for (;;) {
      const value = found();
      if (value !== undefined && value !== false) return value;
      if (this.ended) throw new Error(`the stream ended before: ${what}`, { cause: this.ended.error });
      await this.#change();
    }
  }

  /** Waits until there are `count` events of this name that fit; returns the last of them. */
  event(name: string, fits: (event: NovaEvent) => boolean = () => true, count = 1): Promise<NovaEvent> {
    return this.until(
      () => this.events.filter((event) => event['name'] === name && fits(event))[count - 1],
      `${count} × ${name} ${fits.toString()}`,
    );
  }

  /** Resolves when the stream has ended, with its error if there was one. */
  async end(): Promise<Error | undefined> {
    while (!this.ended) await this.#change();
    return this.ended.error;
  }

  names(): string[] {
    return this.events.map((event) => event['name'] as string);
  }

  /** All audio of the answer so far. */
  pcm(): Buffer {
    const parts = this.events.filter((event) => event['name'] === 'audioOutput');
    return Buffer.concat(parts.map((event) => Buffer.from(event['content'] as string, 'base64')));
  }

  async #run(): Promise<void> {
    const { url, ca, modelId = 'amazon.nova-2-sonic-v1:0' } = this.#options;
    const client = new BedrockRuntimeClient({
      region: 'us-east-1',
      endpoint: url,
      credentials: this.#options.credentials ?? { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
      logger: quiet,
      maxAttempts: 1,
      requestHandler: new NodeHttp2Handler({
        requestTimeout: 300_000,
        sessionTimeout: 300_000,
        ...(ca !== undefined && { nodeHttp2ConnectOptions: { ca } }),
      }),
    });
    const command = new InvokeModelWithBidirectionalStreamCommand({ modelId, body: this.#body() });
    try {
      const { body } = await client.send(command, { abortSignal: this.#abort.signal });
      for await (const { chunk } of body!) {
        const message = JSON.parse(Buffer.from(chunk!.bytes!).toString()) as {
          event: Record<string, NovaEvent>;
        };
        for (const [name, fields] of Object.entries(message.event)) this.events.push({ name, ...fields });
        this.#notify();
        while (!this.#reading && !this.#abort.signal.aborted) await this.#change();
      }
    } finally {
      this.#abort.abort();
      client.destroy();
    }
  }

  async *#body(): AsyncGenerator<{ chunk: { bytes: Uint8Array } }> {
    for (;;) {
      while (this.#input.length > 0) {
        yield { chunk: { bytes: Buffer.from(JSON.stringify(this.#input.shift())) } };
      }
      if (this.#inputClosed) return;
      await new Promise<void>((resolve) => (this.#wakeInput = resolve));
    }
  }

  #finish(error: Error | undefined): void {
    this.ended = { error };
    this.endInput();
    this.#notify();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#changed.add(resolve));
  }

  #notify(): void {
    const waiting = [...this.#changed];
    this.#changed.clear();
    for (const resolve of waiting) resolve();
  }
}

export function pcmFormat(
  sampleRateHertz: number,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    mediaType: 'audio/lpcm',
    sampleRateHertz,
    sampleSizeBits: 16,
    channelCount: 1,
    encoding: 'base64',
    audioType: 'SPEECH',
    ...more,
  };
}

export const silence = (durationMs: number, sampleRateHz = 16_000) =>
  new Int16Array((durationMs * sampleRateHz) / 1000);

/** A loud square wave. */
export const noise = (durationMs: number, sampleRateHz = 16_000) =>
  silence(durationMs, sampleRateHz).map((_, index) => (index % 80 < 40 ? 8000 : -8000));
