import { expect, test } from 'vitest';
import { DeafnessWatch } from './deafness-watch.ts';

function setUp() {
  const told: string[] = [];
  const watch = new DeafnessWatch({
    sampleRateHz: 16_000,
    onSound: () => told.push('sound'),
    onDeaf: () => told.push('deaf'),
  });
  const send = (ms: number, level: number) => {
    for (let at = 0; at < ms; at += 60)
      watch.sent(new Int16Array(960).map((_, i) => level * Math.sin(i / 5)));
  };
  return { told, watch, speak: (ms: number) => send(ms, 4000), hush: (ms: number) => send(ms, 20) };
}

test('speech without any sign of the model is told after a while, and once', () => {
  const { told, speak, hush } = setUp();
  speak(1200);
  hush(4800);
  expect(told).toEqual(['sound']);
  hush(600);
  expect(told).toEqual(['sound', 'deaf']);
  speak(1200);
  hush(6000);
  expect(told).toEqual(['sound', 'deaf', 'sound']);
});

test('a model that gives signs is not deaf, and may become it later', () => {
  const { told, watch, speak, hush } = setUp();
  speak(1200);
  hush(1200);
  watch.sign();
  hush(10_000);
  expect(told).toEqual(['sound']);
  speak(1200);
  hush(5400);
  expect(told).toEqual(['sound', 'sound', 'deaf']);
});

test('a knock is not speech, and who goes on talking is waited for', () => {
  const { told, speak, hush } = setUp();
  speak(240);
  hush(8000);
  for (let i = 0; i < 10; i++) {
    speak(1200);
    hush(3000);
  }
  expect(told).toEqual(['sound', 'sound']);
});
