import { expect, test } from 'vitest';
import type { ModelStream } from './model-stream.ts';
import { PendingTools } from './pending-tools.ts';

function fakeStream() {
  const told: string[] = [];
  const stream = {
    sendToolResult: (id: string, json: string) => told.push(`${id} ${json}`),
    sendText: (text: string) => told.push(text),
  } as unknown as ModelStream;
  return { stream, told };
}

test('the stream that called a tool gets its result; one that came after it is told in words', () => {
  const tools = new PendingTools();
  const [first, second] = [fakeStream(), fakeStream()];
  tools.asked('a', 'clock', first.stream);
  tools.asked('b', 'weather', first.stream);
  expect(tools.answer('a', '{"time":12}', first.stream)).toBe(true);
  expect(tools.answer('b', '{"sun":true}', second.stream)).toBe(true);
  expect(first.told).toEqual(['a {"time":12}']);
  expect(second.told).toEqual(['The result of the tool weather, which you called before, is: {"sun":true}']);
  expect(tools.size).toBe(0);
});

test('a result that nobody asked for is refused; one that nobody can hear waits for the next stream', () => {
  const tools = new PendingTools();
  const [first, second] = [fakeStream(), fakeStream()];
  expect(tools.answer('x', '{}', first.stream)).toBe(false);
  tools.asked('a', 'clock', first.stream);
  tools.asked('b', 'weather', first.stream);
  expect(tools.answer('a', '{"time":12}', undefined)).toBe(true);
  tools.deliver(undefined);
  tools.deliver(second.stream);
  tools.deliver(second.stream);
  expect(second.told).toEqual(['The result of the tool clock, which you called before, is: {"time":12}']);
  expect(tools.size).toBe(1);
});

test('calls are bounded', () => {
  const tools = new PendingTools();
  const { stream } = fakeStream();
  for (let i = 0; i < 1000; i++) tools.asked(`id-${i}`, 'loop', stream);
  expect(tools.size).toBe(32);
});
