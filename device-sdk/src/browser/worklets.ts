/** The two audio worklets, as source: they run in the browser's audio thread and are loaded from a blob. */

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

/** Asks for audio whenever it holds less than it should; a flush fades what is playing out within 5 ms. */
const PLAY = `
registerProcessor('pipit-play', class extends AudioWorkletProcessor {
  constructor({ processorOptions }) {
    super();
    this.wanted = processorOptions.bufferMs * sampleRate / 1000;
    this.chunks = [];
    this.offset = 0;
    this.queued = 0;
    this.sinceAsked = 0;
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
      if (this.offset === this.chunks[0].length) {
        this.chunks.shift();
        this.offset = 0;
      }
    }
    this.sinceAsked += samples.length;
    if (this.queued < this.wanted && this.sinceAsked >= sampleRate / 100) {
      this.sinceAsked = 0;
      this.port.postMessage(this.queued);
    }
    return true;
  }
});
`;

/** Adds a worklet to the context. A Content-Security-Policy must allow `blob:` in `script-src` or `worker-src`. */
export async function addWorklet(context: AudioContext, name: 'capture' | 'play'): Promise<void> {
  const source = name === 'capture' ? CAPTURE : PLAY;
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  try {
    await context.audioWorklet.addModule(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}
