/**
 * An MCP server in a process of its own, one JSON message to a line (MCP specification, "stdio"). The SDK has such a
 * transport as well; this one also ends what the process has started, and is not drowned by what it writes.
 */
import { type JSONRPCMessage, type Transport, parseJSONRPCMessage } from '@modelcontextprotocol/client';
import { type Clock, systemClock } from '../../clock.ts';
import type { SandboxProcess } from '../sandbox/sandbox.ts';
import { ByteAllowance, TOO_MUCH } from './byte-allowance.ts';
import { GaveUp } from './gave-up.ts';

export interface ProcessTransportOptions {
  /** @throws {ToolError} UNAVAILABLE */
  readonly launch: (signal: AbortSignal) => Promise<SandboxProcess>;
  /** Of one message, and of what it has not read yet. */
  readonly maxMessageBytes: number;
  readonly clock?: Clock | undefined;
}

/** Lines that are no messages, one after the other: many servers begin with a word of welcome. */
const MAX_NONSENSE = 100;
/** Lines in a tenth of a second. What is more waits in the pipe, and the process with it. */
const MAX_LINES = 100;
const WINDOW_MS = 100;
/** For whoever is asked to end by the end of its input, and then by SIGTERM. */
const PATIENCE_MS = 1000;
/** Of what it writes beside its messages. */
const MAX_WORDS = 20;
const MAX_WORD_CHARS = 500;
const NEWLINE = 10;

export class ProcessTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #options: ProcessTransportOptions;
  readonly #words: string[] = [];
  readonly #allowance: ByteAllowance;
  readonly #stop = new AbortController();
  #launching: Promise<SandboxProcess> | undefined;
  #child: SandboxProcess | undefined;
  /** Of the line that is not whole yet. */
  #pieces: Buffer[] = [];
  #pieceBytes = 0;
  #nonsense = 0;
  #linesInWindow = 0;
  #windowTimer: NodeJS.Timeout | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: ProcessTransportOptions) {
    this.#options = options;
    this.#allowance = new ByteAllowance(options.maxMessageBytes, options.clock ?? systemClock);
  }

  /** What it wrote beside its messages, line by line; the last ones. */
  get words(): readonly string[] {
    return this.#words;
  }

  async start(): Promise<void> {
    const { signal } = this.#stop;
    this.#launching = this.#options.launch(signal);
    // Nobody waits for one that takes its time to notice.
    const stopped = new Promise<never>((_resolve, reject) =>
      signal.addEventListener('abort', () => reject(new Error('The start was cancelled.')), { once: true }),
    );
    stopped.catch(() => {});
    const child = await Promise.race([this.#launching, stopped]);
    this.#child = child;
    child.stdin.on('error', (error) => this.onerror?.(error));
    child.stdout.on('data', (chunk: Buffer) => this.#read(chunk));
    this.#listen(child);
    // Its pipes may be held by what it started; that is over as well.
    void child.ended.then(() => this.close());
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const stdin = this.#child?.stdin;
    if (!stdin?.writable) throw new Error('The process has ended.');
    const line = `${JSON.stringify(message)}\n`;
    const bytes = Buffer.byteLength(line);
    const { maxMessageBytes } = this.#options;
    if (bytes > maxMessageBytes)
      throw new Error(`A message may have at most ${maxMessageBytes} bytes, and this one has ${bytes}.`);
    if (stdin.writableLength + bytes > maxMessageBytes) {
      this.#giveUp('It does not read what it is sent.');
      throw new Error('The process has ended.');
    }
    this.#allowance.sent(message);
    await new Promise<void>((resolve, reject) => {
      stdin.write(line, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Resolves when the process, and all that it started, is gone. Idempotent. */
  close(): Promise<void> {
    return (this.#closed ??= this.#end().finally(() => this.onclose?.()));
  }

  async #end(): Promise<void> {
    clearTimeout(this.#windowTimer);
    this.#stop.abort();
    const child = this.#child;
    if (!child) {
      this.#launching?.then((late) => late.kill('SIGKILL')).catch(() => {});
      return;
    }
    child.stdin.end();
    child.stdout.removeAllListeners('data').resume();
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      if (await isOverWithin(child, PATIENCE_MS)) break;
      child.kill(signal);
    }
    await child.ended;
    child.stdout.destroy();
    child.stderr.destroy();
  }

  #read(chunk: Buffer): void {
    if (!this.#allowance.received(chunk.length)) return this.#giveUp(TOO_MUCH);
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0 && !this.#closed; end = chunk.indexOf(NEWLINE, start)) {
      const line = Buffer.concat([...this.#pieces, chunk.subarray(start, end)]);
      this.#pieces = [];
      this.#pieceBytes = 0;
      start = end + 1;
      this.#line(line);
    }
    if (this.#closed || start === chunk.length) return;
    this.#pieces.push(chunk.subarray(start));
    this.#pieceBytes += chunk.length - start;
    if (this.#pieceBytes > this.#options.maxMessageBytes)
      this.#giveUp(`It sent a message of more than ${this.#options.maxMessageBytes} bytes.`);
  }

  #line(line: Buffer): void {
    this.#slowDown();
    if (line.length > this.#options.maxMessageBytes)
      return this.#giveUp(`It sent a message of more than ${this.#options.maxMessageBytes} bytes.`);
    const text = line.toString().trim();
    if (text === '') return;
    let message: JSONRPCMessage;
    try {
      message = parseJSONRPCMessage(JSON.parse(text));
    } catch {
      if (++this.#nonsense > MAX_NONSENSE) this.#giveUp('It sends too much that cannot be read.');
      return;
    }
    this.#nonsense = 0;
    this.#allowance.heard(message);
    this.onmessage?.(message);
  }

  #slowDown(): void {
    this.#windowTimer ??= setTimeout(() => {
      this.#windowTimer = undefined;
      this.#linesInWindow = 0;
      this.#child?.stdout.resume();
    }, WINDOW_MS);
    if (++this.#linesInWindow >= MAX_LINES) this.#child?.stdout.pause();
  }

  #giveUp(why: string): void {
    this.onerror?.(new GaveUp(why));
    void this.close();
  }

  #listen({ stderr }: SandboxProcess): void {
    let rest = '';
    stderr.on('data', (chunk: Buffer) => {
      if (!this.#allowance.received(chunk.length) && !this.#closed) return this.#giveUp(TOO_MUCH);
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop()!.slice(0, MAX_WORD_CHARS);
      for (const line of lines.slice(-MAX_WORDS)) {
        this.#words.push(line.slice(0, MAX_WORD_CHARS));
        if (this.#words.length > MAX_WORDS) this.#words.shift();
      }
    });
  }
}

async function isOverWithin({ ended }: SandboxProcess, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
  const over = await Promise.race([ended.then(() => true), late]);
  clearTimeout(timer);
  return over;
}
