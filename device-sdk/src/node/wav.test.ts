import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { parseWavHeader, wavHeader } from './wav-format.ts';
import { WavSink } from './wav-sink.ts';
import { wavSource, type WavSourceOptions } from './wav-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'pipit-wav-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Recording {
  readonly tag?: number;
  readonly channels?: number;
  readonly rateHz?: number;
  readonly bits: number;
  /** One value in [-1, 1] for each sample; all channels get it, the second one inverted and halved. */
  readonly samples: readonly number[];
  readonly extensible?: boolean;
  readonly before?: Uint8Array;
  readonly dataBytes?: number;
}

function wav({
  tag = 1,
  channels = 1,
  rateHz = 16_000,
  bits,
  samples,
  extensible,
  before,
  dataBytes,
}: Recording) {
  const block = (channels * bits) / 8;
  const data = Buffer.alloc(samples.length * block);
  const put = (x: number, at: number) => {
    if (tag === 3) data.writeFloatLE(x, at);
    else if (bits === 8) data.writeUInt8(Math.round(x * 127) + 128, at);
    else data.writeIntLE(Math.round(x * (2 ** (bits - 1) - 1)), at, bits / 8);
  };
  for (const [i, x] of samples.entries()) {
    put(x, i * block);
    if (channels === 2) put(-x / 2, i * block + bits / 8);
  }
  const format = Buffer.alloc(extensible ? 40 : 16);
  format.writeUInt16LE(extensible ? 0xfffe : tag, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(rateHz, 4);
  format.writeUInt32LE(rateHz * block, 8);
  format.writeUInt16LE(block, 12);
  format.writeUInt16LE(bits, 14);
  if (extensible) format.writeUInt16LE(tag, 24);
  const chunk = (id: string, content: Uint8Array, size = content.length) => {
    const header = Buffer.alloc(8);
    header.write(id);
    header.writeUInt32LE(size, 4);
    return Buffer.concat([header, content, Buffer.alloc(content.length % 2)]);
  };
  return Buffer.concat([
    Buffer.from('RIFF\0\0\0\0WAVE'),
    before ? chunk('LIST', before) : Buffer.alloc(0),
    chunk('fmt ', format),
    chunk('data', data, dataBytes),
  ]);
}

let files = 0;
async function read(bytes: Uint8Array, options: Partial<WavSourceOptions> = {}): Promise<Int16Array> {
  const path = join(folder, `${files++}.wav`);
  writeFileSync(path, bytes);
  const all: number[] = [];
  for await (const pcm of wavSource({ path, realTime: false, ...options })) all.push(...pcm);
  return Int16Array.from(all);
}

const ramp = Array.from({ length: 1000 }, (_, i) => i / 500 - 1);

describe('reading', () => {
  test.each([
    ['8 bits', { bits: 8 }, 400],
    ['16 bits', { bits: 16 }, 1],
    ['24 bits', { bits: 24 }, 1],
    ['32 bits', { bits: 32 }, 1],
    ['float', { bits: 32, tag: 3 }, 1],
    ['24 bits, extensible', { bits: 24, extensible: true }, 1],
    ['float, extensible', { bits: 32, tag: 3, extensible: true }, 1],
    ['odd chunks before', { bits: 16, before: new Uint8Array(4097) }, 1],
    ['the length unknown', { bits: 16, dataBytes: 0 }, 1],
    ['the length too long', { bits: 16, dataBytes: 0xffff_ffff }, 1],
  ])('%s', async (_name, format, tolerance) => {
    const pcm = await read(wav({ ...format, samples: ramp }));
    expect(pcm).toHaveLength(1000);
    for (const [i, x] of pcm.entries())
      expect(Math.abs(x - ramp[i]! * 32767)).toBeLessThanOrEqual(tolerance + 1);
  });

  test('stereo becomes mono', async () => {
    const pcm = await read(wav({ bits: 16, channels: 2, samples: ramp }));
    expect(pcm).toHaveLength(1000);
    expect(Math.abs(pcm[999]! - (0.998 / 4) * 32767)).toBeLessThan(3);
  });

  test('any rate becomes the wanted one, with silence after it', async () => {
    const samples = Array.from({ length: 44_100 }, (_, i) => 0.5 * Math.sin(i / 20));
    const pcm = await read(wav({ bits: 16, rateHz: 44_100, samples }), { trailingSilenceMs: 250 });
    expect(pcm).toHaveLength(16_000 + 4000);
    expect(pcm.subarray(16_100).every((x) => x === 0)).toBe(true);
  });

  test('is as slow as speech', async () => {
    const path = join(folder, 'slow.wav');
    writeFileSync(path, wav({ bits: 16, samples: Array.from({ length: 1600 }, () => 0) }));
    const startMs = performance.now();
    const at: number[] = [];
    for await (const _ of wavSource({ path, chunkMs: 20 })) at.push(performance.now() - startMs);
    expect(at).toHaveLength(5);
    for (const [i, ms] of at.entries()) expect(ms).toBeGreaterThanOrEqual((i + 1) * 20 - 2);
  });

  test('stops with the signal', async () => {
    const path = join(folder, 'slow.wav');
    const source = wavSource({ path, chunkMs: 100, signal: AbortSignal.timeout(10) });
    await expect(source.next()).rejects.toThrow();
  });

  test('says what is wrong with a file', async () => {
    await expect(read(Buffer.from('RIFX1234WAVE'))).rejects.toThrow(/does not begin with RIFF/);
    await expect(read(Buffer.from('RIFF'))).rejects.toThrow(/ends before its samples/);
    await expect(read(wav({ bits: 12, samples: [] }))).rejects.toThrow(/12 bits/);
    await expect(read(wav({ bits: 16, tag: 85, samples: [] }))).rejects.toThrow(/format 85/);
    await expect(wavSource({ path: join(folder, 'no.wav') }).next()).rejects.toThrow(/no such file/);
    await expect(wavSource({ path: folder }).next()).rejects.toMatchObject({ code: 'WAV_FORMAT' });
    const nothing = { chunkMs: 0, sampleRateHz: undefined as unknown as number };
    expect(await read(wav({ bits: 16, samples: [0, 0] }), nothing)).toHaveLength(2);
  });

  test('no bytes whatever break the parser', () => {
    const good = wav({ bits: 16, samples: [0, 1, 0], extensible: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255))),
        fc.nat(good.length),
        (changes, length) => {
          const bytes = Uint8Array.from(good.subarray(0, length));
          for (const [at, value] of changes) if (at < length) bytes[at] = value;
          try {
            const header = parseWavHeader(bytes);
            if (header) expect(header.format.blockBytes).toBeGreaterThan(0);
          } catch (error) {
            expect(error).toMatchObject({ code: 'WAV_FORMAT' });
          }
        },
      ),
    );
  });
});

describe('writing', () => {
  const format = { sampleRateHz: 24_000, frameDurationMs: 20, frameSamples: 480 };

  test('what plays is in the file at once, and the header is right when it is closed', async () => {
    const path = join(folder, 'out.wav');
    const sink = new WavSink(path);
    sink.write(new Int16Array(480));
    sink.open(format);
    sink.open(format);
    sink.write(new Int16Array(480).fill(7));
    expect(parseWavHeader(readFileSync(path))).toMatchObject({ dataBytes: 0xffff_ffff });
    expect(readFileSync(path)).toHaveLength(44 + 960);
    sink.write(new Int16Array(480).fill(-7));
    expect(sink.durationMs).toBe(40);
    sink.close();
    sink.close();
    const header = parseWavHeader(readFileSync(path));
    expect(header).toMatchObject({
      dataBytes: 1920,
      format: { sampleRateHz: 24_000, channels: 1, bitsPerSample: 16 },
    });
    const pcm = await read(readFileSync(path), { sampleRateHz: 24_000 });
    expect([pcm.length, pcm[0], pcm[959]]).toEqual([960, 7, -7]);
    expect(() => sink.open(format)).toThrow(/is closed/);
  });

  test('a file that cannot be written, or has another rate, is refused', () => {
    expect(() => new WavSink(join(folder, 'no', 'such.wav')).open(format)).toThrow(/no such file/);
    using sink = new WavSink(join(folder, 'other.wav'));
    sink.open(format);
    expect(() => sink.open({ ...format, sampleRateHz: 16_000 })).toThrow(/24000 Hz already/);
    expect(wavHeader(24_000, 0)).toHaveLength(44);
  });
});
