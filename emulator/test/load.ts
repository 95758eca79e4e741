/**
 * What a stream costs the emulator: runs it as a process of its own, talks to it with many clients, and reads its CPU
 * time and memory from /proc. Usage: node --conditions=pipit-source emulator/test/load.ts [streams] [seconds]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { EmulatorStats } from '../src/index.ts';
import { NovaClient, noise, silence } from './nova-client.ts';

const [streams, seconds] = [Number(process.argv[2] ?? 60), Number(process.argv[3] ?? 10)];
const frameMs = 64;
/** One second of speech in four; the answer is 3.6 s long and comes at 1.5 times real time. */
const speechFrames = 15;
const turnFrames = 60;
const reply = 'x'.repeat(60);

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const flags = [
  '--brain',
  'scripted',
  '--port',
  '0',
  '--json',
  '--concurrency',
  String(streams),
  '--audio-speed',
  '1.5',
];
const child = spawn(process.execPath, ['--conditions=pipit-source', main, ...flags, '--reply', reply], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const lines = createInterface({ input: child.stdout });
let last = '';
lines.on('line', (line) => (last = line));
const [first] = (await once(lines, 'line')) as [string];
const { url } = JSON.parse(first) as { url: string };

/** User and system time; /proc counts in hundredths of a second. */
function cpuMs(): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
const rssMb = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1024;

const idleMb = rssMb();
const clients = Array.from({ length: streams }, () => new NovaClient({ url }).open().start().audioStart());
await Promise.all(clients.map((client) => client.event('usageEvent')));
const [startMs, startCpuMs] = [performance.now(), cpuMs()];
for (let frame = 0; frame * frameMs < seconds * 1000; frame += 1) {
  await delay(Math.max(0, startMs + frame * frameMs - performance.now()));
  const pcm = frame % turnFrames < speechFrames ? noise(frameMs) : silence(frameMs);
  for (const client of clients) client.audio(pcm);
}
const [wallMs, usedMs, activeMb] = [performance.now() - startMs, cpuMs() - startCpuMs, rssMb()];
await Promise.all(clients.map((client) => client.finish()));
child.kill('SIGTERM');
await once(child, 'close');
const { stats } = JSON.parse(last) as { stats: EmulatorStats };
const figures = {
  streams,
  corePercent: Math.round((1000 * usedMs) / wallMs) / 10,
  microsecondsPerEvent: Math.round((1000 * usedMs) / (stats.inputEvents + stats.outputEvents)),
  megabytesPerStream: Math.round((100 * (activeMb - idleMb)) / streams) / 100,
  turns: stats.turns,
  inputEvents: stats.inputEvents,
  outputEvents: stats.outputEvents,
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
