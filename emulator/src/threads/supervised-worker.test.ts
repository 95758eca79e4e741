import { expect, it, vi } from 'vitest';
import { SupervisedWorker } from './supervised-worker.ts';

const url = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', (text) => { if (text === 'die') throw new Error('as told'); parentPort.postMessage({ kind: 'echo', text }); });
    parentPort.postMessage({ kind: 'ready' });
  `)}`,
);

it('starts a thread again that dies, and gives up one that keeps dying', async () => {
  const echoed = vi.fn<(message: { kind: string; text: string }) => void>();
  const lost = vi.fn<(error: Error, restarting: boolean) => void>();
  const ready = vi.fn<() => void>();
  const worker = await SupervisedWorker.start<string, { kind: string; text: string }>({
    name: 'echo',
    url,
    data: undefined,
    onMessage: echoed,
    onLost: lost,
    onReady: ready,
  });
  for (let death = 1; death <= 3; death++) {
    expect(worker.post('die')).toBe(true);
    await vi.waitFor(() => expect(ready).toHaveBeenCalledTimes(death), 5_000);
  }
  expect(lost).toHaveBeenLastCalledWith(
    expect.objectContaining({ message: 'The echo thread ended: as told.' }),
    true,
  );
  worker.post('hello');
  await vi.waitFor(() => expect(echoed).toHaveBeenCalledWith({ kind: 'echo', text: 'hello' }), 5_000);
  worker.post('die');
  await vi.waitFor(() => expect(lost).toHaveBeenCalledTimes(4), 5_000);
  expect(lost.mock.lastCall![1]).toBe(false);
  expect(worker.post('hello')).toBe(false);
  await worker.close();
  await worker.close();
});

it('fails to start when the thread does', async () => {
  const broken = new URL('data:text/javascript,throw new Error("no start")');
  const starting = SupervisedWorker.start({
    name: 'broken',
    url: broken,
    data: undefined,
    onMessage: () => {},
    onLost: () => {},
  });
  await expect(starting).rejects.toThrow('The broken thread ended: no start.');
});
