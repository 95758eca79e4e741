/**
 * What waveforms cost beside the codec: `node --conditions=pipit-source broker/scripts/measure-waveforms.ts
 * [--conversations 200] [--seconds 60]`
 * Both sides of each speak all the time, in messages of 60 ms, with the clock put forward as fast as that goes: once with
 * the codec alone, once with the waveforms alone, as far as the queue for the database. Prints JSON.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { createOpusDecoder, createOpusEncoder } from '../src/audio/opus.ts';
import { peaksOf } from '../src/audio/peaks.ts';
import { SessionRecorder } from '../src/history/session-recorder.ts';
import { Waveforms } from '../src/session/waveforms.ts';
import { newId } from '../src/store/ids.ts';
import { Figures } from '../src/telemetry/figures.ts';
import { FakeClock } from '../src/testing/fake-clock.ts';

const { values } = parseArgs({
  options: {
    conversations: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '60' },
  },
});
const conversations = Number(values.conversations);
const seconds = Number(values.seconds);
const FRAME_MS = 60;
const frames = Math.floor((seconds * 1000) / FRAME_MS);
const noise = (samples: number) => new Int16Array(samples).map(() => 4000 * (Math.random() - 0.5));
const heard = noise(960);
const said = noise(1440);

const cpuMsOf = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
const perMille = (cpuMs: number, talkedMs: number): number => Number(((cpuMs / talkedMs) * 1000).toFixed(3));

// The codec as it is set by default
const decoder = createOpusDecoder();
const codec = (sampleRateHz: 16_000 | 24_000, bitrate: number, application: 'voip' | 'restricted_lowdelay') =>
  createOpusEncoder({
    sampleRateHz,
    frameDurationMs: FRAME_MS,
    playbackSampleRateHz: sampleRateHz,
    bitrate,
    complexity: 0,
    application,
  });
const packet = codec(16_000, 24_000, 'voip').encode(heard).slice();
const down = codec(24_000, 48_000, 'restricted_lowdelay');
const work = (rounds: number): void => {
  for (let i = 0; i < rounds; i++) {
    decoder.decode(packet);
    down.encode(said);
  }
};
work(500);
const codecFrames = 20_000;
const codecCost = perMille(
  cpuMsOf(() => work(codecFrames)),
  codecFrames * FRAME_MS,
);

// The waveforms
const clock = new FakeClock(100_000);
let rows = 0;
let bytes = 0;
const noQueue = { session: () => {}, usage: () => {}, toolUse: () => {}, turn: () => {} };
const recorder = new SessionRecorder({
  queue: {
    ...noQueue,
    event: (row) => {
      rows++;
      bytes += JSON.stringify(row.payload).length;
    },
  },
  prices: { speechIn: 0, speechOut: 0, textIn: 0, textOut: 0 },
  modelId: 'nova',
  events: true,
  texts: true,
  onEvent: () => {},
  onPeaks: () => {},
  clock: new FakeClock(),
  now: () => clock.now(),
  figures: new Figures(),
});
/** The fake clock looks through all timers each time: one for all, as cheap as a real one. */
const tells: (() => void)[] = [];
const all = Array.from({ length: conversations }, (_, i) => {
  const context = { deviceId: `device-${i}`, sessionId: newId() };
  return new Waveforms({
    clock: {
      now: () => clock.now(),
      after: (_ms, callback) => {
        tells.push(callback);
        return () => {};
      },
    },
    tell: (runs, lost) => recorder.observe(context, { kind: 'peaks', runs, lost, atMs: clock.now() }),
  });
});
const talk = (): void => {
  for (let frame = 0; frame < frames; frame++) {
    clock.advance(FRAME_MS);
    for (const waveforms of all) {
      waveforms.heard(heard, 16_000, clock.now() - FRAME_MS);
      waveforms.said(1, peaksOf(said, 24_000), clock.now() + 200);
    }
    // 240 ms
    if (frame % 4 === 3) for (const tell of tells.splice(0)) tell();
  }
};
talk();
[rows, bytes] = [0, 0];
const waveformCost = perMille(cpuMsOf(talk), conversations * frames * FRAME_MS);
recorder.close();
const minutes = (conversations * frames * FRAME_MS) / 60_000;
process.stdout.write(
  `${JSON.stringify(
    {
      conversations,
      seconds,
      codecMicrosecondsPerSecond: codecCost * 1000,
      waveformsMicrosecondsPerSecond: waveformCost * 1000,
      percentOfTheCodec: Number(((waveformCost / codecCost) * 100).toFixed(2)),
      rowsPerMinute: Number((rows / minutes).toFixed(1)),
      kilobytesPerMinute: Number((bytes / minutes / 1000).toFixed(2)),
      machine: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} processors, Node.js ${process.version}`,
    },
    undefined,
    1,
  )}\n`,
);
