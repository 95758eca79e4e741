import { ListenMode } from '@pipit/protocol';
import { describe, expect, test } from 'vitest';
import { EchoGate, type EchoGateOptions } from './echo-gate.ts';
import { type EchoPolicy, echoGateFor } from './echo-policy.ts';

const gate = (options: Partial<EchoGateOptions> = {}): EchoGate =>
  new EchoGate({ policy: 'mute', tailMs: 300, attenuationDb: 20, ...options });

test('mutes what was captured while the device played, and for the tail', () => {
  const echo = gate();
  expect(echo.gainAt(900, 60)).toBe(1);
  echo.playbackStarted(1000);
  expect(echo.gainAt(900, 60)).toBe(1);
  expect(echo.gainAt(960, 60)).toBe(0);
  expect(echo.gainAt(60_000, 60)).toBe(0);
  echo.playbackEnded(61_000);
  expect(echo.gainAt(61_240, 60)).toBe(0);
  expect(echo.gainAt(61_300, 60)).toBe(1);
  // Audio that was under way when the end was told.
  expect(echo.gainAt(50_000, 60)).toBe(0);
});

test('attenuates by so many decibels', () => {
  const echo = gate({ policy: 'attenuate' });
  echo.playbackStarted(1000);
  expect(echo.gainAt(2000)).toBeCloseTo(0.1);
});

test('the first echo may be under way before word of the start: the first frame sent begins it', () => {
  const echo = gate();
  echo.frameSent(1000, 60);
  expect(echo.gainAt(1010)).toBe(0);
  echo.playbackStarted(1200);
  echo.playbackEnded(2000);
  expect(echo.gainAt(2301)).toBe(1);
});

test('without a comparison of clocks, the newest audio tells the time', () => {
  const echo = gate();
  echo.frameSent(undefined, 60);
  expect(echo.gainAt(5000, 60)).toBe(1);
  echo.frameSent(undefined, 60);
  expect(echo.gainAt(5060, 60)).toBe(0);
  expect(echo.gainAt(5120, 60)).toBe(0);
  echo.playbackEnded(undefined);
  expect(echo.gainAt(5400, 60)).toBe(0);
  expect(echo.gainAt(5420, 60)).toBe(1);
});

describe('a device that does not tell', () => {
  test('the end is not deaf for ever', () => {
    const echo = gate();
    for (let i = 0; i < 10; i++) echo.frameSent(1000, 60);
    expect(echo.gainAt(1600 + 3200)).toBe(0);
    expect(echo.gainAt(1600 + 3300)).toBe(1);
    echo.frameSent(9000, 60);
    expect(echo.gainAt(9100)).toBe(0);
  });

  test('anything but the start is not deaf for ever either', () => {
    const echo = gate();
    echo.playbackStarted(1000);
    expect(echo.gainAt(500_000)).toBe(0);
    expect(echo.gainAt(601_001)).toBe(1);
  });

  test('the truth harms nobody', () => {
    const echo = gate();
    echo.playbackEnded(5);
    echo.playbackEnded(undefined);
    expect(echo.gainAt(0)).toBe(1);
    echo.playbackStarted(1000);
    echo.playbackEnded(10);
    expect(echo.gainAt(1299)).toBe(0);
    expect(echo.gainAt(1300)).toBe(1);
  });
});

test('a frame that is sent when the one before has been played holds on', () => {
  const echo = gate();
  echo.frameSent(1000, 60);
  echo.frameSent(4000, 60);
  expect(echo.gainAt(7000)).toBe(0);
  expect(echo.gainAt(4060 + 3300)).toBe(1);
});

test('lets through whom it does not apply to', () => {
  let applies = false;
  const echo = gate({ applies: () => applies });
  echo.playbackStarted(1000);
  expect(echo.gainAt(1100)).toBe(1);
  applies = true;
  expect(echo.gainAt(1100)).toBe(0);
});

describe('the policy', () => {
  const policy = (echo: EchoPolicy['echo'], echoCancellation: boolean, mode: ListenMode): number => {
    const settings = { echo, echoTailMs: 300, echoAttenuationDb: 20 };
    const echoGate = echoGateFor(settings, { echoCancellation }, () => mode);
    echoGate?.playbackStarted(1000);
    return echoGate?.gainAt(1100) ?? 1;
  };
  const { ALWAYS_OPEN, AUTOMATIC, PUSH_TO_TALK } = ListenMode;
  test.for([
    ['auto', false, ALWAYS_OPEN, 0],
    ['auto', true, ALWAYS_OPEN, 1],
    ['auto', false, AUTOMATIC, 1],
    ['auto', false, PUSH_TO_TALK, 1],
    ['mute', true, AUTOMATIC, 0],
    ['mute', false, PUSH_TO_TALK, 1],
    ['attenuate', true, ALWAYS_OPEN, 0.1],
    ['off', false, ALWAYS_OPEN, 1],
  ] as const)('%s, echo cancellation %s, mode %i: gain %f', ([echo, echoCancellation, mode, gain]) => {
    expect(policy(echo, echoCancellation, mode)).toBeCloseTo(gain);
  });
});

test('works across the wrap of the clock, and for answer after answer', () => {
  const echo = gate();
  const start = 0xff_ff_ff_00;
  echo.playbackStarted(start);
  expect(echo.gainAt(10)).toBe(0);
  echo.playbackEnded(1000);
  expect(echo.gainAt(1299)).toBe(0);
  expect(echo.gainAt(1300)).toBe(1);
  expect(echo.gainAt(start - 10)).toBe(1);
  for (let from = 10_000; from < 200_000; from += 10_000) {
    echo.playbackStarted(from);
    expect(echo.gainAt(from + 100)).toBe(0);
    echo.playbackEnded(from + 5000);
    expect(echo.gainAt(from + 5300)).toBe(1);
  }
});
