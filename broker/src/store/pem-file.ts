/** Files with certificates and keys, as the settings name them. */
import { readFile } from 'node:fs/promises';
import { DatabaseError } from './database-error.ts';

/** @param setting that names the file. @throws {DatabaseError} MISCONFIGURED */
export async function readPem(path: string, setting: string, kind = 'CERTIFICATE'): Promise<string> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? message})`;
    throw misconfigured(`The file ${path} ${why}. It is named by ${setting}: name one that does.`, cause);
  }
  if (new RegExp(`-----BEGIN [A-Z ]*${kind}-----`).test(text)) return text;
  const what = kind === 'CERTIFICATE' ? 'certificate' : 'private key';
  throw misconfigured(
    `The file ${path} holds no ${what} in PEM. It is named by ${setting}: name one that does.`,
  );
}

const misconfigured = (text: string, cause?: unknown): DatabaseError =>
  new DatabaseError('MISCONFIGURED', text, { cause });
