/**
 * A log file that is put aside when it is full: `broker.log`, then `broker.log.1` (the youngest) to `.N`. Lines are
 * written at once and whole, so that nothing is lost with the process. A disk that refuses (full, gone, no longer ours)
 * loses lines and is tried again: it never ends the broker.
 */
import {
  closeSync,
  existsSync,
  fchmodSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';

export interface RotatingFileOptions {
  readonly path: string;
  /** A line that would make the file larger begins the next one. */
  readonly maxBytes: number;
  /** Full files that are kept, besides the one that is written. */
  readonly filesKept: number;
  /** Told of the first of several failures. Must not throw. */
  readonly onError?: (error: Error) => void;
  /** The disk takes lines again; `lost` of them are missing. */
  readonly onRecovered?: (lost: number) => void;
  /** Milliseconds. Default: the system's wall clock. */
  readonly now?: () => number;
}

/** A disk that refuses is not asked for every line. */
const RETRY_MS = 1000;
/** Somebody may move or delete the file; it is looked for at most this often. */
const LOOK_MS = 1000;

const LINE_END = 0x0a;

export class RotatingFile {
  /** `lost`: lines that the disk did not take. */
  readonly figures = { written: 0, lost: 0, rotated: 0 };
  readonly #options: RotatingFileOptions;
  readonly #path: string;
  readonly #now: () => number;
  #descriptor: number | undefined;
  #bytes = 0;
  #retryAt = -Infinity;
  #lookAt = -Infinity;
  /** Of `figures.lost`, when the present trouble began. */
  #lostBefore: number | undefined;
  #closed = false;

  /** Opens it, also the folder. @throws when it cannot be written: better at the start than unseen */
  constructor(options: RotatingFileOptions) {
    this.#options = options;
    this.#path = resolve(options.path);
    this.#now = options.now ?? Date.now;
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    this.#descriptor = this.#open();
  }

  /** One line, with its end. Never throws. */
  write(line: string): void {
    if (this.#closed || this.#now() < this.#retryAt) {
      this.figures.lost++;
      return;
    }
    try {
      this.#writeLine(Buffer.from(line));
      this.figures.written++;
      this.#recovered();
    } catch (error) {
      this.figures.lost++;
      this.#failed(error as Error);
    }
  }

  /** What is written later is lost. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#shut();
  }

  #writeLine(bytes: Buffer): void {
    this.#follow();
    if (this.#bytes > 0 && this.#bytes + bytes.length > this.#options.maxBytes) this.#rotate();
    this.#descriptor ??= this.#open();
    for (let at = 0; at < bytes.length;) {
      const written = writeSync(this.#descriptor, bytes, at);
      at += written;
      this.#bytes += written;
    }
  }

  #failed(error: Error): void {
    this.#retryAt = this.#now() + RETRY_MS;
    this.#shut();
    if (this.#lostBefore !== undefined) return;
    this.#lostBefore = this.figures.lost - 1;
    this.#options.onError?.(error);
  }

  #recovered(): void {
    if (this.#lostBefore === undefined) return;
    const lost = this.figures.lost - this.#lostBefore;
    this.#lostBefore = undefined;
    this.#options.onRecovered?.(lost);
  }

  #open(): number {
    const descriptor = openSync(this.#path, 'a+', 0o600);
    try {
      // It may be there from before, with another mode.
      fchmodSync(descriptor, 0o600);
      this.#bytes = fstatSync(descriptor).size;
      this.#lookAt = this.#now() + LOOK_MS;
      // A full disk or a lost machine leaves half a line, which must not spoil the next.
      const last = Buffer.alloc(1);
      if (this.#bytes > 0 && readSync(descriptor, last, 0, 1, this.#bytes - 1) === 1 && last[0] !== LINE_END)
        this.#bytes += writeSync(descriptor, '\n');
      return descriptor;
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
  }

  #shut(): void {
    const descriptor = this.#descriptor;
    this.#descriptor = undefined;
    if (descriptor !== undefined) closeSync(descriptor);
  }

  /** When the file was moved away or deleted, the next line begins a new one, as those who did it expect. */
  #follow(): void {
    if (this.#descriptor === undefined || this.#now() < this.#lookAt) return;
    this.#lookAt = this.#now() + LOOK_MS;
    const there = statSync(this.#path, { throwIfNoEntry: false });
    if (there?.ino !== fstatSync(this.#descriptor).ino) {
      this.#shut();
      this.#descriptor = this.#open();
    }
  }

  #rotate(): void {
    const { filesKept } = this.#options;
    this.#shut();
    rmSync(this.#numbered(filesKept), { force: true });
    for (let number = filesKept - 1; number >= 1; number--) {
      if (existsSync(this.#numbered(number))) renameSync(this.#numbered(number), this.#numbered(number + 1));
    }
    if (filesKept > 0) renameSync(this.#path, this.#numbered(1));
    else rmSync(this.#path, { force: true });
    this.figures.rotated++;
    this.#descriptor = this.#open();
  }

  #numbered(number: number): string {
    return `${this.#path}.${number}`;
  }
}
