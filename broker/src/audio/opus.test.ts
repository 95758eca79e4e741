import { PLAYBACK_SAMPLE_RATES_HZ, FRAME_DURATIONS_MS } from '@pipit/protocol';
import { describe, expect, test } from 'vitest';
import { createOpusDecoder, createOpusEncoder, DECODED_SAMPLE_RATE_HZ } from './opus.ts';

function tone(samples: number, sampleRateHz: number, hz = 440): Int16Array {
  return Int16Array.from(
    { length: samples },
    (_, i) => 8000 * Math.sin((2 * Math.PI * hz * i) / sampleRateHz),
  );
}

const rms = (pcm: Int16Array): number =>
  Math.sqrt(pcm.reduce((sum, sample) => sum + sample * sample, 0) / pcm.length);

const applications = ['voip', 'restricted_lowdelay'] as const;

describe.each(applications)('%s', (application) => {
  const encoderFor = (frameDurationMs: 20 | 40 | 60, playbackSampleRateHz: 16000 | 24000 = 16_000) =>
    createOpusEncoder({
      sampleRateHz: 24_000,
      frameDurationMs,
      playbackSampleRateHz,
      bitrate: 32_000,
      complexity: 0,
      application,
    });

  test.each(FRAME_DURATIONS_MS)(
    'a tone survives the way there and back in frames of %d ms',
    (frameDurationMs) => {
      const encoder = encoderFor(frameDurationMs);
      const decoder = createOpusDecoder();
      const pcm = tone(encoder.samplesPerFrame * 10, 24_000);
      let last: Int16Array | undefined;
      for (let i = 0; i < 10; i++) {
        last = decoder.decode(
          encoder.encode(pcm.subarray(i * encoder.samplesPerFrame, (i + 1) * encoder.samplesPerFrame)),
        );
      }
      expect(last).toHaveLength((DECODED_SAMPLE_RATE_HZ * frameDurationMs) / 1000);
      expect(rms(last!)).toBeGreaterThan(4000);
    },
  );

  test('a missing frame is concealed for as long as it was', () => {
    const encoder = encoderFor(60);
    const decoder = createOpusDecoder();
    for (let i = 0; i < 5; i++) decoder.decode(encoder.encode(tone(encoder.samplesPerFrame, 24_000)));
    const concealed = decoder.conceal();
    expect(concealed).toHaveLength(960);
    expect(rms(concealed!)).toBeGreaterThan(0);
  });

  test('packets and samples are the caller’s own', () => {
    const encoder = encoderFor(20);
    const first = encoder.encode(tone(encoder.samplesPerFrame, 24_000));
    const copy = Uint8Array.from(first);
    encoder.encode(tone(encoder.samplesPerFrame, 24_000, 1200));
    expect(first).toEqual(copy);
  });
});

test('corrupt packets give nothing and leave the decoder usable', () => {
  const decoder = createOpusDecoder();
  expect(decoder.decode(new Uint8Array(0))).toBeUndefined();
  expect(decoder.decode(new Uint8Array(100).fill(255))).toBeUndefined();
  expect(decoder.conceal()).toBeUndefined();
  const encoder = createOpusEncoder({
    sampleRateHz: 24_000,
    frameDurationMs: 20,
    playbackSampleRateHz: 24_000,
    bitrate: 24_000,
    complexity: 0,
    application: 'voip',
  });
  expect(decoder.decode(encoder.encode(tone(480, 24_000)))).toHaveLength(320);
  expect(() => encoder.encode(tone(100, 24_000))).toThrow(/480 samples/);
});

test.each(PLAYBACK_SAMPLE_RATES_HZ)('encodes for a device that plays %d Hz', (playbackSampleRateHz) => {
  const encoder = createOpusEncoder({
    sampleRateHz: 24_000,
    frameDurationMs: 60,
    playbackSampleRateHz,
    bitrate: 32_000,
    complexity: 0,
    application: 'restricted_lowdelay',
  });
  expect(encoder.encode(tone(encoder.samplesPerFrame, 24_000)).length).toBeGreaterThan(10);
});

test('closing twice is fine', () => {
  const decoder = createOpusDecoder();
  decoder.close();
  decoder.close();
  expect(decoder.decode(Uint8Array.of(0x58, 1, 2))).toBeUndefined();
});
