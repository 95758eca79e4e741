/**
 * Records the sound of conversations where people have consented to it, as they go on. A disk that is full or slow ends
 * recordings, never conversations.
 */
import { statfs } from 'node:fs/promises';
import { mkdirSync } from 'node:fs';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { OpenTape, SoundContext } from '../../session/conversation-sound.ts';
import type { Figures } from '../../telemetry/figures.ts';
import { ConversationTape } from './conversation-tape.ts';
import { type SoundFile, openSoundFile } from './sound-file.ts';
import type { SoundFiles, SoundSide } from './sound-files.ts';
import { SoundLane } from './sound-lane.ts';

export interface SoundRecorderOptions {
  readonly files: SoundFiles;
  /** With less left on the disk nothing more is recorded. */
  readonly minFreeBytes: number;
  /** The first piece of a conversation has begun. */
  readonly onRecorded: (context: SoundContext) => void;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
  readonly figures: Figures;
}

const WRITE_MS = 1000;
const DISK_CHECK_MS = 10_000;
/** Of what comes from a microphone; what a device plays is in its hello. */
const USER_RATE_HZ = 16_000;

export class SoundRecorder {
  readonly #options: SoundRecorderOptions;
  /** Those that run. */
  readonly #tapes = new Set<ConversationTape>();
  readonly #open = new Set<SoundFile>();
  #cancelWrite: (() => void) | undefined;
  #cancelCheck = (): void => {};
  #hasRoom = true;
  #bytes = 0;
  #closed = false;

  /** @throws what the file system says of the folder */
  static async open(options: SoundRecorderOptions): Promise<SoundRecorder> {
    try {
      mkdirSync(options.files.root, { recursive: true, mode: 0o700 });
    } catch (cause) {
      throw new Error(
        `The folder for recordings, ${options.files.root}, cannot be made (${(cause as Error).message}). Look at records.audioDir, or dataDir.`,
        { cause },
      );
    }
    const recorder = new SoundRecorder(options);
    await recorder.#checkDisk();
    return recorder;
  }

  private constructor(options: SoundRecorderOptions) {
    this.#options = options;
    const { figures } = options;
    figures.gauge('recordings_open', () => this.#tapes.size);
    figures.gauge('recordings_bytes_total', () => this.#bytes);
  }

  readonly tape: OpenTape = (context) => {
    let begun = false;
    const laneOf = (side: SoundSide, sampleRateHz: number) =>
      new SoundLane({
        sampleRateHz,
        open: (startedAtMs) => {
          const file = this.#openFile(context, side, startedAtMs);
          if (file && !begun) this.#options.onRecorded(context);
          begun ||= file !== undefined;
          return file;
        },
      });
    const tape: ConversationTape = new ConversationTape({
      frameDurationMs: context.frameDurationMs,
      user: laneOf('user', USER_RATE_HZ),
      assistant: laneOf('assistant', context.playbackSampleRateHz),
      clock: this.#options.clock,
      onRunning: (isRunning) => {
        if (isRunning) this.#tapes.add(tape);
        else this.#tapes.delete(tape);
        this.#tick();
      },
      onGivenUp: () => this.#givenUp(context),
    });
    return tape;
  };

  /** Ends all and waits for the disk. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelWrite?.();
    this.#cancelCheck();
    for (const tape of this.#tapes) tape.close();
    await Promise.all([...this.#open].map(({ closed }) => closed));
  }

  #openFile(context: SoundContext, side: SoundSide, startedAtMs: number): SoundFile | undefined {
    if (!this.#hasRoom || this.#closed) return undefined;
    const { files, clock, now } = this.#options;
    try {
      const path = files.pathFor(context.sessionId, side, now() - (clock.now() - startedAtMs));
      return this.#tracked(openSoundFile(path, (error) => this.#failed(context, error)));
    } catch (error) {
      this.#failed(context, error);
      return undefined;
    }
  }

  #tracked(file: SoundFile): SoundFile {
    this.#open.add(file);
    void file.closed.then(() => this.#open.delete(file));
    return {
      ...file,
      write: (bytes) => {
        this.#bytes += bytes.length;
        return file.write(bytes);
      },
    };
  }

  #tick(): void {
    if (this.#closed || this.#tapes.size === 0) {
      this.#cancelWrite?.();
      this.#cancelWrite = undefined;
      return;
    }
    this.#cancelWrite ??= this.#options.clock.after(WRITE_MS, () => {
      this.#cancelWrite = undefined;
      for (const tape of this.#tapes) tape.write();
      this.#tick();
    });
  }

  async #checkDisk(): Promise<void> {
    const { clock, files, minFreeBytes, log } = this.#options;
    const { bavail, bsize } = await statfs(files.root).catch(() => ({ bavail: 0, bsize: 0 }));
    if (this.#closed) return;
    this.#cancelCheck = clock.after(DISK_CHECK_MS, () => void this.#checkDisk());
    const hasRoom = bavail * bsize >= minFreeBytes;
    if (hasRoom === this.#hasRoom) return;
    this.#hasRoom = hasRoom;
    if (hasRoom) return log.info('the disk has room for recordings again');
    const freeMb = Math.floor((bavail * bsize) / 1024 / 1024);
    log.warn({ freeMb }, 'the disk has too little room left: nothing more is recorded');
    for (const tape of this.#tapes) tape.giveUp();
  }

  #failed({ deviceId, sessionId }: SoundContext, error: unknown): void {
    this.#options.log.error({ err: error, deviceId, sessionId }, 'a recording cannot be written');
  }

  #givenUp({ deviceId, sessionId }: SoundContext): void {
    this.#options.figures.count('recordings_given_up_total');
    this.#options.log.warn({ deviceId, sessionId }, 'a conversation is not recorded any further');
  }
}
