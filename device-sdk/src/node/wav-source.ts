/** A WAV file as a microphone: any rate and depth, mono or stereo, in pieces, at the pace of speech. */
import { type FileHandle, open } from 'node:fs/promises';
import { Resampler } from '../audio/resampler.ts';
import { type Clock, delay, systemClock } from '../clock.ts';
import { DeviceError } from '../errors.ts';
import { given } from '../given-options.ts';
import { parseWavHeader, toMono16, type WavHeader } from './wav-format.ts';

export interface WavSourceOptions {
  readonly path: string;
  /** Of what it yields. Default 16000. */
  readonly sampleRateHz?: number;
  /** Of one piece. Default 20. */
  readonly chunkMs?: number;
  /** As a microphone would, one piece after the other. Default true; otherwise as fast as it is read. */
  readonly realTime?: boolean;
  /** Silence after the end, for a model that waits for a pause. Default 0. */
  readonly trailingSilenceMs?: number;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

export const WAV_SOURCE_DEFAULTS = {
  sampleRateHz: 16_000,
  chunkMs: 20,
  realTime: true,
  trailingSilenceMs: 0,
  clock: systemClock,
} as const;

const READ_BYTES = 65_536;
/** Chunks before the samples (tags, pictures) may be long; beyond this it is no recording. */
const MAX_HEADER_BYTES = 16 * 1024 * 1024;

/** @throws {DeviceError} WAV_FORMAT on the first read, when the file cannot be used. */
export async function* wavSource(options: WavSourceOptions): AsyncGenerator<Int16Array, void, undefined> {
  const { sampleRateHz, chunkMs, realTime, trailingSilenceMs, clock, signal } = {
    ...WAV_SOURCE_DEFAULTS,
    signal: undefined,
    ...given(options),
  };
  const chunkSamples = Math.max(1, Math.round((sampleRateHz * chunkMs) / 1000));
  const startMs = clock.now();
  let yieldedMs = 0;
  for await (const pcm of chunked(read(options.path, sampleRateHz, trailingSilenceMs), chunkSamples)) {
    yieldedMs += (pcm.length * 1000) / sampleRateHz;
    // A microphone delivers a piece when its last sample was captured.
    const aheadMs = startMs + yieldedMs - clock.now();
    if (realTime && aheadMs > 0) await delay(clock, aheadMs, signal);
    else signal?.throwIfAborted();
    yield pcm;
  }
}

async function* read(path: string, toHz: number, trailingSilenceMs: number): AsyncGenerator<Int16Array> {
  const file = await openFile(path);
  try {
    const { format, dataOffset, dataBytes } = await readHeader(file, path);
    const resampler = new Resampler({ fromHz: format.sampleRateHz, toHz });
    const buffer = new Uint8Array(READ_BYTES - (READ_BYTES % format.blockBytes));
    // A recorder that was killed leaves a length of 0; then the samples go on to the end of the file.
    const end = dataBytes === 0 ? Number.POSITIVE_INFINITY : dataOffset + dataBytes;
    for (let at = dataOffset; at < end;) {
      const { bytesRead } = await readAt(
        file,
        path,
        buffer.subarray(0, Math.min(buffer.length, end - at)),
        at,
      );
      const whole = bytesRead - (bytesRead % format.blockBytes);
      if (whole === 0) break;
      at += whole;
      yield resampler.write(toMono16(buffer.subarray(0, whole), format));
    }
    yield resampler.finish();
    yield new Int16Array(Math.round((trailingSilenceMs * toHz) / 1000));
  } finally {
    await file.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    throw new DeviceError('WAV_FORMAT', { detail: `${path}: ${(cause as Error).message}`, cause });
  }
}

/** A folder or a pipe can be opened, but not read at a place. */
async function readAt(file: FileHandle, path: string, buffer: Uint8Array, at: number) {
  try {
    return await file.read(buffer, 0, buffer.length, at);
  } catch (cause) {
    throw new DeviceError('WAV_FORMAT', { detail: `${path}: ${(cause as Error).message}`, cause });
  }
}

async function readHeader(file: FileHandle, path: string): Promise<WavHeader> {
  for (let size = 4096; size <= MAX_HEADER_BYTES; size *= 8) {
    const { bytesRead, buffer } = await readAt(file, path, new Uint8Array(size), 0);
    const header = parseWavHeader(buffer.subarray(0, bytesRead));
    if (header) return header;
    if (bytesRead < size) break;
  }
  throw new DeviceError('WAV_FORMAT', { detail: `${path}: it ends before its samples begin` });
}

async function* chunked(source: AsyncIterable<Int16Array>, chunkSamples: number): AsyncGenerator<Int16Array> {
  let rest = new Int16Array(0);
  for await (const pcm of source) {
    const all = new Int16Array(rest.length + pcm.length);
    all.set(rest);
    all.set(pcm, rest.length);
    let at = 0;
    for (; at + chunkSamples <= all.length; at += chunkSamples) yield all.slice(at, at + chunkSamples);
    rest = all.slice(at);
  }
  if (rest.length > 0) yield rest;
}
