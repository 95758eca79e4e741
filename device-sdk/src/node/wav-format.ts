/** The WAV container: finds the format and the samples in a RIFF file, and turns samples into mono of 16 bits. Pure. */
import { DeviceError } from '../errors.ts';

export interface WavFormat {
  readonly encoding: 'integer' | 'float';
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly bitsPerSample: number;
  /** Of one sample of all channels. */
  readonly blockBytes: number;
}

export interface WavHeader {
  readonly format: WavFormat;
  /** Where the samples begin in the file. */
  readonly dataOffset: number;
  /** As the header says it; recorders that were killed leave 0 or the maximum. */
  readonly dataBytes: number;
}

const PCM = 1;
const IEEE_FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/**
 * Reads chunks until the samples begin. `undefined` when the bytes end before; the caller then brings more of them.
 * @throws {DeviceError} WAV_FORMAT
 */
export function parseWavHeader(bytes: Uint8Array): WavHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12) return undefined;
  if (fourCc(view, 0) !== 'RIFF' || fourCc(view, 8) !== 'WAVE')
    throw unusable('it does not begin with RIFF and WAVE');
  let format: WavFormat | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const id = fourCc(view, at);
    const size = view.getUint32(at + 4, true);
    const content = at + 8;
    if (id === 'data') {
      if (!format) throw unusable('its data comes before its format');
      return { format, dataOffset: content, dataBytes: size };
    }
    if (id === 'fmt ') {
      if (size < 16) throw unusable('its format chunk is too short');
      if (content + Math.min(size, 40) > bytes.length) return undefined;
      format = parseFormat(view, content, size);
    }
    // Chunks are padded to an even length.
    at = content + size + (size % 2);
  }
  return undefined;
}

function parseFormat(view: DataView, at: number, size: number): WavFormat {
  let tag = view.getUint16(at, true);
  const channels = view.getUint16(at + 2, true);
  const sampleRateHz = view.getUint32(at + 4, true);
  const blockBytes = view.getUint16(at + 12, true);
  const bitsPerSample = view.getUint16(at + 14, true);
  // The real tag is the beginning of the sub-format's GUID.
  if (tag === EXTENSIBLE && size >= 26) tag = view.getUint16(at + 24, true);
  const known =
    (tag === PCM && [8, 16, 24, 32].includes(bitsPerSample)) || (tag === IEEE_FLOAT && bitsPerSample === 32);
  if (!known) throw unusable(`format ${tag} with ${bitsPerSample} bits is not PCM`);
  if (channels < 1 || blockBytes !== (channels * bitsPerSample) / 8)
    throw unusable(`it has ${channels} channels of ${bitsPerSample} bits in ${blockBytes} bytes`);
  if (sampleRateHz < 1000 || sampleRateHz > 768_000) throw unusable(`its rate is ${sampleRateHz} Hz`);
  return { encoding: tag === PCM ? 'integer' : 'float', channels, sampleRateHz, bitsPerSample, blockBytes };
}

/** Whole blocks of samples to mono; channels are averaged. */
export function toMono16(bytes: Uint8Array, format: WavFormat): Int16Array {
  const { channels, blockBytes } = format;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = sampleReader(view, format);
  const sampleBytes = blockBytes / channels;
  const pcm = new Int16Array(Math.floor(bytes.length / blockBytes));
  for (let i = 0; i < pcm.length; i++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += read(i * blockBytes + channel * sampleBytes);
    pcm[i] = Math.max(-32768, Math.min(32767, Math.round(sum / channels)));
  }
  return pcm;
}

/** Samples on the scale of 16 bits, with fractions. */
function sampleReader(view: DataView, format: WavFormat): (at: number) => number {
  if (format.encoding === 'float') return (at) => view.getFloat32(at, true) * 32768 || 0;
  switch (format.bitsPerSample) {
    case 8:
      // The only unsigned one.
      return (at) => (view.getUint8(at) - 128) * 256;
    case 16:
      return (at) => view.getInt16(at, true);
    case 24:
      return (at) => view.getInt16(at + 1, true) + view.getUint8(at) / 256;
    default:
      return (at) => view.getInt32(at, true) / 65536;
  }
}

export const WAV_HEADER_BYTES = 44;

/** Header of mono, 16 bits. Without a length it says the maximum, as of a recording that goes on. */
export function wavHeader(sampleRateHz: number, dataBytes?: number): Uint8Array {
  const bytes = new Uint8Array(WAV_HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('RIFF____WAVEfmt '));
  view.setUint32(4, dataBytes === undefined ? 0xffff_ffff : dataBytes + WAV_HEADER_BYTES - 8, true);
  view.setUint32(16, 16, true);
  view.setUint16(20, PCM, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRateHz, true);
  view.setUint32(28, sampleRateHz * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  bytes.set(new TextEncoder().encode('data'), 36);
  view.setUint32(40, dataBytes ?? 0xffff_ffff, true);
  return bytes;
}

const fourCc = (view: DataView, at: number): string =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));

const unusable = (detail: string) => new DeviceError('WAV_FORMAT', { detail });
