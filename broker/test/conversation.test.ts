/** The whole way: SDK, MQTT, session, AWS SDK, emulator, and back. */
import type { Behaviour } from '@pipit/emulator';
import { describe, expect, test } from 'vitest';
import { WholeBroker, utter, speak, until } from './whole-broker.ts';

test('a device asks and hears the answer, whole and in order', async () => {
  await using whole = await WholeBroker.start();
  const device = await whole.device('kitchen');
  const session = await device.openSession();
  const texts: string[] = [];
  session.on('transcript', ({ role, stage, text }) => texts.push(`${role} ${stage} ${text}`));
  const sequences: number[] = [];
  const reading = (async () => {
    for await (const packet of session.packets()) sequences.push(packet.sequence);
  })();
  const stop = new AbortController();
  const speaking = speak(session, 400, stop.signal);
  const { playedMs } = await session.once('playbackFinished');
  stop.abort();
  await speaking;
  const { turn } = await whole.event('turn');
  await session.close();
  await reading;

  expect(playedMs).toBeGreaterThanOrEqual(1560);
  expect(sequences).toEqual(Array.from({ length: 27 }, (_, index) => index));
  expect(session.figures.playout).toMatchObject({ received: 27, lost: 0, corrupt: 0 });
  expect(texts).toContain('USER FINAL scripted turn');
  expect(texts).toContain('ASSISTANT FINAL This is a scripted answer.');
  const { marks } = turn;
  const order = [
    marks.speechEnd,
    marks.speechEndDetected,
    marks.transcript,
    marks.firstModelAudio,
    marks.firstFrameSent,
  ];
  expect(order).toEqual(order.toSorted((a, b) => a! - b!));
  // Clocks are compared to about a millisecond.
  expect(marks.playbackStarted).toBeGreaterThan(marks.firstFrameSent! - 5);
  expect(turn.uplinkMs).toBeLessThan(1000);
  expect((await whole.event('ended')).reason).toBe('REQUESTED');
  await until(() => whole.emulator.stats().openStreams === 0);
});

describe('speaking into the answer stops it at the device', () => {
  const behaviours: Partial<Behaviour>[] = [
    {},
    { bargeIn: 'silent', finalText: 'none' },
    { userSpeechEvents: false, bargeIn: 'marker' },
    { userSpeechEvents: false, bargeIn: 'stop-reason' },
    { userSpeechEvents: false, bargeIn: 'silent', finalText: 'immediate' },
  ];
  test.each(behaviours)('by a model that tells it so: %j', async (behaviour) => {
    await using whole = await WholeBroker.start({
      behaviour,
      script: {
        replies: [
          { text: 'A very long answer.', audioMs: 20_000 },
          { text: 'A short one.', audioMs: 120 },
        ],
      },
    });
    const device = await whole.device('kitchen', { capabilities: { echoCancellation: true } });
    const session = await device.openSession({ mode: 'ALWAYS_OPEN' });
    const stop = new AbortController();
    let speaking = speak(session, 300, stop.signal);
    await session.once('playbackStarted');
    stop.abort();
    await speaking;
    const again = new AbortController();
    const finished = session.once('playbackFinished');
    speaking = speak(session, 300, again.signal);
    const flushed = await session.once('flushed');
    expect(flushed.generation).toBe(1);
    expect(flushed.playedMs).toBeLessThan(5000);
    expect((await finished).generation).toBe(2);
    again.abort();
    await speaking;
    const { turn } = await whole.event('turn', ({ turn: { generation } }) => generation === 1);
    expect(turn.playedMs).toBe(flushed.playedMs);
    expect(turn.marks.interrupted).toBeLessThanOrEqual(turn.marks.flushed!);
  });
});

test('the button stops the answer, and the next question has its own', async () => {
  await using whole = await WholeBroker.start({
    script: {
      replies: [
        { text: 'Long.', audioMs: 20_000 },
        { text: 'Short.', audioMs: 300 },
      ],
    },
  });
  const device = await whole.device('kitchen');
  const session = await device.openSession({ mode: 'PUSH_TO_TALK' });
  await session.waitForState('LISTENING');
  const ask = async () => {
    session.startListening();
    await utter(session, 300);
    session.stopListening();
  };
  await ask();
  await session.once('playbackStarted');
  const flushed = session.once('flushed');
  session.interrupt('BUTTON');
  expect((await flushed).generation).toBe(1);
  const started = session.once('playbackStarted');
  await ask();
  const { generation } = await started;
  expect(generation).toBe(2);
  expect(await session.once('playbackFinished')).toMatchObject({ generation: 2 });
});

describe('the model', () => {
  test('that refuses for good is told to the device as a reason, and the next try works', async () => {
    await using whole = await WholeBroker.start();
    const device = await whole.device('kitchen');
    whole.emulator.faults.add({ kind: 'error', error: 'AccessDeniedException' });
    const session = await device.openSession();
    const { reason, text } = await session.once('ended');
    expect(reason).toBe('MODEL_ACCESS_DENIED');
    expect(text).toMatch(/Check the broker's configuration/);
    await whole.line((line) => line['reason'] === 'MODEL_ACCESS_DENIED' && line.level === 40);
    await (await device.openSession()).waitForState('LISTENING');
  });

  test('that is throttled is waited for', async () => {
    await using whole = await WholeBroker.start();
    const device = await whole.device('kitchen');
    whole.emulator.faults.add({ kind: 'error', error: 'ThrottlingException' }, { streams: 2 });
    const session = await device.openSession();
    await session.waitForState('LISTENING');
    expect(whole.emulator.stats().throttled).toBe(2);
  });
});

test('a broker that stops tells its devices when to come back, and frees everything', async () => {
  await using whole = await WholeBroker.start({ settings: { 'session.drainAddress': 'mqtt://127.0.0.1:9' } });
  const device = await whole.device('kitchen');
  const session = await device.openSession();
  await session.waitForState('LISTENING');
  const disconnected = device.once('disconnected');
  const suspended = session.waitForState('SUSPENDED');
  await whole.broker.close();
  await whole.broker.close();
  await suspended;
  expect((await disconnected).reason).toBe('SHUTDOWN');
  await until(() => whole.emulator.stats().openStreams === 0);
});

test('health tells what runs, and nothing else is there', async () => {
  await using whole = await WholeBroker.start();
  const device = await whole.device('kitchen');
  await (await device.openSession()).waitForState('LISTENING');
  const base = `http://127.0.0.1:${whole.broker.ports['http']}`;
  const health = (await (await fetch(`${base}/health`)).json()) as Record<string, unknown>;
  expect(health).toMatchObject({ status: 'ok', devicesConnected: 1, sessionsOpen: 1 });
  expect((await fetch(`${base}/health`, { method: 'HEAD' })).status).toBe(200);
  expect((await fetch(`${base}/health`, { method: 'POST' })).status).toBe(405);
  const missing = await fetch(`${base}/nothing`);
  expect(missing.status).toBe(404);
  expect(await missing.json()).toMatchObject({ detail: expect.stringMatching(/health is at/) });
});

test('what was said stays out of the log unless it is switched on', async () => {
  for (const pii of [false, true]) {
    await using whole = await WholeBroker.start({ settings: { 'log.pii': pii } });
    const device = await whole.device('kitchen');
    const session = await device.openSession();
    const stop = new AbortController();
    const speaking = speak(session, 300, stop.signal);
    await session.once('playbackFinished');
    stop.abort();
    await speaking;
    await whole.event('turn');
    const text = JSON.stringify(whole.lines);
    expect(text.includes('scripted turn')).toBe(pii);
    expect(text.includes('scripted answer')).toBe(pii);
    expect(text).not.toMatch(/pk_/);
  }
});

test('what a device tells of itself is in the log and in the figures', async () => {
  await using whole = await WholeBroker.start();
  await whole.device('kitchen', { telemetryIntervalMs: 20, readings: () => ({ signalDbm: -61 }) });
  const line = await whole.line(({ msg }) => msg === 'device telemetry');
  expect(line).toMatchObject({ deviceId: 'kitchen', telemetry: { signalDbm: -61 } });
  expect(whole.broker.figures.value('device_telemetry_total')).toBeGreaterThan(0);
});
