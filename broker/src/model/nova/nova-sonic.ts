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
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import {
  type HistoryMessage,
  type ModelCapabilities,
  ModelError,
  type ModelSession,
  type OpenOptions,
  type VoiceModel,
} from '../voice-model.ts';
import { notReading, silentEnd, toModelError } from './failures.ts';
import { shapeHistory } from './history.ts';
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
/** The service's own limit: the API reference of InvokeModelWithBidirectionalStream. */
const MAX_SESSION_MS = 480_000;
/** Nova 2 takes 40 KB of history (its guide, "chat history"); the first Nova Sonic was seen to refuse 10.8 K characters. */
const MAX_HISTORY_BYTES = { first: 10_000, later: 38_000 };
/** Texts and tool results that may wait for a model that does not read; beyond it the stream counts as dead. */
const MAX_BLOCK_BYTES = 1_000_000;
/** Longer than any conversation: the handler's timer must not end a stream that is merely quiet. */
const HANDLER_TIMEOUT_MS = 15 * 60_000;

export function createNovaSonic(options: NovaSonicOptions): VoiceModel {
  const isFirst = /nova-sonic-v1\b/.test(options.modelId);
  const capabilities: ModelCapabilities = {
    inputSampleRateHz: INPUT_SAMPLE_RATE_HZ,
    outputSampleRateHz: OUTPUT_SAMPLE_RATE_HZ,
    maxSessionMs: MAX_SESSION_MS,
    needsContinuousInput: true,
    maxHistoryBytes: isFirst ? MAX_HISTORY_BYTES.first : MAX_HISTORY_BYTES.later,
    textInput: !isFirst,
  };
  const settings: Settings = { ...DEFAULTS, ...options, capabilities };
  const client = new BedrockRuntimeClient({
    region: options.region,
    ...(options.endpoint && { endpoint: options.endpoint }),
    ...(options.credentials && { credentials: options.credentials }),
    // No requestTimeout: its timer outlives the stream, and keeps for so long all that the stream held.
    requestHandler: new NodeHttp2Handler({ sessionTimeout: HANDLER_TIMEOUT_MS }),
    // A stream cannot be sent again, and the SDK would warn about it on the console.
    maxAttempts: 1,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  return {
    capabilities,
    open: (request) => NovaStream.open(client, settings, request),
    close: () => client.destroy(),
  };
}

type Settings = NovaSonicOptions & typeof DEFAULTS & { readonly capabilities: ModelCapabilities };

class NovaStream implements ModelSession {
  readonly #queue: InputQueue;
  readonly #promptName = randomUUID();
  readonly #audioName = randomUUID();
  readonly #audioInput = input.audioInputWriter(this.#promptName, this.#audioName);
  readonly #abort = new AbortController();
  readonly #settings: Settings;
  #sentMs = 0;
  /** The microphone is open: `begin` was called. */
  #begun = false;
  #closing = false;
  /** We ended it for this. */
  #failure: ModelError | undefined;
  /** What ended the stream, once it is over. */
  #end: { readonly failure: ModelError | null } | undefined;
  #over: Promise<ModelError | null> = Promise.resolve(null);

  private constructor(settings: Settings) {
    this.#settings = settings;
    const { maxQueuedAudioMs } = settings;
    this.#queue = new InputQueue({ maxAudioMs: maxQueuedAudioMs, maxBlockBytes: MAX_BLOCK_BYTES });
  }

  static async open(
    client: BedrockRuntimeClient,
    settings: Settings,
    request: OpenOptions,
  ): Promise<ModelSession> {
    const { signal, onEvent, onEnded, history } = request;
    const stream = new NovaStream(settings);
    const giveUp = () => stream.abort();
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      signal.throwIfAborted();
      stream.#start(request.settings);
      if (history) stream.begin(history);
      const command = { modelId: settings.modelId, body: stream.#queue };
      const accepted = client
        .send(new InvokeModelWithBidirectionalStreamCommand(command), { abortSignal: stream.#abort.signal })
        .then((output) => output.body);
      stream.#over = stream.#read(accepted, new OutputReader(onEvent));
      const failure = await stream.#acceptedOrOver(accepted);
      if (failure) throw failure;
      signal.throwIfAborted();
      // It may have ended in the same moment: then nobody is told of an open stream.
      if (stream.#end) throw stream.#end.failure ?? silentEnd();
    } catch (error) {
      stream.abort();
      throw signal.aborted ? givenUp(error) : toModelError(error, { opening: true });
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
    void stream.#over.then((failure) => onEnded(stream.#closing ? null : failure));
    return stream;
  }

  get sentMs(): number {
    return this.#sentMs;
  }

  get droppedMs(): number {
    return this.#queue.droppedMs;
  }

  begin(history: readonly HistoryMessage[]): void {
    if (this.#begun || this.#closing) return;
    this.#begun = true;
    for (const { role, text } of shapeHistory(history, this.#settings.capabilities.maxHistoryBytes)) {
      const block = { role: role === 'user' ? 'USER' : 'ASSISTANT', text } as const;
      this.#queue.push(...input.textBlock(this.#promptName, block));
    }
    this.#queue.push(input.audioStart(this.#promptName, this.#audioName, INPUT_SAMPLE_RATE_HZ));
  }

  sendAudio(pcm: Int16Array): void {
    if (!this.#begun || this.#closing) return;
    const ms = (pcm.length * 1000) / INPUT_SAMPLE_RATE_HZ;
    this.#sentMs += ms;
    this.#queue.pushAudio(this.#audioInput(pcm), ms);
  }

  sendText(text: string): void {
    if (!this.#settings.capabilities.textInput || !text.trim()) return;
    this.#sendBlock(input.textBlock(this.#promptName, { role: 'USER', interactive: true, text }));
  }

  sendToolResult(toolUseId: string, json: string): void {
    this.#sendBlock(input.toolResultBlock(this.#promptName, toolUseId, json));
  }

  async close(): Promise<void> {
    if (!this.#closing) {
      this.#closing = true;
      if (this.#begun) this.#queue.push(input.contentEnd(this.#promptName, this.#audioName));
      this.#queue.push(input.promptEnd(this.#promptName), input.sessionEnd());
      this.#queue.end();
    }
    const { clock, closeTimeoutMs } = this.#settings;
    const cancel = clock.after(closeTimeoutMs, () => this.abort());
    await this.#over;
    cancel();
  }

  abort(): void {
    this.#closing = true;
    this.#stop();
  }

  #stop(): void {
    this.#queue.end();
    this.#abort.abort();
  }

  #sendBlock(events: readonly Uint8Array[]): void {
    if (!this.#begun || this.#closing || this.#end || this.#queue.pushBlock(events)) return;
    this.#failure ??= notReading();
    this.#stop();
  }

  /** Events up to the system prompt; written before anything is awaited, for the answer waits for them. */
  #start(settings: OpenOptions['settings']): void {
    const { textInput } = this.#settings.capabilities;
    // Live text and the choice of endpointing came with the same generation.
    this.#queue.push(
      input.sessionStart(settings, textInput),
      input.promptStart(this.#promptName, { ...settings, sampleRateHertz: OUTPUT_SAMPLE_RATE_HZ }),
      ...input.textBlock(this.#promptName, { role: 'SYSTEM', text: settings.systemPrompt }),
    );
  }

  /** Undefined once the stream is open; the failure when it was refused. */
  async #acceptedOrOver(accepted: Promise<unknown>): Promise<ModelError | undefined> {
    let cancel: (() => void) | undefined;
    const presumed = new Promise<undefined>((resolve) => {
      cancel = this.#settings.clock.after(PRESUME_OPEN_MS, () => resolve(undefined));
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
    let failure: ModelError;
    let opening = true;
    try {
      const body = await accepted;
      opening = false;
      for await (const output of body ?? []) {
        if (output.chunk?.bytes) reader.read(output.chunk.bytes);
      }
      failure = this.#failure ?? silentEnd();
    } catch (error) {
      failure = this.#failure ?? toModelError(error, { opening });
    }
    // The service may keep the connection open after an exception; only an abort frees it.
    this.#stop();
    this.#end = { failure: this.#closing ? null : failure };
    return this.#end.failure;
  }
}

const givenUp = (cause: unknown): ModelError =>
  new ModelError('REQUESTED', 'The opening of the model was given up.', { recovery: 'none', cause });
