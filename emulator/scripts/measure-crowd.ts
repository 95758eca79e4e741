/**
 * How many people the emulator can hear at once: runs it as a process of its own, speaks to it over the AWS SDK on more
 * and more streams in real time, and times the first audio of each answer.
 * Usage: node --conditions=pipit-source emulator/scripts/measure-crowd.ts [streams,streams,…] [turns] [workers]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { NovaClient } from '../test/nova-client.ts';
import { fixtureRecordings } from './speech/fixture-recordings.ts';
import { type Recording, SAMPLE_RATE_HZ, speechEndMs } from './speech/recording.ts';

const FRAME_MS = 64;
/** A question, an answer, and a little thought: everybody says something this often. */
const TURN_EVERY_MS = 10_000;

const crowds = (process.argv[2] ?? '1,5,10,15,20').split(',').map(Number);
const turns = Number(process.argv[3] ?? 3);
const workers = process.argv[4] ?? '1';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const flags = ['--port', '0', '--json', '--concurrency', '1000', '--workers', workers];
const child = spawn(process.execPath, ['--conditions=pipit-source', main, ...flags], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const url = await new Promise<string>((resolve) => {
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = JSON.parse(line) as { kind: string; url?: string };
    if (event.kind === 'listening') resolve(event.url!);
  });
});

/** Speaks one recording after another, each in its own time slot; gives the times to first audio, NaN when there was none. */
async function talk(recordings: readonly Recording[], offsetMs: number): Promise<number[]> {
  await delay(offsetMs);
  const session = { turnDetectionConfiguration: { endpointingSensitivity: 'HIGH' } };
  const client = new NovaClient({ url }).open().start({ session }).audioStart();
  const frame = (SAMPLE_RATE_HZ * FRAME_MS) / 1000;
  const startMs = performance.now();
  const times: number[] = [];
  for (const [turn, { pcm }] of recordings.entries()) {
    const slotMs = startMs + turn * TURN_EVERY_MS;
    const spokenMs = slotMs + speechEndMs(pcm);
    const before = client.events.length;
    const answered = client
      .until(() => client.events.slice(before).some(({ name }) => name === 'audioOutput'))
      .then(() => performance.now() - spokenMs);
    answered.catch(() => {});
    for (let count = 0; count * FRAME_MS < TURN_EVERY_MS; count++) {
      await delay(Math.max(0, slotMs + (count + 1) * FRAME_MS - performance.now()));
      const padded = new Int16Array(frame);
      padded.set(pcm.subarray(count * frame, (count + 1) * frame));
      client.audio(padded);
    }
    times.push(await Promise.race([answered, Promise.resolve(NaN)]));
  }
  await client.finish();
  return times;
}

const recordings = (await fixtureRecordings()).filter(({ pcm }) => pcm.length < 6 * SAMPLE_RATE_HZ);
const quantile = (sorted: readonly number[], q: number) =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!);
for (const streams of crowds) {
  const asked = Array.from({ length: streams }, (_, stream) =>
    talk(
      Array.from({ length: turns }, (__, turn) => recordings[(stream + 3 * turn) % recordings.length]!),
      (stream * TURN_EVERY_MS) / streams,
    ),
  );
  const times = (await Promise.all(asked)).flat();
  const sorted = times.filter((time) => time >= 0).sort((a, b) => a - b);
  const figures = {
    streams,
    turns: times.length,
    unanswered: times.length - sorted.length,
    firstAudioMs: { median: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), max: quantile(sorted, 1) },
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
child.kill('SIGTERM');
await once(child, 'close');
