/** Loaded into the broker's process before it: tells its memory, after a collection, to the process that started it. */

const { channel } = process;
process.on('message', (message) => {
  if (message !== 'memory') return;
  (globalThis as { gc?: () => void }).gc?.();
  const { rss, heapTotal, heapUsed, external } = process.memoryUsage();
  process.send?.({ rss, heapTotal, heapUsed, external });
});
// Who started it is gone: nobody would end it.
process.on('disconnect', () => process.exit(1));
// The broker ends when it has nothing left to do.
channel?.unref();
