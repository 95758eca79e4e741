/** The two audio worklets, as source: they run in the browser's audio thread and are loaded from a blob. */
import { DeviceError } from '../errors.ts';

const CAPTURE = `
registerProcessor('pipit-capture', class extends AudioWorkletProcessor {
  constructor() {
    super();
    this.block = new Float32Array(Math.round(sampleRate / 100));
    this.filled = 0;
  }
  process([input]) {
    const samples = input[0];
    if (!samples) return true;
    for (let at = 0; at < samples.length;) {
      const piece = samples.subarray(at, at + this.block.length - this.filled);
      this.block.set(piece, this.filled);
      at += piece.length;
      this.filled += piece.length;
      if (this.filled === this.block.length) {
        this.port.postMessage(this.block.slice());
        this.filled = 0;
      }
    }
    return true;
  }
});
`;

/** Tells every 10 ms how much it has taken in all, played or flushed; a flush fades out within 5 ms. */
const PLAY = `
registerProcessor('pipit-play', class extends AudioWorkletProcessor {
  constructor() {
    super();
    this.chunks = [];
    this.offset = 0;
    this.queued = 0;
    this.taken = 0;
    this.sinceTold = 0;
    this.port.onmessage = ({ data }) => {
      if (data === 'flush') return this.flush();
      this.chunks.push(data);
      this.queued += data.length;
    };
  }
  flush() {
    const rest = this.chunks[0] ? this.chunks[0].subarray(this.offset) : new Float32Array(0);
    const fade = rest.slice(0, Math.round(sampleRate / 200));
    for (let i = 0; i < fade.length; i++) fade[i] *= 1 - i / fade.length;
    this.chunks = fade.length ? [fade] : [];
    this.offset = 0;
    this.taken += this.queued - fade.length;
    this.queued = fade.length;
  }
  process(inputs, [output]) {
    const samples = output[0];
    for (let at = 0; at < samples.length && this.chunks.length > 0;) {
      const piece = this.chunks[0].subarray(this.offset, this.offset + samples.length - at);
      samples.set(piece, at);
      at += piece.length;
      this.offset += piece.length;
      this.queued -= piece.length;
      this.taken += piece.length;
      if (this.offset === this.chunks[0].length) {
        this.chunks.shift();
        this.offset = 0;
      }
    }
    this.sinceTold += samples.length;
    if (this.sinceTold >= sampleRate / 100) {
      this.sinceTold = 0;
      this.port.postMessage(this.taken);
    }
    return true;
  }
});
`;

/**
 * Adds a worklet to the context. A Content-Security-Policy must allow `blob:` in `script-src` or `worker-src`.
 * @throws {DeviceError} AUDIO_DEVICE
 */
export async function addWorklet(context: AudioContext, name: 'capture' | 'play'): Promise<void> {
  const source = name === 'capture' ? CAPTURE : PLAY;
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  try {
    await context.audioWorklet.addModule(url);
  } catch (error) {
    throw DeviceError.from(error, 'AUDIO_DEVICE');
  } finally {
    URL.revokeObjectURL(url);
  }
}
