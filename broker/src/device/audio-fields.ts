/** What the hand-made reader and writer of pipit.v1.Audio share: the tags of its fields, and its bounds. */
import { FIELD_BOUNDS, maxBytesOf } from '@pipit/protocol';

/** Field number and wire type, as in the encoding. */
export const AudioTag = {
  SESSION: 0x08,
  GENERATION: 0x10,
  SEQUENCE: 0x18,
  CAPTURE_TIME: 0x20,
  PACKETS: 0x2a,
  FLAGS: 0x30,
} as const;

export const MAX_PACKETS = FIELD_BOUNDS['Audio']!.find(({ name }) => name === 'packets')!.maxCount!;
export const MAX_PACKET_BYTES = maxBytesOf('Audio', 'packets');
