import { mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Audio, AudioFlag, toWireTime } from '@pipit/protocol';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createOpusEncoder } from '../../audio/opus.ts';
import { decodeOggOpus } from '../../phrases/ogg-opus.ts';
import { Figures } from '../../telemetry/figures.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { type SoundPiece, SoundFiles } from './sound-files.ts';
import { SoundRecorder } from './sound-recorder.ts';

const FRAME_MS = 60;
const START = Date.UTC(2026, 2, 1);
const SESSION = '00000000-0000-7000-8000-000000000001';
const context = {
  deviceId: 'kitchen',
  sessionId: SESSION,
  frameDurationMs: FRAME_MS,
  playbackSampleRateHz: 24_000,
};

const encoder = createOpusEncoder({
  sampleRateHz: 16_000,
  frameDurationMs: FRAME_MS,
  playbackSampleRateHz: 16_000,
  bitrate: 32_000,
  complexity: 0,
  application: 'restricted_lowdelay',
});
const TONE = encoder.encode(new Int16Array(encoder.samplesPerFrame).map((_, i) => 8000 * Math.sin(i / 5)));

let folder: string;
let figures: Figures;
let recorders: SoundRecorder[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pipit-sound-'));
  figures = new Figures();
  recorders = [];
});
afterEach(async () => {
  for (const recorder of recorders) await recorder.close();
  await rm(folder, { recursive: true });
});

async function bench({ minFreeBytes = 0 } = {}) {
  const clock = new FakeClock(50_000);
  const wallStart = START - clock.now();
  const files = new SoundFiles(join(folder, 'recordings'));
  const recorded: string[] = [];
  const recorder = await SoundRecorder.open({
    files,
    minFreeBytes,
    onRecorded: ({ sessionId }) => recorded.push(sessionId),
    clock,
    now: () => wallStart + clock.now(),
    log: pino({ level: 'silent' }),
    figures,
  });
  recorders.push(recorder);
  const tape = recorder.tape(context);
  let sequence = 0;
  const message = (change: Partial<Audio> = {}): Audio => ({
    session: 1,
    generation: 0,
    sequence: sequence++,
    captureTimeMs: toWireTime(clock.now() - FRAME_MS),
    flags: 0,
    packets: [TONE],
    ...change,
  });
  return {
    clock,
    files,
    recorder,
    recorded,
    tape,
    message,
    /** In real time. */
    speak(ms: number) {
      for (let at = 0; at < ms; at += FRAME_MS) {
        clock.advance(FRAME_MS);
        tape.heard(message());
      }
    },
    answer(generation: number, frames: number, leadMs = 0) {
      for (let i = 0; i < frames; i++) tape.said(generation, TONE, clock.now() + leadMs + i * FRAME_MS);
    },
    skip(count: number) {
      sequence += count;
    },
    async pieces(): Promise<SoundPiece[]> {
      await recorder.close();
      return files.list(SESSION);
    },
  };
}

/** Where there is sound, in milliseconds from the start, by tenths of a second. */
async function soundIn(files: SoundFiles, { name }: SoundPiece): Promise<[from: number, to: number][]> {
  const pcm = decodeOggOpus(await readFile(join(files.folderOf(SESSION), name)));
  const loud: [number, number][] = [];
  for (let at = 0; at + 480 <= pcm.length; at += 480) {
    const level = Math.max(...pcm.subarray(at, at + 480));
    if (level < 1000) continue;
    const ms = at / 24;
    const last = loud.at(-1);
    if (last && ms - last[1] <= 40) last[1] = ms + 20;
    else loud.push([ms, ms + 20]);
  }
  return loud.map(([from, to]) => [Math.round(from / 100) * 100, Math.round(to / 100) * 100]);
}

describe('consent', () => {
  test('without it nothing is written, with it from that moment on, and after it nothing more', async () => {
    const my = await bench();
    my.speak(600);
    my.answer(1, 5);
    expect(await readdir(my.files.root)).toEqual([]);
    my.tape.consent(true);
    my.speak(600);
    my.tape.consent(false);
    my.speak(600);
    my.answer(2, 5);
    const pieces = await my.pieces();
    expect(pieces).toMatchObject([
      {
        side: 'user',
        durationMs: 600,
        startedAt: new Date(START + 600),
        name: expect.stringMatching(/user/),
      },
    ]);
    expect(my.recorded).toEqual([SESSION]);
  });

  test('given again, the conversation has another piece', async () => {
    const my = await bench();
    for (const _ of [1, 2]) {
      my.tape.consent(true);
      my.speak(300);
      my.tape.consent(false);
      my.clock.advance(5000);
    }
    expect(await my.pieces()).toMatchObject([{ durationMs: 300 }, { durationMs: 300 }]);
    expect(my.recorded).toEqual([SESSION]);
  });

  test('files are for their owner only', async () => {
    const my = await bench();
    my.tape.consent(true);
    my.speak(300);
    const [{ name }] = (await my.pieces()) as [SoundPiece];
    const path = my.files.folderOf(SESSION);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    expect((await stat(join(path, name))).mode & 0o777).toBe(0o600);
  });
});

describe('time', () => {
  test('a pause of the microphone is a pause of the recording', async () => {
    const my = await bench();
    my.tape.consent(true);
    my.speak(600);
    my.clock.advance(2000);
    my.speak(600);
    const [piece] = await my.pieces();
    expect(await soundIn(my.files, piece!)).toEqual([
      [0, 600],
      [2600, 3200],
    ]);
  });

  test('lost packets leave a gap, late ones none, and what comes twice is heard once', async () => {
    const my = await bench();
    my.tape.consent(true);
    my.speak(600);
    // Lost.
    my.clock.advance(300);
    my.skip(5);
    my.speak(600);
    // A stalled link: all at once.
    const stalled = Array.from({ length: 10 }, () => {
      my.clock.advance(FRAME_MS);
      return my.message();
    });
    for (const message of stalled) my.tape.heard(message);
    for (const message of stalled) my.tape.heard(message);
    const [piece] = await my.pieces();
    expect(await soundIn(my.files, piece!)).toEqual([
      [0, 600],
      [900, 2100],
    ]);
  });

  test('capture times that are read a little off tear nothing', async () => {
    const my = await bench();
    my.tape.consent(true);
    for (let i = 0; i < 50; i++) {
      my.clock.advance(FRAME_MS);
      const off = [-7, 9, 4, -3, 8][i % 5]!;
      my.tape.heard(my.message({ captureTimeMs: toWireTime(my.clock.now() - FRAME_MS + off) }));
    }
    const [piece] = await my.pieces();
    expect(piece).toMatchObject({ durationMs: 3000 });
  });

  test('a device that leaves out silence is silent there', async () => {
    const my = await bench();
    my.tape.consent(true);
    my.speak(600);
    my.clock.advance(90 + FRAME_MS);
    my.tape.heard(my.message({ flags: AudioFlag.AFTER_SILENCE }));
    const [piece] = await my.pieces();
    expect(piece!.durationMs).toBe(740);
  });

  test('after ten minutes of silence a new piece begins, when it does', async () => {
    const my = await bench();
    my.tape.consent(true);
    my.speak(600);
    my.clock.advance(660_000);
    my.speak(300);
    expect(await my.pieces()).toMatchObject([
      { startedAt: new Date(START), durationMs: 600 },
      { startedAt: new Date(START + 660_600), durationMs: 300 },
    ]);
  });
});

describe('the answer', () => {
  test('is where it was heard, not where it was sent', async () => {
    const my = await bench();
    my.tape.consent(true);
    my.answer(1, 10, 200);
    my.clock.advance(3000);
    my.answer(2, 10, 0);
    my.clock.advance(3000);
    my.tape.close();
    const [piece] = await my.pieces();
    expect(piece).toMatchObject({ side: 'assistant', startedAt: new Date(START + 200) });
    expect(await soundIn(my.files, piece!)).toEqual([
      [0, 600],
      [2800, 3400],
    ]);
  });

  test('that is cut off is recorded as far as it was heard; one after it whole', async () => {
    const my = await bench();
    my.tape.consent(true);
    my.answer(1, 20, 0);
    my.clock.advance(300);
    my.tape.cut(1);
    my.clock.advance(700);
    my.answer(2, 10, 0);
    my.tape.close();
    const [piece] = await my.pieces();
    expect(await soundIn(my.files, piece!)).toEqual([
      [0, 400],
      [1000, 1600],
    ]);
  });
});

describe('a disk', () => {
  test('shows what was said about a second ago, also when the broker is killed', async () => {
    const my = await bench();
    my.tape.consent(true);
    my.speak(3000);
    await expect
      .poll(async () => (await my.files.list(SESSION))[0]?.durationMs ?? 0)
      .toBeGreaterThanOrEqual(1800);
  });

  test('that is nearly full gets nothing', async () => {
    const my = await bench({ minFreeBytes: 2 ** 53 });
    my.tape.consent(true);
    my.speak(600);
    expect(await my.pieces()).toEqual([]);
    expect(my.recorded).toEqual([]);
    expect(figures.value('recordings_given_up_total')).toBe(1);
  });

  test('that cannot be written costs the recording only, once', async () => {
    const my = await bench();
    await writeFile(join(my.files.root, SESSION.slice(0, 2)), 'in the way');
    my.tape.consent(true);
    my.speak(600);
    my.tape.consent(true);
    my.speak(600);
    expect(figures.value('recordings_given_up_total')).toBe(1);
    await rm(join(my.files.root, SESSION.slice(0, 2)));
  });

  test('recordings go piece by piece, when nothing was added to them for long', async () => {
    const my = await bench();
    my.tape.consent(true);
    my.speak(300);
    my.tape.consent(false);
    my.clock.advance(1000);
    my.tape.consent(true);
    my.speak(300);
    const pieces = await my.pieces();
    expect(pieces).toHaveLength(2);
    const old = new Date(Date.now() - 120_000);
    await utimes(join(my.files.folderOf(SESSION), pieces[0]!.name), old, old);
    const emptied = async (before: number) => {
      const ids: string[] = [];
      for await (const id of my.files.removeOlder(new Date(before))) ids.push(id);
      return ids;
    };
    expect(await emptied(Date.now() - 60_000)).toEqual([]);
    expect(await my.files.list(SESSION)).toMatchObject([{ name: pieces[1]!.name }]);
    expect(await emptied(Date.now() + 60_000)).toEqual([SESSION]);
    expect(await readdir(my.files.root)).toEqual([]);
  });

  test('recordings have no name that leads elsewhere', async () => {
    const my = await bench();
    my.tape.consent(true);
    my.speak(300);
    await my.recorder.close();
    await my.files.remove(SESSION);
    expect(await my.files.list(SESSION)).toEqual([]);
    expect(() => my.files.folderOf('../../etc')).toThrow(/no id/);
  });
});
