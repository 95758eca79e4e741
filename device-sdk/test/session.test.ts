/** Conversations against a broker on loopback that echoes. */
import { type DeviceSession, PipitDevice, type PipitDeviceOptions } from '@pipit/device-sdk';
import { opusCodec } from '@pipit/device-sdk/node';
import { opusPackets, silentPackets, SimulatedDevice, SimulatedNetwork } from '@pipit/device-sdk/testing';
import { AudioFlag, ListenMode, Reason, SessionState } from '@pipit/protocol';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type FakeBroker, startFakeBroker } from './fake-broker.mjs';

const RATE = 16_000;
const tone = (ms: number) =>
  Int16Array.from({ length: (RATE * ms) / 1000 }, (_, i) => 8000 * Math.sin((2 * Math.PI * 300 * i) / RATE));

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
});

interface Talk {
  readonly broker: FakeBroker;
  readonly device: PipitDevice;
  readonly session: DeviceSession;
}

async function talk(
  mode: 'AUTOMATIC' | 'PUSH_TO_TALK' | 'ALWAYS_OPEN',
  options: Partial<PipitDeviceOptions> = {},
  echo = true,
): Promise<Talk> {
  const broker = await startFakeBroker({ echo });
  open.push(broker);
  const device = new PipitDevice({
    url: broker.url,
    deviceId: 'd1',
    secret: 's',
    frameDurationMs: 20,
    ...options,
  });
  open.push(device);
  await device.connect();
  return { broker, device, session: await device.openSession({ mode }) };
}

describe('a turn', () => {
  test('of PCM in pieces of any size comes back as PCM, packets, transcripts and marks', async () => {
    const { broker, session } = await talk('PUSH_TO_TALK', { progressIntervalMs: 100 });
    const states: string[] = [];
    session.on('state', ({ to }) => void states.push(to));
    const frames: Int16Array[] = [];
    const heard = (async () => {
      for await (const pcm of session.audio()) frames.push(pcm);
    })();
    const packets = session.packets();
    const transcripts = session.transcripts();
    const finished = session.once('playbackFinished');
    // Not waiting for the broker: it holds what comes early.
    session.startListening();
    const question = tone(450);
    for (let at = 0; at < question.length; at += 123) session.writePcm(question.subarray(at, at + 123));
    session.stopListening();

    expect(await finished).toMatchObject({ generation: 1, playedMs: 460 });
    expect(session.sessionId).toBe(`fake-session-${session.number}`);
    expect((await packets.next()).value).toMatchObject({ generation: 1, sequence: 0 });
    expect((await transcripts.next()).value).toMatchObject({ role: 'USER', stage: 'FINAL', text: 'echo' });
    expect((await transcripts.next()).value).toMatchObject({ role: 'ASSISTANT', stage: 'SPECULATIVE' });
    expect(session.figures.uplink).toMatchObject({ sent: 23, muted: 0, offline: 0, blocked: 0 });
    expect(session.figures.playout).toMatchObject({ received: 23, played: 23, lost: 0, late: 0 });

    const started = await broker.hear('playbackStarted');
    const ended = await broker.hear('playbackFinished');
    await broker.hear('playbackProgress');
    // A busy machine begins a little late, and catches up.
    const tookMs = ended.deviceTimeMs - started.deviceTimeMs;
    expect(tookMs).toBeGreaterThan(400);
    expect(states).toEqual(['LISTENING', 'SPEAKING', 'LISTENING']);

    await session.close();
    await heard;
    expect(states.slice(3)).toEqual(['CLOSING', 'ENDED']);
    expect(session.endReason).toBe('REQUESTED');
    expect(frames).toHaveLength(23);
    const loudest = Math.max(...frames.map((pcm) => Math.max(...pcm)));
    expect(loudest).toBeGreaterThan(4000);
    expect(frames[0]).toHaveLength(480);
    // Frames of the uplink: sequence and capture time count on, the last is marked.
    const audio = broker.heard
      .filter(({ kind }) => kind === 'audio')
      .map(({ value }) => value as { sequence: number; captureTimeMs: number; flags: number });
    expect(audio.map(({ sequence }) => sequence)).toEqual(audio.map((_, i) => i));
    expect(audio.at(-1)!.flags & AudioFlag.END).toBe(AudioFlag.END);
    expect(await broker.hear('sessionOpen')).toMatchObject({
      mode: ListenMode.PUSH_TO_TALK,
      frameDurationMs: 20,
    });
  });

  test('of a short answer that is sent whole before its first frame is heard shows SPEAKING once', async () => {
    const { broker, session } = await talk('PUSH_TO_TALK', {}, false);
    await session.waitForState('LISTENING');
    // A sink that takes frames when the test says so.
    let pull: () => Int16Array | undefined = () => undefined;
    await session.play({
      open: () => {},
      write: () => {},
      close: () => {},
      demand: (next) => void (pull = next),
    });
    const states: string[] = [];
    session.on('state', ({ to }) => void states.push(to));
    const allArrived = session.once('transcript');
    const connection = broker.connection('d1');
    connection.answer(session.number, 1, silentPackets(2, 20));
    connection.send('transcript', { session: session.number, text: 'Yes.' });
    await allArrived;
    const finished = session.once('playbackFinished');
    for (let turn = 0; turn < 3; turn++) pull();
    await finished;
    expect(states).toEqual(['SPEAKING', 'LISTENING']);
  });

  test('without a codec moves packets', async () => {
    const { session } = await talk('PUSH_TO_TALK', { codec: 'none' });
    expect(() => session.writePcm(tone(20))).toThrow(/no codec/);
    expect(() => session.audio()).toThrow(/no codec/);
    await expect(session.play({ open: () => {}, write: () => {}, close: () => {} })).rejects.toThrow(
      /no codec/,
    );
    expect(() => session.sendPacket(silentPackets(1, 60)[0]!)).toThrow(
      /60 ms, the session has frames of 20 ms/,
    );
    expect(() => session.sendPacket(new Uint8Array(0))).toThrow(/no Opus packet/);
    session.startListening();
    for (const packet of silentPackets(3, 20)) session.sendPacket(packet);
    session.stopListening();
    await session.once('playbackFinished');
    expect(session.figures.playout.played).toBe(3);
  });

  test('of a source: what it yields is sent until it ends or the signal comes', async () => {
    const { session } = await talk('AUTOMATIC');
    let closed = 0;
    async function* source(count: number) {
      try {
        for (let i = 0; i < count; i++) yield tone(20);
      } finally {
        closed++;
      }
    }
    await session.stream(source(5));
    expect(session.figures.uplink.sent).toBe(5);
    await expect(session.stream(source(5), AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
    await session.close();
    await session.stream(source(5));
    // The one whose signal had come already was never opened.
    expect(closed).toBe(2);
  });
});

describe('a source', () => {
  test('that says nothing does not hold back the end of the session or the signal', async () => {
    const { session } = await talk('AUTOMATIC');
    let returned = 0;
    const silent = (): AsyncIterable<Int16Array> => ({
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: () => {
          returned++;
          return Promise.resolve({ done: true, value: undefined });
        },
      }),
    });
    await expect(session.stream(silent(), AbortSignal.timeout(20))).rejects.toThrow();
    const streaming = session.stream(silent());
    await session.close();
    await streaming;
    expect(returned).toBe(2);
  });

  test('that fails says so; bytes are no samples', async () => {
    const { session } = await talk('AUTOMATIC');
    async function* broken() {
      yield tone(20);
      throw new Error('unplugged');
    }
    await expect(session.stream(broken())).rejects.toThrow('unplugged');
    expect(() => session.writePcm(Buffer.alloc(640) as unknown as Int16Array)).toThrow(/Int16Array/);
  });
});

describe('the microphone', () => {
  test('is not sent while an answer plays in AUTOMATIC, and says that it was not', async () => {
    const { broker, session } = await talk('AUTOMATIC', {}, false);
    await session.waitForState('LISTENING');
    expect(session.isMicrophoneOpen).toBe(true);
    session.writePcm(tone(40));
    broker.connection('d1').answer(session.number, 1, silentPackets(10, 20));
    await session.once('playbackStarted');
    expect(session.isMicrophoneOpen).toBe(false);
    session.writePcm(tone(100));
    expect(session.figures.uplink).toMatchObject({ sent: 2, muted: 5 });
    await session.waitForState('LISTENING');
    session.writePcm(tone(20));
    const audio = await broker.hear('audio', ({ sequence }) => sequence === 2);
    expect(audio.flags & AudioFlag.AFTER_SILENCE).toBe(AudioFlag.AFTER_SILENCE);
  });

  test('stays open in ALWAYS_OPEN, and is shut in push to talk', async () => {
    const { broker, session } = await talk('ALWAYS_OPEN', {}, false);
    broker.connection('d1')?.answer(session.number, 1, silentPackets(10, 20));
    await session.waitForState('SPEAKING');
    session.writePcm(tone(60));
    expect(session.figures.uplink.sent).toBe(3);
    session.stopListening();
    session.writePcm(tone(60));
    expect(session.figures.uplink).toMatchObject({ sent: 3, muted: 3 });
  });
});

describe('an interruption', () => {
  test('by the device: silence at once, and the broker learns what was heard', async () => {
    const { broker, session } = await talk('ALWAYS_OPEN', {}, false);
    await session.waitForState('LISTENING');
    const link = broker.connection('d1');
    link.answer(session.number, 1, silentPackets(50, 20));
    const progress = session.once('playbackStarted');
    await progress;
    await broker.hear('playbackStarted');
    const before = session.figures.playout.played;
    session.interrupt('BUTTON');
    expect(session.state).toBe('LISTENING');
    expect(session.figures.playout.bufferedMs).toBe(0);
    expect(await broker.hear('interrupt')).toMatchObject({ cause: 1 });
    const { playedMs } = await broker.hear('flushed');
    // The frame that was playing was not heard to its end.
    expect(playedMs).toBeGreaterThanOrEqual((before - 1) * 20);
    expect(playedMs).toBeLessThan(1000);
    // What of that answer is still under way is not heard.
    link.sendAudio({ session: session.number, generation: 1, sequence: 40, packets: silentPackets(3, 20) });
    link.send('ping', { originTimeMs: 9 });
    await broker.hear('pong');
    expect(session.figures.playout.stale).toBeGreaterThanOrEqual(3);
    // The next answer is.
    link.answer(session.number, 2, silentPackets(2, 20), { firstSequence: 99 });
    expect(await session.once('playbackFinished')).toMatchObject({ generation: 2, playedMs: 40 });
  });

  test('by the broker while nothing plays is acknowledged with nothing heard', async () => {
    const { broker, session } = await talk('AUTOMATIC', {}, false);
    await session.waitForState('LISTENING');
    const flushed = session.once('flushed');
    broker.connection('d1').send('flush', { session: session.number, generation: 3 });
    expect(await flushed).toEqual({ generation: 3, playedMs: 0 });
    expect(await broker.hear('flushed')).toMatchObject({ generation: 3, playedMs: 0 });
  });

  test('by the button in push to talk', async () => {
    const { broker, session } = await talk('PUSH_TO_TALK', {}, false);
    await session.waitForState('LISTENING');
    broker.connection('d1').answer(session.number, 1, silentPackets(50, 20));
    await session.waitForState('SPEAKING');
    session.startListening();
    await broker.hear('interrupt');
    await broker.hear('listenStart');
    expect(session.isMicrophoneOpen).toBe(true);
  });
});

describe('the end of a session', () => {
  test('that the broker rejects says why', async () => {
    const { broker, device } = await talk('AUTOMATIC');
    const session = await device.openSession();
    const other = broker.connection('d1');
    other.send('sessionRejected', { session: session.number, reason: Reason.CAPACITY, text: 'Full.' });
    await expect(session.waitForState('SPEAKING')).rejects.toMatchObject({
      code: 'SESSION_ENDED',
      reason: 'CAPACITY',
    });
    await expect(session.once('transcript')).rejects.toThrow(/Full\./);
    await expect(session.waitForState('ENDED')).resolves.toBeUndefined();
    expect(device.session).toBeUndefined();
    expect((await session.packets().next()).done).toBe(true);
  });

  test('by the broker comes after the rest of the answer was heard', async () => {
    const { broker, session } = await talk('AUTOMATIC', {}, false);
    await session.waitForState('LISTENING');
    const link = broker.connection('d1');
    link.answer(session.number, 1, silentPackets(8, 20), { leadFrames: 8 });
    const order: string[] = [];
    session.on('playbackFinished', () => void order.push('finished'));
    session.on('ended', ({ reason }) => void order.push(reason));
    await session.waitForState('SPEAKING');
    link.send('sessionClosed', { session: session.number, reason: Reason.SILENCE });
    await session.waitForState('ENDED');
    expect(order).toEqual(['finished', 'SILENCE']);
  });

  test('by another session, by a signal, by closing the device', async () => {
    const { broker, device, session } = await talk('AUTOMATIC');
    const abort = new AbortController();
    const second = await device.openSession({ mode: 'ALWAYS_OPEN', signal: abort.signal });
    expect(session.endReason).toBe('REPLACED');
    // Should the broker reject the second, the first must not last there for nobody.
    await broker.hear('sessionClose', (value) => value.session === session.number);
    await second.waitForState('LISTENING');
    abort.abort();
    await second.waitForState('ENDED');
    await broker.hear('sessionClose', (value) => value.session === second.number);
    const third = await device.openSession();
    await third.waitForState('LISTENING');
    await device.close();
    expect(third.endReason).toBe('REQUESTED');
    await broker.hear('sessionClose', (value) => value.session === third.number);
    await broker.hear('disconnected');
  });

  test('rejects what was waited for, also when it is awaited later', async () => {
    const { session } = await talk('AUTOMATIC');
    const finished = session.once('playbackFinished');
    const suspended = session.waitForState('SUSPENDED');
    const ended = session.once('ended');
    await session.close();
    await new Promise((resolve) => setImmediate(resolve));
    await expect(finished).rejects.toMatchObject({ code: 'SESSION_ENDED' });
    await expect(suspended).rejects.toMatchObject({ code: 'SESSION_ENDED' });
    expect(await ended).toMatchObject({ reason: 'REQUESTED' });
  });

  test('before it began leaves no codec behind', async () => {
    const made: string[] = [];
    const codec = {
      ...opusCodec,
      async createEncoder(options: Parameters<typeof opusCodec.createEncoder>[0]) {
        const encoder = await opusCodec.createEncoder(options);
        made.push('encoder');
        return { ...encoder, close: () => void made.pop() };
      },
      async createDecoder(): Promise<never> {
        throw new Error('no memory');
      },
    };
    const { broker } = await talk('AUTOMATIC');
    const other = new PipitDevice({ url: broker.url, deviceId: 'd2', secret: 's', codec });
    open.push(other);
    await other.connect();
    await expect(other.openSession()).rejects.toMatchObject({ code: 'CODEC' });
    expect(made).toEqual([]);
  });

  test('waiting for a state can be aborted', async () => {
    const { session } = await talk('AUTOMATIC');
    await expect(session.waitForState('RENEWING', AbortSignal.timeout(20))).rejects.toThrow();
    await expect(session.once('flushed', AbortSignal.timeout(20))).rejects.toThrow();
  });

  test('a renewal that the broker announces is shown', async () => {
    const { broker, session } = await talk('AUTOMATIC');
    await session.waitForState('LISTENING');
    for (const state of ['RENEWING', 'LISTENING'] as const) {
      broker.connection('d1').send('stateChanged', { session: session.number, state: SessionState[state] });
      await session.waitForState(state);
    }
  });
});

describe('a bad network', () => {
  test('is survived by the buffer: a stall is heard as a pause, and no packet is lost', async () => {
    const broker = await startFakeBroker();
    const network = new SimulatedNetwork({ conditions: { delayMs: 10, jitterMs: 20 }, seed: 7 });
    open.push(broker, network);
    const device = new SimulatedDevice({
      url: broker.url,
      transport: () => network.wrap(connect(broker.tcpPort, '127.0.0.1')),
      deviceId: 'd1',
      secret: 's',
      frameDurationMs: 20,
      utterance: silentPackets(25, 20),
    });
    open.push(device);
    await device.start();
    const first = await device.turn();
    expect(first).toMatchObject({ playedMs: 500, packetsSent: 25 });
    expect(first.firstPacketMs).toBeGreaterThanOrEqual(19);
    expect(first.firstPlayedMs).toBeGreaterThanOrEqual(first.firstPacketMs - 1);

    const turn = device.turn();
    await device.session!.once('playbackStarted');
    network.stall(250);
    // Concealed frames are heard, too.
    expect((await turn).playedMs).toBeGreaterThanOrEqual(500);
    const { playout } = device.session!.figures;
    expect(playout).toMatchObject({ received: 50, lost: 0, late: 0 });
    expect(playout.starvations).toBeGreaterThanOrEqual(1);
    expect(playout.jitterMs).toBeGreaterThan(0);
  });

  test('that takes nothing costs the newest audio, within the bound', async () => {
    const broker = await startFakeBroker();
    const network = new SimulatedNetwork();
    open.push(broker, network);
    const device = new SimulatedDevice({
      url: broker.url,
      transport: () => network.wrap(connect(broker.tcpPort, '127.0.0.1')),
      deviceId: 'd1',
      secret: 's',
      maxQueuedBytes: 2000,
      frameDurationMs: 20,
      utterance: [],
    });
    open.push(device);
    await device.start();
    network.stall(60_000);
    const packet = Uint8Array.from({ length: 1200 }, (_, i) => (i === 0 ? 9 << 3 : i & 0xff));
    device.session!.startListening();
    for (let i = 0; i < 400; i++) device.session!.sendPacket(packet);
    const { sent, blocked } = device.session!.figures.uplink;
    expect(sent + blocked).toBe(400);
    expect(blocked).toBeGreaterThan(100);
    network.cut();
  });

  test('of real speech: packets prepared once are understood by the decoder', async () => {
    const packets = await opusPackets(opusCodec, tone(130), { sampleRateHz: RATE, frameDurationMs: 20 });
    expect(packets).toHaveLength(7);
  });
});
