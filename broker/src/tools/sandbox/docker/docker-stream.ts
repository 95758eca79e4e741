/**
 * What a container writes comes over one connection, in pieces with a header of eight bytes: which stream, three zeros,
 * the length (Docker Engine API, "ContainerAttach", stream format).
 */
import { type Duplex, PassThrough, type Readable } from 'node:stream';

export interface ContainerOutput {
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when the connection has ended. */
  readonly ended: Promise<void>;
}

const HEADER_BYTES = 8;
const STDERR = 2;

/** Nothing is read that nobody takes: of both, the slower one sets the pace. */
export function splitOutput(connection: Duplex): ContainerOutput {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const header = Buffer.alloc(HEADER_BYTES);
  let headerBytes = 0;
  let left = 0;
  let to = stdout;
  const take = (chunk: Buffer): void => {
    for (let at = 0; at < chunk.length;) {
      if (left === 0) {
        const copied = chunk.copy(header, headerBytes, at);
        at += copied;
        headerBytes += copied;
        if (headerBytes < HEADER_BYTES) return;
        headerBytes = 0;
        to = header[0] === STDERR ? stderr : stdout;
        left = header.readUInt32BE(4);
        continue;
      }
      const piece = chunk.subarray(at, at + left);
      at += piece.length;
      left -= piece.length;
      if (!to.write(piece)) wait(to);
    }
  };
  const waiting = new Set<PassThrough>();
  const wait = (stream: PassThrough): void => {
    if (waiting.has(stream)) return;
    waiting.add(stream);
    connection.pause();
    const go = (): void => {
      stream.off('drain', go).off('close', go);
      waiting.delete(stream);
      if (waiting.size === 0) connection.resume();
    };
    stream.on('drain', go).on('close', go);
  };
  for (const stream of [stdout, stderr]) stream.on('error', () => {});
  connection.on('error', () => {});
  connection.on('data', take);
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      stdout.end();
      stderr.end();
      resolve();
    };
    connection.once('end', end).once('close', end);
  });
  return { stdout, stderr, ended };
}
