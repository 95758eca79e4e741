import { AudioFlag, toWireTime } from '@pipit/protocol';
import { describe, expect, test } from 'vitest';
import type { OpusDecoder } from '../../audio/opus.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { EchoGate } from './echo-gate.ts';
import { Uplink, type UplinkOptions } from './uplink.ts';

const SAMPLES_PER_MS = 16;
/** Packets bear a number: these are quiet, the others speech of that number, and 0 is corrupt. */
const QUIET = 1;
const SPEECH = 1000;

/** What the model heard, as runs of one value: `[1005, 60]` is 60 ms of speech number 5, `[0, 60]` silence, -1 concealed. */
type Heard = [value: number, ms: number][];

function setUp(options: Partial<UplinkOptions> = {}) {
  const clock = new FakeClock();
  const heard: Heard = [];
  const pieces: number[] = [];
  const frameDurationMs = options.frameDurationMs ?? 60;
  const decoder: OpusDecoder = {
    decode: (packet) => {
      const value = packet[0]! * 256 + packet[1]!;
      return value === 0 ? undefined : new Int16Array(SAMPLES_PER_MS * frameDurationMs).fill(value);
    },
    conceal: () => new Int16Array(SAMPLES_PER_MS * frameDurationMs).fill(-1),
    close() {},
  };
  const uplink = new Uplink({
    decoder,
    frameDurationMs,
    clock,
    maxHeldMs: 600,
    fillSilence: true,
    forward: (pcm) => {
      pieces.push(pcm.length / SAMPLES_PER_MS);
      for (let i = 0; i < pcm.length;) {
        let end = i + 1;
        while (end < pcm.length && pcm[end] === pcm[i]) end++;
        const ms = (end - i) / SAMPLES_PER_MS;
        if (heard.at(-1)?.[0] === pcm[i]) heard.at(-1)![1] += ms;
        else heard.push([pcm[i]!, ms]);
        i = end;
      }
    },
    ...options,
  });
  const send = (sequence: number, values: number[], captureTimeMs: number, flags = 0): void =>
    uplink.accept({
      session: 1,
      generation: 0,
      sequence: sequence >>> 0,
      captureTimeMs: toWireTime(captureTimeMs),
      flags,
      packets: values.map((value) => Uint8Array.of(value >> 8, value & 255)),
    });
  const heardMs = (value?: number): number =>
    heard.reduce((sum, [other, ms]) => (value === undefined || other === value ? sum + ms : sum), 0);
  return { clock, heard, heardMs, pieces, uplink, send };
}

interface Spoken {
  readonly setUp: ReturnType<typeof setUp>;
  readonly forMs: number;
  /** Of the frame that is captured from then on; undefined when the device leaves it out. */
  readonly say: (fromMs: number) => number | undefined;
  readonly frameDurationMs?: number;
  readonly packets?: number;
  /** How much faster than ours the device's clock is. */
  readonly ppm?: number;
  /** What the device's clock shows at the start. */
  readonly deviceStartMs?: number;
  /** On the way at that time. Messages do not overtake each other. */
  readonly delayMs?: (fromMs: number) => number;
  readonly lost?: (sequence: number) => boolean;
  readonly stamp?: (captureTimeMs: number) => number;
}

/** A microphone that is open for so long, on its own clock, behind a network. Times are since the start. */
function speak(spoken: Spoken): void {
  const { frameDurationMs = 60, packets = 1, ppm = 0, deviceStartMs = 5_000_000 } = spoken;
  const { clock, send } = spoken.setUp;
  const startedAt = clock.now();
  let arrivedAt = 0;
  let sequence = 0;
  let paused = false;
  let waiting: number[] = [];
  const rate = 1 + ppm / 1e6;
  for (let capturedMs = 0; capturedMs / rate < spoken.forMs; capturedMs += frameDurationMs) {
    const value = spoken.say(capturedMs);
    if (value === undefined) {
      paused = true;
      continue;
    }
    waiting.push(value);
    if (waiting.length < packets) continue;
    const from = capturedMs - (packets - 1) * frameDurationMs;
    const endMs = (capturedMs + frameDurationMs) / rate;
    arrivedAt = Math.max(arrivedAt, endMs + (spoken.delayMs?.(endMs) ?? 20));
    const wait = startedAt + arrivedAt - clock.now();
    if (wait > 0) clock.advance(wait);
    const stamp = spoken.stamp ?? ((time: number) => time);
    const flags = paused ? AudioFlag.AFTER_SILENCE : 0;
    if (!spoken.lost?.(sequence)) send(sequence, waiting, stamp(deviceStartMs + from), flags);
    sequence += waiting.length;
    paused = false;
    waiting = [];
  }
}

/** Words of 240 ms with pauses of 120 ms between them and of 600 ms after every fifth; each frame has its own number. */
const talking = (fromMs: number): number => {
  const inSentence = fromMs % 2400;
  return inSentence < 1800 && inSentence % 360 < 240 ? SPEECH + (Math.floor(fromMs / 20) % 30_000) : QUIET;
};
const values = (heard: Heard): number[] => heard.map(([value]) => value).filter((value) => value >= SPEECH);

describe('while the model opens', () => {
  test('audio is held, then forwarded in order', () => {
    const { heard, uplink, send } = setUp();
    send(0, [1001, 1002], 0);
    expect(heard).toEqual([]);
    uplink.setRoute('forward');
    send(2, [1003], 120);
    expect(heard).toEqual([
      [1001, 60],
      [1002, 60],
      [1003, 60],
    ]);
  });

  test('what is held is bounded, and the oldest goes', () => {
    const { heard, uplink, send } = setUp();
    for (let i = 0; i < 20; i++) send(i, [1001 + i], i * 60);
    uplink.setRoute('forward');
    expect(heard).toHaveLength(10);
    expect(heard[0]).toEqual([1011, 60]);
    expect(uplink.figures.heldDropped).toBe(10);
  });
});

describe('a sequence', () => {
  test('has gaps concealed, duplicates passed over, and survives corrupt packets', () => {
    const { heard, uplink, send } = setUp();
    uplink.setRoute('forward');
    send(0, [1001], 0);
    send(3, [1004], 180);
    send(3, [1004], 180);
    send(1, [1002], 60);
    send(4, [0], 240);
    expect(heard).toEqual([
      [1001, 60],
      [-1, 120],
      [1004, 60],
      [-1, 60],
    ]);
    expect(uplink.figures).toMatchObject({ frames: 3, lost: 2, stale: 2, corrupt: 1, concealed: 3 });
  });

  test('with a long gap is not guessed at: the rest of it is silence', () => {
    const { clock, heard, uplink, send } = setUp();
    uplink.setRoute('forward');
    send(0, [1001], 0);
    clock.advance(660);
    send(11, [1002], 660);
    expect(heard).toEqual([
      [1001, 60],
      [-1, 300],
      [0, 300],
      [1002, 60],
    ]);
  });

  test('may wrap', () => {
    const { uplink, send } = setUp();
    uplink.setRoute('forward');
    send(0xff_ff_ff_ff, [1001, 1002], 0);
    send(1, [1003], 120);
    expect(uplink.figures).toMatchObject({ frames: 3, lost: 0, stale: 0 });
  });

  test('that starts anew is heard, and is no loss', () => {
    const { heard, uplink, send } = setUp();
    uplink.setRoute('forward');
    send(1_000_000, [1001], 0);
    send(0, [1002], 60);
    send(1, [1003], 120);
    send(2 ** 31, [1004], 180);
    expect(values(heard)).toEqual([1001, 1002, 1003, 1004]);
    expect(uplink.figures).toMatchObject({ frames: 4, lost: 0, stale: 0 });
  });
});

test('short frames are joined, and what waits goes out when the user stops', () => {
  const { pieces, uplink, send } = setUp({ frameDurationMs: 20 });
  uplink.setRoute('forward');
  send(0, [1001], 0);
  expect(pieces).toEqual([]);
  send(1, [1002], 20);
  send(2, [1003], 40, AudioFlag.END);
  expect(pieces).toEqual([40, 20]);
});

describe('silence', () => {
  test('keeps in step with the clock before anything is said', () => {
    const { clock, heardMs, uplink } = setUp();
    clock.advance(500);
    uplink.setRoute('forward');
    clock.advance(600);
    expect(heardMs(0)).toBe(480);
    clock.advance(60_000);
    expect(heardMs(0)).toBe(60_480);
  });

  test('follows the end of a turn, and is as long as the microphone was shut', () => {
    const { clock, heard, heardMs, uplink, send } = setUp();
    uplink.setRoute('forward');
    send(0, [1001], 0, AudioFlag.END);
    clock.advance(180);
    expect(heardMs(0)).toBeGreaterThanOrEqual(60);
    clock.advance(4820);
    send(1, [1002], 5000, AudioFlag.AFTER_SILENCE);
    expect(heard).toEqual([
      [1001, 60],
      [0, 4940],
      [1002, 60],
    ]);
    expect(uplink.figures.aheadMs).toBe(0);
  });

  test('after a turn that ended while the model opened does not have to be waited for', () => {
    const { clock, heard, uplink, send } = setUp();
    send(0, [1001], 0, AudioFlag.END);
    clock.advance(3000);
    uplink.setRoute('forward');
    clock.advance(60);
    expect(heard[0]).toEqual([1001, 60]);
    expect(heard[1]![0]).toBe(0);
    expect(heard[1]![1]).toBeGreaterThanOrEqual(900);
  });

  test('of a process that slept for an hour is not made up for', () => {
    const { clock, heardMs, uplink } = setUp();
    uplink.setRoute('forward');
    const later = clock.now() + 3_600_000;
    clock.now = () => later;
    clock.advance(200);
    expect(heardMs()).toBeGreaterThan(0);
    expect(heardMs()).toBeLessThan(1200);
  });

  test('the same route again changes nothing', () => {
    const { clock, heardMs, uplink, send } = setUp();
    uplink.setRoute('forward');
    send(0, [1001], 0, AudioFlag.END);
    for (let i = 0; i < 20; i++) {
      clock.advance(30);
      uplink.setRoute('forward');
    }
    expect(heardMs(0)).toBe(540);
  });

  test('is not sent to a model that needs none', () => {
    const { clock, heardMs, uplink } = setUp({ fillSilence: false });
    uplink.setRoute('forward');
    clock.advance(1000);
    expect(heardMs()).toBe(0);
    expect(clock.pending).toBe(0);
  });

  test('takes its time as the device does when it leaves it out', () => {
    for (const delayMs of [() => 20, (at: number) => 20 + (at % 7) * 15]) {
      const scene = setUp();
      scene.uplink.setRoute('forward');
      speak({
        setUp: scene,
        forMs: 60_000,
        // 600 ms of speech, then a pause of a length of its own.
        say: (at) => (at % 3000 < 600 || at % 7000 < 600 ? SPEECH + Math.floor(at / 60) : undefined),
        delayMs,
      });
      // Each word begins in the model's time when it did in the device's.
      let at = 0;
      for (const [value, ms] of scene.heard) {
        if (value >= SPEECH) expect(Math.abs(at - (value - SPEECH) * 60)).toBeLessThanOrEqual(60);
        at += ms;
      }
      expect(at).toBeGreaterThan(57_000);
    }
  });
});

describe('a stall', () => {
  const spoken = (scene: ReturnType<typeof setUp>, say: Spoken['say'], stallMs: number, forMs = 8000): void =>
    speak({
      setUp: scene,
      forMs,
      say,
      // Everything of the stall arrives at its end.
      delayMs: (at) => (at >= 3000 && at < 3000 + stallMs ? 3000 + stallMs + 20 - at : 20),
    });

  test('of 800 ms in speech tears no word', () => {
    const scene = setUp();
    scene.uplink.setRoute('forward');
    spoken(scene, (at) => SPEECH + Math.floor(at / 60), 800);
    expect(scene.heard.map(([value]) => value)).not.toContain(0);
    expect(scene.heardMs()).toBe(8040);
    expect(scene.uplink.figures).toMatchObject({ silenceFilledMs: 0, aheadMs: 0 });
  });

  test('in a pause is silence, which the quiet that comes later does not lengthen', () => {
    const scene = setUp();
    scene.uplink.setRoute('forward');
    spoken(scene, (at) => (at < 600 ? SPEECH : QUIET), 800);
    expect(scene.uplink.figures.silenceFilledMs).toBeGreaterThan(300);
    expect(scene.uplink.figures.quietLeftOutMs).toBeGreaterThan(300);
    expect(Math.abs(scene.uplink.figures.aheadMs)).toBeLessThanOrEqual(60);
    expect(Math.abs(scene.heardMs() - 8000)).toBeLessThanOrEqual(120);
  });

  test('of 3 s loses no word, and what it added is gone when the user has listened to an answer', () => {
    const scene = setUp();
    scene.uplink.setRoute('forward');
    const said: number[] = [];
    spoken(
      scene,
      (at) => {
        const value = at < 12_000 ? talking(at) : QUIET;
        if (value >= SPEECH) said.push(value);
        return value;
      },
      3000,
      18_000,
    );
    expect(scene.uplink.figures.silenceFilledMs).toBeGreaterThan(1000);
    expect(values(scene.heard)).toEqual(said);
    expect(Math.abs(scene.uplink.figures.aheadMs)).toBeLessThanOrEqual(60);
    expect(Math.abs(scene.heardMs() - 18_000)).toBeLessThanOrEqual(180);
  });
});

describe('an hour', () => {
  test.for([
    [200, 60, 1],
    [-200, 60, 1],
    [200, 20, 4],
    [-200, 40, 2],
    [0, 60, 1],
  ])(
    'with a device clock off by %i ppm, in frames of %i ms, %i at once',
    ([ppm, frameDurationMs, packets]) => {
      const scene = setUp({ frameDurationMs: frameDurationMs! });
      scene.uplink.setRoute('forward');
      const startedAt = scene.clock.now();
      let worstMs = 0;
      let words = 0;
      const forMs = 3_600_000;
      speak({
        setUp: scene,
        forMs,
        frameDurationMs: frameDurationMs!,
        packets: packets!,
        ppm: ppm!,
        say: (at) => {
          const elapsedMs = scene.clock.now() - startedAt;
          if (elapsedMs > 10_000) worstMs = Math.max(worstMs, Math.abs(scene.heardMs() - elapsedMs));
          // Kept short: the sum above is over all that was heard.
          scene.heard.splice(0, scene.heard.length, [QUIET, scene.heardMs()]);
          const value = talking(at);
          if (value >= SPEECH) words++;
          return value;
        },
        // Jitter of up to 60 ms.
        delayMs: (at) => 20 + ((at * 7) % 60),
      });
      // Without correction it would be 720.
      expect(worstMs).toBeLessThan(250 + packets! * frameDurationMs!);
      const { quietLeftOutMs, quietDoubledMs, silenceFilledMs, frames } = scene.uplink.figures;
      expect(frames).toBeGreaterThan(words);
      if (ppm! > 0) expect(quietLeftOutMs).toBeGreaterThan(400);
      if (ppm! < 0) expect(quietDoubledMs).toBeGreaterThan(400);
      if (ppm === 0) expect(quietLeftOutMs + quietDoubledMs).toBe(0);
      // Never in a word: the microphone was open and came on time.
      expect(silenceFilledMs).toBe(0);
    },
  );
});

describe('a capture time', () => {
  test('may wrap', () => {
    const scene = setUp();
    scene.uplink.setRoute('forward');
    speak({
      setUp: scene,
      forMs: 6000,
      deviceStartMs: 2 ** 32 - 3000,
      say: (at) => (at % 2000 < 1000 ? SPEECH + Math.floor(at / 60) : undefined),
    });
    expect(Math.abs(scene.heardMs() - 5000)).toBeLessThanOrEqual(120);
    expect(scene.uplink.figures.aheadMs).toBe(0);
  });

  test.for([
    ['stands still', () => 0],
    ['runs backwards', (time: number) => -time],
    ['is noise', (time: number) => (time * 2_654_435_761) % 2 ** 32],
    ['runs ten times too fast', (time: number) => time * 10],
    ['leaps by a second all the time', (time: number) => time + Math.floor(time / 500) * 1000],
    ['is off by up to 40 ms', (time: number) => time + ((time * 13) % 40)],
  ] as const)('that %s loses no word and adds little', ([, stamp]) => {
    const scene = setUp();
    scene.uplink.setRoute('forward');
    const said: number[] = [];
    speak({
      setUp: scene,
      forMs: 120_000,
      stamp,
      say: (at) => {
        const value = talking(at);
        if (value >= SPEECH) said.push(value);
        return value;
      },
    });
    expect(values(scene.heard)).toEqual(said);
    // At most the burst that a device is allowed.
    expect(scene.heardMs()).toBeLessThan(120_000 + 32_000);
    expect(scene.heardMs()).toBeGreaterThan(118_000);
  });
});

test('a device that sends faster than time goes by is held to its burst', () => {
  const { clock, heardMs, uplink, send } = setUp();
  uplink.setRoute('forward');
  for (let i = 0; i < 4000; i++) {
    send(i, [1001], i * 60);
    clock.advance(6);
  }
  expect(heardMs()).toBeLessThan(24_000 * 1.02 + 30_000);
  expect(uplink.figures.surplusDropped).toBeGreaterThan(2000);
});

test('20 packets of 20 ms in messages of 4 lose one message to the network', () => {
  const scene = setUp({ frameDurationMs: 20 });
  scene.uplink.setRoute('forward');
  speak({
    setUp: scene,
    forMs: 400,
    frameDurationMs: 20,
    packets: 4,
    say: (at) => SPEECH + at / 20,
    lost: (sequence) => sequence === 8,
  });
  expect(scene.heard.find(([value]) => value === -1)).toEqual([-1, 80]);
  expect(scene.heardMs()).toBe(400);
});

describe('the echo of what the device plays', () => {
  test('is muted, and silence flows in its place', () => {
    const echoGate = new EchoGate({ policy: 'mute', tailMs: 300, attenuationDb: 24 });
    const scene = setUp({ echoGate });
    scene.uplink.setRoute('forward');
    echoGate.playbackStarted(5_001_000);
    echoGate.playbackEnded(5_002_000);
    speak({ setUp: scene, forMs: 4000, say: () => SPEECH });
    // 5 ms at each end to fade.
    expect(scene.heardMs(0)).toBeGreaterThan(1250);
    expect(scene.heardMs(0)).toBeLessThan(1500);
    expect(scene.heardMs()).toBe(4020);
    expect(scene.uplink.figures.gated).toBe(23);
  });

  test('is attenuated, and silence where little is left', () => {
    const echoGate = new EchoGate({ policy: 'attenuate', tailMs: 0, attenuationDb: 20 });
    const scene = setUp({ echoGate });
    scene.uplink.setRoute('forward');
    echoGate.playbackStarted(5_000_000);
    // The second half is as faint, when attenuated, as a whisper.
    speak({ setUp: scene, forMs: 1200, say: (at) => (at < 600 ? 10_000 : 1000) });
    expect(scene.heardMs(1000)).toBe(595);
    expect(scene.heardMs(100)).toBe(0);
    expect(scene.heardMs(0)).toBe(600);
  });
});

test('a device that leaves out silence by itself is not waited for amid a word', () => {
  const scene = setUp();
  scene.uplink.setRoute('forward');
  speak({
    setUp: scene,
    forMs: 4000,
    say: (at) => (at < 600 || (at >= 2000 && at < 2600) ? SPEECH : undefined),
  });
  // The first pause shows its habit; in the second, which has not ended, silence follows soon.
  scene.heard.length = 0;
  scene.clock.advance(600);
  expect(scene.heardMs(0)).toBeGreaterThanOrEqual(300);
});

test('a process that was held up reads what waits before it fills in silence', () => {
  const { clock, heardMs, uplink } = setUp();
  uplink.setRoute('forward');
  const start = clock.now();
  const later = start + 500;
  clock.now = () => later;
  clock.advance(60);
  expect(heardMs()).toBe(0);
  clock.advance(120);
  expect(heardMs()).toBeGreaterThan(0);
});

test('nothing moves after close', () => {
  const { clock, heard, uplink, send } = setUp();
  uplink.setRoute('forward');
  uplink.close();
  uplink.close();
  send(0, [1001], 0);
  clock.advance(1000);
  expect(heard).toEqual([]);
  expect(clock.pending).toBe(0);
});

test('what was captured while nobody listened is no pause', () => {
  const { clock, heard, uplink, send } = setUp();
  uplink.setRoute('forward');
  send(0, [1001], 0);
  uplink.setRoute('drop');
  clock.advance(5000);
  send(50, [1002], 5000);
  uplink.setRoute('forward');
  send(100, [1003], 5060);
  expect(heard.filter(([value]) => value !== -1)).toEqual([
    [1001, 60],
    [1003, 60],
  ]);
});
