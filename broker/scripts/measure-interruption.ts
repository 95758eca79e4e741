/**
 * From the signal of an interruption to silence at the device, with everything between: emulator, AWS SDK, session,
 * MQTT, SDK. `node --conditions=pipit-source broker/scripts/measure-interruption.ts [--runs 40] [--delay-ms 0]`
 */
import { PipitDevice, type DeviceSession, delay, systemClock } from '@pipit/device-sdk';
import { SimulatedNetwork } from '@pipit/device-sdk/testing';
import { createEmulator } from '@pipit/emulator';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createBroker } from '../src/broker.ts';
import { loadConfig } from '../src/config/load.ts';
import { createLog } from '../src/telemetry/log.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '40' }, 'delay-ms': { type: 'string', default: '0' } },
});
const runs = Number(values.runs);
const delayMs = Number(values['delay-ms']);

let signalAt = 0;
const emulator = await createEmulator({
  brain: 'scripted',
  script: { replies: [{ text: 'A very long answer.', audioMs: 60_000 }], silenceMs: 200 },
  onEvent: (event) => {
    if (event.kind === 'interrupted') signalAt = performance.now();
  },
});
const dataDir = await mkdtemp(join(tmpdir(), 'pipit-measure-'));
const config = loadConfig({
  environment: {},
  flags: {
    dataDir,
    'mqtt.host': '127.0.0.1',
    'mqtt.port': 0,
    'mqtt.websocketPort': 0,
    'http.port': 0,
    'model.endpoint': emulator.url,
    'log.level': 'silent',
  },
});
const broker = await createBroker({ config, log: await createLog(config.log) });
const network = new SimulatedNetwork({ conditions: { delayMs } });
const { secret } = await broker.devices.add('measured');
const port = broker.ports['tcp']!;
const device = new PipitDevice({
  url: `mqtt://127.0.0.1:${port}`,
  deviceId: 'measured',
  secret,
  capabilities: { echoCancellation: true },
  transport: () => network.wrap(connect({ host: '127.0.0.1', port, noDelay: true })),
});
await device.connect();
const session = await device.openSession({ mode: 'ALWAYS_OPEN' });
let silentAt = 0;
await session.play({ open() {}, write() {}, close() {}, flush: () => void (silentAt = performance.now()) });
await session.waitForState('LISTENING');

const byVoice: number[] = [];
const byButton: number[] = [];
for (let run = 0; run < runs; run++) {
  for (const how of ['voice', 'button'] as const) {
    const started = session.once('playbackStarted');
    await speak(session, 300, 500);
    await started;
    await delay(systemClock, 400 + 37 * (run % 7));
    silentAt = 0;
    const flushed = session.once('flushed');
    if (how === 'button') {
      const pressedAt = performance.now();
      session.interrupt('BUTTON');
      byButton.push(silentAt - pressedAt);
      await flushed;
      continue;
    }
    await speak(session, 200, 0);
    await flushed;
    byVoice.push(silentAt - signalAt);
    // What was said into the answer is a question of its own: its answer is called off.
    await delay(systemClock, 600);
    session.interrupt();
    await delay(systemClock, 300);
  }
}
await device.close();
await broker.close();
await emulator.close();
await rm(dataDir, { recursive: true });

const summary = (times: number[]) => {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)]! * 10) / 10;
  return { runs: sorted.length, medianMs: at(0.5), p95Ms: at(0.95), mostMs: at(1) };
};
console.log(
  JSON.stringify({
    leadMs: 200,
    networkDelayMs: delayMs,
    fromModelSignal: summary(byVoice),
    fromButton: summary(byButton),
    machine: `${cpus().length} x ${cpus()[0]?.model}`,
  }),
);

async function speak(to: DeviceSession, loudMs: number, quietMs: number): Promise<void> {
  const tone = Int16Array.from({ length: 320 }, (_, i) => 8000 * Math.sin((2 * Math.PI * 440 * i) / 16_000));
  const start = performance.now();
  for (let at = 0; at < loudMs + quietMs; at += 20) {
    to.writePcm(at < loudMs ? tone : new Int16Array(320));
    await delay(systemClock, Math.max(0, start + at + 20 - performance.now()));
  }
}
