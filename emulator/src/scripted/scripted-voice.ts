/** A voice without speech: prepared PCM from the script, or a tone that all streams share. */
import type { Voice } from '../conversation/parts.ts';
import { defaultScript, type Script, type ScriptedStep } from './script.ts';

const msPerCharacter = 60;
const toneHz = 440;
const toneLevel = 6000;
const chunkMs = 64;

export function createScriptedVoice(script: Script): Voice {
  const replies = (script.replies ?? defaultScript.replies).flat() as ScriptedStep[];
  const speech = new Map(replies.flatMap((step) => ('text' in step ? [[step.text, step] as const] : [])));
  const tones = new Map<number, Int16Array>();
  return {
    async *speak(text, { sampleRateHz, signal }) {
      const step = speech.get(text);
      const samples =
        step?.pcm?.length ?? ((step?.audioMs ?? text.length * msPerCharacter) * sampleRateHz) / 1000;
      const tone = tones.get(sampleRateHz) ?? makeTone(sampleRateHz);
      tones.set(sampleRateHz, tone);
      for (let at = 0; at < samples && !signal.aborted; at += tone.length) {
        const length = Math.min(tone.length, samples - at);
        yield step?.pcm ? step.pcm.subarray(at, at + length) : tone.subarray(0, length);
      }
    },
    close: async () => {},
  };
}

/** One chunk of a sine. The frequency is bent a little so that chunks join without a click. */
function makeTone(sampleRateHz: number): Int16Array {
  const samples = (sampleRateHz * chunkMs) / 1000;
  const cycles = Math.round((toneHz * chunkMs) / 1000);
  return Int16Array.from({ length: samples }, (_, index) =>
    Math.round(Math.sin((index / samples) * cycles * 2 * Math.PI) * toneLevel),
  );
}
