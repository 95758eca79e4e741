/** A recording in Ogg Opus (RFC 7845) to PCM. */
import { Decoder } from '@evan/opus';
import { OggError, readOgg } from '../audio/ogg/ogg-reader.ts';

/** Of everything decoded here: what the model speaks. */
export const PHRASE_SAMPLE_RATE_HZ = 24_000;
/** Granule positions and pre-skip of Opus count at this rate, whatever the recording's own. */
const GRANULE_RATE_HZ = 48_000;
/** The output gain is in 1/256 dB; +20 dB and more is no recording but a trick on ears. */
const MAX_GAIN = 20 * 256;

/**
 * 16-bit mono PCM at 24 kHz.
 * @throws {OggError} that says what is wrong with the recording.
 */
export function decodeOggOpus(file: Uint8Array): Int16Array {
  const { packets, lastGranule } = readOgg(file);
  const [head, tags, ...audio] = packets;
  const { preSkip, gain } = readHead(head);
  if (!tags || !startsWith(tags, 'OpusTags')) throw new OggError('its second packet is not OpusTags');
  const pcm = decode(audio);
  const start = toSamples(preSkip);
  // What the encoder added at the end is cut off by the last granule position.
  const end = Math.min(pcm.length, toSamples(lastGranule));
  if (end <= start) throw new OggError('it is empty');
  return amplified(pcm.slice(start, end), gain);
}

const toSamples = (granule: number): number =>
  Math.round((granule * PHRASE_SAMPLE_RATE_HZ) / GRANULE_RATE_HZ);

function readHead(head: Uint8Array | undefined): { preSkip: number; gain: number } {
  if (!head || head.length < 19 || !startsWith(head, 'OpusHead')) throw new OggError('it is not Opus');
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  // The upper half of the version is the incompatible one.
  if (view.getUint8(8) >= 16) throw new OggError('it has an unknown version of Ogg Opus');
  if (view.getUint8(18) !== 0) throw new OggError('it has more than two channels');
  const gain = view.getInt16(16, true);
  if (gain > MAX_GAIN) throw new OggError('its gain is too high');
  return { preSkip: view.getUint16(10, true), gain };
}

/** A stereo recording is mixed down by the decoder. */
function decode(packets: readonly Uint8Array[]): Int16Array {
  const decoder = new Decoder({ channels: 1, sample_rate: PHRASE_SAMPLE_RATE_HZ });
  try {
    // Copies: the decoder has one buffer.
    const parts = packets.map((packet) => Buffer.from(decoder.decode(packet)));
    const bytes = Uint8Array.from(Buffer.concat(parts));
    return new Int16Array(bytes.buffer, 0, bytes.length >> 1);
  } catch (cause) {
    throw new OggError('its audio is damaged', { cause });
  } finally {
    // Only the WebAssembly class frees its memory by hand.
    (decoder as { drop?: () => void }).drop?.();
  }
}

/** In place. `gain` in 1/256 dB. */
function amplified(pcm: Int16Array, gain: number): Int16Array {
  if (gain === 0) return pcm;
  const factor = 10 ** (gain / 256 / 20);
  for (let i = 0; i < pcm.length; i++) {
    pcm[i] = Math.max(-32_768, Math.min(32_767, Math.round(pcm[i]! * factor)));
  }
  return pcm;
}

const startsWith = (bytes: Uint8Array, text: string): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, text.length).toString('latin1') === text;
