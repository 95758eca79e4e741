/** Pipes and ALSA; the sound card's programs are played by small scripts, because there is no card here. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { AlsaSpeaker, alsaMicrophone } from './alsa.ts';
import { PcmSink, pcmSource } from './raw-pcm.ts';
import { WavSink } from './wav-sink.ts';

const folder = mkdtempSync(join(tmpdir(), 'pipit-sound-'));
afterAll(() => rmSync(folder, { recursive: true }));

function script(name: string, lines: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${lines}\n`);
  chmodSync(path, 0o755);
  return path;
}

const format = { sampleRateHz: 16_000, frameDurationMs: 20, frameSamples: 320 };

describe('pipes', () => {
  test('samples may be torn apart', async () => {
    const input = Readable.from([Buffer.of(1), Buffer.of(0, 2, 0, 3), Buffer.of(0)]);
    const pieces: number[][] = [];
    for await (const pcm of pcmSource(input)) pieces.push([...pcm]);
    expect(pieces).toEqual([[1, 2], [3]]);
  });

  test('a reader that is too slow costs frames, not memory', () => {
    const output = new PassThrough({ highWaterMark: 100 });
    const sink = new PcmSink({ output, maxQueuedBytes: 1000 });
    sink.open();
    for (let i = 0; i < 10; i++) sink.write(new Int16Array(200));
    sink.close();
    expect(output.writableLength + output.readableLength).toBeLessThanOrEqual(1800);
    expect(sink.dropped).toBeGreaterThan(5);
  });
});

describe('the microphone', () => {
  test('yields what arecord writes, until the reader stops', async () => {
    const log = join(folder, 'mic.log');
    const program = script('arecord', `echo "$@" > ${log}\nexec cat /dev/zero`);
    let samples = 0;
    for await (const pcm of alsaMicrophone({ program, device: 'plughw:1,0' })) {
      samples += pcm.length;
      if (samples > 10_000) break;
    }
    expect(readFileSync(log, 'utf8')).toContain('-t raw -f S16_LE -c 1 -r 16000 -D plughw:1,0');
  });

  test('ends quietly with the signal', async () => {
    const program = script('arecord-quiet', 'exec sleep 60');
    const heard: Int16Array[] = [];
    for await (const pcm of alsaMicrophone({ program, signal: AbortSignal.timeout(50) })) heard.push(pcm);
    expect(heard).toEqual([]);
  });

  test('says what is missing', async () => {
    await expect(alsaMicrophone({ program: join(folder, 'nothing') }).next()).rejects.toThrow(
      /is not installed: apt install alsa-utils/,
    );
    const program = script(
      'arecord-broken',
      'echo "arecord: main:831: audio open error: No such device" >&2; exit 1',
    );
    await expect(alsaMicrophone({ program }).next()).rejects.toMatchObject({
      code: 'AUDIO_DEVICE',
      message: expect.stringContaining('audio open error: No such device') as string,
    });
  });
});

describe('the loudspeaker', () => {
  test('gives aplay what is played, and pushes out the end', async () => {
    const out = join(folder, 'played.raw');
    const program = script('aplay', `cat > ${out}`);
    const speaker = new AlsaSpeaker({ program });
    await speaker.open(format);
    await speaker.open(format);
    speaker.write(new Int16Array(320).fill(5));
    speaker.endOfAnswer();
    expect(speaker.latencyMs()).toBe(100);
    await speaker.close();
    await speaker.close();
    const played = readFileSync(out);
    // A period of silence to begin with, the frame, and a buffer of silence.
    expect(played).toHaveLength(800 + 640 + 3200);
    expect(played.readInt16LE(800)).toBe(5);
    await expect(speaker.open(format)).rejects.toThrow(/closed/);
  });

  test('forgets what the pipe holds when it is flushed', async () => {
    const out = join(folder, 'flushed.raw');
    const program = script('aplay-slow', `head -c 800 > /dev/null; sleep 0.3; cat >> ${out}`);
    const speaker = new AlsaSpeaker({ program });
    await speaker.open(format);
    speaker.write(new Int16Array(320).fill(5));
    speaker.flush();
    speaker.write(new Int16Array(400).fill(6));
    speaker.write(new Int16Array(320).fill(7));
    await speaker.close();
    const played = readFileSync(out);
    expect(played).toHaveLength(640);
    expect(played.readInt16LE(0)).toBe(7);
  });

  test('says what is missing, and starts again after a failure', async () => {
    await expect(new AlsaSpeaker({ program: join(folder, 'nothing') }).open(format)).rejects.toThrow(
      /apt install alsa-utils/,
    );
    const broken = script(
      'aplay-broken',
      'echo "aplay: main:831: audio open error: Device or resource busy" >&2; exit 1',
    );
    await expect(new AlsaSpeaker({ program: broken }).open(format)).rejects.toThrow(/resource busy/);

    const out = join(folder, 'again.raw');
    const once = script(
      'aplay-once',
      `if [ ! -e ${out} ]; then touch ${out}; head -c 800 > /dev/null; sleep 0.1; exit 3; fi; cat >> ${out}`,
    );
    let failed: (message: string) => void = () => {};
    const failure = new Promise<string>((resolve) => (failed = resolve));
    const speaker = new AlsaSpeaker({ program: once }, (error) => failed(error.message));
    await speaker.open(format);
    expect(await failure).toContain('ended with 3');
    // Not for every frame: a card that is unplugged would cost a process each.
    speaker.write(new Int16Array(320).fill(8));
    expect(speaker.dropped).toBe(1);
    await vi.waitFor(
      () => {
        speaker.write(new Int16Array(320).fill(9));
        expect(readFileSync(out).length).toBeGreaterThan(0);
      },
      { timeout: 5000, interval: 20 },
    );
    await speaker.close();
    expect(readFileSync(out).readInt16LE(0)).toBe(9);
  });

  test('that takes nothing costs frames, not memory', async () => {
    const speaker = new AlsaSpeaker({ program: script('aplay-stuck', 'trap "" TERM; exec sleep 60') });
    await speaker.open(format);
    for (let i = 0; i < 500; i++) speaker.write(new Int16Array(320));
    // 64 KiB are in the pipe and two seconds wait for it; the rest of the ten seconds is gone.
    expect(speaker.dropped).toBeGreaterThan(250);
    speaker.flush();
    await speaker.close();
  });

  test('is closed by "await using", as the file is', async () => {
    const program = script('aplay-used', 'cat > /dev/null');
    {
      await using speaker = new AlsaSpeaker({ program });
      await using file = new WavSink(join(folder, 'used.wav'));
      await speaker.open(format);
      file.open(format);
    }
    expect(readFileSync(join(folder, 'used.wav'))).toHaveLength(44);
  });
});
