/** The thread of the ears: binds an engine to the message port. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ModelPaths } from '../models/catalogue.ts';
import type { EarReply, EarRequest } from './ear-messages.ts';
import { EarEngine } from './ear-engine.ts';
import type { Hearing } from './hearing.ts';

const port = parentPort!;
const reply = (message: EarReply | { kind: 'ready' }) => port.postMessage(message);
const engine = await EarEngine.load(workerData as ModelPaths, (error) =>
  reply({ kind: 'trouble', message: String(error) }),
);

interface Listening {
  readonly hearing: Hearing;
  readonly consumed: Int32Array;
  /** Pieces are heard one after another; the sender bounds how many wait. */
  last: Promise<void>;
}
const listeners = new Map<number, Listening>();

function hear({ hearing, consumed }: Listening, pcm: Int16Array, skipped: number): Promise<void> {
  if (skipped > 0) hearing.skip(skipped);
  return hearing.push(pcm).finally(() => Atomics.add(consumed, 0, pcm.length));
}

port.on('message', (request: EarRequest) => {
  switch (request.kind) {
    case 'listen': {
      const { id, consumed, ...options } = request;
      const hearing = engine.listen({ ...options, onEvent: (event) => reply({ kind: 'heard', id, event }) });
      listeners.set(id, { hearing, consumed: new Int32Array(consumed), last: Promise.resolve() });
      break;
    }
    case 'audio': {
      const listening = listeners.get(request.id);
      if (!listening) break;
      const { pcm, skipped } = request;
      listening.last = listening.last.then(() => hear(listening, pcm, skipped));
      break;
    }
    case 'close':
      listeners.get(request.id)?.hearing.close();
      listeners.delete(request.id);
      break;
    case 'transcribe':
      void engine
        .transcribe(request.pcm)
        .then((text) => reply({ kind: 'transcribed', id: request.id, text }));
      break;
  }
});
reply({ kind: 'ready' });
