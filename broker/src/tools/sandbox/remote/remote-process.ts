/**
 * One program of a sandbox service, over one WebSocket (docs/sandbox-service.md): text messages say what happens, binary
 * ones carry bytes, the first of which says to which stream the rest belongs.
 */
import { Readable, Writable } from 'node:stream';
import type WebSocket from 'ws';
import { z } from 'zod';
import { ToolError } from '../../tool-source.ts';
import type { SandboxCommand, SandboxProcess } from '../sandbox.ts';
import type { RemoteApi } from './remote-api.ts';

export const STREAM = { stdin: 0, stdout: 1, stderr: 2 } as const;
/** With more than that on its way, whoever writes waits. */
const MAX_BUFFERED_BYTES = 256 * 1024;
/** A link that is dead, and a program that waits for a word, look alike otherwise. */
const PING_MS = 20_000;
const START_TIMEOUT_MS = 30_000;
const KILL_TIMEOUT_MS = 5000;
const MAX_SENT_BYTES = 64 * 1024;

const word = z.union([
  z.object({ started: z.literal(true) }),
  z.object({ error: z.string().max(1000) }),
  z.object({ exit: z.int().nullable() }),
]);
type Word = z.infer<typeof word>;

/** @throws {ToolError} UNAVAILABLE, CANCELLED; nothing is left then */
export async function startRemote(
  api: RemoteApi,
  path: string,
  command: SandboxCommand,
  signal: AbortSignal,
): Promise<SandboxProcess> {
  const socket = await api.connect(path, signal);
  const remote = new RemoteProcess(socket);
  try {
    await remote.start(command, signal);
    return remote;
  } catch (error) {
    socket.terminate();
    if (signal.aborted) throw new ToolError('CANCELLED', 'Nobody wants it any more.', { cause: error });
    throw error;
  }
}

class RemoteProcess implements SandboxProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly ended: Promise<void>;
  exitCode: number | undefined;
  readonly #socket: WebSocket;
  readonly #full = new Set<Readable>();
  #isKilled = false;
  #heard = true;
  #onWord: (word: Word) => void = () => {};

  constructor(socket: WebSocket) {
    this.#socket = socket;
    const output = (): Readable => {
      const stream: Readable = new Readable({ read: () => this.#taken(stream) });
      stream.on('close', () => this.#taken(stream));
      return stream;
    };
    this.stdout = output();
    this.stderr = output();
    this.stdin = new Writable({
      write: (chunk: Buffer, _encoding, done) => this.#write(chunk, done),
      final: (done) => {
        this.#say({ stdin: 'end' });
        done();
      },
    });
    for (const stream of [this.stdin, this.stdout, this.stderr]) stream.on('error', () => {});
    socket.on('message', (data: Buffer, isBinary) => {
      this.#heard = true;
      if (isBinary) this.#bytes(data);
      else this.#text(data.toString());
    });
    socket.on('pong', () => (this.#heard = true));
    const pinging = setInterval(() => this.#ping(), PING_MS);
    this.ended = new Promise((resolve) =>
      socket.once('close', () => {
        clearInterval(pinging);
        this.stdout.push(null);
        this.stderr.push(null);
        this.stdin.destroy();
        this.#onWord({ error: 'its connection ended' });
        resolve();
      }),
    );
  }

  async start({ command, args, env, network }: SandboxCommand, signal: AbortSignal): Promise<void> {
    const both = AbortSignal.any([signal, AbortSignal.timeout(START_TIMEOUT_MS)]);
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string): void =>
        reject(new ToolError('UNAVAILABLE', `The sandbox service does not start the program: ${why}.`));
      both.addEventListener('abort', () => fail('it takes too long'), { once: true });
      this.#onWord = (word) => ('error' in word ? fail(word.error) : resolve());
      this.#say({ command, args, env, network });
    });
  }

  kill(signal: 'SIGTERM' | 'SIGKILL'): void {
    this.#say({ signal });
    if (signal !== 'SIGKILL' || this.#isKilled) return;
    // Nobody wants what it still writes. And should it not be heard there: without its connection, no program goes on.
    this.#isKilled = true;
    this.#full.clear();
    this.#socket.resume();
    const late = setTimeout(() => this.#socket.terminate(), KILL_TIMEOUT_MS);
    void this.ended.then(() => clearTimeout(late));
  }

  #text(text: string): void {
    let found: Word;
    try {
      found = word.parse(JSON.parse(text));
    } catch {
      return this.#socket.terminate();
    }
    if ('exit' in found) {
      this.exitCode = found.exit ?? undefined;
      this.#socket.close();
    }
    this.#onWord(found);
  }

  #bytes(data: Buffer): void {
    const stream =
      data[0] === STREAM.stdout ? this.stdout : data[0] === STREAM.stderr ? this.stderr : undefined;
    if (!stream) return this.#socket.terminate();
    if (this.#isKilled || stream.destroyed || stream.push(data.subarray(1))) return;
    this.#full.add(stream);
    this.#socket.pause();
  }

  #taken(stream: Readable): void {
    if (this.#full.delete(stream) && this.#full.size === 0) this.#socket.resume();
  }

  #write(chunk: Buffer, done: (error?: Error | null) => void): void {
    const socket = this.#socket;
    if (socket.readyState !== socket.OPEN) return done(new Error('The program has ended.'));
    for (let at = 0; at < chunk.length; at += MAX_SENT_BYTES) {
      const frame = Buffer.concat([Buffer.of(STREAM.stdin), chunk.subarray(at, at + MAX_SENT_BYTES)]);
      const isLast = at + MAX_SENT_BYTES >= chunk.length;
      // Written means on its way; with too much on its way, it means gone.
      if (isLast && socket.bufferedAmount >= MAX_BUFFERED_BYTES)
        return socket.send(frame, (error) => done(error));
      socket.send(frame, () => {});
    }
    done();
  }

  #say(message: object): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #ping(): void {
    // Whoever does not read what comes cannot hear the answer either.
    if (!this.#heard && !this.#socket.isPaused) return this.#socket.terminate();
    this.#heard = false;
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping();
  }
}
