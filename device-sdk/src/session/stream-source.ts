/** Reads a source of samples to its end, or until something else ends the reading, even while the source says nothing. */

export interface StreamSourceOptions {
  readonly write: (pcm: Int16Array) => void;
  readonly signal: AbortSignal | undefined;
  /** Settles, in whatever way, when nothing more can be written. */
  readonly over: Promise<unknown>;
}

/** The source is closed in the end. Rejects with the source's error or the signal's reason. */
export async function streamSource(
  source: AsyncIterable<Int16Array>,
  { write, signal, over }: StreamSourceOptions,
): Promise<void> {
  const iterator = source[Symbol.asyncIterator]();
  let stopped = false;
  let onStop = (): void => {};
  const stop = () => {
    stopped = true;
    onStop();
  };
  // Not a race of promises: one that lasts as long as the session would collect a reaction for every piece.
  const next = () =>
    new Promise<IteratorResult<Int16Array> | undefined>((resolve, reject) => {
      onStop = () => resolve(undefined);
      if (stopped) onStop();
      else iterator.next().then(resolve, reject);
    });

  over.then(stop, stop);
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  try {
    for (let piece = await next(); piece && !piece.done; piece = await next()) write(piece.value);
    signal?.throwIfAborted();
  } finally {
    signal?.removeEventListener('abort', stop);
    // A source that was asked and has not answered closes when it does, which nobody waits for.
    const closed = Promise.resolve(iterator.return?.());
    if (stopped) closed.catch(() => {});
    else await closed;
  }
}
