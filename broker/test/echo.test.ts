/** Devices that hear themselves: an answer that comes back into an open microphone must not interrupt itself. */
import type { DeviceSession, PipitDeviceOptions } from '@pipit/device-sdk';
import { expect, test } from 'vitest';
import { EchoRoom, SAMPLE_RATE_HZ } from './echo-room.ts';
import { WholeBroker } from './whole-broker.ts';

/** Loud enough for the scripted ears, as is the echo of an answer in `room`; not so the echo 18 dB softer. */
const question = Int16Array.from(
  { length: SAMPLE_RATE_HZ * 0.4 },
  (_, i) => 8000 * Math.sin((2 * Math.PI * 440 * i) / SAMPLE_RATE_HZ),
);
const room = { levelDb: -12, delayMs: 120 };
const answers = (audioMs: number) => ({ replies: [{ text: 'An answer.', audioMs }] });

interface Scene {
  readonly settings?: Record<string, unknown>;
  readonly audioMs?: number;
  readonly capabilities?: PipitDeviceOptions['capabilities'];
}

/** A device with an open microphone in the room, and a first question asked. */
async function inTheRoom(
  { settings = {}, audioMs = 900, capabilities = {} }: Scene,
  story: (scene: { session: DeviceSession; echo: EchoRoom }) => Promise<void>,
): Promise<void> {
  await using whole = await WholeBroker.start({ script: answers(audioMs), settings });
  const device = await whole.device('kitchen', { playbackSampleRateHz: SAMPLE_RATE_HZ, capabilities });
  const session = await device.openSession({ mode: 'ALWAYS_OPEN' });
  await session.waitForState('LISTENING');
  const echo = new EchoRoom(room);
  await session.play(echo.loudspeaker);
  const stop = new AbortController();
  const listening = echo.listen(session, stop.signal);
  try {
    const started = session.once('playbackStarted');
    await echo.say(question);
    await started;
    await story({ session, echo });
  } finally {
    stop.abort();
    await listening;
  }
}

test('without help, a device that hears itself interrupts itself', () =>
  inTheRoom({ settings: { 'audio.echo': 'off' } }, async ({ session }) => {
    expect((await session.once('flushed')).generation).toBe(1);
  }));

test.for([
  [{ 'audio.echo': 'mute' }],
  [{ 'audio.echo': 'attenuate', 'audio.echoAttenuationDb': 18 }],
  [{ 'audio.echo': 'auto' }],
] as const)('with %j it does not, and the next question is heard', ([settings]) =>
  inTheRoom({ settings }, async ({ session, echo }) => {
    const flushed: number[] = [];
    session.on('flushed', ({ generation }) => flushed.push(generation));
    const first = await session.once('playbackFinished');
    expect(first.generation).toBe(1);
    expect(first.playedMs).toBeGreaterThan(800);
    // Past the tail, in which nobody is heard.
    await echo.say(new Int16Array(SAMPLE_RATE_HZ * 0.5));
    const second = session.once('playbackStarted');
    await echo.say(question);
    // It would have another number if the echo had been taken for a question.
    expect((await second).generation).toBe(2);
    expect(flushed).toEqual([]);
  }),
);

test('muted, the button stops the answer, and who pressed it is heard', () =>
  inTheRoom({ settings: { 'audio.echo': 'mute' }, audioMs: 20_000 }, async ({ session, echo }) => {
    const flushed = session.once('flushed');
    session.interrupt('BUTTON');
    expect((await flushed).generation).toBe(1);
    await echo.say(new Int16Array(SAMPLE_RATE_HZ * 0.5));
    const started = session.once('playbackStarted');
    await echo.say(question);
    expect((await started).generation).toBe(2);
  }));

test('attenuated, a voice close to the microphone still interrupts', () =>
  inTheRoom(
    { settings: { 'audio.echo': 'attenuate', 'audio.echoAttenuationDb': 18 }, audioMs: 20_000 },
    async ({ session, echo }) => {
      const flushed = session.once('flushed');
      await echo.say(question);
      expect((await flushed).generation).toBe(1);
    },
  ));

test('a device that cancels its echo is left alone', () =>
  inTheRoom({ capabilities: { echoCancellation: true } }, async ({ session }) => {
    // The room's echo reaches the model: nobody stands between.
    expect((await session.once('flushed')).generation).toBe(1);
  }));
