/** The browser's loudspeaker. Its own clock asks for audio, so that a page in the background plays without gaps. */
import { DeviceError } from '../errors.ts';
import type { AudioFormat, AudioSink } from '../playout/audio-sink.ts';
import { addWorklet } from './worklets.ts';

export interface SpeakerOptions {
  /** Audio given to the audio thread ahead of playing. Default 60. */
  readonly bufferMs?: number;
}

export class Speaker implements AudioSink {
  readonly #bufferMs: number;
  #context: AudioContext | undefined;
  #node: AudioWorkletNode | undefined;
  #pull: () => Int16Array | undefined = () => undefined;
  #sampleRateHz = 0;
  #queuedSamples = 0;
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
        processorOptions: { bufferMs: this.#bufferMs },
      });
      node.port.addEventListener('message', ({ data }) => this.#fill(data as number));
      node.port.start();
      node.connect(context.destination);
      this.#node = node;
      // Without a click this waits for one; audio is not taken meanwhile.
      void context.resume();
    } catch (error) {
      throw DeviceError.from(error, 'AUDIO_DEVICE');
    }
  }

  demand(pull: () => Int16Array | undefined): void {
    this.#pull = pull;
  }

  /** Only while another sink sets the pace. */
  write(pcm: Int16Array): void {
    this.#send(pcm);
  }

  latencyMs(): number {
    const context = this.#context;
    if (!context) return 0;
    return (
      (this.#queuedSamples * 1000) / this.#sampleRateHz +
      (context.outputLatency || context.baseLatency) * 1000
    );
  }

  flush(): void {
    this.#node?.port.postMessage('flush', []);
    this.#queuedSamples = 0;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#release();
  }

  #fill(queuedSamples: number): void {
    this.#queuedSamples = queuedSamples;
    while ((this.#queuedSamples * 1000) / this.#sampleRateHz < this.#bufferMs) {
      const pcm = this.#pull();
      if (!pcm) return;
      this.#send(pcm);
    }
  }

  #send(pcm: Int16Array): void {
    const samples = Float32Array.from(pcm, (x) => x / 32768);
    this.#queuedSamples += samples.length;
    this.#node?.port.postMessage(samples, [samples.buffer]);
  }

  async #release(): Promise<void> {
    const context = this.#context;
    this.#context = undefined;
    this.#node?.disconnect();
    this.#node = undefined;
    this.#queuedSamples = 0;
    await context?.close();
  }
}
