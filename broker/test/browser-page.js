// The page of the browser test: speaks into the microphone, plays the answer, and tells what came of it.
import { PipitDevice, Speaker, microphone } from './browser.bundle.js';

globalThis.converse = async ({ speakMs, ...identity }) => {
  const device = new PipitDevice(identity);
  await device.connect();
  const session = await device.openSession({ mode: 'PUSH_TO_TALK' });
  const states = [];
  session.on('state', ({ to }) => states.push(to));
  const speaker = new Speaker();
  await session.play(speaker);
  let loudest = 0;
  const hearing = (async () => {
    for await (const pcm of session.audio()) for (const x of pcm) loudest = Math.max(loudest, Math.abs(x));
  })();
  await session.waitForState('LISTENING');
  const finished = session.once('playbackFinished');
  session.startListening();
  await session.stream(microphone({ signal: AbortSignal.timeout(speakMs) }));
  session.stopListening();
  const { playedMs } = await finished;
  const outcome = { states, playedMs, loudest, figures: session.figures };
  await session.close();
  await hearing;
  await speaker.close();
  await device.close();
  return outcome;
};
