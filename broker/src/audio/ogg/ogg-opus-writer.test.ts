import { describe, expect, test } from 'vitest';
import { decodeOggOpus } from '../../phrases/ogg-opus.ts';
import { createOpusEncoder } from '../opus.ts';
import { OggOpusWriter } from './ogg-opus-writer.ts';
import { readOgg } from './ogg-reader.ts';

const FRAME_MS = 20;

/** So many frames of a tone. */
function tonePackets(count: number): Uint8Array[] {
  const encoder = createOpusEncoder({
    sampleRateHz: 16_000,
    frameDurationMs: FRAME_MS,
    playbackSampleRateHz: 16_000,
    bitrate: 24_000,
    complexity: 0,
    application: 'voip',
  });
  const tone = new Int16Array(encoder.samplesPerFrame).map((_, i) => 8000 * Math.sin(i / 5));
  const packets = Array.from({ length: count }, () => encoder.encode(tone).slice());
  encoder.close();
  return packets;
}

const writer = () => new OggOpusWriter({ serial: 7, sampleRateHz: 16_000, comments: ['TITLE=kitchen'] });

describe('a file of Opus packets', () => {
  test('is as long and as loud as what went in, in how many pieces it was taken', () => {
    const ogg = writer();
    const pieces: Buffer[] = [];
    for (const [i, packet] of tonePackets(100).entries()) {
      ogg.add(packet, FRAME_MS);
      if (i % 30 === 0) pieces.push(ogg.take());
    }
    const pcm = decodeOggOpus(Buffer.concat([...pieces, ogg.end()]));
    // Less what decoders skip at the start, 312 of 48,000.
    expect(pcm.length).toBe(24 * (100 * FRAME_MS) - 156);
    expect(Math.max(...pcm.subarray(1000))).toBeGreaterThan(6000);
  });

  test('keeps packets of every length whole, and says where each page ends', () => {
    const lengths = [1, 254, 255, 256, 510, 1275, ...Array<number>(300).fill(3)];
    const packets = lengths.map((length, i) => new Uint8Array(length).fill(i));
    const ogg = writer();
    for (const packet of packets) ogg.add(packet, FRAME_MS);
    const { packets: read, lastGranule } = readOgg(ogg.end());
    expect(read.slice(2).map((packet) => [...packet])).toEqual(packets.map((packet) => [...packet]));
    expect(lastGranule).toBe(packets.length * FRAME_MS * 48);
  });

  test('names its maker and what it is', () => {
    const ogg = writer();
    ogg.add(Uint8Array.of(8 << 3), FRAME_MS);
    const [head, tags] = readOgg(ogg.take()).packets;
    expect(Buffer.from(head!).toString('latin1')).toContain('OpusHead');
    expect(Buffer.from(tags!).toString('latin1')).toMatch(/OpusTags.*Pipit.*TITLE=kitchen/s);
  });

  test('has nothing to give when nothing was added', () => {
    expect(writer().take().length).toBe(0);
  });
});
