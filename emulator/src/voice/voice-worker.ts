/** The thread of the voice: binds flite to the message port. */
import { parentPort } from 'node:worker_threads';
import { Flite } from './flite.ts';
import type { VoiceReply, VoiceRequest } from './voice-messages.ts';
import { voiceSettings } from './voices.ts';

const port = parentPort!;
const flite = await Flite.load();
// The first run compiles: better now than in front of a user.
flite.synthesize('Hello.', voiceSettings('matthew'), 24_000);

port.on('message', ({ id, text, settings, sampleRateHz }: VoiceRequest) => {
  try {
    const pcm = flite.synthesize(text, settings, sampleRateHz) as Int16Array<ArrayBuffer>;
    port.postMessage({ kind: 'synthesized', id, pcm } satisfies VoiceReply, [pcm.buffer]);
  } catch (error) {
    port.postMessage({ kind: 'failed', id, message: String(error) } satisfies VoiceReply);
  }
});
port.postMessage({ kind: 'ready' });
