/** A client library that we did not write, over every transport. */
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { rootCertificates } from 'node:tls';
import { type IClientOptions, type MqttClient, connect as connectMqtt, connectAsync } from 'mqtt';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { decodeAudio, decodeBrokerMessage, encodeAudio, encodeDeviceMessage } from '@pipit/protocol';
import type { ListenerOptions } from '../../src/device/mqtt-server.ts';
import { DeviceBench } from './device-bench.ts';
import { HELLO, RawDevice } from './raw-device.ts';
import { connect } from './raw-packets.ts';

const certificate = (name: string): Buffer =>
  readFileSync(new URL(`../../../fixtures/certs/${name}`, import.meta.url));
const tls = { cert: certificate('localhost.crt'), key: certificate('localhost.key') };
const at = (kind: ListenerOptions['kind']): ListenerOptions => ({
  kind,
  host: '127.0.0.1',
  port: 0,
  ...(kind === 'tls' || kind === 'wss' ? { tls } : {}),
});

const optionsOf = (password: string, options: IClientOptions): IClientOptions => ({
  clientId: 'kitchen',
  username: 'kitchen',
  password,
  ca: [tls.cert],
  reconnectPeriod: 0,
  ...options,
});
const client = (url: string, password: string, options: IClientOptions = {}): Promise<MqttClient> =>
  connectAsync(url, optionsOf(password, options));

describe.for(['tcp', 'tls', 'ws', 'wss'] as const)('over %s', (kind) => {
  test('a device signs in, says hello, and audio flows both ways', async () => {
    await using bench = await DeviceBench.open({
      listeners: [at(kind)],
      onAudio: (link, { sequence, packets }) =>
        link.sendAudio({
          session: 1,
          generation: 1,
          sequence,
          captureTimeMs: 0,
          packet: packets[0],
          flags: 0,
        }),
    });
    const secret = await bench.add('kitchen');
    const mqtt = await client(bench.server.addresses[0]!.url, secret);
    const echoed: number[] = [];
    const done = new Promise<void>((resolve) => {
      mqtt.on('message', (topic, payload) => {
        if (topic === 'p1/kitchen/da') {
          const audio = decodeAudio(payload);
          if (audio.ok) echoed.push(audio.message.sequence);
          if (echoed.length === 150) resolve();
        } else {
          const decoded = decodeBrokerMessage(payload);
          if (!decoded.ok || decoded.message.body.kind !== 'helloAck') return;
          // In bursts, so that several packets share a chunk and some chunks end within a packet.
          for (let sequence = 0; sequence < 150; sequence++) {
            mqtt.publish(
              'p1/kitchen/ua',
              Buffer.from(encodeAudio({ session: 1, sequence, packets: [Buffer.alloc(100 + sequence)] })),
            );
          }
        }
      });
    });
    expect(await mqtt.subscribeAsync(['p1/kitchen/da', 'p1/kitchen/dc'])).toHaveLength(2);
    await mqtt.publishAsync('p1/kitchen/uc', Buffer.from(encodeDeviceMessage({ messageId: 1 }, HELLO)), {
      qos: 1,
    });
    await done;
    expect(echoed).toEqual(Array.from({ length: 150 }, (_, index) => index));
    await mqtt.endAsync();
    await expect.poll(() => bench.heardFrom('kitchen').closedFor, { timeout: 10_000 }).toBe('REQUESTED');
  });

  test('a stranger that says nothing, or something else, loses its socket and makes one line in the log', async () => {
    await using bench = await DeviceBench.open({ listeners: [at(kind)], limits: { connectTimeoutMs: 300 } });
    const silent = await RawDevice.open(bench.port);
    const chatty = await RawDevice.open(bench.port);
    chatty.write(Buffer.from('HELO example.org\r\n\r\n'));
    await Promise.all([silent.closed, chatty.closed]);
    await expect.poll(() => bench.logLines.length, { timeout: 10_000 }).toBe(2);
    expect(
      bench.logLines.every(({ msg }) =>
        /^connection (failed before MQTT|closed before sign-in)$/.test(String(msg)),
      ),
    ).toBe(true);
  });

  test('one address has only so many places, handshakes included', async () => {
    await using bench = await DeviceBench.open({
      listeners: [at(kind)],
      limits: { maxUnauthenticatedPerAddress: 2 },
    });
    const waiting = [await RawDevice.open(bench.port), await RawDevice.open(bench.port)];
    const third = await RawDevice.open(bench.port);
    await third.closed;
    expect(waiting.map((device) => device.isClosed)).toEqual([false, false]);
    expect(bench.figures.value('device_turned_away_total')).toBe(1);
    for (const device of waiting) device.socket.destroy();
    await Promise.all(waiting.map((device) => device.closed));
    const secret = await bench.add('kitchen');
    await expect
      .poll(
        () => client(bench.server.addresses[0]!.url, secret).then((mqtt) => mqtt.endAsync().then(() => 'in')),
        {
          timeout: 10_000,
        },
      )
      .toBe('in');
  });

  test('a wrong secret is refused with return code 4', async () => {
    await using bench = await DeviceBench.open({ listeners: [at(kind)] });
    await bench.add('kitchen');
    await expect(client(bench.server.addresses[0]!.url, 'pk_wrong')).rejects.toMatchObject({ code: 4 });
  });

  test('a device hears that the broker stops, and when to come back', async () => {
    await using bench = await DeviceBench.open({ listeners: [at(kind)] });
    const mqtt = await client(bench.server.addresses[0]!.url, await bench.add('kitchen'));
    const goodbye = new Promise((resolve) => {
      mqtt.on('message', (_topic, payload) => {
        const decoded = decodeBrokerMessage(payload);
        if (!decoded.ok) return;
        const { body } = decoded.message;
        if (body.kind === 'helloAck') void bench.server.close('SHUTDOWN');
        if (body.kind === 'goodbye') resolve(body.value);
      });
    });
    await mqtt.publishAsync('p1/kitchen/uc', Buffer.from(encodeDeviceMessage({ messageId: 1 }, HELLO)), {
      qos: 1,
    });
    expect(await goodbye).toMatchObject({
      reason: 11,
      retryAfterMs: expect.toSatisfy((ms: number) => ms >= 500 && ms <= 5000),
    });
    await bench.server.close();
    expect(bench.heardFrom('kitchen').closedFor).toBe('SHUTDOWN');
    expect(bench.figures.value('device_sockets')).toBe(0);
    mqtt.end(true);
  });
});

describe('a WebSocket', () => {
  test('is slowed down like any other, and loses nothing', async () => {
    await using bench = await DeviceBench.open({
      listeners: [at('ws')],
      limits: { messagesPerSecond: 500, burstS: 0.1 },
    });
    const mqtt = await client(bench.server.addresses[0]!.url, await bench.add('kitchen'));
    await mqtt.publishAsync('p1/kitchen/uc', Buffer.from(encodeDeviceMessage({ messageId: 1 }, HELLO)), {
      qos: 1,
    });
    for (let sequence = 0; sequence < 200; sequence++) {
      mqtt.publish(
        'p1/kitchen/ua',
        Buffer.from(encodeAudio({ session: 1, sequence, packets: [Buffer.alloc(100)] })),
      );
    }
    await expect.poll(() => bench.heardFrom('kitchen').sequences.length, { timeout: 10_000 }).toBe(200);
    expect(bench.heardFrom('kitchen').link.figures.throttled).toBeGreaterThan(0);
    await mqtt.endAsync();
  });

  test('must offer the subprotocol', async () => {
    await using bench = await DeviceBench.open({ listeners: [at('ws')] });
    const error = await new Promise<Error>((resolve) => {
      new WebSocket(bench.server.addresses[0]!.url).on('error', resolve);
    });
    expect(error.message).toContain('400');
  });

  test('may send no more than other sockets before sign-in, in one frame neither', async () => {
    await using bench = await DeviceBench.open({ listeners: [at('ws')] });
    const socket = new WebSocket(bench.server.addresses[0]!.url, 'mqtt');
    socket.on('error', () => {});
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.on('open', () => {
      // The first part of a message that is never finished.
      socket.send(Buffer.alloc(20_000), { fin: false });
    });
    await closed;
    expect(bench.logged('connection closed before sign-in')[0]).toMatchObject({
      detail: expect.stringContaining('before sign-in'),
    });
  });

  test('may cut a message in pieces', async () => {
    await using bench = await DeviceBench.open({ listeners: [at('ws')] });
    const socket = new WebSocket(bench.server.addresses[0]!.url, 'mqtt');
    const bytes = connect({ clientId: 'kitchen', username: '', password: await bench.add('kitchen') });
    const answer = new Promise<Buffer>((resolve) => socket.on('message', resolve));
    socket.on('open', () => {
      for (const [index, byte] of bytes.entries())
        socket.send(Buffer.from([byte]), { fin: index === bytes.length - 1 });
    });
    expect([...(await answer)]).toEqual([0x20, 2, 0, 0]);
    socket.close();
  });

  test('must send binary frames', async () => {
    await using bench = await DeviceBench.open({ listeners: [at('ws')] });
    const socket = new WebSocket(bench.server.addresses[0]!.url, 'mqtt');
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.on('open', () => socket.send('text'));
    await closed;
  });

  test('is what the port is for', async () => {
    await using bench = await DeviceBench.open({ listeners: [at('ws')] });
    const status = await new Promise((resolve) => {
      request(bench.server.addresses[0]!.url.replace('ws:', 'http:'), (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
    expect(status).toBe(426);
  });
});

describe.for(['tls', 'wss'] as const)('client certificates over %s', (kind) => {
  const own = { cert: tls.cert, key: tls.key };

  test('are asked for, and not demanded; a wrong one is refused', async () => {
    await using bench = await DeviceBench.open({
      listeners: [
        { ...at(kind), tls: { ...tls, ca: tls.cert } },
        { ...at(kind), tls: { ...tls, ca: rootCertificates[0]! } },
      ],
    });
    const secret = await bench.add('kitchen');
    const [known, foreign] = bench.server.addresses;
    for (const options of [{}, own]) await (await client(known!.url, secret, options)).endAsync();
    await (await client(foreign!.url, secret)).endAsync();
    const refused = connectMqtt(foreign!.url, optionsOf(secret, own));
    const packets: string[] = [];
    refused.on('packetreceive', ({ cmd }) => packets.push(cmd));
    refused.on('error', () => {});
    await new Promise<void>((resolve) => void refused.once('close', resolve));
    expect(packets).toEqual([]);
    await expect
      .poll(() => bench.logLines.map(({ why }) => why))
      .toContainEqual(expect.stringMatching(/^client certificate is not valid: \w+/));
  });

  test('can be demanded', async () => {
    await using bench = await DeviceBench.open({
      listeners: [{ ...at(kind), tls: { ...tls, ca: tls.cert, requireCertificate: true } }],
    });
    const secret = await bench.add('kitchen');
    const { url } = bench.server.addresses[0]!;
    await expect(client(url, secret)).rejects.toThrow();
    await (await client(url, secret, own)).endAsync();
  });
});

describe('TLS', () => {
  test('needs a certificate', async () => {
    await expect(
      DeviceBench.open({ listeners: [{ kind: 'tls', host: '127.0.0.1', port: 0 }] }),
    ).rejects.toThrow('tls.cert');
  });
});

describe('the server', () => {
  test('opens no listener when one of them fails', async () => {
    await using bench = await DeviceBench.open();
    const taken: ListenerOptions = { kind: 'tcp', host: '127.0.0.1', port: bench.port };
    await expect(DeviceBench.open({ listeners: [at('tcp'), taken] })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  test('keeps the promise of the keep alive, audio included', async () => {
    await using bench = await DeviceBench.open();
    const secret = await bench.add('kitchen');
    const device = await RawDevice.open(bench.port, 'kitchen');
    await device.signIn({ clientId: 'kitchen', username: '', password: secret, keepAliveS: 1 });
    const signedInAt = performance.now();
    const timer = setInterval(() => device.speak({ session: 1, packets: [Buffer.from([1])] }), 100);
    setTimeout(() => clearInterval(timer), 1700);
    await device.closed;
    // Audio until 1.7 s, then one and a half seconds of silence.
    expect(performance.now() - signedInAt).toSatisfy((ms: number) => ms > 2900 && ms < 10_000);
    expect(bench.logged('device disconnected')[0]).toMatchObject({
      reason: 'DEVICE_LOST',
      detail: expect.stringMatching(/^silent for \d s$/),
    });
  });

  test('gives up a device that no longer answers its pings', async () => {
    await using bench = await DeviceBench.open({ limits: { maxSilenceMs: 200 } });
    const device = await RawDevice.ready(bench.port, 'kitchen', await bench.add('kitchen'));
    await device.closed;
    expect(bench.heardFrom('kitchen').closedFor).toBe('DEVICE_LOST');
  });
});
