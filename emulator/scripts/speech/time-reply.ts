/** Plays a recording to the ears as a microphone would, and times the answer. */
import { setTimeout } from 'node:timers/promises';
import type { EndpointingSensitivity, Message } from '../../src/conversation/parts.ts';
import type { LocalParts } from '../../src/local.ts';
import { type Recording, SAMPLE_RATE_HZ, speechEndMs } from './recording.ts';

/** The microphone goes on after the recording, as long as the longest pause that is waited for. */
const SILENCE_AFTER_MS = 2_200;
const FRAME_MS = 20;

function withSilence(pcm: Int16Array): Int16Array {
  const padded = new Int16Array(pcm.length + (SILENCE_AFTER_MS * SAMPLE_RATE_HZ) / 1000);
  padded.set(pcm);
  return padded;
}

export interface ReplyTiming {
  readonly name: string;
  /** From the end of the speech to the first audio of the answer. */
  readonly firstAudioMs: number;
  /** The part of it until the words were known. */
  readonly heardMs: number;
  readonly text: string;
  /** Turns that ended before the speech did. */
  readonly cutTurns: number;
}

/** Speaks the recording in real time to ears, mind and voice, and times the answer to its last turn. */
export async function timeReply(
  parts: LocalParts,
  recording: Recording,
  endpointing: EndpointingSensitivity,
): Promise<ReplyTiming> {
  const endMs = speechEndMs(recording.pcm);
  const mind = parts.createMind();
  const history: Message[] = [];
  const abort = new AbortController();
  const answers: Promise<{ heardAt: number; firstAudioAt: number; text: string } | undefined>[] = [];
  const answer = async (text: string, heardAt: number) => {
    history.push({ role: 'USER', text });
    const steps = mind.reply({ systemPrompt: '', history: [...history], tools: [], signal: abort.signal });
    for await (const step of steps) {
      if (step.kind !== 'say') continue;
      const speech = parts.voice.speak(step.text, {
        voiceId: 'matthew',
        sampleRateHz: 24_000,
        signal: abort.signal,
      });
      for await (const chunk of speech) {
        if (chunk.length > 0) return { heardAt, firstAudioAt: performance.now(), text };
      }
    }
    return undefined;
  };
  const listener = parts.ears.listen({
    sampleRateHz: SAMPLE_RATE_HZ,
    endpointing,
    onEvent: (event) => {
      if (event.kind === 'transcript' && event.text) answers.push(answer(event.text, performance.now()));
    },
  });
  const pcm = withSilence(recording.pcm);
  const samples = (FRAME_MS * SAMPLE_RATE_HZ) / 1000;
  const startedAt = performance.now();
  for (let at = 0, frame = 1; at < pcm.length; at += samples, frame++) {
    // A microphone gives a frame when it is over.
    await setTimeout(Math.max(0, startedAt + frame * FRAME_MS - performance.now()));
    listener.push(pcm.subarray(at, at + samples));
  }
  const given = (await Promise.all(answers)).filter((one) => one !== undefined);
  listener.close();
  abort.abort();
  const last = given.at(-1);
  if (!last) throw new Error(`${recording.name} was not answered.`);
  const since = (at: number) => Math.round(at - startedAt - endMs);
  return {
    name: recording.name,
    firstAudioMs: since(last.firstAudioAt),
    heardMs: since(last.heardAt),
    text: given.map(({ text }) => text).join(' '),
    cutTurns: given.length - 1,
  };
}
