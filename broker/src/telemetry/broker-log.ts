/** The broker's log where the configuration wants it: on standard error, in a file that is put aside when full, or both. */
import type { DestinationStream, Logger } from 'pino';
import { createLog, standardError } from './log.ts';
import { RotatingFile } from './rotating-file.ts';

export interface BrokerLogOptions {
  readonly level: string;
  readonly pretty: boolean;
  readonly pii: boolean;
  readonly standardError: boolean;
  readonly file?: string | undefined;
  readonly maxFileBytes: number;
  readonly filesKept: number;
}

export interface BrokerLog {
  readonly log: Logger;
  /** Idempotent. */
  close(): void;
}

/** @throws when the file cannot be written, with a word of advice */
export async function openBrokerLog(options: BrokerLogOptions): Promise<BrokerLog> {
  const { level, pretty, pii, file: path } = options;
  const terminal = await standardError(pretty);
  if (!path) {
    const log = await createLog({
      level: options.standardError ? level : 'silent',
      pretty,
      pii,
      destination: terminal,
    });
    return { log, close: () => {} };
  }
  // Trouble with the file is told on standard error, whatever else is.
  const emergency = await createLog({ level: 'warn', pretty, pii, destination: terminal });
  const file = openFile(options, path, emergency);
  const destination: DestinationStream = options.standardError
    ? {
        write(line) {
          file.write(line);
          terminal.write(line);
        },
      }
    : file;
  return { log: await createLog({ level, pretty, pii, destination }), close: () => file.close() };
}

function openFile(
  { maxFileBytes, filesKept }: BrokerLogOptions,
  path: string,
  emergency: Logger,
): RotatingFile {
  try {
    return new RotatingFile({
      path,
      maxBytes: maxFileBytes,
      filesKept,
      onError: (err) =>
        emergency.error({ err, file: path }, 'the log file takes no lines; they are lost until it does'),
      onRecovered: (lost) => emergency.warn({ lost, file: path }, 'the log file takes lines again'),
    });
  } catch (cause) {
    const text = `The log file ${path} cannot be written (${(cause as Error).message}). Look at log.file, the folder and its owner.`;
    throw new Error(text, { cause });
  }
}
