/** The device against a broker on loopback: connecting, staying connected, giving up. */
import { getEventListeners } from 'node:events';
import { createServer } from 'node:net';
import { PipitDevice, type PipitDeviceOptions } from '@pipit/device-sdk';
import { Reason } from '@pipit/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { type FakeBroker, startFakeBroker } from './fake-broker.mjs';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
});

async function broker(options?: Parameters<typeof startFakeBroker>[0]): Promise<FakeBroker> {
  const started = await startFakeBroker(options);
  open.push(started);
  return started;
}

function device(url: string, options: Partial<PipitDeviceOptions> = {}): PipitDevice {
  const made = new PipitDevice({
    url,
    deviceId: 'lamp-1',
    secret: 'secret',
    reconnect: { minDelayMs: 5, maxDelayMs: 20 },
    ...options,
  });
  open.push(made);
  return made;
}

describe('connecting', () => {
  test.each(['mqtt', 'ws'])('over %s says hello and measures the clock', async (scheme) => {
    const { url, wsUrl, hear } = await broker({ clockOffsetMs: 123_456 });
    const lamp = device(scheme === 'mqtt' ? url : wsUrl, {
      frameDurationMs: 40,
      firmware: { name: 'lamp', version: '1.2' },
      capabilities: { echoCancellation: true },
    });
    const clock = lamp.once('clock');
    await lamp.connect();
    expect(lamp.isConnected).toBe(true);
    expect(lamp.helloAck).toMatchObject({ frameDurationMs: 40, connectionId: 'fake-1' });
    const hello = await hear('hello');
    expect(hello).toMatchObject({ firmwareName: 'lamp', firmwareVersion: '1.2' });
    expect(hello.capabilities).toMatchObject({ frameDurationsMs: [40], leadMs: 200, echoCancellation: true });
    const { offsetMs, roundTripMs } = await clock;
    expect(Math.abs(offsetMs - 123_456)).toBeLessThan(50);
    expect(roundTripMs).toBeLessThan(500);
    expect(lamp.clockOffset).toEqual({ offsetMs, roundTripMs });
    expect(lamp.brokerTimeMs()).toBeGreaterThan(123_456);
  });

  test('says what is wrong with an option', () => {
    expect(() => device('http://x')).toThrow(/url: "http:\/\/x" does not begin/);
    expect(() => device('mqtt://x', { deviceId: 'a/b' })).toThrow(/deviceId/);
    expect(() => device('mqtt://x', { frameDurationMs: 30 as 20 })).toThrow(/20, 40, 60/);
    expect(() => device('mqtt://x', { leadMs: 9000 })).toThrow(/leadMs/);
    expect(() => device('mqtt://x', { reconnect: { jitter: 2 } })).toThrow(/jitter/);
    expect(() => device('mqtt://')).toThrow(/url/);
    expect(() => device('mqtt://x:99999')).toThrow(/url/);
    expect(() => device('mqtt://x', { keepAliveS: 0 })).toThrow(/keepAliveS: use 1 to 65535/);
    expect(() => device('mqtt://x', { playoutBufferMs: Number.POSITIVE_INFINITY })).toThrow(
      /playoutBufferMs/,
    );
    expect(() => device('mqtt://x', { firmware: { name: 'x'.repeat(40), version: '' } })).toThrow(
      /firmwareName.*32/,
    );
    // As a program in JavaScript may have it, whose environment lacks a variable.
    const nothing = undefined as unknown as string;
    expect(() => device('mqtt://x', { secret: nothing })).toThrow(/secret/);
    expect(() => device('mqtt://x', { deviceId: nothing })).toThrow(/deviceId/);
    expect(() => device('mqtt://x', { language: nothing })).not.toThrow();
    open.length = 0;
  });

  test('a wrong secret is an error at once, not a loop', async () => {
    const { url } = await broker({ devices: { 'lamp-1': 'other' } });
    const lamp = device(url);
    await expect(lamp.connect()).rejects.toMatchObject({ code: 'BAD_CREDENTIALS', retryable: false });
    expect(lamp.figures.attempts).toBe(1);
    // Asked again, the reason is the same.
    await expect(lamp.connect()).rejects.toMatchObject({ code: 'BAD_CREDENTIALS' });
  });

  test('a wrong secret is tried again slowly where that is wanted', async () => {
    const devices: Record<string, string> = { 'lamp-1': 'other' };
    const { url } = await broker({ devices });
    const lamp = device(url, { reconnect: { badCredentialsDelayMs: 30 } });
    const delays: number[] = [];
    lamp.on('reconnecting', ({ delayMs }) => {
      delays.push(delayMs);
      if (delays.length === 2) devices['lamp-1'] = 'secret';
    });
    await lamp.connect();
    expect(delays).toEqual([30, 30]);
  });

  test('gives up after the attempts it was given', async () => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const lamp = device(`mqtt://127.0.0.1:${port}`, {
      reconnect: { minDelayMs: 2, maxDelayMs: 4, maxAttempts: 3 },
    });
    await expect(lamp.connect()).rejects.toMatchObject({ code: 'GAVE_UP' });
    expect(lamp.figures.attempts).toBe(3);
    await new Promise((resolve) => server.close(resolve));
    const nobody = device(`mqtt://127.0.0.1:${port}`, { reconnect: { maxAttempts: 1 } });
    await expect(nobody.connect()).rejects.toThrow(/ECONNREFUSED/);
  });

  test('a transport that fails at once is tried again like any other', async () => {
    const transport = () => {
      throw new Error('no modem');
    };
    const lamp = device('mqtt://127.0.0.1:1', { transport, reconnect: { minDelayMs: 1, maxAttempts: 2 } });
    await expect(lamp.connect()).rejects.toThrow(/no modem/);
    expect(lamp.figures.attempts).toBe(2);
  });

  test('a broker that does not answer hello is left', async () => {
    const { url } = await broker({ answerHello: false });
    const lamp = device(url, { connectTimeoutMs: 100, reconnect: { maxAttempts: 1 } });
    await expect(lamp.connect()).rejects.toMatchObject({ code: 'GAVE_UP', cause: { code: 'HELLO_FAILED' } });
  });

  test('an answer that hello did not offer is refused', async () => {
    const { url } = await broker({ playbackSampleRateHz: 44_100 });
    const lamp = device(url, { reconnect: { maxAttempts: 1 } });
    await expect(lamp.connect()).rejects.toMatchObject({ cause: { code: 'PROTOCOL' } });
  });

  test('can be aborted and closed at any time', async () => {
    const abort = new AbortController();
    const lamp = device('mqtt://127.0.0.1:1', { reconnect: { minDelayMs: 1000, maxDelayMs: 1000 } });
    const connecting = lamp.connect({ signal: abort.signal });
    const expected = expect(connecting).rejects.toThrow('enough');
    await lamp.once('reconnecting');
    abort.abort(new Error('enough'));
    await expected;
    await expect(lamp.connect()).rejects.toMatchObject({ code: 'CLOSED' });

    const closing = device('mqtt://127.0.0.1:1');
    const refused = expect(closing.connect()).rejects.toMatchObject({ code: 'CLOSED' });
    await Promise.all([closing.close(), closing.close()]);
    await refused;

    const never = device('mqtt://127.0.0.1:1', { signal: AbortSignal.abort() });
    await expect(never.connect()).rejects.toMatchObject({ code: 'CLOSED' });
  });

  test('a listener may close the device before it dials', async () => {
    const { url, heard } = await broker();
    const lamp = device(url);
    lamp.on('connecting', () => void lamp.close());
    await expect(lamp.connect()).rejects.toMatchObject({ code: 'CLOSED' });
    const other = device(url, { deviceId: 'lamp-2' });
    await other.connect();
    expect(heard.every(({ deviceId }) => deviceId === 'lamp-2')).toBe(true);
    expect(lamp.isConnected).toBe(false);
  });

  test('is not connected by an answer to hello that comes while it closes', async () => {
    const { url, aedes, hear } = await broker();
    const lamp = device(url);
    const events: string[] = [];
    for (const name of ['connected', 'closed', 'error'] as const) lamp.on(name, () => void events.push(name));
    const { authorizePublish } = aedes;
    let closed: Promise<void> | undefined;
    // The broker has hello in its hands, and has not answered.
    aedes.authorizePublish = (...publish) => {
      closed ??= lamp.close();
      authorizePublish(...publish);
    };
    await expect(lamp.connect()).rejects.toMatchObject({ code: 'CLOSED' });
    await hear('hello');
    await closed;
    await hear('disconnected');
    expect(events).toEqual(['closed']);
    expect(lamp.isConnected).toBe(false);
  });

  test('who waits for an event of a device that is closed is told', async () => {
    const { url } = await broker();
    const lamp = device(url);
    const connected = lamp.once('connected');
    await lamp.close();
    await expect(connected).rejects.toMatchObject({ code: 'CLOSED' });
  });
});

describe('a connection that is lost', () => {
  test('comes back', async () => {
    const { url, cut, heard } = await broker();
    const lamp = device(url);
    await lamp.connect();
    const lost = lamp.once('disconnected');
    const back = lamp.once('connected');
    cut();
    await expect(lost).resolves.toMatchObject({ code: 'CONNECTION_LOST' });
    await expect(lamp.openSession()).rejects.toMatchObject({ code: 'NOT_CONNECTED' });
    await back;
    expect(heard.filter(({ kind }) => kind === 'hello')).toHaveLength(2);
    const next = await lamp.openSession();
    await next.waitForState('LISTENING');
    expect(lamp.figures).toMatchObject({ connections: 2 });
  });

  test('by a goodbye, comes back when the broker said', async () => {
    const { url, connection } = await broker();
    const lamp = device(url);
    await lamp.connect();
    const session = await lamp.openSession();
    await session.waitForState('LISTENING');
    const reconnecting = lamp.once('reconnecting');
    connection('lamp-1').send('goodbye', { reason: Reason.SHUTDOWN, retryAfterMs: 80, text: 'update' });
    await session.waitForState('SUSPENDED');
    const { delayMs } = await reconnecting;
    expect(delayMs).toBeGreaterThanOrEqual(80);
    await lamp.once('connected');
    await session.waitForState('LISTENING');
  });

  test('by a goodbye with an address, goes there, and home after the next loss', async () => {
    const [home, elsewhere] = [await broker(), await broker()];
    const lamp = device(home.url);
    await lamp.connect();
    home.connection('lamp-1').send('goodbye', { reason: Reason.SHUTDOWN, address: elsewhere.url });
    await elsewhere.hear('hello');
    if (!lamp.isConnected) await lamp.once('connected');
    const back = lamp.once('connected');
    elsewhere.cut();
    await back;
    expect(home.heard.filter(({ kind }) => kind === 'hello')).toHaveLength(2);
    expect(elsewhere.heard.filter(({ kind }) => kind === 'hello')).toHaveLength(1);
  });

  test.each([
    ['answers nothing', async () => 'mqtt://127.0.0.1:1'],
    ['knows no such device', async () => (await broker({ devices: {} })).url],
    ['is none', async () => 'http://127.0.0.1'],
  ])('with an address that %s, goes home', async (_what, address) => {
    const home = await broker();
    const lamp = device(home.url);
    await lamp.connect();
    const session = await lamp.openSession();
    await session.waitForState('LISTENING');
    const back = lamp.once('connected');
    home.connection('lamp-1').send('goodbye', { reason: Reason.SHUTDOWN, address: await address() });
    await back;
    await session.waitForState('LISTENING');
    expect(home.heard.filter(({ kind }) => kind === 'hello')).toHaveLength(2);
  });

  test('to another device of the same id, is not fought for', async () => {
    const { url, connection } = await broker();
    const lamp = device(url);
    await lamp.connect();
    const closed = lamp.once('closed');
    connection('lamp-1').send('goodbye', { reason: Reason.TAKEN_OVER });
    await expect(closed).resolves.toMatchObject({ code: 'TAKEN_OVER' });
    expect(lamp.isConnected).toBe(false);
    expect(lamp.figures.attempts).toBe(1);
  });

  test('waits longer each time', async () => {
    const lamp = device('mqtt://127.0.0.1:1', {
      reconnect: { minDelayMs: 2, maxDelayMs: 12, jitter: 0, maxAttempts: 6 },
    });
    const delays: number[] = [];
    lamp.on('reconnecting', ({ delayMs }) => void delays.push(delayMs));
    await expect(lamp.connect()).rejects.toMatchObject({ code: 'GAVE_UP' });
    expect(delays).toEqual([2, 4, 8, 12, 12]);
  });
});

describe('a broker that misbehaves', () => {
  test('sends what cannot be read: it is answered, and the connection lasts', async () => {
    const { url, connection, hear } = await broker();
    const lamp = device(url);
    await lamp.connect();
    const problems: string[] = [];
    lamp.on('error', ({ code, message }) => void problems.push(`${code} ${message}`));
    connection('lamp-1').sendRaw('controlDown', Uint8Array.of(255, 255, 255));
    connection('lamp-1').sendRaw('audioDown', Uint8Array.of(255, 255, 255));
    connection('lamp-1').send('error', { code: 10, text: 'Slow down.' });
    await hear('error');
    connection('lamp-1').send('ping', { originTimeMs: 77 });
    await expect(hear('pong')).resolves.toMatchObject({ originTimeMs: 77 });
    expect(problems).toHaveLength(3);
    expect(problems.some((text) => text.includes('Slow down.'))).toBe(true);
    expect(lamp.isConnected).toBe(true);
  });

  test('talks of sessions that are not ours: counted, nothing else', async () => {
    const { url, connection, hear } = await broker();
    const lamp = device(url);
    await lamp.connect();
    connection('lamp-1').send('flush', { session: 4711, generation: 1 });
    connection('lamp-1').sendAudio({ session: 4711, generation: 1, packets: [Uint8Array.of(72)] });
    connection('lamp-1').send('ping', { originTimeMs: 78 });
    await hear('pong');
    expect(lamp.figures.strays).toBe(2);
  });
});

test('a listener that throws hurts nobody else', async () => {
  const { url } = await broker();
  const logged: string[] = [];
  const lamp = device(url, { log: ({ message }) => void logged.push(message) });
  lamp.on('connected', () => {
    throw new Error('mine');
  });
  await lamp.connect();
  expect(logged).toContain('a device listener failed');
});

describe('telemetry', () => {
  test('tells what the device measures and how playing goes', async () => {
    const { url, hear } = await broker();
    const lamp = device(url, {
      telemetryIntervalMs: 20,
      readings: () => ({ signalDbm: -61, batteryPercent: 0 }),
    });
    await lamp.connect();
    await lamp.openSession();
    const told = await hear('telemetry');
    expect(told).toMatchObject({ signalDbm: -61, batteryPercent: 0, reconnects: 0 });
    expect(told.playout).toMatchObject({ framesLost: 0 });
    expect(told.temperatureCelsius).toBeUndefined();
  });

  test('readings that fail do not hurt the rest', async () => {
    const { url, hear } = await broker();
    const complaints: string[] = [];
    const lamp = device(url, {
      telemetryIntervalMs: 20,
      readings: () => {
        throw new Error('no sensor');
      },
      log: ({ message }) => complaints.push(message),
    });
    await lamp.connect();
    expect((await hear('telemetry')).signalDbm).toBeUndefined();
    expect(complaints).toContain('the readings for telemetry failed');
  });
});

test('nothing stays behind on a signal that outlives the device', async () => {
  const { url } = await broker();
  const { signal } = new AbortController();
  const lamp = device(url, { signal });
  await lamp.connect({ signal });
  const session = await lamp.openSession({ signal });
  await session.waitForState('LISTENING', signal);
  await lamp.close();
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('a broker that acknowledges nothing is left before memory is', async () => {
  const { url, aedes } = await broker();
  const lamp = device(url, { reconnect: { maxAttempts: 1 } });
  await lamp.connect();
  const session = await lamp.openSession({ mode: 'ALWAYS_OPEN' });
  await session.waitForState('LISTENING');
  aedes.authorizePublish = () => {};
  const lost = lamp.once('disconnected');
  for (let i = 0; i < 2000 && session.state !== 'ENDED'; i++) session.interrupt();
  expect(await lost).toMatchObject({ code: 'CONNECTION_LOST' });
});
