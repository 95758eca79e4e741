/**
 * The Dockerfile's steps, carried out here without a container engine, and what comes of them, started as an engine would:
 * the program is process 1, another user, on files that it cannot write. Needs root; skipped where namespaces are not
 * permitted. A minute or two, for npm installs and everything is compiled.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PipitDevice } from '@pipit/device-sdk';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Image, ImageBuilder } from '../build-image.ts';
import { Container } from '../container.ts';
import { whyNoJail } from '../jail.ts';

const root = dirname(dirname(dirname(import.meta.dirname)));
const BUILD_MS = 600_000;
/** What the image may hold besides Node.js and Debian, in MB: more should be meant. */
const MOST_MB = { without: 80, with: 120 };
const HEALTHY_MS = 60_000;
const STOP_MS = 10_000;

let folder: string;
let builder: ImageBuilder;
const containers: Container[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pipit-image-'));
  builder = new ImageBuilder({ context: root, folder });
});
afterEach(async () => {
  for (const container of containers.splice(0)) await container.stop(STOP_MS);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }), BUILD_MS);

const megabytes = (path: string): number =>
  Number(execFileSync('du', ['-sm', '--apparent-size', path]).toString().split('\t')[0]);

async function freePorts(count: number): Promise<string[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  const ports = await Promise.all(
    servers.map(
      (server) => new Promise<string>((resolve) => server.on('listening', () => resolve(portOf(server)))),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

const portOf = (server: ReturnType<typeof createServer>): string =>
  String((server.address() as { port: number }).port);

async function containerOf(image: Image, env: Record<string, string> = {}) {
  const [mqtt = '', websocket = '', http = ''] = await freePorts(3);
  const ports = { PIPIT_MQTT_PORT: mqtt, PIPIT_MQTT_WEBSOCKET_PORT: websocket, PIPIT_HTTP_PORT: http };
  const container = new Container(image, { ...ports, ...env });
  containers.push(container);
  return { container, url: `mqtt://127.0.0.1:${mqtt}` };
}

function addDevice(container: Container): { deviceId: string; secret: string } {
  const { device, secret } = JSON.parse(container.run('device', 'add', 'lamp-1', '--json')) as {
    device: { id: string };
    secret: string;
  };
  return { deviceId: device.id, secret };
}

describe.skipIf(whyNoJail() !== undefined)('the image', () => {
  test(
    'for Amazon: small, without emulator, healthy, lets a device sign in, ends at SIGTERM',
    { timeout: BUILD_MS },
    async () => {
      const image = builder.build();
      const size = megabytes(join(image.root, 'app'));
      process.stderr.write(`The image holds ${size} MB besides Node.js and Debian.\n`);
      expect(size).toBeLessThan(MOST_MB.without);
      for (const name of [
        'onnxruntime-web',
        '@pipit/emulator',
        'vitest',
        'typescript',
        '@types/node',
        'mqtt/test',
      ])
        expect(existsSync(join(image.root, 'app', 'node_modules', name)), name).toBe(false);
      expect(image.user).toBe('10001:10001');
      const { uid, mode } = statSync(join(image.root, 'data'));
      expect({ uid, mode: mode & 0o777 }).toEqual({ uid: 10_001, mode: 0o700 });

      const { container, url } = await containerOf(image);
      expect(container.exec('pipit', '--version').trim()).toMatch(/^\d+\.\d+\.\d+$/);
      expect(() => container.exec('touch', '/app/x')).toThrow(/Read-only/);
      const identity = addDevice(container);
      container.start();
      await container.healthy(HEALTHY_MS);
      await using device = new PipitDevice({ url, ...identity });
      await device.connect();
      expect(device.isConnected).toBe(true);
      await device.close();
      expect(await container.stop(STOP_MS)).toBe(0);
      expect(container.output).toContain('"opus":"native"');
      expect(container.output).toMatch(/"msg":"stopped"/);

      // Process 1 ignores a signal that nobody listens to: also while it starts there must be somebody.
      const { container: early } = await containerOf(image);
      early.start();
      await expect.poll(() => early.output, { timeout: HEALTHY_MS }).not.toBe('');
      expect(await early.stop(STOP_MS)).not.toBeNull();
    },
  );

  test('with the emulator: holds a conversation', { timeout: BUILD_MS }, async () => {
    const image = builder.build({ EMULATOR: '1' });
    const size = megabytes(join(image.root, 'app'));
    process.stderr.write(`With the emulator the image holds ${size} MB besides Node.js and Debian.\n`);
    expect(size).toBeLessThan(MOST_MB.with);
    const { container, url } = await containerOf(image, { PIPIT_MODEL_BRAIN: 'scripted' });
    const identity = addDevice(container);
    container.start();
    await container.healthy(HEALTHY_MS);
    await using device = new PipitDevice({ url, ...identity });
    await device.connect();
    await using session = await device.openSession({ mode: 'PUSH_TO_TALK' });
    const answer = new Promise<string>((resolve) => {
      session.on('transcript', ({ role, text }) => role === 'ASSISTANT' && resolve(text));
    });
    session.startListening();
    await session.stream(tones());
    session.stopListening();
    expect(await answer).toBe('This is a scripted answer.');
    await session.close();
    await device.close();
    expect(await container.stop(STOP_MS)).toBe(0);
  });

  test('an argument that the Dockerfile does not have is refused', () => {
    expect(() => builder.build({ EMULTAOR: '1' })).toThrow(/no ARG EMULTAOR/);
  });
});

/** A second of what the scripted ears take for speech, then a second of quiet. */
async function* tones(): AsyncGenerator<Int16Array> {
  for (let frame = 0; frame < 100; frame++) {
    const peak = frame < 50 ? 8000 : 0;
    yield Int16Array.from(
      { length: 320 },
      (_, index) => peak * Math.sin((2 * Math.PI * 440 * index) / 16_000),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
