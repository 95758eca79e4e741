/**
 * One bidirectional stream on the wire: input messages become parsed events, answers become messages.
 * Knows framing, errors and backpressure; knows nothing of sessions.
 */
import { constants, type ServerHttp2Stream } from 'node:http2';
import { encodeFrame, encodeHeaders, FrameError } from './frame.ts';
import { FrameReader } from './frame-reader.ts';
import { decodeInputMessage } from './message-decoder.ts';
import { ServiceError } from './service-error.ts';
import type { ChunkVerifier } from './signature.ts';

export interface WireStreamOptions {
  readonly stream: ServerHttp2Stream;
  readonly requestId: string;
  readonly modelId: string;
  readonly verifier: ChunkVerifier | undefined;
  readonly limits: WireLimits;
  /** Destroys the TCP connection below, as a failing network would. */
  readonly killSocket: () => void;
}

export interface WireLimits {
  /** Largest input message in bytes. */
  readonly frameBytes: number;
  /** What may wait for a slow reader; beyond it the stream is reset with ENHANCE_YOUR_CALM. */
  readonly outputBufferBytes: number;
}

export const defaultWireLimits: WireLimits = { frameBytes: 1024 * 1024, outputBufferBytes: 1024 * 1024 };

/** How a stream ended, seen from the server. */
export type WireEnd =
  | { kind: 'finished' }
  | { kind: 'failed'; error: ServiceError }
  | { kind: 'reset'; code: number }
  | { kind: 'overflow' }
  | { kind: 'client-gone' };

export interface WireHandlers {
  /** One event of the input: parsed JSON, not validated. */
  onEvent(event: unknown): void;
  /** The client closed its half of the stream properly. */
  onInputEnd(): void;
  /** Once, last. */
  onClose(end: WireEnd): void;
}

const eventHeaders = encodeHeaders({
  ':event-type': 'chunk',
  ':content-type': 'application/json',
  ':message-type': 'event',
});
/** A client that does not read to the end of a failed stream is cut off after this time. */
const lingerMs = 5_000;
/** What was sent before a reset has this time to leave. */
const flushMs = 500;

/** The frame of one output event. */
export function encodeOutputEvent(json: string): Buffer {
  return encodeFrame(
    eventHeaders,
    Buffer.from(`{"bytes":"${Buffer.from(json).toString('base64')}"}`, 'latin1'),
  );
}

export class WireStream {
  readonly requestId: string;
  readonly modelId: string;
  readonly #killSocket: () => void;
  readonly #stream: ServerHttp2Stream;
  readonly #verifier: ChunkVerifier | undefined;
  readonly #limits: WireLimits;
  readonly #reader: FrameReader;
  #handlers: WireHandlers | undefined;
  #end: WireEnd | undefined;
  #inputDone = false;
  #pauses = 0;
  /** Output that is held back, header included, while a fault delays the answer. */
  #held: Buffer[] | undefined;
  #heldBytes = 0;
  /** How the answer shall end once it is no longer held back. */
  #endHeld: (() => void) | undefined;
  #drain: Promise<void> | undefined;

  constructor(options: WireStreamOptions) {
    this.requestId = options.requestId;
    this.modelId = options.modelId;
    this.#killSocket = options.killSocket;
    this.#stream = options.stream;
    this.#verifier = options.verifier;
    this.#limits = options.limits;
    this.#reader = new FrameReader(options.limits.frameBytes);
  }

  /** True until either side ended the answer. */
  get writable(): boolean {
    return !this.#end && !this.#stream.destroyed && !this.#stream.closed;
  }

  listen(handlers: WireHandlers): void {
    this.#handlers = handlers;
    const stream = this.#stream;
    stream.on('data', (chunk: Buffer) => this.#read(chunk));
    stream.on('end', () => this.#inputEnded());
    stream.on('error', () => {
      // Says no more than 'close', which follows.
    });
    stream.on('close', () => handlers.onClose(this.#end ?? { kind: 'client-gone' }));
  }

  /** Sends the response headers, once. */
  open(): void {
    if (!this.writable || this.#stream.headersSent || this.#held) return;
    this.#stream.respond({
      ':status': 200,
      'content-type': 'application/vnd.amazon.eventstream',
      'x-amzn-requestid': this.requestId,
    });
  }

  /** Sends one output event given as JSON text. */
  send(json: string): void {
    this.sendRaw(encodeOutputEvent(json));
  }

  /** Sends bytes as they are. */
  sendRaw(bytes: Buffer): void {
    if (!this.writable) return;
    if (this.#heldBytes + this.#stream.writableLength + bytes.length > this.#limits.outputBufferBytes) {
      this.#end = { kind: 'overflow' };
      this.#stream.close(constants.NGHTTP2_ENHANCE_YOUR_CALM);
      return;
    }
    if (this.#held) {
      this.#held.push(bytes);
      this.#heldBytes += bytes.length;
      return;
    }
    this.open();
    this.#stream.write(bytes);
  }

  /** Resolves when the client has room for more; undefined when it has now. Bulk data waits for this. */
  drained(): Promise<void> | undefined {
    if (!this.writable || (!this.#stream.writableNeedDrain && !this.#held)) return undefined;
    this.#drain ??= new Promise<void>((resolve) => {
      const done = () => {
        this.#stream.off('drain', done);
        this.#stream.off('close', done);
        this.#drain = undefined;
        resolve();
      };
      this.#stream.on('drain', done);
      this.#stream.on('close', done);
    });
    return this.#drain;
  }

  /** Ends the answer with an error: as HTTP status when nothing was sent yet, inside the stream otherwise. */
  fail(error: ServiceError): void {
    if (!this.writable) return;
    if (this.#held) return this.#endLater(() => this.fail(error));
    this.#end = { kind: 'failed', error };
    const message = `RequestId=${this.requestId} : ${error.message}`;
    if (!this.#stream.headersSent) {
      this.#stream.respond({
        ':status': error.status,
        'content-type': 'application/json',
        'x-amzn-requestid': this.requestId,
        'x-amzn-errortype': error.name,
      });
      this.#finish(Buffer.from(JSON.stringify({ message })));
      return;
    }
    const { unionMember } = error;
    const headers: Record<string, string> = unionMember
      ? { ':exception-type': unionMember, ':content-type': 'application/json', ':message-type': 'exception' }
      : { ':error-code': error.name, ':error-message': message, ':message-type': 'error' };
    const payload = unionMember ? JSON.stringify({ message }) : '';
    this.#finish(encodeFrame(encodeHeaders(headers), Buffer.from(payload)));
  }

  /** Ends the answer properly. */
  finish(): void {
    if (!this.writable) return;
    if (this.#held) return this.#endLater(() => this.finish());
    this.#end = { kind: 'finished' };
    this.open();
    this.#finish();
  }

  /** Ends the stream with RST_STREAM, behind what was sent. */
  reset(code: number): void {
    if (!this.writable) return;
    this.#end = { kind: 'reset', code };
    this.#flushed(() => this.#stream.close(code));
  }

  /** Destroys the connection, behind what was sent. */
  killSocket(): void {
    if (!this.writable) return;
    this.#end = { kind: 'reset', code: constants.NGHTTP2_CONNECT_ERROR };
    this.#flushed(this.#killSocket);
  }

  /** Keeps back everything, response headers included, until `release()`. */
  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    const held = this.#held;
    if (!held) return;
    this.#held = undefined;
    this.#heldBytes = 0;
    for (const bytes of held) this.sendRaw(bytes);
    this.#endHeld?.();
    if (!this.#stream.writableNeedDrain) this.#stream.emit('drain');
  }

  /** Stops reading, so that the client's flow control window fills up, until each pause has had its `resumeInput()`. */
  pauseInput(): void {
    this.#pauses += 1;
    this.#stream.pause();
  }

  resumeInput(): void {
    this.#pauses -= 1;
    if (this.#pauses === 0) this.#stream.resume();
  }

  /** The first ending counts, and nothing more is read. */
  #endLater(end: () => void): void {
    this.#endHeld ??= end;
    this.#inputDone = true;
  }

  #flushed(action: () => void): void {
    if (!this.#stream.headersSent) return action();
    // A client that does not read must not put it off for ever.
    const timer = setTimeout(action, flushMs);
    this.#stream.write(Buffer.alloc(0), () => {
      clearTimeout(timer);
      setImmediate(action);
    });
  }

  #finish(last?: Buffer): void {
    const stream = this.#stream;
    this.#inputDone = true;
    // What the client still sends is thrown away, then the stream is closed in both directions.
    stream.resume();
    const linger = setTimeout(() => stream.close(constants.NGHTTP2_CANCEL), lingerMs);
    stream.once('close', () => clearTimeout(linger));
    stream.once('finish', () => stream.close(constants.NGHTTP2_NO_ERROR));
    if (last) stream.end(last);
    else stream.end();
  }

  #read(chunk: Buffer): void {
    if (this.#inputDone) return;
    try {
      this.#reader.push(chunk, (message) => {
        const event = decodeInputMessage(message, this.#verifier);
        if (event === undefined) {
          this.#inputDone = true;
          this.#handlers?.onInputEnd();
        } else {
          this.#handlers?.onEvent(event);
        }
        return !this.#inputDone && this.writable;
      });
    } catch (error) {
      this.#refuse(error);
    }
  }

  #inputEnded(): void {
    if (this.#inputDone) return;
    this.#inputDone = true;
    if (this.#reader.atBoundary) this.#handlers?.onInputEnd();
    else this.#refuse(new FrameError('the input ends inside a message'));
  }

  #refuse(error: unknown): void {
    this.#inputDone = true;
    if (error instanceof ServiceError) this.fail(error);
    else if (error instanceof FrameError) {
      this.fail(
        new ServiceError('ValidationException', `Invalid event bytes: ${error.message}.`, { cause: error }),
      );
    } else {
      // A fault of ours costs this stream only; the cause is told to whoever watches.
      this.fail(new ServiceError('InternalServerException', undefined, { cause: error }));
    }
  }
}
