import { expect, test } from 'vitest';
import { Emitter } from './emitter.ts';

interface Events {
  tick: number;
}
const make = () => new Emitter<Events>(() => {});

test('who begins to listen during an event hears the next one', async () => {
  const events = make();
  const heard: Promise<number>[] = [];
  events.on('tick', () => heard.push(events.once('tick')));
  events.emit('tick', 1);
  events.emit('tick', 2);
  events.emit('tick', 3);
  expect(await Promise.all(heard.slice(0, 2))).toEqual([2, 3]);
});

test('who waits for an event that cannot come any more is told, even late', async () => {
  const events = make();
  const waiting = events.once('tick');
  events.end(new Error('over'));
  // Nobody awaits the promise yet: a rejection without a handler would end the process.
  await new Promise((resolve) => setImmediate(resolve));
  await expect(waiting).rejects.toThrow('over');
  await expect(events.once('tick')).rejects.toThrow('over');
});

test('an event that fits can be waited for', async () => {
  const events = make();
  const big = events.once('tick', undefined, (n) => n > 1);
  events.emit('tick', 1);
  events.emit('tick', 2);
  expect(await big).toBe(2);
});
