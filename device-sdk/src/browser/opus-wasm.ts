/** libopus in the browser: the WebAssembly that @evan/opus ships, without its Node.js loader. For encoding. */
import wasmDataUrl from '@evan/opus/wasm/simd.wasm?url&inline';
import { MAX_OPUS_PACKET_BYTES } from '@pipit/protocol';

interface OpusExports extends WebAssembly.Exports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  malloc(bytes: number): number;
  free(pointer: number): void;
  opus_encoder_get_size(channels: number): number;
  opus_encoder_init(encoder: number, sampleRateHz: number, channels: number, application: number): number;
  opus_encoder_ctl_set(encoder: number, request: number, value: number): number;
  opus_encode(encoder: number, pcm: number, frameSamples: number, out: number, maxBytes: number): number;
}

/** From opus_defines.h. */
const APPLICATION_VOIP = 2048;
const SET_BITRATE = 4002;
const SET_COMPLEXITY = 4010;
const SET_SIGNAL = 4024;
const SIGNAL_VOICE = 3001;

let loading: Promise<OpusExports> | undefined;

async function load(): Promise<OpusExports> {
  const binary = atob(wasmDataUrl.slice(wasmDataUrl.indexOf(',') + 1));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const nothing = () => 0;
  const { instance } = await WebAssembly.instantiate(bytes, {
    wasi_snapshot_preview1: { proc_exit: nothing, fd_close: nothing, fd_write: nothing, fd_seek: nothing },
    env: { emscripten_notify_memory_growth: nothing },
  });
  const exports = instance.exports as OpusExports;
  exports._initialize();
  return exports;
}

export interface OpusWasmEncoder {
  encode(pcm: Int16Array): Uint8Array;
  close(): void;
}

/** @throws {Error} when libopus refuses the settings. */
export async function createWasmEncoder(options: {
  readonly sampleRateHz: number;
  readonly bitrateBps: number;
  readonly complexity: number;
}): Promise<OpusWasmEncoder> {
  loading ??= load();
  const opus = await loading;
  const encoder = opus.malloc(opus.opus_encoder_get_size(1));
  const packet = opus.malloc(MAX_OPUS_PACKET_BYTES);
  // 120 ms at 48 kHz, the longest that libopus takes.
  const input = opus.malloc(2 * 5760);
  let closed = false;
  const close = () => {
    if (closed) return;
    closed = true;
    for (const pointer of [encoder, packet, input]) opus.free(pointer);
  };
  const must = (result: number) => {
    if (result >= 0) return result;
    throw new Error(`libopus refused with ${result}`);
  };
  try {
    must(opus.opus_encoder_init(encoder, options.sampleRateHz, 1, APPLICATION_VOIP));
    must(opus.opus_encoder_ctl_set(encoder, SET_BITRATE, options.bitrateBps));
    must(opus.opus_encoder_ctl_set(encoder, SET_COMPLEXITY, options.complexity));
    must(opus.opus_encoder_ctl_set(encoder, SET_SIGNAL, SIGNAL_VOICE));
  } catch (error) {
    close();
    throw error;
  }
  return {
    encode(pcm) {
      if (closed) throw new Error('The encoder is closed.');
      // The memory may have grown and moved since the last call.
      new Int16Array(opus.memory.buffer, input, pcm.length).set(pcm);
      const bytes = must(opus.opus_encode(encoder, input, pcm.length, packet, MAX_OPUS_PACKET_BYTES));
      return new Uint8Array(opus.memory.buffer, packet, bytes).slice();
    },
    close,
  };
}
