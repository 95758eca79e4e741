/** One contract for every codec: Node's, the browser's, and each decoding what the other encoded. */
import { concealmentPacket, opusPacketDurationMs } from '@pipit/protocol';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test, vi } from 'vitest';
import { opusCodec as browserCodec } from '../browser/opus-codec.ts';
import { opusCodec as nodeCodec } from '../node/opus-codec.ts';
import type { OpusCodec } from './opus.ts';

vi.mock('@evan/opus/wasm/simd.wasm?url', () => {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('@evan/opus/wasm/simd.wasm'));
  return { default: `data:application/wasm;base64,${wasm.toString('base64')}` };
});

const RATE = 16_000;

/** A vowel-like tone with a slow swell. */
const tone = (samples: number, from = 0) =>
  Int16Array.from({ length: samples }, (_, i) => {
    const t = (from + i) / RATE;
    return 6000 * Math.sin(2 * Math.PI * 220 * t) * (0.6 + 0.4 * Math.sin(2 * Math.PI * 3 * t));
  });

const power = (pcm: Int16Array) => pcm.reduce((sum, x) => sum + x * x, 0) / pcm.length;

async function packetsOf(codec: OpusCodec, frameDurationMs: number, count: number) {
  const encoder = await codec.createEncoder({ sampleRateHz: RATE, frameDurationMs });
  const samples = (RATE * frameDurationMs) / 1000;
  const packets = Array.from({ length: count }, (_, i) => encoder.encode(tone(samples, i * samples)));
  encoder.close();
  encoder.close();
  return packets;
}

const codecs = { node: nodeCodec, browser: browserCodec };

for (const [name, codec] of Object.entries(codecs)) {
  describe(`${name}: ${codec.name}`, () => {
    for (const frameDurationMs of [20, 40, 60]) {
      test(`${frameDurationMs} ms: the sound survives, whoever encoded it`, async () => {
        for (const encoding of Object.values(codecs)) {
          const packets = await packetsOf(encoding, frameDurationMs, 12);
          for (const packet of packets) expect(opusPacketDurationMs(packet)).toBe(frameDurationMs);
          const decoder = await codec.createDecoder({ sampleRateHz: 24_000, frameDurationMs });
          const frames = packets.map((packet) => decoder.decode(packet));
          decoder.close();
          for (const pcm of frames) expect(pcm).toHaveLength(24 * frameDurationMs);
          const ratio =
            power(frames.at(-2)!) /
            power(tone((RATE * frameDurationMs) / 1000, (10 * RATE * frameDurationMs) / 1000));
          expect(ratio).toBeGreaterThan(0.7);
          expect(ratio).toBeLessThan(1.4);
        }
      });
    }

    test('packets do not share memory', async () => {
      const [first, ...rest] = await packetsOf(codec, 20, 4);
      const copy = first!.slice();
      expect(rest).toHaveLength(3);
      expect(first).toEqual(copy);
      expect(new Set([first, ...rest].map((packet) => packet!.join())).size).toBe(4);
    });

    test('a corrupt packet is a value, not an exception, and the next one decodes', async () => {
      const noise = vi.spyOn(console, 'error').mockImplementation(() => {});
      const packets = await packetsOf(codec, 20, 10);
      const decoder = await codec.createDecoder({ sampleRateHz: RATE, frameDurationMs: 20 });
      expect(decoder.conceal()).toEqual(new Int16Array(320));
      expect(decoder.decode(packets[0]!)).toHaveLength(320);
      expect(decoder.decode(new Uint8Array(0))).toBeUndefined();
      expect(decoder.decode(new Uint8Array(5000))).toBeUndefined();
      // Code 3 whose padding is longer than the packet: libopus refuses it.
      expect(decoder.decode(Uint8Array.of((9 << 3) | 3, 0x41, 0xff, 0xff, 1))).toBeUndefined();
      for (let seed = 1; seed < 400; seed++) {
        const bytes = Uint8Array.from({ length: seed % 90 }, (_, i) => (seed * 7919 + i * i * 31) >> 3);
        const pcm = decoder.decode(bytes);
        if (pcm) expect(pcm).toHaveLength(320);
      }
      expect(decoder.decode(packets[1]!)).toHaveLength(320);
      decoder.close();
      decoder.close();
      expect(decoder.decode(packets[2]!)).toBeUndefined();
      expect(noise).not.toHaveBeenCalled();
      noise.mockRestore();
    });

    test('a packet of another duration is refused', async () => {
      const [packet] = await packetsOf(codec, 60, 1);
      const decoder = await codec.createDecoder({ sampleRateHz: RATE, frameDurationMs: 20 });
      expect(decoder.decode(packet!)).toBeUndefined();
      decoder.close();
    });

    test('conceals one frame of the right length that fades', async () => {
      for (const frameDurationMs of [20, 60]) {
        const packets = await packetsOf(codec, frameDurationMs, 10);
        const decoder = await codec.createDecoder({ sampleRateHz: RATE, frameDurationMs });
        for (const packet of packets) decoder.decode(packet);
        const concealed = Array.from({ length: 5 }, () => decoder.conceal());
        for (const pcm of concealed) expect(pcm).toHaveLength(16 * frameDurationMs);
        expect(power(concealed[0]!)).toBeGreaterThan(power(concealed[4]!));
        decoder.close();
      }
    });

    test('refuses a frame of the wrong size', async () => {
      const encoder = await codec.createEncoder({ sampleRateHz: RATE, frameDurationMs: 20 });
      expect(() => encoder.encode(new Int16Array(100))).toThrow(/100 samples, a frame has 320/);
      encoder.close();
    });

    test('conceals packets of several frames', async () => {
      // 60 ms as three CELT frames of 20 ms, which is how a low-delay encoder packs them.
      const toc = (23 << 3) | 3;
      const decoder = await codec.createDecoder({ sampleRateHz: RATE, frameDurationMs: 60 });
      const packet = Uint8Array.of(toc, 3, ...Array.from({ length: 60 }, (_, i) => (i * 37) & 0xff));
      expect(decoder.decode(packet)).toHaveLength(960);
      expect(decoder.conceal()).toHaveLength(960);
      decoder.close();
    });
  });
}

test('the duration of a packet is in its first bytes', () => {
  const silk20 = 9 << 3;
  expect(opusPacketDurationMs(Uint8Array.of(silk20))).toBe(20);
  expect(opusPacketDurationMs(Uint8Array.of(silk20 | 1, 1, 2))).toBe(40);
  expect(opusPacketDurationMs(Uint8Array.of(silk20 | 1, 1))).toBeUndefined();
  expect(opusPacketDurationMs(Uint8Array.of(silk20 | 2))).toBeUndefined();
  expect(opusPacketDurationMs(Uint8Array.of(silk20 | 2, 1, 0))).toBe(40);
  expect(opusPacketDurationMs(Uint8Array.of(silk20 | 3, 3))).toBe(60);
  expect(opusPacketDurationMs(Uint8Array.of(silk20 | 3, 0))).toBeUndefined();
  expect(opusPacketDurationMs(Uint8Array.of(silk20 | 3, 7))).toBeUndefined();
  expect(opusPacketDurationMs(Uint8Array.of((13 << 3) | 0))).toBe(20);
  expect(opusPacketDurationMs(Uint8Array.of((28 << 3) | 0))).toBe(2.5);
  expect(concealmentPacket(Uint8Array.of(silk20 | 2, 1, 0))).toEqual(Uint8Array.of(silk20 | 1));
});
