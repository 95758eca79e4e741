/** A conversation whose connection is lost, against a broker on loopback. */
import { type DeviceSession, PipitDevice, type PipitDeviceOptions } from '@pipit/device-sdk';
import { silentPackets } from '@pipit/device-sdk/testing';
import { AudioFlag, Reason, ResumePolicy, Role, TranscriptStage, TurnMark } from '@pipit/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { type FakeBroker, type FakeBrokerOptions, startFakeBroker } from './fake-broker.mjs';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
});

interface Talk {
  readonly broker: FakeBroker;
  readonly device: PipitDevice;
  readonly session: DeviceSession;
}

interface TalkOptions {
  readonly device?: Partial<PipitDeviceOptions>;
  readonly broker?: FakeBrokerOptions;
  readonly session?: Parameters<PipitDevice['openSession']>[0];
}

async function talk(options: TalkOptions = {}): Promise<Talk> {
  const broker = await startFakeBroker({ echo: false, ...options.broker });
  open.push(broker);
  const device = new PipitDevice({
    url: broker.url,
    deviceId: 'd1',
    secret: 's',
    frameDurationMs: 20,
    codec: 'none',
    reconnect: { minDelayMs: 20, maxDelayMs: 20, jitter: 0 },
    ...options.device,
  });
  open.push(device);
  await device.connect();
  const session = await device.openSession({ mode: 'ALWAYS_OPEN', ...options.session });
  await session.waitForState('LISTENING');
  return { broker, device, session };
}

/** Cuts the connection; resolves when the session knows. */
async function cut({ broker, session }: Talk): Promise<void> {
  const suspended = session.waitForState('SUSPENDED');
  broker.cut();
  await suspended;
}

const [packet] = silentPackets(1, 20) as [Uint8Array];

/** Numbers of the packets that the broker heard, in its order, and the flags of each message. */
function audioOf(broker: FakeBroker) {
  return broker.heard
    .filter(({ kind }) => kind === 'audio')
    .map(({ value }) => value as { sequence: number; packets: Uint8Array[]; flags: number })
    .map(({ sequence, packets, flags }) => ({ numbers: packets.map((_, i) => sequence + i), flags }));
}

describe('a session whose link is lost', () => {
  test('goes on where it was, with the answer where it was cut off', async () => {
    const all = await talk({ session: { mode: 'ALWAYS_OPEN', resume: 'REPEAT' } });
    const { broker, session } = all;
    const states: string[] = [];
    session.on('state', ({ to }) => void states.push(to));
    const packets = silentPackets(40, 20);
    broker.connection('d1').answer(session.number, 1, packets.slice(0, 20), { leadFrames: 20, end: false });
    await session.once('playbackStarted');
    const resumed = session.once('resumed');
    await cut(all);
    const asked = await broker.hear('sessionResume');
    expect(asked).toMatchObject({
      session: session.number,
      sessionId: session.sessionId,
      frameDurationMs: 20,
      generation: 1,
      nextSequence: 20,
      policy: ResumePolicy.REPEAT,
    });
    expect(asked.playedMs).toBeLessThanOrEqual(400);
    await expect(resumed).resolves.toEqual({ restored: false, generation: 1, policy: 'CONTINUE' });
    expect(session.state).toBe('SPEAKING');
    const finished = session.once('playbackFinished');
    broker.connection('d1').answer(session.number, 1, packets.slice(20), { firstSequence: 20 });
    expect((await finished).generation).toBe(1);
    expect(session.figures.playout).toMatchObject({ received: 40, lost: 0, late: 0, starvations: 0 });
    expect(states).toEqual(['SPEAKING', 'SUSPENDED', 'SPEAKING', 'LISTENING']);
    // The first words on the new connection.
    const second = broker.heard.slice(broker.heard.findLastIndex(({ kind }) => kind === 'hello'));
    expect(second.map(({ kind }) => kind).filter((kind) => kind !== 'ping')[1]).toBe('sessionResume');
  });

  test('loses no word that was spoken meanwhile or was under way', async () => {
    const all = await talk();
    const { broker, session } = all;
    for (let i = 0; i < 5; i++) session.sendPacket(packet);
    await broker.hear('audio', ({ sequence }) => sequence === 4);
    await cut(all);
    for (let i = 0; i < 7; i++) session.sendPacket(packet);
    session.stopListening();
    expect(session.figures.uplink).toMatchObject({ sent: 5, held: 7, offline: 0 });
    await session.waitForState('LISTENING');
    await broker.hear('listenStop');
    await broker.hear('audio', ({ flags }) => (flags & AudioFlag.END) !== 0);
    expect(session.figures.uplink).toMatchObject({ sent: 12, resent: 5, offline: 0 });
    const again = audioOf(broker).slice(5);
    expect(again.map(({ numbers }) => numbers)).toEqual([[0, 1, 2, 3], [4], [5, 6, 7, 8], [9, 10, 11]]);
    session.startListening();
    session.sendPacket(packet);
    await broker.hear('audio', ({ sequence }) => sequence === 12);
  });

  test('keeps the newest of what is said into a long outage', async () => {
    const all = await talk({ device: { offlineHoldMs: 100 } });
    const { broker, session } = all;
    await cut(all);
    for (let i = 0; i < 30; i++) session.sendPacket(packet);
    expect(session.figures.uplink).toMatchObject({ sent: 0, held: 30, offline: 25 });
    await session.waitForState('LISTENING');
    await broker.hear('audio', ({ sequence }) => sequence === 29);
    expect(audioOf(broker).flatMap(({ numbers }) => numbers)).toEqual([25, 26, 27, 28, 29]);
  });

  test('tells what the broker missed, and that an answer is not wanted any more', async () => {
    const all = await talk();
    const { broker, session } = all;
    broker.connection('d1').answer(session.number, 1, silentPackets(50, 20), { leadFrames: 50 });
    await session.once('playbackStarted');
    await cut(all);
    session.interrupt('BUTTON');
    expect(session.figures.playout.bufferedMs).toBe(0);
    expect(await broker.hear('sessionResume')).toMatchObject({ generation: 1, policy: ResumePolicy.DROP });
    expect(await broker.hear('interrupt')).toMatchObject({ cause: 1 });

    broker.connection('d1').answer(session.number, 2, silentPackets(10, 20), { leadFrames: 10 });
    await session.once('playbackStarted');
    await cut(all);
    const resumed = session.once('resumed');
    const { playedMs } = await session.once('playbackFinished');
    await resumed;
    expect(await broker.hear('playbackFinished', ({ generation }) => generation === 2)).toMatchObject({
      playedMs,
    });
  });

  test('forgets the answers of a broker that was restarted', async () => {
    const all = await talk();
    const { broker, session } = all;
    broker.connection('d1').answer(session.number, 3, silentPackets(50, 20), { leadFrames: 50 });
    await session.once('playbackStarted');
    broker.options.resume = 'restarted';
    session.sendPacket(packet);
    await broker.hear('audio');
    await cut(all);
    session.sendPacket(packet);
    await expect(session.once('resumed')).resolves.toMatchObject({ restored: true });
    await session.waitForState('LISTENING');
    expect(session.figures.playout.bufferedMs).toBe(0);
    // What had reached the old broker may be in the history of the new one: it is not sent again.
    await broker.hear('audio', ({ sequence }) => sequence === 1);
    expect(audioOf(broker).map(({ numbers }) => numbers)).toEqual([[0], [1]]);
    broker.connection('d1').answer(session.number, 1, silentPackets(3, 20));
    await expect(session.once('playbackFinished')).resolves.toMatchObject({ generation: 1, playedMs: 60 });
  });

  test('by a broker that is silent is noticed soon', async () => {
    const { broker, device, session } = await talk({ device: { silenceTimeoutMs: 100 } });
    const lost = device.once('disconnected');
    // The socket stays open: only nothing comes any more.
    const connection = broker.connection('d1');
    connection.send = () => {};
    const { authorizePublish } = broker.aedes;
    broker.aedes.authorizePublish = () => {};
    await expect(lost).resolves.toMatchObject({ code: 'CONNECTION_LOST' });
    expect(session.state).toBe('SUSPENDED');
    broker.aedes.authorizePublish = authorizePublish;
    await session.waitForState('LISTENING');
  });

  test('that the broker had not opened is asked for again', async () => {
    const { broker, device } = await talk();
    broker.options.answerOpen = false;
    const session = await device.openSession({ mode: 'ALWAYS_OPEN' });
    session.sendPacket(packet);
    await broker.hear('audio', (audio) => audio.session === session.number);
    broker.options.answerOpen = true;
    await cut({ broker, device, session });
    await session.waitForState('LISTENING');
    expect(await broker.hear('sessionOpen', (value) => value.session === session.number)).toBeDefined();
    expect(broker.heard.filter(({ kind }) => kind === 'sessionResume')).toEqual([]);
    expect(session.figures.uplink).toMatchObject({ resent: 1 });
  });
});

describe('a session whose link is lost ends', () => {
  test('when the broker knows nothing of it any more', async () => {
    const all = await talk({ broker: { resume: 'forget' } });
    const ended = all.session.once('ended');
    await cut(all);
    await expect(ended).resolves.toEqual({ reason: 'DEVICE_LOST', text: 'There is no such session.' });
    expect(all.device.session).toBeUndefined();
  });

  test('when the broker closed it meanwhile', async () => {
    const all = await talk({ broker: { resume: 'say nothing' } });
    const { broker, session } = all;
    const ended = session.once('ended');
    await cut(all);
    await broker.hear('sessionResume');
    broker.connection('d1').send('sessionClosed', { session: session.number, reason: Reason.SILENCE });
    await expect(ended).resolves.toMatchObject({ reason: 'SILENCE' });
  });

  test('when the broker closed it meanwhile and had cut off an answer, as soon as what there is of it was heard', async () => {
    const all = await talk({ broker: { resume: 'say nothing' } });
    const { broker, session } = all;
    broker.connection('d1').answer(session.number, 1, silentPackets(30, 20), { leadFrames: 30, end: false });
    await session.once('playbackStarted');
    const finished = session.once('playbackFinished');
    const ended = session.once('ended', AbortSignal.timeout(2000));
    await cut(all);
    await broker.hear('sessionResume');
    broker.connection('d1').send('sessionClosed', { session: session.number, reason: Reason.DEVICE_LOST });
    await expect(finished).resolves.toMatchObject({ playedMs: 600 });
    await expect(ended).resolves.toMatchObject({ reason: 'DEVICE_LOST' });
  });

  test('when there is no link for too long, and the broker is told later', async () => {
    const all = await talk({
      device: { resumeTimeoutMs: 10, reconnect: { minDelayMs: 60, maxDelayMs: 60, jitter: 0 } },
    });
    const { broker, session } = all;
    const ended = session.once('ended');
    await cut(all);
    await expect(ended).resolves.toMatchObject({ reason: 'DEVICE_LOST' });
    await broker.hear('sessionClose', (value) => value.session === session.number);
    expect(broker.heard.filter(({ kind }) => kind === 'sessionResume')).toEqual([]);
  });

  test.each([
    ['the broker does not resume', { resume: 'say nothing' }],
    ['the broker has not opened', { answerOpen: false }],
  ] as const)('when the link of one that %s comes and goes for too long', async (_what, broker) => {
    const all = await talk({ device: { resumeTimeoutMs: 250 } });
    Object.assign(all.broker.options, broker);
    const session = 'answerOpen' in broker ? await all.device.openSession() : all.session;
    const ended = session.once('ended', AbortSignal.timeout(3000));
    let connections = 0;
    all.device.on('connected', () => {
      connections++;
      all.broker.cut();
    });
    await cut({ ...all, session });
    await expect(ended).resolves.toMatchObject({ reason: 'DEVICE_LOST' });
    expect(connections).toBeGreaterThan(1);
  });

  test('when it was closed on a link that was lost then, and the broker is told again', async () => {
    const all = await talk();
    const { broker, session, device } = all;
    const closes = () => broker.heard.filter(({ kind }) => kind === 'sessionClose').length;
    // The socket stays open, but nothing arrives.
    const { authorizePublish } = broker.aedes;
    broker.aedes.authorizePublish = () => {};
    const closed = session.close();
    const disconnected = device.once('disconnected');
    broker.cut();
    await disconnected;
    await closed;
    expect(session.endReason).toBe('REQUESTED');
    broker.aedes.authorizePublish = authorizePublish;
    await broker.hear('sessionClose', (value) => value.session === session.number);
    // Once is enough.
    const again = device.once('connected');
    broker.cut();
    await again;
    const next = await device.openSession();
    await next.waitForState('LISTENING');
    expect(closes()).toBe(1);
  });

  test('when the application closes it, at once', async () => {
    const all = await talk();
    await cut(all);
    await all.session.close();
    expect(all.session.endReason).toBe('REQUESTED');
    await all.broker.hear('sessionClose', (value) => value.session === all.session.number);
  });

  test('when the broker settles another format of audio', async () => {
    const all = await talk();
    all.broker.options.frameDurationMs = 60;
    const ended = all.session.once('ended');
    await cut(all);
    await expect(ended).resolves.toMatchObject({
      reason: 'UNSUPPORTED_AUDIO',
      text: expect.stringContaining('60 ms'),
    });
    await all.broker.hear('sessionClose');
  });

  test.each([
    ['the secret was revoked', { reason: Reason.REVOKED }, 'REVOKED'],
    ['another device has its id', { reason: Reason.TAKEN_OVER }, 'TAKEN_OVER'],
  ])('when %s', async (_what, goodbye, reason) => {
    const { broker, session } = await talk();
    const ended = session.once('ended');
    broker.connection('d1').send('goodbye', goodbye);
    await expect(ended).resolves.toMatchObject({ reason });
  });

  test('when the device gives up', async () => {
    const all = await talk({ device: { reconnect: { minDelayMs: 5, maxDelayMs: 5, maxAttempts: 2 } } });
    const ended = all.session.once('ended');
    all.broker.options.answerHello = false;
    all.broker.aedes.authenticate = (_client, _name, _secret, done) => done(null, false);
    await cut(all);
    await expect(ended).resolves.toMatchObject({ reason: 'DEVICE_LOST' });
  });
});

describe('what the broker tells', () => {
  test('of a turn and of its record is passed on', async () => {
    const { broker, session } = await talk({ session: { turnReports: true } });
    expect(await broker.hear('sessionOpen')).toMatchObject({ turnReports: true });
    const link = broker.connection('d1');
    const report = session.once('turnReport');
    const moments = [
      { mark: TurnMark.SPEECH_END, atMs: 0 },
      { mark: TurnMark.PLAYBACK_STARTED, atMs: 812 },
      { mark: 99 as TurnMark, atMs: 900 },
    ];
    link.send('turnReport', { session: session.number, generation: 1, playedMs: 2400, moments });
    await expect(report).resolves.toEqual({
      generation: 1,
      playedMs: 2400,
      moments: [
        { mark: 'SPEECH_END', atMs: 0 },
        { mark: 'PLAYBACK_STARTED', atMs: 812 },
      ],
    });
    const transcript = session.once('transcript');
    const text = { role: Role.USER, stage: TranscriptStage.FINAL, text: 'hello', recorded: true };
    link.send('transcript', { session: session.number, generation: 1, ...text });
    await expect(transcript).resolves.toMatchObject({ text: 'hello', recorded: true });
  });
});
