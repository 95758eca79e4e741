import { Encoder } from '@evan/opus';
import { expect, test } from 'vitest';
import { oggPage, oggSegments } from '../testing/ogg-page.ts';
import { decodeOggOpus } from './ogg-opus.ts';

interface HeadOptions {
  readonly version?: number;
  readonly channels?: number;
  readonly gain?: number;
  readonly family?: number;
}

function headOf({ version = 1, channels = 1, gain = 0, family = 0 }: HeadOptions = {}): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 'latin1');
  head.writeUInt8(version, 8);
  head.writeUInt8(channels, 9);
  head.writeUInt16LE(312, 10);
  head.writeUInt32LE(48_000, 12);
  head.writeInt16LE(gain, 16);
  head.writeUInt8(family, 18);
  return head;
}

const TAGS = Buffer.from('OpusTags\0\0\0\0\0\0\0\0', 'latin1');

const fileOf = (packets: readonly Uint8Array[], granule = 0n): Buffer =>
  Buffer.concat(packets.map((packet) => oggPage({ granule, segments: oggSegments(packet) })));

/** Half a second of a tone, as packets of 20 ms. */
function tone(channels: 1 | 2): Uint8Array[] {
  const encoder = new Encoder({ channels, sample_rate: 48_000, application: 'audio' });
  return Array.from({ length: 25 }, (_, packet) => {
    const pcm = Int16Array.from({ length: 960 * channels }, (_, i) =>
      Math.round(8000 * Math.sin((packet * 960 + Math.floor(i / channels)) / 10)),
    );
    return Uint8Array.from(encoder.encode(pcm));
  });
}

const rms = (pcm: Int16Array): number =>
  Math.sqrt(pcm.reduce((sum, sample) => sum + sample ** 2, 0) / pcm.length);

test.each([1, 2] as const)('a recording of %i channel(s): as long as it says, and as loud', (channels) => {
  const pcm = decodeOggOpus(fileOf([headOf({ channels }), TAGS, ...tone(channels)], 20_312n));
  expect(pcm.length).toBe(10_000);
  expect(rms(pcm.subarray(2400))).toBeCloseTo(8000 / Math.SQRT2, -3);
});

test('its gain counts', () => {
  const packets = tone(1);
  const loud = decodeOggOpus(fileOf([headOf(), TAGS, ...packets], 24_000n));
  const quiet = decodeOggOpus(fileOf([headOf({ gain: -6 * 256 }), TAGS, ...packets], 24_000n));
  expect(20 * Math.log10(rms(loud) / rms(quiet))).toBeCloseTo(6, 1);
});

test.each([
  ['another codec', [Buffer.from('\u0001vorbis and more of it')], /not Opus/],
  ['a later version', [headOf({ version: 16 }), TAGS], /unknown version/],
  ['surround sound', [headOf({ channels: 6, family: 1 }), TAGS], /two channels/],
  ['a shout', [headOf({ gain: 30 * 256 }), TAGS], /gain/],
  ['no tags', [headOf(), ...tone(1)], /OpusTags/],
  ['no audio', [headOf(), TAGS], /empty/],
  ['packets that are no Opus', [headOf(), TAGS, Buffer.from([0xff, 0xff, 0xff])], /damaged|empty/],
])('%s is refused', (_, packets, reason) => {
  expect(() => decodeOggOpus(fileOf(packets, 24_000n))).toThrow(reason);
});
