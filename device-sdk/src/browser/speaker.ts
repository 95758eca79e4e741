/** The browser's loudspeaker. Its own clock asks for audio, so that a page in the background plays without gaps. */
import { DeviceError } from '../errors.ts';
import type { AudioFormat, AudioSink } from '../playout/audio-sink.ts';
import { addWorklet } from './worklets.ts';

export interface SpeakerOptions {
  /** Audio given to the audio thread ahead of playing. Default 60. */
  readonly bufferMs?: number;
}

/** Audio waiting for a page that may not play yet, when another sink sets the pace; then frames are dropped. */
const MAX_QUEUED_MS = 1000;

export class Speaker implements AudioSink {
  readonly #bufferMs: number;
  #context: AudioContext | undefined;
  #node: AudioWorkletNode | undefined;
  #pull: () => Int16Array | undefined = () => undefined;
  #sampleRateHz = 0;
  /** Given to the audio thread, and taken off its queue, in all. */
  #givenSamples = 0;
  #takenSamples = 0;
  #closed = false;

  constructor(options: SpeakerOptions = {}) {
    this.#bufferMs = options.bufferMs ?? 60;
  }

  /**
   * Browsers let a page play only after the user has clicked or typed somewhere in it.
   * @throws {DeviceError} AUDIO_DEVICE
   */
  async open(format: AudioFormat): Promise<void> {
    if (this.#closed) throw new DeviceError('AUDIO_DEVICE', { detail: 'the speaker is closed' });
    if (this.#context && this.#sampleRateHz === format.sampleRateHz) return;
    await this.#release();
    try {
      const context = new AudioContext({ sampleRate: format.sampleRateHz });
      this.#context = context;
      this.#sampleRateHz = format.sampleRateHz;
      await addWorklet(context, 'play');
      const node = new AudioWorkletNode(context, 'pipit-play', {
        numberOfInputs: 0,
        outputChannelCount: [1],
      });
      node.port.addEventListener('message', ({ data }) => this.#fill(data as number));
      node.port.start();
      node.connect(context.destination);
      this.#node = node;
      // Without a click this waits for one; audio is not taken meanwhile.
      context.resume().catch(() => {});
    } catch (error) {
      await this.#release();
      throw DeviceError.from(error, 'AUDIO_DEVICE');
    }
  }

  demand(pull: () => Int16Array | undefined): void {
    this.#pull = pull;
  }

  /** Only while another sink sets the pace. */
  write(pcm: Int16Array): void {
    if (this.#queuedMs() < MAX_QUEUED_MS) this.#send(pcm);
  }

  latencyMs(): number {
    const context = this.#context;
    // Not every browser knows both.
    return context ? this.#queuedMs() + (context.outputLatency || context.baseLatency || 0) * 1000 : 0;
  }

  flush(): void {
    this.#node?.port.postMessage('flush', []);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#release();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #fill(takenSamples: number): void {
    this.#takenSamples = takenSamples;
    while (this.#queuedMs() < this.#bufferMs) {
      const pcm = this.#pull();
      if (!pcm) return;
      this.#send(pcm);
    }
  }

  #queuedMs(): number {
    return ((this.#givenSamples - this.#takenSamples) * 1000) / this.#sampleRateHz;
  }

  #send(pcm: Int16Array): void {
    const samples = Float32Array.from(pcm, (x) => x / 32768);
    this.#givenSamples += samples.length;
    this.#node?.port.postMessage(samples, [samples.buffer]);
  }

  async #release(): Promise<void> {
    const context = this.#context;
    this.#context = undefined;
    this.#node?.disconnect();
    this.#node = undefined;
    this.#givenSamples = 0;
    this.#takenSamples = 0;
    await context?.close();
  }
}
