import { pino } from 'pino';
import { expect, test } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { ScriptedModel } from '../../testing/scripted-model.ts';
import { VoiceSamples } from './voice-samples.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

function start(model = new ScriptedModel()) {
  const clock = new FakeClock();
  return {
    model,
    clock,
    samples: new VoiceSamples({ model: () => model, clock, log: pino({ level: 'silent' }) }),
  };
}

test('a voice says its sentence, hears silence meanwhile, and is asked only once', async () => {
  const { model, clock, samples } = start();
  const first = samples.of('tina');
  await settled();
  const { conversation } = model;
  expect(conversation.options).toMatchObject({ place: 'second', settings: { voice: 'tina' } });
  expect(conversation.sentTexts).toEqual([expect.stringContaining('ich bin Tina')]);
  clock.advance(120);
  expect(conversation.heard).toHaveLength(3);
  conversation.say(1, 500);
  conversation.emit({ kind: 'answerEnded', answer: 1 });
  const { wav, isKept } = await first;
  expect(isKept).toBe(false);
  expect(wav.subarray(0, 4).toString('latin1')).toBe('RIFF');
  expect(wav.readUInt32LE(24)).toBe(24_000);
  expect(wav).toHaveLength(44 + 2 * 24 * 500);
  expect(conversation.ending).toBe('aborted');
  expect(clock.pending).toBe(0);
  expect(await samples.of('tina', 'de-AT')).toMatchObject({ isKept: true, wav });
  expect(model.conversations).toHaveLength(1);
});

test('a voice that does not stop is cut off', async () => {
  const { model, samples } = start();
  const sample = samples.of('amy');
  await settled();
  model.conversation.say(1, 60_000);
  expect((await sample).wav).toHaveLength(44 + 2 * 24 * 8000);
});

test.each([
  ['nobody', undefined, 'NOT_FOUND'],
  ['tina', 'fr', 'INVALID'],
])('%s in %s is refused', async (voice, language, code) => {
  await expect(start().samples.of(voice, language)).rejects.toMatchObject({ code });
});

test('a model that fails or is silent is told of, and asked again the next time', async () => {
  const { model, clock, samples } = start();
  const silent = samples.of('amy');
  silent.catch(() => {});
  await settled();
  clock.advance(20_000);
  await expect(silent).rejects.toMatchObject({ code: 'UNREACHABLE' });
  model.manual = true;
  const refused = samples.of('amy');
  refused.catch(() => {});
  await settled();
  model.conversation.refuse('MODEL_ACCESS_DENIED');
  await expect(refused).rejects.toMatchObject({ code: 'UNREACHABLE', message: /scripted refusal/ });
  expect(clock.pending).toBe(0);
});

test('one after the other, and not too many', async () => {
  const { model, samples } = start();
  const voices = ['amy', 'olivia', 'tina', 'lennart', 'ambre', 'florian', 'lupe', 'carlos', 'leo'];
  const asked = voices.map((voice) => samples.of(voice));
  for (const each of asked) each.catch(() => {});
  await expect(asked.at(-1)).rejects.toMatchObject({ code: 'BUSY' });
  await settled();
  expect(model.conversations).toHaveLength(1);
  await samples.close();
  await expect(asked[0]).rejects.toThrow();
});
