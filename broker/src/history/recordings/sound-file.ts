/** A file that is written behind the back of a conversation: what the disk does not take is given up, not waited for. */
import { createWriteStream } from 'node:fs';

export interface SoundFile {
  /** False when the disk takes no more, or not fast enough: nothing more should follow. */
  write(bytes: Buffer): boolean;
  /** With these last bytes. Idempotent. */
  end(bytes: Buffer): void;
  /** Resolves when all is on its way to the disk, or will not be. */
  readonly closed: Promise<void>;
}

/** Of one file: some minutes of sound. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** @param onError once at most. */
export function openSoundFile(path: string, onError: (error: unknown) => void): SoundFile {
  // It holds what people said.
  const stream = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  let failed = false;
  const closed = new Promise<void>((resolve) => stream.on('close', resolve));
  stream.on('error', (error) => {
    failed = true;
    onError(error);
  });
  return {
    write(bytes) {
      if (failed || stream.writableEnded || stream.writableLength > MAX_WAITING_BYTES) return false;
      stream.write(bytes);
      return true;
    },
    end(bytes) {
      if (!stream.writableEnded) stream.end(bytes);
    },
    closed,
  };
}
