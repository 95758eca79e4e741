import { expect, test } from 'vitest';
import type { Capabilities, Hello } from '@pipit/protocol';
import { negotiate } from './handshake.ts';

const hello = (capabilities?: Partial<Capabilities>): Hello => ({
  firmwareName: '',
  firmwareVersion: '',
  hardwareModel: '',
  hardwareSerial: '',
  language: '',
  ...(capabilities && {
    capabilities: {
      frameDurationsMs: [20],
      playbackSampleRatesHz: [24_000],
      playoutBufferMs: 0,
      leadMs: 0,
      echoCancellation: false,
      tools: false,
      discontinuousTransmission: false,
      ...capabilities,
    },
  }),
});

test.for<[string, Partial<Capabilities>, object]>([
  [
    'the first of what it prefers',
    { frameDurationsMs: [60, 20], playbackSampleRatesHz: [16_000, 48_000] },
    { frameDurationMs: 60, playbackSampleRateHz: 16_000 },
  ],
  [
    'past what we do not know',
    { frameDurationsMs: [10, 40], playbackSampleRatesHz: [44_100, 8000] },
    { frameDurationMs: 40, playbackSampleRateHz: 8000 },
  ],
  ['the usual lead', {}, { leadMs: 200 }],
  ['the lead it asks for', { leadMs: 600 }, { leadMs: 600 }],
  ['no more than the most', { leadMs: 60_000 }, { leadMs: 2000 }],
  ['no more than it can hold, with a frame more', { leadMs: 600, playoutBufferMs: 300 }, { leadMs: 280 }],
  ['the usual lead, if it can hold that', { playoutBufferMs: 100 }, { leadMs: 80 }],
  ['a frame at least', { frameDurationsMs: [60], leadMs: 5 }, { leadMs: 60 }],
])('a device gets %s', ([, capabilities, audio]) => {
  expect(negotiate(hello(capabilities))).toMatchObject({ ok: true, audio });
});

test.for<[Partial<Capabilities> | undefined, string]>([
  [undefined, 'hello.capabilities.frameDurationsMs'],
  [{ frameDurationsMs: [] }, 'hello.capabilities.frameDurationsMs'],
  [{ frameDurationsMs: [30, 120] }, 'hello.capabilities.frameDurationsMs'],
  [{ playbackSampleRatesHz: [44_100] }, 'hello.capabilities.playbackSampleRatesHz'],
])('with nothing in common it is told the field', ([capabilities, field]) => {
  expect(negotiate(hello(capabilities))).toMatchObject({
    ok: false,
    error: { code: 'UNSUPPORTED_AUDIO', field },
  });
});
