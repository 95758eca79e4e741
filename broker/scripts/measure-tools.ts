/**
 * What it costs to offer tools: `node --expose-gc --conditions=pipit-source broker/scripts/measure-tools.ts [--devices 50]
 * [--tools 5] [--rounds 5]`
 * Conversations are opened, all at once and one after the other, by devices without tools, by the same number that offer
 * some, and by the same number that have an MCP server with as many; broker, scripted emulator, devices and MCP server
 * are in one process. Prints JSON, with the ratios.
 */
import { McpServer, createMcpHandler, fromJsonSchema } from '@modelcontextprotocol/server';
import { PipitDevice, type PipitDeviceOptions, systemClock } from '@pipit/device-sdk';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { readLocalAccess } from '../src/identity/local-key.ts';
import { serveMcp } from '../test/tools/serve-mcp.ts';
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
const toolCount = Number(values.tools);
const { gc } = globalThis;
if (!gc) throw new Error('Start it with --expose-gc.');

await using whole = await WholeBroker.start({
  limits: { concurrentStreams: count },
  settings: { 'log.level': 'warn', 'model.maxStreams': count, 'tools.allowPrivateTargets': true },
});

const LAMP = {
  description: 'Switches a lamp on or off and dims it. Use it when the user asks for more or less light.',
  properties: {
    on: { type: 'boolean' },
    percent: { type: 'integer', minimum: 0, maximum: 100, description: 'How bright.' },
    colour: { type: 'string', enum: ['white', 'red', 'green', 'blue'] },
  },
  required: ['on'],
} as const;

await using served = await serveMcp(
  createMcpHandler(() => {
    const server = new McpServer({ name: 'lamps', version: '1.0.0' });
    const { description, properties, required } = LAMP;
    const inputSchema = fromJsonSchema({ type: 'object', properties, required: [...required] });
    for (let tool = 0; tool < toolCount; tool++)
      server.registerTool(`switch_lamp_${tool}`, { description, inputSchema }, () => ({ content: [] }));
    return server;
  }).fetch,
);
const server = await ask('POST', '/api/v1/mcp-servers', {
  name: 'lamps',
  transport: 'http',
  url: served.url,
});

async function ask(method: string, path: string, body: object): Promise<{ id: string }> {
  const { key } = (await readLocalAccess(whole.folder))!;
  const response = await fetch(`http://127.0.0.1:${whole.broker.ports['http']}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'if-match': '"v0"' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as { id: string };
}

type Source = 'none' | 'device' | 'mcp';

interface Case {
  readonly source: Source;
  readonly devices: PipitDevice[];
  readonly alone: number[];
  readonly together: number[];
  readonly heap: number[];
}
const cases: Case[] = [];
for (const source of ['none', 'device', 'mcp'] as const) {
  const devices: PipitDevice[] = [];
  for (let n = 0; n < count; n++) {
    const deviceId = `tools-${source}-${n}`;
    const { secret } = await whole.broker.devices.add(deviceId);
    if (source === 'mcp') {
      const settings = { tools: { mcp: true }, mcpServers: [server.id] };
      await ask('PUT', `/api/v1/configuration/devices/${deviceId}`, settings);
    }
    const device = deviceWith(source, { url: whole.url, deviceId, secret, builtInTools: false });
    await device.connect();
    devices.push(device);
  }
  cases.push({ source, devices, alone: [], together: [], heap: [] });
}

function deviceWith(source: Source, options: PipitDeviceOptions): PipitDevice {
  const device = new PipitDevice(options);
  const { description, properties: input, required } = LAMP;
  for (let tool = 0; tool < (source === 'device' ? toolCount : 0); tool++)
    device.tool(`switch_lamp_${tool}`, { description, input, required }, () => 'done');
  return device;
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
if (whole.broker.figures.value('tools_mcp_running') !== 1) throw new Error('The MCP server was not used.');
for (const { devices } of cases) for (const device of devices) await device.close();

const of = (list: readonly number[], share: number): number => {
  const sorted = list.toSorted((a, b) => a - b);
  return Number(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(1));
};
const figures = cases.map(({ source, alone, together, heap: heaps }) => ({
  tools: source === 'none' ? 0 : toolCount,
  source,
  startMs: { p50: of(alone, 0.5), p95: of(alone, 0.95) },
  startAllAtOnceMs: { p50: of(together, 0.5), p95: of(together, 0.95) },
  kilobytesOfEachConversation: of(heaps, 0.5),
}));
const [without] = figures;
const ratio = (a: number, b: number): number => Number((a / b).toFixed(2));
const result = {
  devices: count,
  rounds,
  figures,
  ratios: figures.slice(1).map((figure) => ({
    source: figure.source,
    start: ratio(figure.startMs.p50, without!.startMs.p50),
    startAllAtOnce: ratio(figure.startAllAtOnceMs.p50, without!.startAllAtOnceMs.p50),
    memory: ratio(figure.kilobytesOfEachConversation, without!.kilobytesOfEachConversation),
  })),
  machine: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} processors, Node.js ${process.version}`,
};
process.stdout.write(`${JSON.stringify(result, undefined, 1)}\n`);
