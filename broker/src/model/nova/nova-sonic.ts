/**
 * Amazon Nova Sonic through the AWS SDK, over HTTP/2: in the cloud or on an emulator, by endpoint. This wrapper owns
 * the SDK's traps: `send()` waits for the first answer, a broken stream looks like a normal end, and a stream keeps
 * its connection until it is aborted.
 */
import {
  BedrockRuntimeClient,
  InvokeModelWithBidirectionalStreamCommand,
  type InvokeModelWithBidirectionalStreamCommandOutput,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttp2Handler } from '@smithy/node-http-handler';
import { splitUtf8 } from '@pipit/protocol';
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { ModelError, type ModelSession, type OpenOptions, type VoiceModel } from '../voice-model.ts';
import { silentEnd, toModelError } from './failures.ts';
import * as input from './input-events.ts';
import { InputQueue } from './input-queue.ts';
import { OutputReader } from './output-events.ts';

export interface NovaSonicOptions {
  readonly modelId: string;
  readonly region: string;
  /** Another address of the service, such as the emulator's. */
  readonly endpoint?: string;
  /** Without them the SDK looks where it always does: environment, profile, container, instance. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Audio that may wait for a model that does not read. */
  readonly maxQueuedAudioMs?: number;
  /** How long `close()` waits for the model's own end. */
  readonly closeTimeoutMs?: number;
  readonly clock: Clock;
}

const DEFAULTS = { maxQueuedAudioMs: 10_000, closeTimeoutMs: 1500 };

const INPUT_SAMPLE_RATE_HZ = 16_000;
const OUTPUT_SAMPLE_RATE_HZ = 24_000;
/**
 * The first answer may come only after audio, so a stream that was not refused by then counts as open. Real refusals
 * (access, quota, validation) come within a round trip.
 */
const PRESUME_OPEN_MS = 1000;
/** Longer than any conversation: the handler's timers must not end a stream that is merely quiet. */
const HANDLER_TIMEOUT_MS = 15 * 60_000;

export function createNovaSonic(options: NovaSonicOptions): VoiceModel {
  const settings = { ...DEFAULTS, ...options };
  const client = new BedrockRuntimeClient({
    region: options.region,
    ...(options.endpoint && { endpoint: options.endpoint }),
    ...(options.credentials && { credentials: options.credentials }),
    requestHandler: new NodeHttp2Handler({
      requestTimeout: HANDLER_TIMEOUT_MS,
      sessionTimeout: HANDLER_TIMEOUT_MS,
    }),
    // A stream cannot be sent again, and the SDK would warn about it on the console.
    maxAttempts: 1,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  return {
    capabilities: {
      inputSampleRateHz: INPUT_SAMPLE_RATE_HZ,
      outputSampleRateHz: OUTPUT_SAMPLE_RATE_HZ,
      maxSessionMs: 480_000,
      needsContinuousInput: true,
    },
    open: (request) => NovaStream.open(client, settings, request),
    close: () => client.destroy(),
  };
}

class NovaStream implements ModelSession {
  readonly #queue: InputQueue;
  readonly #promptName = randomUUID();
  readonly #audioName = randomUUID();
  readonly #audioInput = input.audioInputWriter(this.#promptName, this.#audioName);
  readonly #abort = new AbortController();
  readonly #clock: Clock;
  readonly #closeTimeoutMs: number;
  readonly #onEnded: OpenOptions['onEnded'];
  #sentMs = 0;
  #closing = false;
  /** Settles when the stream is over, with what ended it. */
  #over: Promise<ModelError | null> = Promise.resolve(null);

  private constructor(options: NovaSonicOptions & typeof DEFAULTS, request: OpenOptions) {
    this.#queue = new InputQueue(options.maxQueuedAudioMs);
    this.#clock = options.clock;
    this.#closeTimeoutMs = options.closeTimeoutMs;
    this.#onEnded = request.onEnded;
  }

  static async open(
    client: BedrockRuntimeClient,
    options: NovaSonicOptions & typeof DEFAULTS,
    request: OpenOptions,
  ): Promise<ModelSession> {
    const stream = new NovaStream(options, request);
    const giveUp = () => stream.abort();
    request.signal.addEventListener('abort', giveUp, { once: true });
    try {
      request.signal.throwIfAborted();
      stream.#start(request.settings);
      const accepted = client
        .send(
          new InvokeModelWithBidirectionalStreamCommand({ modelId: options.modelId, body: stream.#queue }),
          {
            abortSignal: stream.#abort.signal,
          },
        )
        .then((output) => output.body);
      stream.#over = stream.#read(accepted, new OutputReader(request.onEvent));
      const failure = await stream.#acceptedOrOver(accepted);
      if (failure) throw failure;
      request.signal.throwIfAborted();
    } catch (error) {
      stream.abort();
      throw toModelError(error);
    } finally {
      request.signal.removeEventListener('abort', giveUp);
    }
    void stream.#over.then((failure) => stream.#onEnded(stream.#closing ? null : failure));
    return stream;
  }

  get sentMs(): number {
    return this.#sentMs;
  }

  get droppedMs(): number {
    return this.#queue.droppedMs;
  }

  sendAudio(pcm: Int16Array): void {
    if (this.#closing) return;
    const ms = (pcm.length * 1000) / INPUT_SAMPLE_RATE_HZ;
    this.#sentMs += ms;
    this.#queue.push(this.#audioInput(pcm), ms);
  }

  async close(): Promise<void> {
    if (!this.#closing) {
      this.#closing = true;
      this.#queue.push(input.contentEnd(this.#promptName, this.#audioName));
      this.#queue.push(input.promptEnd(this.#promptName));
      this.#queue.push(input.sessionEnd());
      this.#queue.end();
    }
    const cancel = this.#clock.after(this.#closeTimeoutMs, () => this.abort());
    await this.#over;
    cancel();
  }

  abort(): void {
    this.#closing = true;
    this.#queue.end();
    this.#abort.abort();
  }

  /** Events up to the open microphone; written before anything is awaited, for the answer waits for them. */
  #start(settings: OpenOptions['settings']): void {
    const systemName = randomUUID();
    this.#queue.push(input.sessionStart(settings));
    this.#queue.push(input.promptStart(this.#promptName, settings.voice, OUTPUT_SAMPLE_RATE_HZ));
    this.#queue.push(input.textStart(this.#promptName, systemName, 'SYSTEM'));
    for (const piece of splitUtf8(settings.systemPrompt, input.MAX_TEXT_INPUT_BYTES)) {
      this.#queue.push(input.textInput(this.#promptName, systemName, piece));
    }
    this.#queue.push(input.contentEnd(this.#promptName, systemName));
    this.#queue.push(input.audioStart(this.#promptName, this.#audioName, INPUT_SAMPLE_RATE_HZ));
  }

  /** Undefined once the stream is open; the failure when it was refused. */
  async #acceptedOrOver(accepted: Promise<unknown>): Promise<ModelError | undefined> {
    let cancel: (() => void) | undefined;
    const presumed = new Promise<undefined>((resolve) => {
      cancel = this.#clock.after(PRESUME_OPEN_MS, () => resolve(undefined));
    });
    const failed = this.#over.then((failure) => failure ?? undefined);
    const open = accepted.then(
      () => undefined,
      () => failed,
    );
    return Promise.race([open, failed, presumed]).finally(() => cancel?.());
  }

  async #read(
    accepted: Promise<InvokeModelWithBidirectionalStreamCommandOutput['body']>,
    reader: OutputReader,
  ): Promise<ModelError | null> {
    try {
      for await (const output of (await accepted) ?? []) {
        if (output.chunk?.bytes) reader.read(output.chunk.bytes);
      }
      return this.#closing ? null : silentEnd();
    } catch (error) {
      return this.#closing ? null : toModelError(error);
    } finally {
      // The service may keep the connection open after an exception; only an abort frees it.
      this.#queue.end();
      this.#abort.abort();
    }
  }
}
