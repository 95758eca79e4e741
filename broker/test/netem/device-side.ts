/** A device that asks once and listens to the answer. Prints what its playout counts and measures, as it goes. */
import { PipitDevice } from '@pipit/device-sdk';
import { utter } from '../whole-broker.ts';

const [url = '', deviceId = '', secret = '', frameDuration = ''] = process.argv.slice(2);
const SAMPLING_MS = 20;
const QUESTION_MS = 600;

const frameDurationMs = Number(frameDuration) as 20 | 40 | 60;
await using device = new PipitDevice({ url, deviceId, secret, frameDurationMs });
await device.connect();
const session = await device.openSession({ mode: 'PUSH_TO_TALK' });
await session.waitForState('LISTENING');
await session.play({ open: () => {}, write: () => {}, close: () => {} });
session.startListening();
await utter(session, QUESTION_MS);
const [started, finished] = [session.once('playbackStarted'), session.once('playbackFinished')];
session.stopListening();
await started;
const sampling = setInterval(() => {
  const atMs = performance.timeOrigin + performance.now();
  console.log(JSON.stringify({ atMs, ...session.figures.playout }));
}, SAMPLING_MS);
const { playedMs } = await finished;
clearInterval(sampling);
console.log(JSON.stringify({ playedMs }));
await session.close();
