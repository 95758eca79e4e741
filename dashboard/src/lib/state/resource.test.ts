import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Resource } from './resource.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what is asked for again and again is read to its end, although answers take longer', async () => {
  let readings = 0;
  const resource = new Resource(
    (signal) =>
      new Promise<number>((resolve, reject) => {
        const timer = setTimeout(() => resolve(++readings), 3000);
        signal.addEventListener('abort', () => {
          clearTimeout(timer);
          reject(signal.reason as Error);
        });
      }),
  );
  void resource.read();
  for (let second = 0; second < 10; second++) {
    resource.readSoon(1500);
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(resource.value).toBeGreaterThanOrEqual(2);
  resource.close();
});
