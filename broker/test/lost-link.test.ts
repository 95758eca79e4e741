/** A device whose Wi-Fi comes and goes, in the middle of a conversation with a whole broker. */
import { SimulatedNetwork } from '@pipit/device-sdk/testing';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { WholeBroker, speakUntil, utter } from './whole-broker.ts';

const LONG = { script: { replies: [{ text: 'A long answer.', audioMs: 4000 }] } };
const CAN_HEAR = { capabilities: { echoCancellation: true }, reconnect: { minDelayMs: 50, maxDelayMs: 200 } };

/** A device behind a network of its own, in the middle of an answer of four seconds. */
async function inAnswer(whole: WholeBroker, network: SimulatedNetwork) {
  const port = whole.broker.ports['tcp']!;
  const transport = () => network.wrap(connect({ port, host: '127.0.0.1', noDelay: true }));
  const device = await whole.device('kitchen', { ...CAN_HEAR, transport });
  const session = await device.openSession({ mode: 'ALWAYS_OPEN' });
  await session.waitForState('LISTENING');
  await speakUntil(session, 300, session.once('playbackStarted'));
  return { device, session };
}

describe('a link that breaks in an answer', () => {
  test('costs a pause: the answer goes on where it stopped, and is heard whole', async () => {
    await using whole = await WholeBroker.start(LONG);
    const network = new SimulatedNetwork();
    const { session } = await inAnswer(whole, network);
    const sequences: number[] = [];
    void (async () => {
      for await (const packet of session.packets()) sequences.push(packet.sequence);
    })();
    const finished = session.once('playbackFinished');
    network.cut();
    await session.waitForState('SUSPENDED');
    expect((await finished).playedMs).toBeGreaterThanOrEqual(3960);
    const first = sequences[0]!;
    expect(sequences).toEqual(sequences.map((_, i) => first + i));
    expect(session.figures.playout).toMatchObject({ lost: 0, late: 0, concealed: 0 });
    const { turn } = await whole.event('turn');
    expect(turn.said).toBe('A long answer.');
    expect(whole.emulator.stats().streams).toBe(1);
  });

  test.each(['REPEAT', 'DROP'] as const)('and a device that wants it so: %s', async (resume) => {
    await using whole = await WholeBroker.start(LONG);
    const network = new SimulatedNetwork();
    const port = whole.broker.ports['tcp']!;
    const transport = () => network.wrap(connect({ port, host: '127.0.0.1', noDelay: true }));
    const device = await whole.device('kitchen', { ...CAN_HEAR, transport });
    const session = await device.openSession({ mode: 'ALWAYS_OPEN', resume });
    await session.waitForState('LISTENING');
    await speakUntil(session, 300, session.once('playbackStarted'));
    network.cut();
    const flushed = session.once('flushed');
    expect((await flushed).generation).toBe(1);
    if (resume === 'DROP') return session.waitForState('LISTENING');
    const finished = await session.once('playbackFinished');
    expect(finished).toMatchObject({ generation: 2 });
    expect(finished.playedMs).toBeGreaterThanOrEqual(3960);
  });

  test('while the user speaks, does not cost the words', async () => {
    await using whole = await WholeBroker.start({
      script: { replies: [{ text: 'Yes.', audioMs: 300 }], speechMs: 200 },
    });
    const network = new SimulatedNetwork();
    const port = whole.broker.ports['tcp']!;
    const transport = () => network.wrap(connect({ port, host: '127.0.0.1', noDelay: true }));
    const device = await whole.device('kitchen', { ...CAN_HEAR, transport });
    const session = await device.openSession({ mode: 'PUSH_TO_TALK' });
    await session.waitForState('LISTENING');
    session.startListening();
    await utter(session, 100);
    network.cut();
    await utter(session, 200);
    session.stopListening();
    await session.once('playbackFinished');
    const { turn } = await whole.event('turn');
    expect(turn.heard).toBe('scripted turn');
  });
});

test('a device that comes back after its grace is told so, and starts anew with what was said', async () => {
  await using whole = await WholeBroker.start({ settings: { 'session.graceMs': 20 } });
  const network = new SimulatedNetwork();
  const { session, device } = await inAnswer(whole, network);
  await session.once('playbackFinished');
  await whole.event('turn');
  network.cut();
  await session.waitForState('SUSPENDED');
  const { reason } = await session.once('ended');
  expect(reason).toBe('DEVICE_LOST');
  const again = await device.openSession();
  await again.waitForState('LISTENING');
  expect(whole.broker.figures.value('session_suspended')).toBe(0);
});
