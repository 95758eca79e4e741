/**
 * What it costs to offer tools: `node --expose-gc --conditions=pipit-source broker/scripts/measure-tools.ts [--devices 50]
 * [--tools 5] [--rounds 5]`
 * Conversations are opened, all at once and one after the other, by devices without tools and by the same number that offer
 * some; broker, scripted emulator and devices are in one process. Prints JSON, with the ratios.
 */
import { PipitDevice, systemClock } from '@pipit/device-sdk';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { WholeBroker } from '../test/whole-broker.ts';

const { values } = parseArgs({
  options: {
    devices: { type: 'string', default: '50' },
    tools: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '5' },
  },
});
const count = Number(values.devices);
const rounds = Number(values.rounds);
const { gc } = globalThis;
if (!gc) throw new Error('Start it with --expose-gc.');

await using whole = await WholeBroker.start({
  limits: { concurrentStreams: count },
  settings: { 'log.level': 'warn', 'model.maxStreams': count },
});

interface Case {
  readonly tools: number;
  readonly devices: PipitDevice[];
  readonly alone: number[];
  readonly together: number[];
  readonly heap: number[];
}
const cases: Case[] = [];
for (const tools of [0, Number(values.tools)]) {
  const devices: PipitDevice[] = [];
  for (let n = 0; n < count; n++) {
    const deviceId = `tools-${tools}-${n}`;
    const { secret } = await whole.broker.devices.add(deviceId);
    const device = new PipitDevice({ url: whole.url, deviceId, secret, builtInTools: false });
    for (let tool = 0; tool < tools; tool++)
      device.tool(
        `switch_lamp_${tool}`,
        {
          description: `Switches lamp ${tool} on or off and dims it. Use it when the user asks for more or less light.`,
          input: {
            on: 'boolean',
            percent: { type: 'integer', minimum: 0, maximum: 100, description: 'How bright.' },
            colour: { type: 'string', enum: ['white', 'red', 'green', 'blue'] },
          },
          required: ['on'],
        },
        () => 'done',
      );
    await device.connect();
    devices.push(device);
  }
  cases.push({ tools, devices, alone: [], together: [], heap: [] });
}

async function open(device: PipitDevice, times: number[]) {
  const startedAt = systemClock.now();
  const session = await device.openSession();
  await session.waitForState('LISTENING');
  times.push(systemClock.now() - startedAt);
  return session;
}

/** Bytes in use, once what is not used is gone. */
async function heap(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    gc!();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

// Each in turn, so that what changes with time changes for both; the first round warms up.
for (let round = 0; round <= rounds; round++) {
  for (const { devices, alone, together, heap: heaps } of cases) {
    if (round === 1) for (const list of [alone, together, heaps]) list.length = 0;
    const before = await heap();
    const sessions = await Promise.all(devices.map((device) => open(device, together)));
    heaps.push(((await heap()) - before) / count / 1024);
    for (const session of sessions) await session.close();
    for (const device of devices) await (await open(device, alone)).close();
  }
}
for (const { devices } of cases) for (const device of devices) await device.close();

const of = (list: readonly number[], share: number): number => {
  const sorted = list.toSorted((a, b) => a - b);
  return Number(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(1));
};
const figures = cases.map(({ tools, alone, together, heap: heaps }) => ({
  toolsOfEachDevice: tools,
  startMs: { p50: of(alone, 0.5), p95: of(alone, 0.95) },
  startAllAtOnceMs: { p50: of(together, 0.5), p95: of(together, 0.95) },
  kilobytesOfEachConversation: of(heaps, 0.5),
}));
const [without, withTools] = figures;
const result = {
  devices: count,
  rounds,
  figures,
  ratios: {
    start: Number((withTools!.startMs.p50 / without!.startMs.p50).toFixed(2)),
    startAllAtOnce: Number((withTools!.startAllAtOnceMs.p50 / without!.startAllAtOnceMs.p50).toFixed(2)),
    memory: Number(
      (withTools!.kilobytesOfEachConversation / without!.kilobytesOfEachConversation).toFixed(2),
    ),
  },
  machine: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} processors, Node.js ${process.version}`,
};
process.stdout.write(`${JSON.stringify(result, undefined, 1)}\n`);
