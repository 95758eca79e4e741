/** The sound card of a Linux machine through ALSA's own programs, `arecord` and `aplay` (package alsa-utils). */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { DeviceError } from '../errors.ts';
import { given } from '../given-options.ts';
import type { AudioFormat, AudioSink } from '../playout/audio-sink.ts';
import { pcmSource } from './raw-pcm.ts';

export interface AlsaOptions {
  /** An ALSA name like `plughw:1,0`; `arecord -L` and `aplay -L` list them. Default `default`. */
  readonly device?: string;
  /** Audio the card holds: less is quicker, more is safer. Default 100. */
  readonly bufferMs?: number;
  /** The program, for tests and unusual places. Default `arecord` or `aplay`. */
  readonly program?: string;
}

export interface AlsaMicrophoneOptions extends AlsaOptions {
  /** Default 16000. */
  readonly sampleRateHz?: number;
  readonly signal?: AbortSignal;
}

const DEFAULTS = { device: 'default', bufferMs: 100, sampleRateHz: 16_000 } as const;
const OPEN_SETTLE_MS = 50;
/** A program that does not end when it is asked to is ended after this long. */
const KILL_AFTER_MS = 2000;
/** A player that ended by itself is not started again before. */
const RESTART_AFTER_MS = 1000;
/** Audio waiting for a player that does not take it; then frames are dropped and counted. */
const MAX_QUEUED_MS = 2000;
/** `aplay` starts a period only when it is complete; so much silence pushes out an answer's end. */
const PERIODS = 4;

/**
 * What the microphone hears, until the reader stops or the signal comes.
 * @throws {DeviceError} AUDIO_DEVICE when `arecord` is not installed, finds no device, or ends by itself.
 */
export async function* alsaMicrophone(
  options: AlsaMicrophoneOptions = {},
): AsyncGenerator<Int16Array, void, undefined> {
  const { device, bufferMs, sampleRateHz } = { ...DEFAULTS, ...given(options) };
  const program = options.program ?? 'arecord';
  const child = spawn(program, alsaArguments(device, bufferMs, sampleRateHz), {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = watch(child, program);
  const stop = () => void child.kill('SIGTERM');
  options.signal?.addEventListener('abort', stop, { once: true });
  if (options.signal?.aborted) stop();
  try {
    yield* pcmSource(child.stdout);
    // The stream ended, though nobody stopped it.
    if (!options.signal?.aborted) throw await end;
  } finally {
    options.signal?.removeEventListener('abort', stop);
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    await end;
    clearTimeout(timer);
  }
}

/** Plays through `aplay`, which runs from the first session until `close`. */
export class AlsaSpeaker implements AudioSink {
  readonly #options: AlsaOptions & { readonly device: string; readonly bufferMs: number };
  readonly #onError: (error: DeviceError) => void;
  #format: AudioFormat | undefined;
  #player: { child: ChildProcessByStdio<Writable, null, Readable>; end: Promise<DeviceError> } | undefined;
  #startedMs = 0;
  #dropped = 0;
  #closing = false;

  /** `onError` hears of a player that ended by itself; a frame a second later starts another one. */
  constructor(options: AlsaOptions = {}, onError: (error: DeviceError) => void = () => {}) {
    this.#options = { ...DEFAULTS, ...given(options) };
    this.#onError = onError;
  }

  /** Frames that the player did not take, or that came while there was none. */
  get dropped(): number {
    return this.#dropped;
  }

  /** @throws {DeviceError} AUDIO_DEVICE when `aplay` is not installed or finds no device. */
  async open(format: AudioFormat): Promise<void> {
    if (this.#closing) throw new DeviceError('AUDIO_DEVICE', { detail: 'the speaker is closed' });
    if (this.#player && this.#format?.sampleRateHz === format.sampleRateHz) return;
    this.#stop();
    this.#format = format;
    const { child, end } = this.#start(format);
    // A missing program or device shows at once; a first period of silence is taken only by a player that works.
    await new Promise<void>((resolve, reject) => {
      void end.then(reject);
      child.stdin.write(new Uint8Array(this.#periodBytes()), (error) => {
        if (!error) setTimeout(resolve, OPEN_SETTLE_MS);
      });
    });
  }

  write(pcm: Int16Array): void {
    if (this.#closing || !this.#format) return;
    const player = this.#player ?? this.#restart(this.#format);
    const maxQueuedBytes = (this.#format.sampleRateHz * 2 * MAX_QUEUED_MS) / 1000;
    if (!player || player.child.stdin.writableLength > maxQueuedBytes) return void this.#dropped++;
    player.child.stdin.write(new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength));
  }

  latencyMs(): number {
    return this.#options.bufferMs;
  }

  /** What the card holds is heard still; what the pipe holds is not. */
  flush(): void {
    this.#stop();
    if (this.#format && !this.#closing) this.#start(this.#format);
  }

  endOfAnswer(): void {
    this.#player?.child.stdin.write(new Uint8Array(PERIODS * this.#periodBytes()));
  }

  /** Lets the player finish what it has. */
  async close(): Promise<void> {
    this.#closing = true;
    const player = this.#player;
    if (!player) return;
    this.#player = undefined;
    player.child.stdin.end();
    const timer = setTimeout(() => player.child.kill('SIGKILL'), KILL_AFTER_MS);
    await player.end;
    clearTimeout(timer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** An unplugged card would otherwise cost a process for every frame. */
  #restart(format: AudioFormat) {
    return performance.now() - this.#startedMs < RESTART_AFTER_MS ? undefined : this.#start(format);
  }

  #start(format: AudioFormat) {
    this.#startedMs = performance.now();
    const program = this.#options.program ?? 'aplay';
    const { device, bufferMs } = this.#options;
    const child = spawn(program, alsaArguments(device, bufferMs, format.sampleRateHz), {
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    // Writing to a player that has ended is told by `end`.
    child.stdin.on('error', () => {});
    const player = { child, end: watch(child, program) };
    this.#player = player;
    void player.end.then((error) => {
      if (this.#player !== player) return;
      this.#player = undefined;
      this.#onError(error);
    });
    return player;
  }

  #stop(): void {
    const player = this.#player;
    this.#player = undefined;
    player?.child.kill('SIGKILL');
  }

  #periodBytes(): number {
    return 2 * Math.ceil(((this.#format?.sampleRateHz ?? 0) * this.#options.bufferMs) / PERIODS / 1000);
  }
}

function alsaArguments(device: string, bufferMs: number, sampleRateHz: number): string[] {
  const periodUs = Math.round((bufferMs * 1000) / PERIODS);
  const format = ['-q', '-t', 'raw', '-f', 'S16_LE', '-c', '1', '-r', `${sampleRateHz}`];
  return [...format, '-D', device, `--buffer-time=${bufferMs * 1000}`, `--period-time=${periodUs}`, '-'];
}

/** Resolves when the program has ended, with what it said. */
function watch(child: ChildProcessByStdio<Writable | null, Readable | null, Readable>, program: string) {
  return new Promise<DeviceError>((resolve) => {
    let said = '';
    child.stderr.on('data', (text: Buffer) => {
      said = (said + text.toString()).slice(-400);
    });
    child.on('error', (cause: NodeJS.ErrnoException) => {
      const missing = cause.code === 'ENOENT';
      const detail = missing ? `${program} is not installed: apt install alsa-utils` : cause.message;
      resolve(new DeviceError('AUDIO_DEVICE', { detail, cause }));
    });
    child.on('close', (status) => {
      const detail = `${program} ended with ${status ?? 'a signal'}: ${said.trim() || 'it said nothing'}`;
      resolve(new DeviceError('AUDIO_DEVICE', { detail }));
    });
  });
}
