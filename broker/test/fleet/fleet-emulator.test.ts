/** Settings and spoken texts with the emulator in place of Amazon: the real wire to the model. */
import { createEmulator } from '@pipit/emulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { LOCAL_CREDENTIALS } from '../../src/model/local.ts';
import { createNovaSonic } from '../../src/model/nova/nova-sonic.ts';
import type { Database } from '../../src/store/database.ts';
import { openTestDatabase } from '../store/test-database.ts';
import { speak } from '../whole-broker.ts';
import { FleetBench } from './fleet-bench.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test('a device speaks first, gets another voice between turns, and says what it is told', async () => {
  await using emulator = await createEmulator({
    brain: 'scripted',
    script: {
      silenceMs: 200,
      // Every stream begins with the first.
      replies: ['One.', 'Two.'].map((text) => ({ text, audioMs: 300 })),
    },
  });
  const voice = createNovaSonic({
    modelId: 'amazon.nova-2-sonic-v1:0',
    region: 'us-east-1',
    endpoint: emulator.url,
    credentials: LOCAL_CREDENTIALS,
    clock: systemClock,
  });
  await using bench = await FleetBench.start(database, { voice });
  const device = await bench.device('d', { codec: undefined as never });
  const set = (config: object) => bench.ask('PUT /api/devices/d', { body: { config } });
  await set({ greeting: 'Good morning!', voice: 'amy' });

  const session = await device.openSession();
  const texts: string[] = [];
  session.on('transcript', ({ role, stage, text }) => {
    if (stage === 'FINAL') texts.push(`${role} ${text}`);
  });
  await session.once('playbackFinished');
  expect(texts).toEqual(['ASSISTANT One.']);

  const ask = async () => {
    const stop = new AbortController();
    const speaking = speak(session, 300, stop.signal);
    await session.once('playbackFinished');
    stop.abort();
    await speaking;
  };
  await ask();
  expect((await set({ voice: 'olivia' })).body).toMatchObject({ applied: { voice: 'between_turns' } });
  await expect.poll(() => emulator.stats().openStreams, { timeout: 10_000 }).toBe(1);
  await ask();
  const said = await bench.ask('POST /api/devices/d/action?wait=20', {
    body: { action: 'say', text: 'Dinner is ready.' },
  });
  expect(said.body).toMatchObject({ status: 'succeeded' });
  expect(texts).toEqual([
    'ASSISTANT One.',
    'USER scripted turn',
    'ASSISTANT Two.',
    'USER scripted turn',
    'ASSISTANT One.',
    'ASSISTANT Two.',
  ]);
  expect(session.state).toBe('LISTENING');
  await session.close();
  voice.close();
});
