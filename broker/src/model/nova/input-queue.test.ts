import { expect, test } from 'vitest';
import { InputQueue } from './input-queue.ts';

const bytes = (value: number): Uint8Array => Uint8Array.of(value);

async function drain(queue: InputQueue): Promise<number[]> {
  const values: number[] = [];
  for await (const { chunk } of queue) values.push(chunk.bytes[0]!);
  return values;
}

const newQueue = (maxAudioMs: number) => new InputQueue({ maxAudioMs, maxBlockBytes: 3 });

test('over its bound it gives up the oldest audio and nothing else', async () => {
  const queue = newQueue(120);
  queue.push(bytes(1));
  for (const value of [2, 3, 4]) queue.pushAudio(bytes(value), 60);
  queue.push(bytes(5));
  queue.end();
  expect(await drain(queue)).toEqual([1, 3, 4, 5]);
  expect(queue.droppedMs).toBe(60);
});

test('a reader that waits gets what comes later, and the end', async () => {
  const queue = newQueue(1000);
  const reading = drain(queue);
  await Promise.resolve();
  queue.pushAudio(bytes(1), 60);
  await Promise.resolve();
  queue.pushAudio(bytes(2), 60);
  queue.end();
  queue.end();
  queue.pushAudio(bytes(3), 60);
  expect(await reading).toEqual([1, 2]);
});

test('a block goes as a whole or not at all', async () => {
  const queue = newQueue(1000);
  expect(queue.pushBlock([bytes(1), bytes(2)])).toBe(true);
  expect(queue.pushBlock([bytes(3), bytes(4)])).toBe(false);
  queue.pushAudio(bytes(5), 60);
  expect(queue.pushBlock([bytes(6)])).toBe(true);
  queue.end();
  expect(queue.pushBlock([bytes(7)])).toBe(false);
  expect(await drain(queue)).toEqual([1, 2, 5, 6]);
});
