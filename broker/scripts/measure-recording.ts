/**
 * What the recording of sound costs: `node --conditions=pipit-source broker/scripts/measure-recording.ts
 * [--conversations 500] [--seconds 60] [--keep FOLDER]`
 * Both sides speak all the time, in messages of 60 ms, onto the real disk, with the clock put forward as fast as that
 * goes. Prints JSON.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { toWireTime } from '@pipit/protocol';
import { pino } from 'pino';
import { createOpusEncoder } from '../src/audio/opus.ts';
import { SoundFiles } from '../src/history/recordings/sound-files.ts';
import { SoundRecorder } from '../src/history/recordings/sound-recorder.ts';
import { newId } from '../src/store/ids.ts';
import { Figures } from '../src/telemetry/figures.ts';
import { FakeClock } from '../src/testing/fake-clock.ts';

const { values } = parseArgs({
  options: {
    conversations: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '60' },
    keep: { type: 'string' },
  },
});
const conversations = Number(values.conversations);
const seconds = Number(values.seconds);
const FRAME_MS = 60;

const encoderOf = (application: 'voip' | 'restricted_lowdelay', bitrate: number) =>
  createOpusEncoder({
    sampleRateHz: 16_000,
    frameDurationMs: FRAME_MS,
    playbackSampleRateHz: 16_000,
    bitrate,
    complexity: 0,
    application,
  });
const noise = (): Int16Array => new Int16Array(960).map(() => 4000 * (Math.random() - 0.5));
const up = encoderOf('voip', 24_000);
const down = encoderOf('restricted_lowdelay', 48_000);
const heard = Array.from({ length: 50 }, () => up.encode(noise()).slice());
const said = Array.from({ length: 50 }, () => down.encode(noise()).slice());

const folder = values.keep ?? (await mkdtemp(join(tmpdir(), 'pipit-measure-')));
const clock = new FakeClock(100_000);
const figures = new Figures();
const startMs = Date.now() - clock.now();
const recorder = await SoundRecorder.open({
  files: new SoundFiles(folder),
  minFreeBytes: 0,
  onRecorded: () => {},
  clock,
  now: () => startMs + clock.now(),
  log: pino({ level: 'error' }),
  figures,
});
const tapes = Array.from({ length: conversations }, (_, n) =>
  recorder.tape({
    deviceId: `device-${n}`,
    sessionId: newId(),
    frameDurationMs: FRAME_MS,
    playbackSampleRateHz: 24_000,
  }),
);
for (const tape of tapes) tape.consent(true);

const cpuBefore = process.cpuUsage();
const wallBefore = performance.now();
for (let sequence = 0; sequence * FRAME_MS < seconds * 1000; sequence++) {
  clock.advance(FRAME_MS);
  const captureTimeMs = toWireTime(clock.now() - FRAME_MS);
  const packets = [heard[sequence % heard.length]!];
  for (const tape of tapes) {
    tape.heard({ session: 1, generation: 0, sequence, captureTimeMs, flags: 0, packets });
    tape.said(1, said[sequence % said.length]!, clock.now() + 200);
  }
  // The disk has to follow: time goes by faster than it does.
  await new Promise((resolve) => setImmediate(resolve));
}
await recorder.close();
const { user, system } = process.cpuUsage(cpuBefore);
const cpuMs = (user + system) / 1000;
const bytes = figures.value('recordings_bytes_total');
const result = {
  conversations,
  seconds,
  cpuPercentOfOneCorePerConversation: Number(((cpuMs / (conversations * seconds * 1000)) * 100).toFixed(4)),
  kilobytesPerConversationAndMinute: Math.round(bytes / 1000 / conversations / (seconds / 60)),
  wallSeconds: Number(((performance.now() - wallBefore) / 1000).toFixed(1)),
  givenUp: figures.value('recordings_given_up_total'),
  machine: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} processors, Node.js ${process.version}`,
};
process.stdout.write(`${JSON.stringify(result, undefined, 1)}\n`);
if (!values.keep) await rm(folder, { recursive: true });
