import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { broker } from '#lib/broker/client.ts';
import { Problem } from '#lib/broker/problem.ts';
import { Sound } from './sound.svelte.ts';

class FakeAudio extends EventTarget {
  static readonly all: FakeAudio[] = [];
  currentTime = 0;
  playbackRate = 1;
  duration = Number.NaN;
  paused = true;
  loads = 0;
  readonly href: string;
  constructor(href: string) {
    super();
    this.href = href;
    FakeAudio.all.push(this);
  }
  play(): Promise<void> {
    this.paused = false;
    return Promise.resolve();
  }
  pause(): void {
    this.paused = true;
  }
  load(): void {
    this.loads++;
  }
  removeAttribute(): void {}
}

const CLOCK = { isPlaying: true, speed: 1 };
let durationMs: number;
let piece: () => Promise<unknown>;
let sound: Sound;
beforeEach(async () => {
  FakeAudio.all.length = 0;
  vi.stubGlobal('Audio', FakeAudio);
  durationMs = 10_000;
  piece = () => Promise.resolve(new Blob(['sound']));
  vi.spyOn(broker, 'GET').mockImplementation((async (path: string) => {
    const items = [{ name: 'user-1.ogg', href: '/user-1.ogg', side: 'user', offsetMs: 0, durationMs }];
    return { data: path.endsWith('{name}') ? await piece() : { items } };
  }) as never);
  sound = new Sound('some');
  await sound.read();
});
afterEach(() => {
  sound.close();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});
const fail = async (player: FakeAudio) => {
  player.dispatchEvent(new Event('error'));
  await vi.waitFor(() =>
    expect(broker.GET).toHaveBeenCalledWith(expect.stringMatching(/name/), expect.anything()),
  );
  await new Promise(setImmediate);
};

test('a piece that is refused because the sign-in was over is loaded again once that is renewed', async () => {
  sound.follow(1000, CLOCK, false);
  const [player] = FakeAudio.all;
  await fail(player!);
  expect([player!.loads, sound.isBroken, sound.failure]).toEqual([1, false, undefined]);
  // It was there, and fails again: it is the browser.
  await fail(player!);
  expect(sound.isBroken).toBe(true);
});

test('why the broker does not give it is told in its words, and it can be tried again', async () => {
  sound.follow(1000, CLOCK, false);
  piece = () => Promise.reject(new Problem(404, { code: 'NOT_FOUND' }));
  await fail(FakeAudio.all[0]!);
  expect(sound.failure).toMatchObject({ status: 404 });
  expect(sound.isBroken).toBe(false);
  await sound.retry();
  expect(sound.failure).toBeUndefined();
  sound.follow(1000, CLOCK, false);
  expect(FakeAudio.all).toHaveLength(2);
});

test('what has grown since it was loaded is loaded anew', async () => {
  sound.follow(9000, CLOCK, true);
  FakeAudio.all[0]!.duration = 10;
  durationMs = 20_000;
  await sound.read();
  sound.follow(9500, CLOCK, true);
  expect(FakeAudio.all).toHaveLength(1);
  sound.follow(12_000, CLOCK, true);
  expect(FakeAudio.all).toHaveLength(2);
  expect(FakeAudio.all[1]!.currentTime).toBe(12);
});
