import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { joined, speechFixtures } from '../../test/speech-fixtures.ts';
import type { HearingEvent } from '../conversation/parts.ts';
import { defaultModelsDir, openModels } from '../models/model-store.ts';
import { ThreadEars } from './thread-ears.ts';

let ears: ThreadEars;
beforeAll(async () => {
  ears = await ThreadEars.start({ models: await openModels({ dir: defaultModelsDir() }) });
}, 120_000);
afterAll(() => ears?.close());

const [question] = speechFixtures('question-01') as [ReturnType<typeof speechFixtures>[number]];

describe('ThreadEars', () => {
  it('hears in a thread, in the order of the turn', async () => {
    const events: HearingEvent[] = [];
    const listener = ears.listen({
      sampleRateHz: 16_000,
      endpointing: 'HIGH',
      onEvent: (event) => events.push(event),
    });
    const pcm = joined([question.pcm, new Int16Array(16_000)]);
    for (let at = 0; at < pcm.length; at += 320) listener.push(pcm.subarray(at, at + 320));
    await vi.waitFor(
      () => expect(events.map(({ kind }) => kind)).toEqual(['speechStart', 'speechEnd', 'transcript']),
      10_000,
    );
    expect(events.at(-1)).toEqual({ kind: 'transcript', text: question.words });
    listener.close();
    listener.close();
    listener.push(pcm);
  });

  it('transcribes a recording', async () => {
    expect(await ears.transcribe(question.pcm)).toBe(question.words);
  });

  it('drops and counts what is far more than it can take, and goes on', async () => {
    const events: HearingEvent[] = [];
    const listener = ears.listen({
      sampleRateHz: 16_000,
      endpointing: 'HIGH',
      onEvent: (event) => events.push(event),
    });
    const tooMuch = new Int16Array(16_000 * 61);
    listener.push(tooMuch);
    expect(ears.counters.droppedSamples).toBe(tooMuch.length);
    listener.push(joined([question.pcm, new Int16Array(16_000)]));
    await vi.waitFor(() => expect(events).toHaveLength(3), 10_000);
    expect(events[0]).toMatchObject({ kind: 'speechStart', atMs: expect.closeTo(61_200, -3) });
    listener.close();
  });

  it('goes on with a new thread when one dies, and lets nobody wait for its words', async () => {
    const threads: Worker[] = [];
    const keep = (worker: Worker) => threads.push(worker);
    process.on('worker', keep);
    const troubles: string[] = [];
    const models = await openModels({ dir: defaultModelsDir() });
    const other = await ThreadEars.start({ models, onTrouble: (message) => troubles.push(message) });
    const events: HearingEvent[] = [];
    const listener = other.listen({
      sampleRateHz: 16_000,
      endpointing: 'HIGH',
      onEvent: (event) => events.push(event),
    });
    listener.push(question.pcm.subarray(0, 16_000));
    await vi.waitFor(() => expect(events).toHaveLength(1), 5_000);
    const pending = expect(other.transcribe(question.pcm)).rejects.toThrow('ears thread ended');
    await threads[0]!.terminate();
    await pending;
    expect(events.slice(1)).toEqual([
      { kind: 'speechEnd', atMs: 1_000, detectedAtMs: 1_000 },
      { kind: 'transcript', text: '' },
    ]);
    expect(troubles).toHaveLength(1);
    await vi.waitFor(async () => expect(await other.transcribe(question.pcm)).toBe(question.words), 10_000);
    listener.push(joined([question.pcm, new Int16Array(16_000)]));
    await vi.waitFor(() => expect(events).toHaveLength(6), 10_000);
    expect(events[3]).toMatchObject({ kind: 'speechStart', atMs: expect.closeTo(1_200, -3) });
    expect(events[5]).toEqual({ kind: 'transcript', text: question.words });
    process.off('worker', keep);
    await other.close();
  });

  it('refuses what is no sample rate', () => {
    expect(() => ears.listen({ sampleRateHz: 0, endpointing: 'HIGH', onEvent: () => {} })).toThrow(
      RangeError,
    );
  });

  it('refuses work when it is closed', async () => {
    const other = await ThreadEars.start({ models: await openModels({ dir: defaultModelsDir() }) });
    const pending = other.transcribe(question.pcm);
    const refused = expect(pending).rejects.toThrow('closed');
    await other.close();
    await other.close();
    await refused;
    expect(() => other.listen({ sampleRateHz: 16_000, endpointing: 'HIGH', onEvent: () => {} })).toThrow(
      'closed',
    );
  });

  it('says what is wrong when the models cannot be loaded', async () => {
    const models = { silero: '/nowhere/a', encoder: '/nowhere/b', decoder: '/nowhere/c' };
    await expect(ThreadEars.start({ models })).rejects.toThrow(/ears thread ended: .*ENOENT/);
  });
});
