/** A recording of speech and the words in it. */

export const SAMPLE_RATE_HZ = 16_000;

export interface Recording {
  readonly name: string;
  readonly set: string;
  readonly words: string;
  /** 16-bit mono at 16 kHz. */
  readonly pcm: Int16Array;
}

/** 16-bit little-endian samples. */
export function samplesOf(bytes: Uint8Array): Int16Array {
  const pcm = new Int16Array(bytes.length >> 1);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < pcm.length; i++) pcm[i] = view.getInt16(2 * i, true);
  return pcm;
}

/** The samples of a 16 kHz, 16-bit, mono WAV. @throws for any other file. */
export function wavSamples(file: Buffer): Int16Array {
  if (file.toString('latin1', 0, 4) !== 'RIFF') throw new Error('This is not a WAV file.');
  for (let at = 12; at + 8 <= file.length;) {
    const kind = file.toString('latin1', at, at + 4);
    const size = Math.min(file.readUInt32LE(at + 4), file.length - at - 8);
    if (
      kind === 'fmt ' &&
      (file.readUInt16LE(at + 10) !== 1 || file.readUInt32LE(at + 12) !== SAMPLE_RATE_HZ)
    ) {
      throw new Error('Only mono WAV files at 16 kHz are measured.');
    }
    if (kind === 'data') return samplesOf(file.subarray(at + 8, at + 8 + size));
    at += 8 + size + (size % 2);
  }
  throw new Error('This WAV file has no samples.');
}

/** Where the speech ends: the last 10 ms that are less than 35 dB below the loudest and 10 dB above the noise. */
export function speechEndMs(pcm: Int16Array): number {
  const window = SAMPLE_RATE_HZ / 100;
  const energies: number[] = [];
  for (let at = 0; at + window <= pcm.length; at += window) {
    energies.push(pcm.subarray(at, at + window).reduce((sum, sample) => sum + sample * sample, 0));
  }
  const noise = energies.toSorted((a, b) => a - b)[Math.floor(energies.length / 10)]!;
  const threshold = Math.max(Math.max(...energies) / 10 ** 3.5, noise * 10);
  return (energies.findLastIndex((energy) => energy > threshold) + 1) * 10;
}
