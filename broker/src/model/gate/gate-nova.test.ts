/** The gate before the real client, against the emulator. */
import { createEmulator, type Emulator } from '@pipit/emulator';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../clock.ts';
import { Figures } from '../../telemetry/figures.ts';
import { createNovaSonic } from '../nova/nova-sonic.ts';
import type { ModelSession, OpenOptions, VoiceModel } from '../voice-model.ts';
import { guardModel } from './gate.ts';

const settings = {
  systemPrompt: 'Be brief.',
  voice: 'matthew',
  maxTokens: 1024,
  topP: 0.9,
  temperature: 0.7,
  endpointing: 'HIGH',
} as const;

let emulator: Emulator;
let gate: VoiceModel;
let figures: Figures;

beforeEach(async () => {
  emulator = await createEmulator({ brain: 'scripted', limits: { concurrentStreams: 2 } });
  gate = guarded(emulator.url);
});

afterEach(async () => {
  gate.close();
  await emulator.close();
});

function guarded(endpoint: string): VoiceModel {
  figures = new Figures();
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const address = { modelId: 'amazon.nova-2-sonic-v1:0', region: 'us-east-1', endpoint, credentials };
  return guardModel(createNovaSonic({ ...address, clock: systemClock }), {
    maxStreams: 10,
    queueTimeoutMs: 10_000,
    patience: { firstDelayMs: 10, maxDelayMs: 40 },
    clock: systemClock,
    figures,
  });
}

const open = (more: Partial<OpenOptions> = {}): Promise<ModelSession> =>
  gate.open({
    sessionId: 's',
    settings,
    history: [],
    place: 'new',
    onEvent: () => {},
    onEnded: () => {},
    signal: new AbortController().signal,
    ...more,
  });

test('an account with less quota than we think: all get through in the end, without a storm', async () => {
  let waiting = 0;
  const { promise: allWait, resolve } = Promise.withResolvers<void>();
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      const session = await open({ onWaiting: () => void (++waiting === 4 && resolve()) });
      await allWait;
      await session.close();
    }),
  );
  expect(waiting).toBe(4);
  expect(emulator.stats()).toMatchObject({ mostOpenStreams: 2, failed: 0 });
  expect(figures.snapshot()).toMatchObject({ model_opened_total: 6, model_streams_open: 0 });
});

test('an endpoint that is down is not asked for ever', async () => {
  gate.close();
  gate = guarded('http://127.0.0.1:1');
  for (let i = 0; i < 5; i++) await expect(open()).rejects.toMatchObject({ recovery: 'reopen' });
  await expect(open({ place: 'again' })).rejects.toMatchObject({
    reason: 'MODEL_FAILED',
    recovery: 'backoff',
    message: expect.stringMatching(/tried again in 5 s/),
  });
  expect(figures.snapshot()).toMatchObject({ model_open_failed_total: 6, model_breaker_opened_total: 1 });
});
