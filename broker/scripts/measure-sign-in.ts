/**
 * A storm of sign-ins while somebody is in conversation: how long it takes, and what the conversation notices of it.
 * `node --conditions=pipit-source broker/scripts/measure-sign-in.ts [--devices 1000] [--database-url postgresql://…]`
 */
import { PipitDevice, delay, systemClock } from '@pipit/device-sdk';
import { createEmulator } from '@pipit/emulator';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type Socket, connect as connectTcp } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { BrokerProcess } from '../soak/broker-process.ts';
import { openStore } from '../src/compose/store.ts';
import { loadConfig } from '../src/config/load.ts';
import { DatabaseDeviceStore } from '../src/fleet/database-device-store.ts';
import { connect } from '../test/device/raw-packets.ts';
import { utter } from '../test/whole-broker.ts';

const { values } = parseArgs({
  options: { devices: { type: 'string', default: '1000' }, 'database-url': { type: 'string' } },
});
const count = Number(values.devices);
const url = values['database-url'];
const ANSWER_MS = 30_000;
/** Devices that share an address, as behind a router. */
const PER_ADDRESS = 50;

const folder = await mkdtemp(join(tmpdir(), 'pipit-measure-'));
const emulator = await createEmulator({
  brain: 'scripted',
  script: { replies: [{ text: 'A very long answer.', audioMs: ANSWER_MS }], silenceMs: 200 },
});
const flags = { dataDir: folder, ...(url && { 'database.url': url }) };
const database = await openStore(loadConfig({ environment: {}, flags }), pino({ level: 'error' }));
const store = new DatabaseDeviceStore(database);
const secrets: string[] = [];
for (let i = 0; i < count; i++) secrets.push((await store.add(`storm-${i}`)).secret);
const { secret: talkerSecret } = await store.add('talker');
await database.close();

const broker = new BrokerProcess({
  folder,
  settings: {
    'model.endpoint': emulator.url,
    'mqtt.host': '127.0.0.1',
    'mqtt.port': 0,
    'mqtt.websocketPort': 0,
    'http.port': 0,
    ...(url && { 'database.url': url }),
  },
  onLine: () => {},
});
await broker.start();
const port = broker.port!;
const talker = new PipitDevice({ url: `mqtt://127.0.0.1:${port}`, deviceId: 'talker', secret: talkerSecret });
await talker.connect();
const session = await talker.openSession();
await session.play({ open() {}, write() {}, close() {}, flush() {} });
await session.waitForState('LISTENING');
const playing = session.once('playbackStarted');
await utter(session, 300);
await playing;

const failures: string[] = [];
const before = { ...session.figures.playout };
const startedAt = performance.now();
const results = await Promise.all(secrets.map((secret, i) => signIn(i, secret)));
const allInMs = Math.round(performance.now() - startedAt);
const after = { ...session.figures.playout };
const { state } = session;
for (const { socket } of results) socket.destroy();
await talker.close();
await broker.stop('SIGTERM');
await emulator.close();
await rm(folder, { recursive: true });

const times = results.map(({ ms }) => ms).sort((a, b) => a - b);
const at = (share: number): number => Math.round(times[Math.floor((times.length - 1) * share)]!);
console.log(
  JSON.stringify({
    devices: count,
    engine: url ? 'postgresql' : 'embedded',
    accepted: results.filter(({ returnCode }) => returnCode === 0).length,
    allInMs,
    turnedAway: failures.length,
    signInMs: { median: at(0.5), p95: at(0.95), most: at(1) },
    conversation: {
      framesReceived: after.received - before.received,
      framesLate: after.late - before.late,
      framesConcealed: after.concealed - before.concealed,
      state,
    },
    machine: `${cpus().length} x ${cpus()[0]?.model}`,
  }),
);

interface SignedIn {
  readonly socket: Socket;
  readonly ms: number;
  readonly attempts: number;
  readonly returnCode: number;
}

/** Comes again when it is turned away, as every device does. */
async function signIn(index: number, password: string): Promise<SignedIn> {
  const host = Math.floor(index / PER_ADDRESS);
  const localAddress = `127.0.${1 + Math.floor(host / 250)}.${1 + (host % 250)}`;
  const id = `storm-${index}`;
  const began = performance.now();
  for (let attempts = 1; ; attempts++) {
    const socket = connectTcp({ port, host: '127.0.0.1', localAddress });
    try {
      await once(socket, 'connect');
      socket.write(connect({ clientId: id, username: id, password }));
      const closed = once(socket, 'close').then(() => {
        throw new Error('turned away');
      });
      const [chunk] = (await Promise.race([once(socket, 'data'), closed])) as [Buffer];
      closed.catch(() => {});
      socket.on('error', () => {});
      return { socket, attempts, ms: performance.now() - began, returnCode: chunk[3]! };
    } catch (error) {
      failures.push((error as Error).message);
      socket.destroy();
      await delay(systemClock, 200 + 500 * Math.random());
    }
  }
}
